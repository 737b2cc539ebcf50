"""My times through the pages: the week, what it gives, days that differ."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.availability import AvailabilityException, AvailabilityWindow
from models.db import unit_of_work
from models.executives import Executive
from models.lifecycles import advance
from models.meetings import Meeting
from models.mentors import MentorKind, MentorProfile
from tests.models.world import NOW, actor, find
from tests.webui.site import send, sign_in
from webui.views.times import runs_into

WEEK = {
    "version": "0",
    "open": ["0-540", "0-570", "2-840", "2-870"],
    "copied": "0",
    "first_week": "2026-11-23",
    "until": "",
    "zone": "America/New_York",
    "length": "60",
    "step": "30",
    "notice": "24",
    "horizon": "28",
    "buffer": "15",
    "most_per_week": "",
    "keeps_holidays": "y",
} | {f"every_{day}": "1" for day in range(7)}
DAYS = {"kind": "block", "first": "2026-12-24", "last": "2026-12-31", "start": "0", "end": "1440"}
EIGHT = "gives the other person 8 bookable times before 22 December 2026"


@pytest.fixture
def e05(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "e-05")


def windows(db: Session) -> list[tuple[int, int, int]]:
    db.rollback()
    rows = db.scalars(select(AvailabilityWindow).order_by(AvailabilityWindow.weekday))
    return [(one.weekday, one.start_minute, one.end_minute) for one in rows]


def offer(text: str) -> str:
    found = re.search(r'id="offer".*?>(.*?)</p>', text, re.DOTALL)
    assert found
    return " ".join(re.sub("<.*?>", "", found.group(1)).split())


def ticked(text: str) -> list[str]:
    return re.findall(r'name="open" value="([0-9-]+)" checked', text)


def test_empty_week_gives_nothing_and_says_what_to_do(e05: FlaskClient) -> None:
    assert offer(e05.get("/times").text) == (
        "Nothing is ticked yet: nobody can book you as a mentor or coach. For what you ask yourself, "
        "every time the other person offers counts, unless the request names times of its own. "
        "To be bookable, tick half hours in a row, at least as long as a conversation lasts."
    )


def test_page_says_what_each_field_is_for(e05: FlaskClient) -> None:
    send(e05, "/times", WEEK)
    page = e05.get("/times").text
    for hint in (
        "Needed only where a day repeats less often than every week.",
        "Leave it empty for “until further notice”.",
        "Nothing is booked later than that.",
        "Nothing is booked further ahead than that.",
        "Before and after each conversation.",
        "At most. Leave it empty for no limit.",
    ):
        assert hint in page
    days = e05.get("/times/days").text
    assert "Leave it empty for one day." in days
    assert "From midnight to midnight is the whole day." in days


def test_saved_week_says_what_it_gives(e05: FlaskClient, db: Session) -> None:
    assert send(e05, "/times", WEEK).status_code == 303
    assert windows(db) == [(0, 540, 600), (2, 840, 900)]
    page = e05.get("/times").text
    assert (
        offer(page) == f"What is saved {EIGHT}, the first on Wednesday 25 November 2026, 2:00 p.m. Eastern."
    )
    assert ticked(page) == ["0-540", "0-570", "2-840", "2-870"]


def test_times_off_the_working_day_are_shown_once_they_are_ticked(e05: FlaskClient) -> None:
    assert 'value="0-1410"' not in e05.get("/times").text
    send(e05, "/times", WEEK | {"open": ["0-1410", "3-0"]})
    assert ticked(e05.get("/times").text) == ["3-0", "0-1410"]


def test_repeats_and_end_are_kept(e05: FlaskClient, db: Session) -> None:
    send(e05, "/times", WEEK | {"every_2": "2", "until": "2026-12-31", "first_week": "2026-12-02"})
    db.rollback()
    found = db.scalars(select(AvailabilityWindow).order_by(AvailabilityWindow.weekday)).all()
    assert [one.every_n_weeks for one in found] == [1, 2]
    assert {(one.anchor, one.valid_until) for one in found} == {(date(2026, 12, 2), date(2026, 12, 31))}
    assert re.search(r'id="every_2".*?<option selected value="2">', e05.get("/times").text, re.DOTALL)


def test_copied_day_is_shown_and_not_stored(e05: FlaskClient, db: Session) -> None:
    answer = send(e05, "/times/copy", WEEK | {"copied": "2", "onto": ["0", "4"]})
    assert sorted(ticked(answer.text)) == ["0-840", "0-870", "2-840", "2-870", "4-840", "4-870"]
    assert "This gives the other person 11 bookable times" in offer(answer.text)
    assert offer(answer.text).endswith("Not saved yet.")
    assert windows(db) == []


def test_count_with_scripts_is_one_sentence(e05: FlaskClient, db: Session) -> None:
    whole = send(e05, "/times/count", WEEK)
    assert (whole.status_code, offer(whole.text).startswith(f"This {EIGHT}")) == (200, True)
    asked = re.search(r'name="csrf_token" value="([^"]+)"', whole.text)
    assert asked
    part = e05.post(
        "/times/count", data=WEEK | {"csrf_token": asked.group(1)}, headers={"HX-Request": "true"}
    )
    assert part.text.startswith('<p class="rt-offer" id="offer"')
    assert windows(db) == []


def test_count_minds_days_that_differ(e05: FlaskClient) -> None:
    send(e05, "/times", WEEK)
    send(e05, "/times/days", DAYS | {"first": "2026-11-25", "last": "2026-11-30"})
    answer = send(e05, "/times/count", WEEK | {"version": "1"})
    assert not offer(answer.text).endswith("Not saved yet.")
    longer = send(e05, "/times/count", WEEK | {"open": ["0-540", "0-570"]})
    assert offer(longer.text).endswith("Not saved yet.")
    assert offer(answer.text).startswith("What is saved gives the other person 6 bookable times")


def test_week_changed_meanwhile_keeps_what_was_typed(e05: FlaskClient, db: Session) -> None:
    send(e05, "/times", WEEK)
    answer = send(e05, "/times", WEEK | {"open": ["4-600", "4-630"]})
    assert answer.status_code == 409
    assert "Your times changed since you opened them" in answer.text
    assert ticked(answer.text) == ["4-600", "4-630"]
    assert 'name="version" type="hidden" value="1"' in answer.text
    assert windows(db) == [(0, 540, 600), (2, 840, 900)]


def test_zone_is_chosen_from_a_list_that_looks_like_one(e05: FlaskClient) -> None:
    assert re.search(r'<select class="usa-select"[^>]* id="zone"', e05.get("/times").text)


def test_zone_that_is_not_on_the_list_stays_on_record(e05: FlaskClient) -> None:
    send(e05, "/times", WEEK | {"zone": "Asia/Seoul"})
    assert '<option selected value="Asia/Seoul">Seoul</option>' in e05.get("/times").text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"version": ""}, "Open the page again."),
        ({"first_week": ""}, "Choose a day of the first week."),
        ({"first_week": "soon"}, "Enter the day as year, month and day: 2027-01-31."),
        ({"zone": "Mars/Olympus"}, "Not a valid choice."),
        ({"zone": None}, "Choose a time zone from the list."),
        ({"length": "20"}, "Not a valid choice."),
        ({"length": None}, "Choose one."),
        ({"notice": "337"}, "“Hours of notice” is a number between 0 and 336."),
        ({"notice": ""}, "“Hours of notice” needs a number."),
        ({"horizon": "0"}, "“Days ahead” is a number between 1 and 90."),
        ({"buffer": "-1"}, "“Minutes kept free” is a number between 0 and 60."),
        ({"most_per_week": "0"}, "“Conversations in a week” must be between 1 and 20, or empty."),
        (
            {"until": "2026-11-22"},
            "The last day lies in the past: leave it empty for “until further notice”.",
        ),
        ({"open": ["0-545"]}, "'0-545' is not a valid choice"),
    ],
)
def test_what_is_no_week_is_said_and_not_stored(
    e05: FlaskClient, db: Session, fields: dict[str, str | None], sentence: str
) -> None:
    data = {name: value for name, value in (WEEK | fields).items() if value is not None}
    answer = send(e05, "/times", data)
    assert answer.status_code == 422
    assert sentence in answer.text.replace("&#39;", "'")
    assert windows(db) == []


def test_copy_needs_days_to_copy_to(e05: FlaskClient) -> None:
    answer = send(e05, "/times/copy", WEEK)
    assert (answer.status_code, answer.text.count("Tick the days to copy to.")) == (422, 2)


def test_days_that_differ_are_added_and_removed(e05: FlaskClient, db: Session) -> None:
    assert "Save your usual week first" in e05.get("/times/days").text
    assert send(e05, "/times/days", DAYS).status_code == 422
    send(e05, "/times", WEEK)
    assert send(e05, "/times/days", DAYS).status_code == 303
    assert (
        send(
            e05, "/times/days", DAYS | {"kind": "extra", "last": "", "start": "540", "end": "600"}
        ).status_code
        == 303
    )
    page = e05.get("/times/days").text
    assert "Thursday 24 December 2026 to Thursday 31 December 2026" in page
    assert "9:00 a.m. to 10:00 a.m." in page
    for number in db.scalars(select(AvailabilityException.id)).all():
        assert send(e05, f"/times/days/{number}/drop").status_code == 303
    assert "Your usual week counts on every day but federal holidays." in e05.get("/times/days").text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"first": ""}, "Choose the first day."),
        ({"last": "2026-12-23"}, "The end lies before the beginning."),
        ({"start": "600", "end": "600"}, "The end lies before the beginning."),
        ({"first": "2026-11-20", "last": "2026-11-22"}, "Choose days to come, 366 at most."),
        ({"kind": "holiday"}, "Not a valid choice."),
    ],
)
def test_days_that_cannot_differ_are_refused(e05: FlaskClient, fields: dict[str, str], sentence: str) -> None:
    send(e05, "/times", WEEK)
    answer = send(e05, "/times/days", DAYS | fields)
    assert (answer.status_code, answer.text.count(sentence)) == (422, 2)


def test_days_of_somebody_else_are_not_there(
    e05: FlaskClient, make_client: Callable[[], FlaskClient], db: Session
) -> None:
    send(e05, "/times", WEEK)
    send(e05, "/times/days", DAYS)
    number = db.scalars(select(AvailabilityException.id)).one()
    assert send(sign_in(make_client(), "e-09"), f"/times/days/{number}/drop").status_code == 404


def test_pause_is_said_where_the_times_are(e05: FlaskClient, db: Session) -> None:
    engine = e05.application.extensions["roundtrip"].engine
    with unit_of_work(engine) as session:
        office, owner = actor(session, "office"), find(session, Executive, "E-05")
        profile = MentorProfile(
            executive_id=owner.id,
            kind=MentorKind.MENTOR,
            capacity=1,
            approved_at=NOW,
            approved_by_id=office.id,
        )
        session.add(profile)
        for action in ("submit", "approve", "pause"):
            advance(session, profile, action, actor=office, now=NOW)
        profile.returns_on = date(2027, 1, 4)
    assert "You take no new requests as a mentor before 4 January 2027." in e05.get("/times").text


def test_whoever_is_no_executive_has_no_times(make_client: Callable[[], FlaskClient]) -> None:
    host = sign_in(make_client(), "host-EN")
    pages = ("/times", "/times/days", "/times/calendar", "/times/delegates", "/meetings")
    assert [host.get(page).status_code for page in pages] == [404] * 5


@pytest.mark.parametrize(
    ("day", "start", "end", "expected"),
    [
        (7, 0, 60, True),
        (6, 23 * 60, 24 * 60, True),
        (7, 30, 60, False),
        (6, 0, 23 * 60, False),
        (8, 0, 1440, False),
    ],
)
def test_meeting_past_midnight_runs_into_both_days(day: int, start: int, end: int, expected: bool) -> None:
    begins = datetime(2026, 12, 7, 4, 30, tzinfo=UTC)
    meeting = Meeting(starts_at=begins, ends_at=begins + timedelta(hours=1))
    on = date(2026, 12, day)
    block = AvailabilityException(first_day=on, last_day=on, start_minute=start, end_minute=end)
    assert runs_into(meeting, block, ZoneInfo("America/New_York")) is expected
