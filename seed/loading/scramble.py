"""The published round goes on: a few offers are declined, and people without a place keep their sheets."""

from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.executives import Executive
from models.kept_sheets import KeptSheet
from models.proposals import Proposal, ProposalState
from models.queries.standing import standing_outcome
from models.rounds import Round, RoundState
from models.services import proposals, scramble
from seed.loading.people import get_owner

DECLINED, KEPT = 4, 8
UNDECIDED = 4
"""Those whom the sign-in page puts first have still to say whether they keep theirs."""


def load_scramble(engine: Engine, *, now: datetime, slug: str) -> int:
    """Decline the last offers that wait for their executives, and keep some sheets of those without a place,
    once; how many sheets are kept."""
    with unit_of_work(engine) as session:
        round_ = session.scalars(select(Round).where(Round.slug == slug)).one()
        begun = session.scalar(select(KeptSheet.executive_id).where(KeptSheet.round_id == round_.id).limit(1))
        if round_.state is not RoundState.PUBLISHED or begun is not None:
            return 0
        _decline(session, now, round_)
        return _keep(session, now, round_)


def _decline(session: Session, now: datetime, round_: Round) -> None:
    waiting = (
        select(Proposal)
        .join(Proposal.executive)
        .where(Proposal.round_id == round_.id, Proposal.state == ProposalState.OFFERED)
        .order_by(Executive.slug.desc())
        .limit(DECLINED)
    )
    for offer in session.scalars(waiting).all():
        owner = get_owner(session, offer.executive)
        proposals.decline(session, actor=owner, now=now, proposal=offer)


def _keep(session: Session, now: datetime, round_: Round) -> int:
    unplaced = [one["executive"] for one in standing_outcome(session, round_).content["unmatched"]]
    people = select(Executive).where(Executive.slug.in_(unplaced)).order_by(Executive.slug)
    found = session.scalars(people.offset(UNDECIDED).limit(KEPT)).all()
    for one in found:
        scramble.keep(session, actor=get_owner(session, one), now=now, round_=round_, executive=one)
    return len(found)
