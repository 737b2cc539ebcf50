"""The seats of an opportunity that several rounds offer: each is filled once."""

import pytest
from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from models import snapshots
from models.agreements import Agreement
from models.errors import Conflict
from models.opportunities import Opportunity, OpportunityState
from models.proposals import Proposal, ProposalState
from models.queries.board import board
from models.queries.facts import catalogue
from models.queries.freed import since_outcome
from models.queries.readiness import readiness
from models.queries.scramble import pool
from models.queries.seats import free_there, seats_there
from models.rounds import Round, RoundOpportunity, RoundState
from models.services import agreements, repairs
from models.services.rounds import _seal_seats
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


def seats_of(session: Session, offer: Proposal, round_: Round, what: ColumnElement[int] | None = None) -> int:
    query = select(seats_there() if what is None else what).select_from(RoundOpportunity)
    theirs = RoundOpportunity.round_id == round_.id, Opportunity.id == offer.opportunity_id
    there = RoundOpportunity.opportunity_id == Opportunity.id
    return int(session.scalars(query.join(Opportunity, there).where(*theirs)).one())


def rival(session: Session, offer: Proposal) -> Proposal:
    """Another offer of the same opportunity, which now has one seat."""
    other = session.scalars(select(Proposal).where(Proposal.id != offer.id)).first()
    assert other is not None
    other.opportunity_id, offer.opportunity.seats = offer.opportunity_id, 1
    session.flush()
    session.expire_all()
    return other


def cancel(session: Session) -> None:
    """The only agreement there is."""
    agreement = session.scalars(select(Agreement)).one()
    by = actor(session, f"coord-{agreement.home_agency.code}")
    agreements.cancel(session, actor=by, now=NOW, agreement=agreement, reason="The budget ends.")


def test_seat_that_one_round_offers_is_no_seat_of_the_next(session: Session, offer: Proposal) -> None:
    later = next_round(session, offer.opportunity.slug)
    assert sealed(session, later) == [(1, 0)]
    assert (board(session, later).seats, readiness(session, later).seats) == (1, 1)
    assert seats_of(session, offer, find(session, Round, "R-1")) == 1, "the round that offers it has its own"
    answer(session, offer, "decline")
    assert sealed(session, later) == [(2, 1)]


def test_opportunity_whose_seats_others_hold_is_counted_and_not_sealed(
    session: Session, offer: Proposal
) -> None:
    offer.opportunity.seats = offer.opportunity.min_seats = 1
    session.flush()
    later = next_round(session, offer.opportunity.slug)
    found = board(session, later)
    assert (found.offered, found.held_elsewhere, found.to_seal, found.seats) == (1, 1, 0, 0)
    assert sealed(session, later) == []
    assert [fact.seats for fact in catalogue(session, later)] == [0]


def test_who_holds_an_offer_of_another_round_alone_could_take_a_seat_of_this_one(
    session: Session, offer: Proposal
) -> None:
    published = offer.round
    before = board(session, published).placeless
    assert before == len(Walk(session).unplaced())
    offer.round_id = next_round(session, offer.opportunity.slug).id
    session.flush()
    session.expire_all()
    assert board(session, published).placeless == before + 1


def test_scramble_is_asked_for_only_while_other_rounds_leave_a_seat(session: Session) -> None:
    walk = Walk(session).to_kept()
    published = find(session, Round, "R-1")
    ended = session.scalars(select(Proposal).where(Proposal.ended_by.is_not(None))).one()
    found = board(session, published)
    assert (found.free, found.leads_to_scramble) == (pool(session, published).seats, True) == (1, True)
    later = next_round(walk.session, ended.opportunity.slug)
    assert frozen(session, later) == [(1, 0)]
    session.execute(update(Round).where(Round.id == later.id).values(state=RoundState.SOLVED))
    session.expire_all()
    found = board(session, published)
    assert (found.free, found.leads_to_scramble) == (pool(session, published).seats, False) == (0, False)


def test_seat_that_a_frozen_round_sealed_is_no_seat_of_another(session: Session, offer: Proposal) -> None:
    first, second = (
        next_round(session, offer.opportunity.slug, slug=slug, name=slug) for slug in ("R-2", "R-3")
    )
    assert frozen(session, first) == [(1, 0)]
    session.execute(update(Round).where(Round.id == first.id).values(state=RoundState.SOLVED))
    assert sealed(session, second) == []
    session.execute(update(Round).where(Round.id == first.id).values(state=RoundState.CANCELLED))
    assert sealed(session, second) == [(1, 0)]


