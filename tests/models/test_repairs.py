"""Repair: offers that stand are pinned, freed seats go to people without a place; it is a numbered run."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher import parse_rotation, verify
from matcher.files import canonical, sha256
from models import snapshots
from models.errors import Conflict, WrongState
from models.executives import Executive
from models.outbox import Notice
from models.outcomes import Outcome, Snapshot
from models.proposals import Party, Proposal, ProposalState
from models.queries.my_result import my_result
from models.queries.placements import moves
from models.queries.standing import standing_outcome
from models.rounds import RoundState
from models.services import repairs
from models.services.proposals import answer_due
from tests.models.answering import answer
from tests.models.walk import Walk
from tests.models.world import NOW, find, the_round
from webui.messages import render

HELD = {"E-02", "E-03", "E-05", "E-07", "E-08", "E-12"}
"""Of the seven who are placed in the published round, those who stay when E-10 declines O-4."""


def offers(session: Session) -> dict[str, Proposal]:
    return {one.executive.slug: one for one in session.scalars(select(Proposal).order_by(Proposal.id))}


def declined(session: Session, who: str, *acts: str) -> Walk:
    walk = Walk(session).to_published()
    answer(session, offers(session)[who], *(acts or ("decline",)))
    return walk


def shown(session: Session) -> repairs.Prepared:
    return repairs.prepare(session, the_round(session))


def told(session: Session) -> list[tuple[str, str | None, str | None]]:
    return [(move.executive, move.before, move.after) for move in shown(session).moves]


def test_freed_seat_goes_to_somebody_without_a_place_and_nobody_else_moves(session: Session) -> None:
    walk = declined(session, "E-10")
    assert told(session) == [("E-04", None, "O-4"), ("E-10", "O-4", None)]
    outcome = walk.step(repairs.make, shown=shown(session).sha256)
    found = offers(session)
    assert set(found) == HELD | {"E-04", "E-10"}
    assert {who for who, one in found.items() if one.state is ProposalState.OFFERED} == HELD | {"E-04"}
    new = found["E-04"]
    assert (new.opportunity.slug, new.outcome_id, new.due_at) == (
        "O-4",
        outcome.id,
        answer_due(Party.EXECUTIVE, NOW),
    )
    assert (outcome.number, outcome.status, outcome.verified, outcome.placed) == (2, "optimal", True, 7)
    assert the_round(session).state is RoundState.PUBLISHED
    assert standing_outcome(session, the_round(session)) is outcome
    notices = session.scalars(select(Notice).where(Notice.template == "repair_result")).all()
    assert [one.recipient.slug for one in notices] == ["e-04"]
    letter = render(notices[0], "E", "https://roundtrip.example/")
    assert letter[0] == "A seat of First invented round is offered to you"
    assert "Please answer by 8 December 2026, 10:00 a.m. Eastern;" in letter[1]


def test_repair_is_solved_once_and_anew_after_each_answer(session: Session) -> None:
    declined(session, "E-10")
    first = shown(session)
    assert shown(session) is first
    answer(session, offers(session)["E-02"], "decline")
    second = shown(session)
    assert second is not first
    assert "E-02" in second.since.left


def test_repaired_run_is_verified_from_its_own_files(session: Session) -> None:
    walk = declined(session, "E-10")
    outcome = walk.step(repairs.make, shown=shown(session).sha256)
    file = snapshots.seeded_file(outcome.snapshot.content, the_round(session))
    assert sha256(file) == outcome.input_sha256 == outcome.content["input_sha256"]
    assert verify(parse_rotation(canonical(file)), outcome.content).failures == []
    assert file["seed_proof"]["frozen"] == the_round(session).frozen_sha256
    first, second = session.scalars(select(Snapshot).order_by(Snapshot.number))
    assert (first.number, second.number) == (1, 2)
    assert second.content["declined"] == [["E-10", "O-4"]]
    assert len(second.content["pinned"]) == len(HELD)
    assert sha256(second.content) == second.sha256 != first.sha256


def test_whoever_got_a_freed_seat_reads_it_in_the_own_result(session: Session) -> None:
    walk = declined(session, "E-10")
    walk.step(repairs.make, shown=shown(session).sha256)
    result = my_result(session, the_round(session), find(session, Executive, "E-04"))
    assert result is not None
    assert result.proposal is not None
    assert (result.proposal.opportunity.slug, result.place_number) == ("O-4", 1)
    run = session.scalars(select(Outcome).where(Outcome.number == 2)).one()
    states = {move.executive: move.answer for move in moves(session, run)}
    assert set(states) == HELD | {"E-04"}
    assert set(states.values()) == {ProposalState.OFFERED}


def test_repair_that_was_shown_is_made_or_none(session: Session) -> None:
    walk = declined(session, "E-10")
    seen = shown(session).sha256
    answer(session, offers(session)["E-12"], "decline")
    with pytest.raises(Conflict, match=r"^An offer was answered or a seat withdrawn since"):
        walk.step(repairs.make, shown=seen)
    assert len(session.scalars(select(Outcome)).all()) == 1
    outcome = walk.step(repairs.make, shown=shown(session).sha256)
    assert outcome.number == 2
    assert told(session) == []
    with pytest.raises(Conflict, match=r"^Nobody would get a place by this repair\.$"):
        walk.step(repairs.make, shown=shown(session).sha256)


def test_second_repair_repairs_the_first(session: Session) -> None:
    walk = declined(session, "E-10")
    walk.step(repairs.make, shown=shown(session).sha256)
    answer(session, offers(session)["E-04"], "accept", "refuse_home")
    answer(session, offers(session)["E-07"], "decline")
    assert ("E-11", None, "O-2") in told(session) or ("E-11", None, "O-4") in told(session)
    third = walk.step(repairs.make, shown=shown(session).sha256)
    assert third.number == 3
    live = {who: one.opportunity.slug for who, one in offers(session).items() if one.due_at is not None}
    assert {"E-10", "E-04", "E-07"} & set(live) == set()


def test_no_of_the_host_leaves_the_person_in_the_round_for_another_place(session: Session) -> None:
    declined(session, "E-08", "accept", "agree_home", "refuse_host")
    content = shown(session).content
    assert [pair for pair in content["declined"] if pair[0] == "E-08"] == [["E-08", "O-6"]]


def test_no_of_the_executive_ends_every_choice_of_theirs(session: Session) -> None:
    declined(session, "E-08")
    content = shown(session).content
    assert [pair for pair in content["declined"] if pair[0] == "E-08"] == [["E-08", "O-1"], ["E-08", "O-6"]]


def test_round_is_not_repaired_before_publication_or_after_its_end(session: Session) -> None:
    walk = Walk(session).to_approved()
    with pytest.raises(WrongState, match=r"^The round cannot be repaired now: "):
        walk.step(repairs.make, shown="")
    walk.session.rollback()
    Walk(session).to_closed()
    with pytest.raises(WrongState, match=r"^The round cannot be repaired now: "):
        walk.step(repairs.make, shown="")


def test_seat_that_came_free_and_suits_nobody_is_named(session: Session) -> None:
    declined(session, "E-10")
    assert shown(session).idle == ()
    for who in HELD:
        answer(session, offers(session)[who], "decline")
    found = shown(session)
    placed = {move.after for move in found.new}
    freed = {move.before for move in found.moves if move.before}
    assert {one.opportunity for one in found.idle} == freed - placed != set()
    assert {one.wanted for one in found.idle} == {0}
    Walk(session).step(repairs.make, shown=found.sha256)
    assert shown(session).idle == found.idle
