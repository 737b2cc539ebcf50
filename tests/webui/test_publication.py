"""From the run to everybody's result: one chooses, one approves, another publishes."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher import parse, verify
from models.actors import Actor
from models.audit import AuditEvent
from models.outbox import Notice
from models.outcomes import Decision, Outcome
from models.proposals import Proposal
from models.queries.board import board
from models.rounds import RoundState
from models.services import files
from tests.models.answering import answer
from tests.models.world import NOW, actor, find, the_round
from tests.webui.site import Clock, send, sign_in
from tests.webui.test_outcomes import words
from webui.next_act import next_act

DECISION = "/rounds/R-1/decision"
FILES = "/rounds/R-1/outcomes/1/files"


def state(db: Session) -> RoundState:
    db.rollback()
    db.expire_all()
    return the_round(db).state


def page(client: FlaskClient, who: str) -> str:
    return words(sign_in(client, who).get(DECISION).text)


@pytest.mark.parametrize("stage", ["solved"])
def test_run_is_chosen_approved_and_published_by_three_acts(client: FlaskClient, db: Session) -> None:
    placed = db.scalars(select(Outcome.placed)).one()
    told = page(client, "exchange")
    assert "Put run 1 before the agencies" in told
    assert f"look at the result, {placed} placements, before anybody else hears of it." in told
    send(client, f"{DECISION}/confer/1")
    assert state(db) is RoundState.CONFERENCE
    assert "Energy 3 2 waits" in page(client, "exchange-2")
    refused = send(client, f"{DECISION}/approve")
    assert (refused.status_code, state(db)) == (409, RoundState.CONFERENCE)
    agree(client)
    told = page(client, "exchange-2")
    assert "Energy 3 2 by coord-EN on" in told
    assert "Every agency with a move has approved its own." in told
    assert told.index(f"Approve {placed} placements") < told.index("Energy 3 2 by coord-EN on")
    send(client, f"{DECISION}/approve")
    assert state(db) is RoundState.APPROVED
    told = page(client, "office")
    assert "Publishing tells 12 people and cannot be undone." in told
    assert f"makes {placed} offers" in told
    answer = send(client, f"{DECISION}/publish", follow_redirects=True)
    assert "Published. Everybody finds their own result on their desk" in answer.text
    assert state(db) is RoundState.PUBLISHED
    assert f"Not answered yet {placed}" in words(answer.text)
    assert "an offer without an answer lapses then. The answers asked for now are due by" in words(
        answer.text
    )
    assert "; each yes asks the next side, with days of its own. Once each is confirmed" in words(answer.text)
    assert "Close the round" not in answer.text
    results = db.scalars(select(Notice).where(Notice.template == "round_result")).all()
    assert len(results) == 12


@pytest.mark.parametrize("stage", ["solved"])
@pytest.mark.parametrize(("count", "people"), [(1, "1 person"), (7, "7 people")])
def test_next_act_counts_who_was_placed(db: Session, app: Flask, count: int, people: str) -> None:
    solved = replace(board(db, the_round(db)), placed=count)
    with app.test_request_context():
        told = next_act(solved, NOW)
    assert told is not None
    assert told.says == f"Run 1 placed {people}; decide on it."


@pytest.mark.parametrize("stage", ["approved"])
def test_publishing_asks_again_who_one_is(client: FlaskClient, db: Session, clock: Clock) -> None:
    sign_in(client, "office")
    clock.move(minutes=16)
    answer = send(client, f"{DECISION}/publish")
    assert (answer.status_code, answer.location) == (303, "/sign-in/again")
    assert state(db) is RoundState.APPROVED


def agree(client: FlaskClient) -> None:
    """Every agency with a move approves its own."""
    for code in ("AG11", "EN", "TR"):
        sign_in(client, f"coord-{code}")
        assert send(client, f"/conference/R-1/{code}/approve").status_code == 303


@pytest.mark.parametrize("stage", ["agreed"])
def test_whoever_approved_is_told_that_another_person_publishes(client: FlaskClient, db: Session) -> None:
    sign_in(client, "office")
    send(client, f"{DECISION}/approve")
    told = page(client, "office")
    assert (
        "You approved this outcome, so another person of the programme office publishes it: office-2" in told
    )
    assert "Publish to" not in told
    refused = send(client, f"{DECISION}/publish")
    assert refused.status_code == 403
    assert "Another person than the one who approved the outcome publishes it." in refused.text
    assert state(db) is RoundState.APPROVED
    assert "Publish to 12 people" in page(client, "office-2")
    db.rollback()
    find(db, Actor, "office-2").active = False
    db.commit()
    told = page(client, "office")
    assert "Nobody else holds the role of the programme office, so nobody can publish it." in told
    assert 'href="/people/new"' in client.get(DECISION).text


@pytest.mark.parametrize("stage", ["approved"])
def test_page_says_who_takes_a_step_that_is_not_ones_own(client: FlaskClient) -> None:
    told = page(client, "exchange-2")
    assert "You cannot do this step; the programme office can: Olive Office, office-2." in told
    assert sign_in(client, "auditor").get(DECISION).status_code == 200
    assert sign_in(client, "e-05").get(DECISION).status_code == 404


@pytest.mark.parametrize("stage", ["solved"])
@pytest.mark.parametrize("act", ["confer/1", "approve", "publish"])
def test_steps_of_the_decision_are_refused_to_others_and_out_of_turn(
    client: FlaskClient, db: Session, act: str
) -> None:
    sign_in(client, "auditor")
    assert send(client, f"{DECISION}/{act}").status_code == 404
    sign_in(client, "office")
    assert send(client, f"{DECISION}/{act}").status_code == (404 if act == "confer/1" else 409)
    assert state(db) is RoundState.SOLVED
    assert db.scalars(select(Decision)).all() == []


@pytest.mark.parametrize("stage", ["solved"])
def test_run_that_is_not_there_is_not_chosen(client: FlaskClient, db: Session) -> None:
    sign_in(client, "exchange")
    assert send(client, f"{DECISION}/confer/7").status_code == 404
    assert state(db) is RoundState.SOLVED


@pytest.mark.parametrize("stage", ["answering"])
def test_answers_lead_to_whose_they_are_and_by_when(client: FlaskClient) -> None:
    told = sign_in(client, "exchange").get(DECISION).text
    waits = "/rounds/R-1/outcomes/1/placements?state=accepted"
    assert f'<a href="{waits}">Accepted, waiting for the home agency</a>' in told
    assert "placements?state=declined" not in told
    listed = client.get(waits).text
    assert "1 to 1 of 1 person" in listed
    assert "accepted, waiting for the home agency<br>" in listed
    assert 'rt-muted">by 1 December 2026</span>' in listed
    chase, board = (client.get(f"/rounds/R-1{page}").text for page in ("/chase", ""))
    assert ["6 offers are not settled yet" in page for page in (chase, board)] == [True, True]
    assert "once each is confirmed, declined, refused or lapsed." in board
    assert "Once each is confirmed, declined, refused or lapsed, the round can be closed" in told
    offered_again = "Next, offers are answered; freed seats are offered again, then the round is closed."
    assert offered_again in client.get("/record/rounds/R-1").text
    first = "Of the answers asked for now the first is due by 1 December 2026 (in 8 days)"
    assert f"{first}, the last by 8 December 2026 (in 15 days); each yes asks the next side" in words(told)
    days = [f"{one} December 2026, 10:00 a.m. Eastern" for one in (1, 8)]
    last = f"Of the answers asked for now the last is due by {days[1]}, the first by {days[0]}"
    assert last in words(board)
    desk = words(client.get("/").text)
    first = f"the first answer due by {days[0]} and the last by {days[1]}"
    assert f"6 offers not settled yet, {first}" in desk
    assert f'<a href="{DECISION}">See on which side they wait, whose they are and by when</a>' in chase
    assert "6 offers are not settled yet. 4 wait for the executive, 1 for the home agency, 1 for" in words(
        chase
    )
    said = "; the calendar said [^(]+"
    dates = f"Host rankings closed with the freeze{said} Results published on [^(]+{said}"
    assert re.search(dates, words(chase))


@pytest.mark.parametrize("stage", ["answered"])
def test_round_without_an_open_offer_is_closed_where_the_answers_are(client: FlaskClient) -> None:
    told = sign_in(client, "exchange").get(DECISION).text
    assert f'href="{DECISION}/close">Close the round</a>' in told
    assert "an offer without an answer lapses then" not in told
    told = page(client, "office")
    assert "You cannot do this step; an exchange coordinator can." in told


@pytest.mark.parametrize("stage", ["frozen"])
def test_decision_before_the_first_run_says_so(client: FlaskClient) -> None:
    assert "the round has not been solved" in page(client, "exchange")


@pytest.mark.parametrize("stage", ["solved"])
def test_files_are_handed_out_with_their_names_and_hold(client: FlaskClient, db: Session) -> None:
    sign_in(client, "auditor")
    taken = {kind: send(client, f"{FILES}/{kind}") for kind in ("round", "outcome")}
    assert {kind: answer.headers["Content-Disposition"] for kind, answer in taken.items()} == {
        "round": "attachment; filename=R-1-run-1.round.json",
        "outcome": "attachment; filename=R-1-run-1.outcome.json",
    }
    assert {answer.headers["Cache-Control"] for answer in taken.values()} == {"no-store"}
    assert verify(parse(taken["round"].data), json.loads(taken["outcome"].data)).failures == []
    db.rollback()
    events = db.scalars(select(AuditEvent).where(AuditEvent.action.like("outcomes.take%"))).all()
    assert [(one.action, one.actor_id, one.at) for one in events] == [
        ("outcomes.take_round_file", actor(db, "auditor").id, NOW),
        ("outcomes.take_outcome_file", actor(db, "auditor").id, NOW),
    ]


@pytest.mark.parametrize("stage", ["solved"])
def test_files_are_not_read_by_a_link_and_not_by_others(client: FlaskClient, db: Session) -> None:
    sign_in(client, "auditor")
    assert client.get(f"{FILES}/round").status_code == 405
    sign_in(client, "host-EN")
    assert send(client, f"{FILES}/round").status_code == 404
    db.rollback()
    assert db.scalars(select(AuditEvent).where(AuditEvent.action.like("outcomes.take%"))).all() == []


@pytest.mark.parametrize("stage", ["solved"])
def test_file_asks_again_who_one_is(client: FlaskClient, clock: Clock) -> None:
    sign_in(client, "exchange")
    clock.move(minutes=16)
    assert send(client, f"{FILES}/outcome").location == "/sign-in/again"


@pytest.mark.parametrize("stage", ["solved"])
def test_taken_bytes_are_those_of_the_verb(client: FlaskClient, db: Session) -> None:
    sign_in(client, "exchange")
    run = db.scalars(select(Outcome)).one()
    expected: Any = files.take_round(db, actor=actor(db, "exchange"), now=NOW, outcome=run)
    db.rollback()
    assert send(client, f"{FILES}/round").data == expected.content


@pytest.mark.parametrize("stage", ["published"])
def test_no_of_home_or_host_is_not_told_as_one_of_the_executive(client: FlaskClient, db: Session) -> None:
    first, second, third, *_ = db.scalars(select(Proposal).order_by(Proposal.id)).all()
    answer(db, first, "decline")
    answer(db, second, "accept", "refuse_home")
    answer(db, third, "accept", "agree_home", "refuse_host")
    db.commit()
    told = words(sign_in(client, "auditor").get(DECISION).text)
    assert "Declined 1 Refused by the home agency 1 Refused by the host 1 Lapsed without an answer 0" in told
    record = words(client.get("/record/rounds/R-1").text)
    assert "1 declined, 1 refused by the home agency, 1 by the host, 0 lapsed" in record
    moves = client.get("/rounds/R-1/outcomes/1/placements?state=refused_host")
    assert "1 to 1 of 1 person" in moves.text
    assert f"{third.executive.name}</a>" in moves.text
    assert "refused by the host" in moves.text
