"""The page of the chase: one button a line, and a form that gives more time."""

from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.outbox import Notice
from models.reminders import Reminder
from tests.models.world import DAY, NOW, actor, the_round
from tests.webui.site import Clock, beside, send, sign_in, summary
from tests.webui.test_outcomes import words
from webui.filters import ZONE

CHASE = "/rounds/R-1/chase"
REMIND = f'<a href="{CHASE}">Remind<span'
filed = pytest.mark.parametrize("stage", ["filed"])


@filed
def test_line_is_called_to_mind_with_one_button(client: FlaskClient, db: Session) -> None:
    the_round(db).rankings_close_at = datetime(2026, 12, 14, tzinfo=ZONE)
    db.commit()
    told = words(sign_in(client, "exchange").get(CHASE).text)
    assert "Releases decided by 8 December 2026, " in told
    assert "Host rankings close 13 December 2026, end of the day, Eastern (in 20 days)" in told
    assert "12 releases are undecided. Nobody was reminded yet. Remind all" in told
    done = send(client, f"{CHASE}/remind", {"line": "release"}, follow_redirects=True)
    assert "3 people are reminded." in done.text
    assert "3 people. Possible again tomorrow." in words(done.text)
    again = send(client, f"{CHASE}/remind", {"line": "release"})
    assert again.status_code == 409
    assert "3 people were reminded of this today already; tomorrow it is possible again." in again.text
    strange = send(client, f"{CHASE}/remind", {"line": "tea"})
    assert strange.status_code == 422
    assert "Use the page&#39;s own buttons." in strange.text


@filed
def test_round_asks_for_no_reminder_that_was_sent_today(
    client: FlaskClient, db: Session, clock: Clock
) -> None:
    again = "Reminded today; possible again tomorrow."
    page = words(sign_in(client, "exchange").get("/rounds/R-1").text)
    assert ("12 releases are undecided" in page, again in page) == (True, False)
    assert REMIND in client.get("/rounds/R-1").text
    send(client, f"{CHASE}/remind", {"line": "release"}, page=CHASE)
    page = client.get("/rounds/R-1").text
    assert (page.count(again), REMIND in page) == (1, False)
    clock.now = NOW + DAY
    page = sign_in(client, "exchange").get("/rounds/R-1").text
    assert (again in page, REMIND in page) == (False, True)


@pytest.mark.parametrize("stage", ["ranked"])
def test_ranking_that_was_called_to_mind_today_can_get_more_time_alone(exchange: FlaskClient) -> None:
    send(exchange, f"{CHASE}/remind", {"line": "rank"}, page=CHASE)
    page = exchange.get("/rounds/R-1").text
    assert f'<a href="{CHASE}">Give more time<span' in page
    assert "Remind or give more time" not in page


@pytest.mark.parametrize("stage", ["conference"])
def test_agencies_reminded_today_are_not_to_be_reminded_again(exchange: FlaskClient) -> None:
    decision = "/rounds/R-1/decision"
    assert "see which, or remind them" in words(exchange.get("/").text)
    assert "Remind them</a>" in exchange.get(decision).text
    send(exchange, f"{CHASE}/remind", {"line": "approve"}, page=CHASE)
    desk, page = words(exchange.get("/").text), exchange.get(decision).text
    assert ("not approved yet: see which." in desk, "remind them" in desk) == (True, False)
    assert "Reminders go out once a day: the next is possible tomorrow." in page
    assert "Remind them</a>" not in page


@filed
def test_deadline_is_extended_and_refused_beside_its_field(client: FlaskClient, db: Session) -> None:
    page = sign_in(client, "exchange").get(CHASE)
    version = the_round(db).version
    assert f'value="{version}"' in page.text
    told = "for the dream sheets 12 executives with a sheet; for the rankings the host contacts of"
    assert told in words(page.text)
    assert (
        "and where the day of releases moves with it, whoever has still to act on 12 releases. The dates keep"
    ) in words(page.text)
    facts = {"deadline": "lists_close_at", "day": "2026-12-10", "reason": "Snow.", "seen": version}
    needed = {"deadline": "Choose the deadline.", "day": "Enter the new day.", "reason": "Write the reason."}
    empty = send(client, f"{CHASE}/extend", {"seen": version})
    assert (empty.status_code, beside(empty)) == (422, needed)
    assert summary(empty) == list(needed.values())
    early = send(client, f"{CHASE}/extend", facts | {"day": "2026-12-01"})
    sentence = "The new day must be later than the one it replaces, and still to come."
    assert (early.status_code, beside(early)) == (422, {"day": sentence})
    wrong = send(client, f"{CHASE}/extend", facts | {"day": "soon"})
    assert beside(wrong) == {"day": "Enter the day as year, month and day: 2027-01-31."}
    long = send(client, f"{CHASE}/extend", facts | {"reason": "x" * 2001})
    assert beside(long) == {"reason": "Use at most 2,000 characters."}
    stale = send(client, f"{CHASE}/extend", facts | {"seen": 0})
    assert stale.status_code == 409
    assert "The round was changed since you opened this page: look at its dates again." in stale.text
    done = send(client, f"{CHASE}/extend", facts, follow_redirects=True)
    assert "The date is later now; 15 people are told." in done.text
    db.rollback()
    assert the_round(db).lists_close_at > NOW + 16 * DAY
    lost = send(client, f"{CHASE}/extend", facts | {"seen": ""})
    assert summary(lost) == ["Open the page again."]


@pytest.mark.parametrize("stage", ["posting"])
def test_outside_value_can_be_replaced_while_the_round_collects_opportunities(exchange: FlaskClient) -> None:
    assert f'href="{OUTSIDE}">Announce another</a>' in exchange.get(CHASE).text


