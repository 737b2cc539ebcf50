"""A practice round from its rankings into the scramble: some answered, some said no, some kept a sheet."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor, Role
from models.executives import Executive
from models.proposals import Proposal, ProposalState
from models.queries.pledges import in_the_way
from models.queries.recipients import holders_at
from models.queries.standing import standing_outcome
from models.rounds import Round
from models.services import proposals, scramble
from seed.finish import approve, confer, publish
from seed.loading.people import get_actor, get_owner
from seed.loading.rounds import COORDINATOR
from seed.practice_scenarios import solve_baseline

DECLINED = 4
AT_HOME, AT_THE_HOST = 2, 2
"""Accepted offers that wait for the home agency, and those that wait for the host."""
KEPT_OF = 4
"""Of so many people without a place one does not keep the sheet."""


def open_practice_scramble(session: Session, *, now: datetime, round_: Round) -> None:
    """Freeze, solve and publish the round, answer some of its offers, and begin the scramble: what is freed
    can be offered next."""
    solve_baseline(session, now=now, round_=round_)
    for step in (confer, approve, publish):
        step(session, now, round_)
    later = _answer(session, now, round_)
    _keep(session, now, round_)
    scramble.open_scramble(session, actor=get_actor(session, COORDINATOR), now=now, round_=round_)
    for offer in later:
        _accept(session, now, offer)
        home = holders_at(session, Role.AGENCY_COORDINATOR, offer.executive.home_agency, now)[0]
        proposals.agree_home(session, actor=session.get_one(Actor, home), now=now, proposal=offer)


def _answer(session: Session, now: datetime, round_: Round) -> list[Proposal]:
    """The first say no, the next say yes, and the others have not answered; of them those returned take their
    seat up once the scramble is open, so that their hosts read their cards."""
    offered = Proposal.round_id == round_.id, Proposal.state == ProposalState.OFFERED
    waiting = session.scalars(
        select(Proposal).join(Proposal.executive).where(*offered).order_by(Executive.slug)
    ).all()
    for offer in waiting[:DECLINED]:
        proposals.decline(session, actor=get_owner(session, offer.executive), now=now, proposal=offer)
    free = [offer for offer in waiting[DECLINED:] if not in_the_way(session, offer)]
    taken = free[: AT_HOME + AT_THE_HOST]
    for offer in taken[:AT_HOME]:
        _accept(session, now, offer)
    return taken[AT_HOME:]


def _accept(session: Session, now: datetime, offer: Proposal) -> None:
    owner, signed = get_owner(session, offer.executive), proposals.signed_text(offer)
    proposals.accept(session, actor=owner, now=now, proposal=offer, signed=signed)


def _keep(session: Session, now: datetime, round_: Round) -> None:
    unplaced: Sequence[str] = [
        one["executive"] for one in standing_outcome(session, round_).content["unmatched"]
    ]
    people = session.scalars(select(Executive).where(Executive.slug.in_(unplaced)).order_by(Executive.slug))
    for place, one in enumerate(people.all()):
        if place % KEPT_OF:
            scramble.keep(session, actor=get_owner(session, one), now=now, round_=round_, executive=one)
