"""What the pages say of a text whose day has come without all signatures."""

from datetime import date, datetime
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Engine

from models.agreements import Agreement, EventKind
from models.db import unit_of_work
from models.services import agreement_clock, agreement_events
from tests.models import agreements as made
from tests.models.world import DAY, NOW, actor
from tests.webui.site import Clock, send, sign_in

FIRST, LAST = date(2027, 2, 1), date(2027, 4, 15)
PASSED = (
    "The first day, 1 February 2027, has come without all signatures: home writes a first day to come, or "
    "cancels."
)


def lapse(engine: Engine, number: int, now: datetime) -> None:
    with unit_of_work(engine) as session:
        facts: dict[str, Any] = {"actor": actor(session, "system"), "now": now}
        assert agreement_clock.lapse(session, agreement=session.get_one(Agreement, number), **facts)


def test_first_day_that_passed_asks_home_for_new_dates_and_nobody_to_sign(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        agreement = made.circulated(session, starts_on=FIRST, ends_on=date(2027, 8, 31))
        made.sign(session, agreement, "e-05")
        made.lasting(session)
        here, number, sha256 = f"/agreements/{agreement.id}", agreement.id, agreement.events[0].sha256
    assert "Still to sign, by 31 January 2027 (in " in sign_in(client, "coord-EN").get(here).text
    clock.now = made.at(FIRST)
    page = sign_in(client, "coord-EN").get(here).text
    assert f"<h2>Too late to be signed</h2><p>{PASSED}</p>" in page
    assert "Sign for" not in page
    answer = send(client, f"{here}/sign", {"sha256": sha256})
    assert (answer.status_code, PASSED in answer.text) == (409, True)
    lapse(engine, number, clock.now)
    page = client.get(here).text
    assert "<h2>Next: you write a first day to come, or cancel</h2>" in page
    assert f"<p>{PASSED} Change the terms with a first day that leaves everybody time" in page
    assert "lapsed on 1 February 2027" in page
    assert "Put it to signature" not in page
    told = "1 February 2027, has come without all signatures: write a first day to come, or cancel"
    for due in ("by", "overdue since"):
        desk = sign_in(client, "coord-EN").get("/").text
        assert f"The first day of the agreement of Invented Person 5, {told} — {due} 1 February 2027" in desk
        clock.now += DAY
    clock.now = made.at(FIRST)
    assert "its first day has come" in client.get("/agreements").text
    mine = sign_in(client, "e-05")
    said = "The first day of your agreement with Treasury, 1 February 2027, has come without all signatures: "
    assert f"{said}home writes a first day to come, or cancels" in mine.get("/").text
    page = mine.get(here).text
    assert "<h2>Next: home writes a first day to come, or cancels</h2>" in page
    assert f"<p>{PASSED} It counts against nobody.</p>" in page
    assert f"{PASSED} Nothing is in force, and you are not away" in mine.get("/my-way-back").text
    assert "Text 1, lapsed on 1 February 2027" in mine.get(f"{here}/print").text


def test_change_that_lapsed_says_so_and_what_stands(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        agreement, by = made.in_force(session, ends_on=LAST), actor(session, "coord-EN")
        made.lasting(session)
        change = made.change(EventKind.EXTENSION, date(2027, 6, 30))
        agreement_events.propose(session, actor=by, now=NOW, agreement=agreement, change=change)
        made.sign(session, agreement, "e-05")
        here, number = f"/agreements/{agreement.id}", agreement.id
    clock.now = made.at(LAST)
    assert "Still to sign, by 15 April 2027 (today): " in sign_in(client, "coord-EN").get(here).text
    signed = "You signed an extension of your agreement with Treasury, to 30 June 2027"
    assert signed in sign_in(client, "e-05").get("/").text
    clock.now = made.at(LAST + DAY)
    late = "All five had to sign by 15 April 2027: this text lapses, and what was agreed on before stands."
    assert late in sign_in(client, "e-05").get(here).text
    lapse(engine, number, clock.now)
    assert "lapsed on 16 April 2027" in client.get(here).text
    desk = client.get("/").text
    said = (
        "Not all signed the change of your agreement with Treasury in time: it lapsed, and what was agreed on"
    )
    assert (signed in desk, f"{said} before stands" in desk) == (False, True)


def test_drafts_entered_after_their_first_day_are_not_called_too_late(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        here = f"/agreements/{made.drafted(session).id}"
    page = sign_in(client, "coord-EN").get(here).text
    assert "The first day away was 2 November 2026 (" in page
    assert "has come without all signatures" not in page
    desk = client.get("/").text
    assert "The agreement of Invented Person 5 is a draft: make it ready" in desk
    assert "overdue since" not in desk


def test_text_put_out_after_its_first_day_is_due_on_no_day(client: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        made.circulated(session)
    desk = sign_in(client, "e-05").get("/").text
    assert "Your agreement with Treasury waits for your signature: read it, then sign or send it back" in desk
    assert "overdue since" not in desk
