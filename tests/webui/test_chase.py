"""The page of the chase: one button a line, and a form that gives more time."""

import re
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.outbox import Notice
from tests.models.world import DAY, NOW, actor, the_round
from tests.webui.site import beside, send, sign_in, summary
from tests.webui.test_outcomes import words
from webui.filters import ZONE

CHASE = "/rounds/R-1/chase"
filed = pytest.mark.parametrize("stage", ["filed"])


@filed
def test_line_is_called_to_mind_with_one_button(client: FlaskClient, db: Session) -> None:
    the_round(db).rankings_close_at = datetime(2026, 12, 14, tzinfo=ZONE)
    db.commit()
    told = words(sign_in(client, "exchange").get(CHASE).text)
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
def test_deadline_is_extended_and_refused_beside_its_field(client: FlaskClient, db: Session) -> None:
    page = sign_in(client, "exchange").get(CHASE)
    version = the_round(db).version
    assert f'value="{version}"' in page.text
    assert "for the dream sheets 12 executives; for the rankings the host contacts of" in words(page.text)
    facts = {"deadline": "lists_close_at", "day": "2026-12-10", "reason": "Snow.", "seen": version}
    needed = {"deadline": "Choose the deadline.", "day": "Enter the new day.", "reason": "Write the reason."}
    empty = send(client, f"{CHASE}/extend", {"seen": version})
    assert (empty.status_code, beside(empty)) == (422, needed)
    assert summary(empty) == list(needed.values())
    early = send(client, f"{CHASE}/extend", facts | {"day": "2026-12-01"})
    sentence = "The new day is later than the one it replaces, and still to come."
    assert (early.status_code, beside(early)) == (422, {"day": sentence})
    wrong = send(client, f"{CHASE}/extend", facts | {"day": "soon"})
    assert beside(wrong) == {"day": "Enter the day as year, month and day: 2027-01-31."}
    long = send(client, f"{CHASE}/extend", facts | {"reason": "x" * 2001})
    assert beside(long) == {"reason": "Use at most 2,000 characters."}
    stale = send(client, f"{CHASE}/extend", facts | {"seen": 0})
    assert stale.status_code == 409
    assert "The round was changed since you opened this page: look at its dates again." in stale.text
    done = send(client, f"{CHASE}/extend", facts, follow_redirects=True)
    assert "The date is later now; 12 people are told." in done.text
    db.rollback()
    assert the_round(db).lists_close_at > NOW + 16 * DAY
    lost = send(client, f"{CHASE}/extend", facts | {"seen": ""})
    assert summary(lost) == ["Open the page again."]


def test_page_says_nothing_of_telling_while_the_round_is_in_preparation(exchange: FlaskClient) -> None:
    page = exchange.get(CHASE).text
    assert "is told to nobody while the round is in preparation." in page
    assert re.search(r">\s*Extend\s*</button>", page)
    assert "Extend and tell everybody concerned" not in page


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
