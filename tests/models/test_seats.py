"""The seats of an opportunity that several rounds offer: each is filled once."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import snapshots
from models.agreements import Agreement
from models.errors import Conflict
from models.opportunities import Opportunity, OpportunityState
from models.proposals import Proposal, ProposalState
from models.queries.board import board
from models.queries.readiness import readiness
from models.queries.seats import seats_in
from models.rounds import Round
from models.services import agreements
from tests.models.answering import answer
from tests.models.test_similar import next_round
from tests.models.walk import Walk
from tests.models.world import NOW, actor, find


@pytest.fixture
def offer(session: Session) -> Proposal:
    """An offer of a published round, of an opportunity with two seats of which one has to be filled."""
    Walk(session).to_published()
    found = session.scalars(select(Proposal).order_by(Proposal.id)).first()
    assert found is not None
    found.opportunity.seats, found.opportunity.min_seats = 2, 1
    session.flush()
    return found


def sealed(session: Session, round_: Round) -> list[tuple[int, int]]:
    """(seats, least seats) of what a snapshot taken now would hold."""
    return [
        (one["seats"], one["min_seats"]) for one in snapshots.filed_content(session, round_)["opportunities"]
    ]


def seats_of(session: Session, offer: Proposal, round_: Round) -> int:
    return session.scalars(select(seats_in(round_.id)).where(Opportunity.id == offer.opportunity_id)).one()


def test_seat_that_one_round_confirmed_is_no_seat_of_the_next(session: Session, offer: Proposal) -> None:
    later = next_round(session, offer.opportunity.slug)
    answer(session, offer, "accept", "agree_home")
    assert sealed(session, later) == [(2, 1)], "nobody has it yet"
    answer(session, offer, "confirm")
    assert sealed(session, later) == [(1, 0)]
    assert (board(session, later).seats, readiness(session, later).seats) == (1, 1)
    assert seats_of(session, offer, find(session, Round, "R-1")) == 2, "the round that filled it has it"


def test_frozen_round_keeps_the_seats_of_its_file(session: Session, offer: Proposal) -> None:
    answer(session, offer, "accept", "agree_home", "confirm")
    offer.round_id = next_round(session, offer.opportunity.slug).id
    session.flush()
    assert seats_of(session, offer, find(session, Round, "R-1")) == 2


def test_nobody_is_confirmed_where_every_seat_is(session: Session, offer: Proposal) -> None:
    other = session.scalars(select(Proposal).where(Proposal.id != offer.id)).first()
    assert other is not None
    other.opportunity_id, offer.opportunity.seats = offer.opportunity_id, 1
    session.flush()
    session.expire_all()
    answer(session, other, "accept", "agree_home")
    answer(session, offer, "accept", "agree_home", "confirm")
    assert offer.opportunity.state is OpportunityState.FILLED
    with pytest.raises(Conflict, match=r"^Every seat of it is confirmed to others, here or in another round"):
        answer(session, other, "confirm")
    confirmed = select(func.count()).where(Proposal.state == ProposalState.CONFIRMED)
    assert session.scalars(confirmed).one() == 1


def test_seat_of_a_cancelled_agreement_is_offered_and_filled_again(session: Session, offer: Proposal) -> None:
    other = session.scalars(select(Proposal).where(Proposal.id != offer.id)).first()
    assert other is not None
    other.opportunity_id, offer.opportunity.seats = offer.opportunity_id, 1
    session.flush()
    session.expire_all()
    later = next_round(session, offer.opportunity.slug)
    answer(session, offer, "accept", "agree_home", "confirm")
    assert sealed(session, later) == []
    agreement = session.scalars(select(Agreement)).one()
    by = actor(session, f"coord-{agreement.home_agency.code}")
    agreements.cancel(session, actor=by, now=NOW, agreement=agreement, reason="The budget ends.")
    assert sealed(session, later) == [(1, 1)]
    answer(session, other, "accept", "agree_home", "confirm")
    assert sealed(session, later) == []