def test_days_of_a_round_in_preparation_are_changed_with_its_settings(exchange: FlaskClient) -> None:
    page = exchange.get(CHASE).text
    assert 'href="/rounds/R-1/settings">Change the dates</a>' in page
    assert "Give more time" not in page


@pytest.mark.parametrize("stage", ["ranked"])
def test_page_speaks_of_no_deadline_that_is_over(exchange: FlaskClient) -> None:
    page = words(exchange.get(CHASE).text)
    assert "it concerns: for the rankings the host contacts of 3 agencies; for the results the host" in page
    assert "for the dream sheets" not in page
    assert "Move every later deadline by as many days" in page


@pytest.mark.parametrize("stage", ["conference"])
def test_agencies_that_have_to_approve_are_told_of_a_later_day(exchange: FlaskClient, db: Session) -> None:
    page = words(exchange.get(CHASE).text)
    assert (
        "to everybody it concerns: for the results the host contacts of 3 agencies, 12 executives with a "
        "sheet and whoever has still to approve the moves of an agency, whose day moves with it. The dates"
    ) in page
    assert "Move every later deadline" not in page
    facts = {"deadline": "results_at", "day": "2027-02-10", "reason": "Snow.", "seen": the_round(db).version}
    assert send(exchange, f"{CHASE}/extend", facts).status_code == 303
    db.rollback()
    told = db.scalars(select(Notice.recipient_id).where(Notice.template == "deadline_moved")).all()
    assert actor(db, "coord-EN").id in told


@pytest.mark.parametrize("stage", ["conference"])
def test_reminder_about_a_run_that_was_sent_back_says_so(exchange: FlaskClient, db: Session) -> None:
    send(exchange, f"{CHASE}/remind", {"line": "approve"}, page=CHASE)
    said = "about a run that was sent back since; nobody was reminded of this one."
    assert said not in exchange.get(CHASE).text
    db.execute(update(Reminder).values(sent_at=NOW - DAY))
    db.commit()
    assert said in exchange.get(CHASE).text


@pytest.mark.parametrize("stage", ["ranked"])
def test_later_freeze_asks_about_the_outside_value(exchange: FlaskClient, db: Session) -> None:
    round_ = the_round(db)
    facts = {"day": "2026-12-21", "reason": "Snow.", "seen": round_.version}
    rankings = facts | {"deadline": "rankings_close_at", "shift": "y"}
    page = words(send(exchange, f"{CHASE}/extend", rankings, follow_redirects=True).text)
    assert (
        "The freeze comes later with it, after 21 December 2026. Can the outside value be known before then? "
        f"Announced is: {round_.outside_source}. If it can, freeze the round before that day."
    ) in page
    db.rollback()
    assert "after the lists closed it stays, so freeze before it can be known." in words(
        exchange.get(CHASE).text
    )
    results = facts | {"deadline": "results_at", "day": "2027-03-01", "seen": the_round(db).version}
    assert (
        "The freeze comes later" not in send(exchange, f"{CHASE}/extend", results, follow_redirects=True).text
    )


OUTSIDE = "/rounds/R-1/settings/outside-value"


@pytest.mark.parametrize("stage", ["lists"])
def test_another_outside_value_is_announced_with_a_reason(exchange: FlaskClient, db: Session) -> None:
    before = the_round(db).outside_source
    later = {"deadline": "rankings_close_at", "day": "2026-12-21", "reason": "Snow.", "shift": "y"}
    facts = later | {"seen": the_round(db).version}
    assert "announce another below." in send(exchange, f"{CHASE}/extend", facts, follow_redirects=True).text
    assert f'href="{OUTSIDE}">Announce another</a>' in exchange.get(CHASE).text
    assert f'href="{OUTSIDE}"' in exchange.get("/rounds/R-1/outside-value").text
    assert before in exchange.get(OUTSIDE).text
    empty = send(exchange, OUTSIDE, {"outside_source": "", "reason": ""})
    needed = {
        "outside_source": "Name the public figure that will settle the lottery.",
        "reason": "Write the reason.",
    }
    assert (empty.status_code, beside(empty)) == (422, needed)
    same = send(exchange, OUTSIDE, {"outside_source": before, "reason": "Snow."})
    sentence = "This is the outside value that is announced already."
    assert (same.status_code, beside(same)) == (422, {"outside_source": sentence})
    new = {"outside_source": "the index of the first trading day after the freeze", "reason": "Snow."}
    done = send(exchange, OUTSIDE, new, follow_redirects=True)
    assert "The other outside value is announced; it stands on the record of the round." in done.text
    record = words(exchange.get("/record/rounds/R-1").text)
    assert f"a named person enters {new['outside_source']}. It is not entered yet." in record
    assert (
        "announced another outside value First invented round Snow. "
        f"source {new['outside_source']}; in place of {before}"
    ) in record


@pytest.mark.parametrize("stage", ["ranking"])
def test_no_other_outside_value_is_announced_once_the_lists_are_closed(
    exchange: FlaskClient, db: Session
) -> None:
    asked = exchange.get(OUTSIDE)
    assert (asked.status_code, asked.location) == (303, "/rounds/R-1/outside-value")
    late = {"outside_source": "another index", "reason": "Snow."}
    told = send(exchange, OUTSIDE, late, page="/rounds/R-1/outside-value", follow_redirects=True).text
    assert "The outside value is named before the lists close: it stays as it was announced." in told
    db.rollback()
    assert the_round(db).outside_source != "another index"
    assert (
        f'href="{OUTSIDE}"' not in exchange.get(CHASE).text + exchange.get("/rounds/R-1/outside-value").text
    )
