"""The scramble: kept sheets, free seats, offers with a shorter clock; who holds a place is not moved."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.errors import Conflict, WrongState
from models.executives import Executive
from models.opportunities import Opportunity, OpportunityState
from models.outbox import Notice
from models.proposals import LIVE, PENDING, Proposal, ProposalState
from models.queries.board import board
from models.queries.facts import facts
from models.queries.limits import limits
from models.queries.my_rounds import MyRound, my_rounds
from models.queries.scramble import Pool, kept_for, pool
from models.rounds import RoundState
from models.services import proposals, repairs, results, scramble
from tests.models.answering import answer
from tests.models.test_similar import next_round
from tests.models.walk import Walk, keep
from tests.models.world import NOW, actor, find, the_round

WHO = [f"E-{number:02}" for number in range(1, 13)]


def held(session: Session) -> dict[str, str]:
    query = select(Proposal).where(Proposal.state.in_(LIVE))
    return {one.executive.slug: one.opportunity.slug for one in session.scalars(query)}


def take_back(session: Session, slug: str) -> None:
    facts: dict[str, Any] = {"round_": the_round(session), "executive": find(session, Executive, slug)}
    scramble.take_back(session, actor=actor(session, slug.lower()), now=NOW, **facts)


def test_free_seat_is_offered_to_who_kept_the_sheet_with_a_shorter_clock(session: Session) -> None:
    walk = Walk(session).to_kept()
    before = held(session)
    assert pool(session, the_round(session)).kept == 12 - len(before) - 1
    walk.step(scramble.open_scramble)
    assert the_round(session).state is RoundState.SCRAMBLE
    told = session.scalars(select(Notice).where(Notice.template == "scramble_open")).all()
    assert {one.recipient.slug for one in told} == {slug.lower() for slug in walk.unplaced()}
    shown = repairs.prepare(session, the_round(session))
    outcome = walk.step(repairs.make, shown=shown.sha256)
    after = held(session)
    assert outcome.verified
    assert after.items() > before.items()
    (new,) = session.scalars(select(Proposal).where(Proposal.outcome_id == outcome.id)).all()
    assert new.due_at == proposals.scramble_due(NOW) == NOW + timedelta(days=4)  # over Thanksgiving
    assert new.executive.slug in set(after) - set(before)
    answer(session, new, "accept", "agree_home", "confirm")
    assert new.state is ProposalState.CONFIRMED


def test_who_did_not_keep_the_sheet_gets_no_offer(session: Session) -> None:
    walk = Walk(session).to_kept()
    would = {move.executive for move in repairs.prepare(session, the_round(session)).new}
    assert would
    for slug in would:
        take_back(session, slug)
    walk.step(scramble.open_scramble)
    assert not would & {move.executive for move in repairs.prepare(session, the_round(session)).new}


def test_scramble_opens_only_for_somebody_and_a_seat(session: Session) -> None:
    walk = Walk(session).to_kept()
    kept = walk.unplaced()
    for slug in kept:
        take_back(session, slug)
    with pytest.raises(Conflict, match=r"^Nobody without a place has kept a sheet for the scramble\.$"):
        walk.step(scramble.open_scramble)
    keep(session, kept[0])
    assert pool(session, the_round(session)).kept == 1
    walk.step(scramble.open_scramble)


def test_scramble_does_not_open_while_no_seat_is_free(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = Walk(session).to_kept()
    monkeypatch.setattr(scramble, "pool", lambda *_: Pool(kept=2, seats=0, waiting=6))
    with pytest.raises(Conflict, match=r"^No seat of the round is free\.$"):
        walk.step(scramble.open_scramble)
    assert the_round(session).state is RoundState.PUBLISHED


def test_sheet_is_kept_between_publication_and_scramble_by_who_has_no_place(session: Session) -> None:
    walk = Walk(session).to_approved()
    with pytest.raises(
        Conflict, match=r"^Sheets are kept for the scramble once the results are published\.$"
    ):
        keep(session, "E-03")
    walk.step(results.publish, by="office")
    with pytest.raises(Conflict, match=r"^You hold an offer of this round\.$"):
        keep(session, "E-10")
    offers = session.scalars(select(Proposal).join(Proposal.executive).where(Executive.slug == "E-10"))
    answer(session, offers.one(), "decline")
    with pytest.raises(Conflict, match=r"^Your offer of this round ended, so no other seat of it is offered"):
        keep(session, "E-10")
    first = walk.unplaced()[0]
    keep(session, first)
    with pytest.raises(Conflict, match=r"^Your sheet is kept already\.$"):
        keep(session, first)
    walk.step(scramble.open_scramble)
    take_back(session, first)
    with pytest.raises(Conflict, match=r"^The scramble has begun; who takes part in it is settled\.$"):
        keep(session, first)
    with pytest.raises(Conflict, match=r"^No sheet of yours is kept for the scramble\.$"):
        take_back(session, first)


def test_whoever_the_host_refused_in_the_scramble_may_still_join_it(session: Session) -> None:
    Walk(session).to_scramble()
    offers = session.scalars(select(Proposal).where(Proposal.state.in_(PENDING)).order_by(Proposal.id)).all()
    refused, declined = offers[0], offers[1]
    answer(session, refused, "accept", "agree_home", "refuse_host")
    answer(session, declined, "decline")
    slug, round_ = refused.executive.slug, the_round(session)
    assert mine(session, slug).may_keep
    assert not mine(session, declined.executive.slug).may_keep
    before = pool(session, round_).kept
    keep(session, slug)
    assert pool(session, round_).kept == board(session, round_).kept_sheets == before + 1
    assert mine(session, slug).hopes
    with pytest.raises(Conflict, match=r"^Your offer of this round ended, so no other seat of it is offered"):
        keep(session, declined.executive.slug)


def test_sheet_kept_after_a_pass_takes_part_in_the_next(session: Session) -> None:
    """The pass closes the round to whoever did not keep a sheet by then, and opens it again to who does."""
    walk = Walk(session).to_scramble()
    for slug in kept_for(session, the_round(session)) - {"E-01"}:
        take_back(session, slug)
    query = select(Proposal).join(Executive, Executive.id == Proposal.executive_id)
    one = session.scalars(query.where(Executive.slug == "E-02", Proposal.state.in_(PENDING))).one()
    answer(session, one, "accept", "agree_home", "refuse_host")
    first = repairs.prepare(session, the_round(session))
    assert [(move.executive, move.after) for move in first.new] == [("E-01", "O-3")]
    walk.step(repairs.make, shown=first.sha256)
    assert not board(session, the_round(session)).has_next_pass
    keep(session, "E-02", NOW + timedelta(hours=1))
    board_ = board(session, the_round(session))
    assert (board_.ended_offers, board_.kept_anew, board_.has_next_pass) == (0, True, True)
    found = repairs.prepare(session, the_round(session))
    assert [(move.executive, move.after) for move in found.new] == [("E-02", "O-4")]
    walk.now += timedelta(hours=2)
    assert walk.step(repairs.make, shown=found.sha256).verified
    assert not board(session, the_round(session)).kept_anew


def test_refusal_of_a_host_in_another_round_is_no_reason_for_a_next_pass(session: Session) -> None:
    walk = Walk(session).to_scramble()
    round_ = the_round(session)
    query = select(Proposal).join(Executive, Executive.id == Proposal.executive_id)
    one = session.scalars(query.where(Executive.slug == "E-02", Proposal.state.in_(PENDING))).one()
    answer(session, one, "accept", "agree_home", "refuse_host")
    walk.step(repairs.make, shown=repairs.prepare(session, round_).sha256)
    keep(session, "E-02", NOW + timedelta(hours=1))
    assert board(session, round_).kept_anew
    one.round_id = next_round(session, one.opportunity.slug).id
    session.flush()
    assert not board(session, round_).kept_anew


def test_whoever_ended_an_offer_of_the_scramble_keeps_no_sheet_any_more(session: Session) -> None:
    walk = Walk(session).to_scramble()
    round_ = the_round(session)
    walk.step(repairs.make, shown=repairs.prepare(session, round_).sha256)
    new = session.scalars(select(Proposal).order_by(Proposal.id.desc()).limit(1)).one()
    answer(session, new, "decline")
    slug = new.executive.slug
    assert (mine(session, slug).kept, mine(session, slug).hopes) == (True, False)
    assert slug not in kept_for(session, round_)
    assert board(session, round_).kept_sheets == pool(session, round_).kept


def test_round_offers_what_was_frozen_though_its_seats_are_taken(session: Session) -> None:
    Walk(session).to_published()
    round_ = the_round(session)
    before = board(session, round_), seats_offered(session)
    for one in session.scalars(select(Proposal).order_by(Proposal.id)).all():
        answer(session, one, "accept", "agree_home", "confirm")
    filled = Opportunity.state == OpportunityState.FILLED
    taken = set(session.scalars(select(Opportunity.slug).where(filled)))
    assert taken
    after = board(session, round_), seats_offered(session)
    assert (after[0].offered, after[0].seats, after[1]) == (before[0].offered, before[0].seats, before[1])
    assert {fact.slug for fact in facts(session, round_, taken)} == taken


def seats_offered(session: Session) -> int:
    return sum(row.seats for row in limits(session, the_round(session)).rows if not row.depth)


def mine(session: Session, slug: str) -> MyRound:
    (one,) = my_rounds(session, find(session, Executive, slug).id)
    return one


def test_whoever_has_no_place_may_keep_the_sheet_until_the_last_answers(session: Session) -> None:
    walk = Walk(session).to_published()
    last = session.scalars(select(func.max(Proposal.due_at))).one()
    assert {slug for slug in WHO if to_keep(session, slug)} == set(walk.unplaced())
    first = walk.unplaced()[0]
    assert to_keep(session, first) == [("R-1", last)]
    keep(session, first)
    assert to_keep(session, first) == []
    take_back(session, first)
    assert to_keep(session, first) == [("R-1", last)]
    offers = session.scalars(select(Proposal).order_by(Proposal.id)).all()
    answer(session, offers[0], "decline")
    answer(session, offers[1], "accept", "agree_home", "refuse_host")
    assert to_keep(session, offers[0].executive.slug) == []
    assert to_keep(session, offers[1].executive.slug) == [("R-1", last)]


def to_keep(session: Session, slug: str) -> list[tuple[str, datetime | None]]:
    mine = my_rounds(session, find(session, Executive, slug).id)
    return [(one.round.slug, one.answers_due_at) for one in mine if one.may_keep]


def test_scramble_ends_by_closing_once_every_offer_is_answered(session: Session) -> None:
    walk = Walk(session).to_scramble()
    with pytest.raises(Conflict, match=r"not settled yet; the last step is due by "):
        walk.step(results.close)
    open_ = session.scalars(select(Proposal).where(Proposal.state == ProposalState.OFFERED)).all()
    answer_all(session, open_)
    walk.step(results.close)
    assert the_round(session).state is RoundState.CLOSED
    with pytest.raises(WrongState):
        walk.step(scramble.open_scramble)


def answer_all(session: Session, offers: Any) -> None:
    for offer in offers:
        answer(session, offer, "decline")
