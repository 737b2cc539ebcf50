"""A day of a round that has gone by is told as late, and not as one to come."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.outbox import Notice
from models.outcomes import Outcome
from models.services import results
from tests.models.walk import Walk
from tests.webui.site import Clock, send, sign_in
from webui.messages import render

LATE = "was due on 23 December 2026"
ONE = f"{LATE}; it is late"
MANY = "Results were due on 23 December 2026; they are late."


@pytest.mark.parametrize("stage", ["solved"])
@pytest.mark.parametrize(
    ("who", "page", "late"),
    [
        ("e-05", "/", f"You are in First invented round; its result {LATE} and is late</a></li>"),
        ("e-05", "/result/R-1", f"There is no result yet. It {ONE}."),
        ("e-05", "/dream-sheet/R-1", f"Your list is frozen. Next: the result {ONE}."),
        ("e-05", "/dream-sheet/R-1/receipt", f"the list is sealed; the result {ONE}."),
        ("host-TR", "/", f"The result is being looked at. {MANY}</a></li>"),
        ("host-TR", "/our-opportunities?round=R-1", f"The result is being looked at. {MANY}"),
    ],
)
def test_result_that_is_overdue_is_called_late(
    client: FlaskClient, clock: Clock, who: str, page: str, late: str
) -> None:
    assert late not in sign_in(client, who).get(page).text
    clock.move(days=31)
    assert late in sign_in(client, who).get(page).text


@pytest.mark.parametrize("stage", ["conference"])
def test_results_that_are_overdue_are_late_for_the_agencies(client: FlaskClient, clock: Clock) -> None:
    late = "Results were due on 23 December 2026; they are late."
    task = "See or remind …"
    assert task not in sign_in(client, "exchange").get("/").text
    clock.move(days=31)
    assert task in sign_in(client, "exchange").get("/").text
    for who, page in (("coord-EN", "/conference/R-1"), ("exchange", "/rounds/R-1/decision")):
        assert late in sign_in(client, who).get(page).text


@pytest.mark.parametrize("stage", ["posted"])
def test_round_that_did_not_open_on_its_day_is_late(client: FlaskClient, clock: Clock) -> None:
    clock.move(days=2)
    desk = sign_in(client, "e-05").get("/").text
    assert "First invented round was due to open for dream sheets on 23 November 2026; it is late" in desk
    host = sign_in(client, "host-TR").get("/our-opportunities?round=R-1").text
    assert "Dream sheets were due to open on 23 November 2026; that is late." in host


@pytest.mark.parametrize("stage", ["solved"])
def test_agencies_are_asked_by_a_day_that_can_be_met(client: FlaskClient, clock: Clock, db: Session) -> None:
    page, button = "/rounds/R-1/decision", "Put run 1 before the agencies"
    assert button in sign_in(client, "exchange").get(page).text
    clock.move(days=31)
    shown = sign_in(client, "exchange").get(page).text
    told = (
        "The day of the results is over, and by that day the agencies would approve: give more time first, "
        "under “Reminders and dates”."
    )
    assert told in shown
    assert '<a class="usa-button" href="/rounds/R-1/chase">Reminders and dates</a>' in shown
    assert button not in shown
    desk = client.get("/").text
    assert "First invented round is solved: give more time" in desk
    assert 'href="/rounds/R-1/chase">Give more time' in desk
    board = client.get("/rounds/R-1").text
    assert "Next: Give more time" in board
    assert "put it before the agencies" not in board
    assert told in send(client, "/rounds/R-1/decision/confer/1", page=page).text


@pytest.mark.parametrize("stage", ["solved"])
def test_agencies_with_a_move_are_written_to_when_a_run_is_before_them(db: Session) -> None:
    Walk(db).step(results.confer, outcome=db.scalars(select(Outcome)).one())
    letters = db.scalars(select(Notice).where(Notice.template == "conference_begun")).all()
    assert {one.recipient.slug for one in letters} == {"coord-AG11", "coord-EN", "coord-TR"}
    subject, text = render(letters[0], "C", "https://roundtrip.example/")
    assert subject == "The result of First invented round is before your agency"
    assert "object to one, by 23 December 2026, 10:00 a.m. Eastern;" in text
