"""Withdrawal after the freeze: its effect at each stage, shown first, and nothing else."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.conference import AgencyApproval
from models.errors import Conflict, NotPublishable
from models.executives import Executive
from models.kept_sheets import KeptSheet
from models.outbox import Notice
from models.outcomes import Decision, Snapshot
from models.proposals import Party, Proposal, ProposalState
from models.queries.withdrawals import CONFIRMED, NEVER, Effect, leaving
from models.rounds import RoundState
from models.services import conference, repairs, results, rounds, solves, withdrawals
from models.solves import SolveState
from tests.models.answering import answer
from tests.models.walk import Walk, keep
from tests.models.world import NOW, actor, find, the_round


def shown(session: Session, who: str) -> Effect | None:
    return leaving(session, the_round(session), find(session, Executive, who)).effect


def withdraw(session: Session, who: str, effect: Effect | None = None) -> None:
    facts: dict[str, Any] = {"round_": the_round(session), "executive": find(session, Executive, who)}
    read = effect or shown(session, who) or Effect.NEXT_RUN
    withdrawals.withdraw(session, actor=actor(session, who.lower()), now=NOW, shown=read, **facts)


def told(session: Session) -> set[str]:
    query = select(Notice).where(Notice.template == "person_withdrew")
    return {one.recipient.slug for one in session.scalars(query)}


def placed(walk: Walk) -> list[str]:
    return sorted(one["executive"] for one in walk.outcome().content["matches"])


@pytest.mark.parametrize("stage", ["frozen", "solved"])
def test_next_run_gives_no_place_to_whoever_withdrew(session: Session, stage: str) -> None:
    walk = Walk(session)
    getattr(walk, f"to_{stage}")()
    if stage == "frozen":
        walk.step(rounds.enter_outside, outside="4711.08")
    asked = walk.step(solves.start)
    before = session.scalars(select(Snapshot)).one()
    withdraw(session, "E-10")
    assert asked.state is SolveState.CANCELLED
    newest = session.scalars(select(Snapshot).order_by(Snapshot.number.desc()).limit(1)).one()
    assert newest.number == 2
    assert {who for who, _where in newest.content["declined"]} == {"E-10"}
    assert {key for key in newest.content if newest.content[key] != before.content.get(key)} == {"declined"}
    assert told(session) >= {"exchange", "coord-TR", "host-EN"}
    walk.step(results.solve)
    assert "E-10" not in placed(walk)
    assert walk.outcome().verified
    with pytest.raises(Conflict) as refused:
        withdraw(session, "E-10")
    assert str(refused.value) == NEVER


def test_whoever_left_meanwhile_is_taken_out_too(session: Session) -> None:
    Walk(session).to_solved()
    find(session, Executive, "E-02").active = False
    session.flush()
    withdraw(session, "E-10")
    newest = session.scalars(select(Snapshot).order_by(Snapshot.number.desc()).limit(1)).one()
    assert {who for who, _where in newest.content["declined"]} == {"E-02", "E-10"}


@pytest.mark.parametrize("stage", ["conference", "approved"])
def test_proposed_place_given_up_sends_the_round_back_to_be_solved(session: Session, stage: str) -> None:
    walk = Walk(session)
    getattr(walk, f"to_{stage}")()
    who = placed(walk)[0]
    withdraw(session, who)
    assert the_round(session).state is RoundState.SOLVED
    assert session.scalars(select(Decision)).all() == []
    assert session.scalars(select(AgencyApproval)).all() == []
    with pytest.raises(NotPublishable, match=r"published: somebody withdrew since it was solved"):
        walk.step(results.confer, outcome=walk.outcome())
    walk.step(results.solve)
    assert who not in placed(walk)
    walk.step(results.confer, outcome=walk.outcome())


def test_whoever_has_no_place_leaves_the_conference_as_it_is_and_no_later_run(session: Session) -> None:
    walk = Walk(session).to_conference()
    gone = walk.unplaced()[0]
    withdraw(session, gone)
    assert the_round(session).state is RoundState.CONFERENCE
    assert len(session.scalars(select(Snapshot)).all()) == 1
    move = next(
        one
        for one in session.scalars(select(Proposal).where(Proposal.state == ProposalState.PROPOSED))
        if one.executive.home_agency.code == "EN"
    )
    conference.object_to(session, actor=actor(session, "coord-EN"), now=NOW, proposal=move, reason="Needed.")
    newest = session.scalars(select(Snapshot).order_by(Snapshot.number.desc()).limit(1)).one()
    assert {who for who, _where in newest.content["declined"]} == {gone}


def test_offer_of_whoever_withdraws_is_declined_and_its_seat_repaired(session: Session) -> None:
    walk = Walk(session).to_published()
    offer = session.scalars(select(Proposal).join(Proposal.executive).where(Executive.slug == "E-10")).one()
    assert shown(session, "E-10") is Effect.DECLINE
    withdraw(session, "E-10")
    assert (offer.state, offer.ended_by) == (ProposalState.DECLINED, Party.EXECUTIVE)
    assert "coord-TR" in told(session)
    repair = repairs.prepare(session, the_round(session))
    assert "E-10" in repair.since.left
    assert "E-10" not in {move.executive for move in repair.new}
    assert walk.unplaced()


def test_sheet_kept_for_the_scramble_goes_with_its_owner(session: Session) -> None:
    walk = Walk(session).to_published()
    who = walk.unplaced()[0]
    keep(session, who)
    withdraw(session, who)
    assert session.scalars(select(KeptSheet)).one().taken_back_at == NOW
    assert told(session) >= {"exchange"}


def test_confirmed_place_is_ended_in_its_agreement(session: Session) -> None:
    Walk(session).to_published()
    offer = session.scalars(select(Proposal).join(Proposal.executive).where(Executive.slug == "E-10")).one()
    for step in ("accept", "agree_home", "confirm"):
        answer(session, offer, step)
    with pytest.raises(Conflict) as refused:
        withdraw(session, "E-10", Effect.DECLINE)
    assert str(refused.value) == CONFIRMED


def test_effect_that_was_not_shown_is_not_done(session: Session) -> None:
    Walk(session).to_published()
    with pytest.raises(Conflict) as refused:
        withdraw(session, "E-10", Effect.NEXT_RUN)
    assert str(refused.value) == withdrawals.WENT_ON
