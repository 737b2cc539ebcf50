"""Offers of the invented round, and the people who answer them."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.proposals import Proposal
from models.services import proposals
from tests.models.world import NOW, actor

SIDES = {
    "accept": "executive",
    "decline": "executive",
    "agree_home": "home",
    "refuse_home": "home",
    "confirm": "host",
    "refuse_host": "host",
}
WITH_REASON = ("refuse_home", "refuse_host")


def first_offer(session: Session) -> Proposal:
    found = session.scalars(select(Proposal).order_by(Proposal.id)).first()
    assert found is not None
    return found


def who_answers(proposal: Proposal, act: str) -> str:
    """The slug of the person whose act it is."""
    side = SIDES[act]
    if side == "executive":
        return proposal.executive.slug.lower()
    if side == "home":
        return f"coord-{proposal.executive.home_agency.code}"
    return f"host-{proposal.opportunity.host_agency.code}"


def answer(session: Session, proposal: Proposal, *acts: str, now: datetime = NOW, **more: Any) -> Proposal:
    """Let the people answer the offer, one act after the other."""
    for act in acts:
        by = actor(session, who_answers(proposal, act))
        reason = {"reason": "The year allows no absence."} if act in WITH_REASON else {}
        getattr(proposals, act)(session, actor=by, now=now, proposal=proposal, **reason, **more)
    return proposal