def frozen(session: Session, round_: Round) -> list[tuple[int, int]]:
    """Seal the seats of the round as the freeze does, without lists; what its file holds."""
    content = snapshots.filed_content(session, round_)
    _seal_seats(session, round_, content)
    round_.frozen_sha256 = "0" * 64
    session.flush()
    return [(one["seats"], one["min_seats"]) for one in content["opportunities"]]


def test_frozen_round_keeps_the_seats_of_its_file(session: Session, offer: Proposal) -> None:
    later = next_round(session, offer.opportunity.slug)
    answer(session, offer, "decline")
    assert frozen(session, later) == [(2, 1)]
    other = session.scalars(select(Proposal).where(Proposal.id != offer.id)).first()
    assert other is not None
    other.opportunity_id = offer.opportunity_id
    session.flush()
    session.expire_all()
    answer(session, other, "accept", "agree_home", "confirm")
    assert (seats_of(session, offer, later), board(session, later).seats) == (2, 2)
    assert seats_of(session, offer, later, free_there()) == 1, "the other is not free any more"


def test_opportunity_opened_again_is_in_no_file_that_was_sealed_without_it(
    session: Session, offer: Proposal
) -> None:
    offer.opportunity.seats = 1
    session.flush()
    later = next_round(session, offer.opportunity.slug)
    answer(session, offer, "accept", "agree_home", "confirm")
    assert frozen(session, later) == []
    cancel(session)
    assert (board(session, later).offered, catalogue(session, later)) == (0, [])
    assert pool(session, later).seats == 0


def test_repair_offers_no_seat_that_another_round_filled(session: Session, offer: Proposal) -> None:
    first = find(session, Round, "R-1")
    offer.opportunity.seats = 1
    elsewhere = next_round(session, offer.opportunity.slug)
    answer(session, offer, "decline")
    assert offer.opportunity.slug not in since_outcome(session, first).withdrawn
    other = session.scalars(select(Proposal).where(Proposal.id != offer.id)).first()
    assert other is not None
    other.opportunity_id, other.round_id = offer.opportunity_id, elsewhere.id
    session.flush()
    session.expire_all()
    answer(session, other, "accept", "agree_home", "confirm")
    assert offer.opportunity.slug in since_outcome(session, first).withdrawn


def test_repair_has_the_seats_that_other_rounds_leave(session: Session) -> None:
    walk = Walk(session)
    walk.to_ranked()
    wanted = find(session, Opportunity, "O-4")
    wanted.seats = 2
    session.flush()
    walk.to_published()
    round_ = find(session, Round, "R-1")
    offers = session.scalars(select(Proposal).where(Proposal.opportunity_id == wanted.id)).all()
    assert len(offers) == 2
    for one in offers:
        answer(session, one, "decline")
    assert since_outcome(session, round_).left_over == frozenset()
    elsewhere = next_round(session, wanted.slug)
    other = session.scalars(select(Proposal).where(Proposal.opportunity_id != wanted.id)).first()
    assert other is not None
    other.opportunity_id, other.round_id = wanted.id, elsewhere.id
    session.flush()
    session.expire_all()
    assert since_outcome(session, round_).left_over == {("O-4", 1)}
    found = repairs.prepare(session, round_).content["opportunities"]
    assert [one["seats"] for one in found if one["id"] == "O-4"] == [1]


def test_nobody_is_confirmed_where_every_seat_is(session: Session, offer: Proposal) -> None:
    other = rival(session, offer)
    answer(session, other, "accept", "agree_home")
    answer(session, offer, "accept", "agree_home", "confirm")
    assert offer.opportunity.state is OpportunityState.FILLED
    with pytest.raises(Conflict, match=r"^Every seat of it is confirmed to others, here or in another round"):
        answer(session, other, "confirm")
    confirmed = select(func.count()).where(Proposal.state == ProposalState.CONFIRMED)
    assert session.scalars(confirmed).one() == 1


def test_seat_of_a_cancelled_agreement_is_sealed_again(session: Session, offer: Proposal) -> None:
    offer.opportunity.seats = 1
    session.flush()
    later = next_round(session, offer.opportunity.slug)
    answer(session, offer, "accept", "agree_home", "confirm")
    assert sealed(session, later) == []
    cancel(session)
    assert sealed(session, later) == [(1, 1)]


def test_seat_of_a_cancelled_agreement_is_filled_again(session: Session, offer: Proposal) -> None:
    other = rival(session, offer)
    answer(session, offer, "accept", "agree_home", "confirm")
    cancel(session)
    answer(session, other, "accept", "agree_home", "confirm")
    assert offer.opportunity.state is OpportunityState.FILLED
