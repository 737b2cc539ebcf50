"""The own times edited by their owner, delegates named and ended, the feed made and revoked."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.availability.problem import DAY as WHOLE
from matcher.availability.problem import Difference, Terms
from models.audit import AuditEvent
from models.availability import AvailabilityWindow, BookingPolicy
from models.calendar_feeds import CalendarFeed
from models.errors import Conflict, Invalid
from models.executives import Executive
from models.queries.availability import as_guest, policy_of, times_of, to_times
from models.services import availability, calendar_feeds, delegations
from tests.house.crawler import heard
from tests.models.talks import MORNING, NOON, open_week, week
from tests.models.world import DAY, NOW, actor, find

TODAY = date(2026, 11, 23)


@pytest.fixture
def mine(session: Session) -> dict[str, Any]:
    """What every verb of the owner takes."""
    return {"actor": actor(session, "e-05"), "now": NOW, "executive": find(session, Executive, "E-05")}


def windows(session: Session) -> list[tuple[int, int, int, int]]:
    rows = session.scalars(
        select(AvailabilityWindow).order_by(AvailabilityWindow.weekday, AvailabilityWindow.start_minute)
    )
    return [(one.weekday, one.start_minute, one.end_minute, one.every_n_weeks) for one in rows]


def test_neighbouring_half_hours_become_one_window(session: Session, mine: dict[str, Any]) -> None:
    halves = [(0, 570, 600), (0, 540, 570), (0, 660, 690), (2, 1410, 1440), (3, 0, 30)]
    availability.save_week(session, **mine, version=0, week=week(windows=halves, every={2: 4}))
    assert windows(session) == [(0, 540, 600, 1), (0, 660, 690, 1), (2, 1410, 1440, 4), (3, 0, 30, 1)]


def test_week_is_replaced_as_a_whole_and_days_that_differ_stay(
    session: Session, mine: dict[str, Any]
) -> None:
    policy = availability.save_week(session, **mine, version=0, week=week())
    availability.add_exception(session, **mine, kind=Difference.BLOCK, first=TODAY, last=TODAY)
    availability.save_week(session, **mine, version=policy.version, week=week(windows=[(0, MORNING, NOON)]))
    assert windows(session) == [(0, MORNING, NOON, 1)]
    assert len(policy.exceptions) == 1


def test_stored_times_reach_the_engine_whole(session: Session, mine: dict[str, Any]) -> None:
    terms = Terms(length=30, step=15, notice=2, horizon=10, buffer=5, most_per_week=4, keeps_holidays=False)
    given = week(terms=terms, zone="Asia/Tokyo", until=TODAY + DAY, every={0: 2})
    availability.save_week(session, **mine, version=0, week=given)
    found = times_of(session, [mine["executive"].id], NOW)[mine["executive"].id]
    assert (found.zone, found.terms, found.busy) == ("Asia/Tokyo", terms, ())
    assert [
        (one.weekday, one.start, one.end, one.every_n_weeks, one.valid_until) for one in found.windows
    ] == [
        (0, MORNING, NOON, 2, TODAY + DAY),
        (2, MORNING, NOON, 1, TODAY + DAY),
    ]
    assert {one.valid_from for one in found.windows} == {date(2026, 11, 24)}  # it is tomorrow in Tokyo


def test_who_saved_nothing_has_no_window_and_as_a_guest_any_time() -> None:
    assert to_times(None).windows == ()
    assert not to_times(None).any_time
    assert as_guest(to_times(None)).any_time


@pytest.mark.parametrize("stale", [0, 2])
def test_stale_week_is_refused(session: Session, mine: dict[str, Any], stale: int) -> None:
    assert availability.save_week(session, **mine, version=0, week=week()).version == 1
    with pytest.raises(Conflict, match=r"^Your times changed since you opened them\.$"):
        availability.save_week(session, **mine, version=stale, week=week())


def test_version_counts_every_save(session: Session, mine: dict[str, Any]) -> None:
    versions = [
        availability.save_week(session, **mine, version=number, week=week()).version for number in range(3)
    ]
    assert versions == [1, 2, 3]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (week(zone="Mars/Olympus"), "Choose a time zone from the list."),
        (week(terms=Terms(length=20)), "Choose a length and a grid from the lists."),
        (week(terms=Terms(step=10)), "Choose a length and a grid from the lists."),
        (week(terms=Terms(notice=337)), "Notice must be between 0 and 336 hours."),
        (week(terms=Terms(horizon=0)), "The time ahead must be between 1 and 90 days."),
        (week(terms=Terms(buffer=61)), "The time kept free must be between 0 and 60 minutes."),
        (week(terms=Terms(most_per_week=21)), "The weekly limit must be between 1 and 20 meetings."),
        (week(every={0: 5}), "A day repeats every 1 to 4 weeks."),
        (week(windows=[(0, 545, 600)]), "A time is in half hours of one day."),
        (week(windows=[(7, 540, 600)]), "A time is in half hours of one day."),
        (week(windows=[(0, 1410, 1470)]), "A time is in half hours of one day."),
        (week(windows=[(0, 600, 600)]), "A time is in half hours of one day."),
        (
            week(until=TODAY - timedelta(days=1)),
            "The last day lies in the past: leave it empty for “until further notice”.",
        ),
    ],
)
def test_what_is_no_week_is_refused(
    session: Session, mine: dict[str, Any], given: availability.Week, sentence: str
) -> None:
    with pytest.raises(Invalid) as refused:
        availability.save_week(session, **mine, version=0, week=given)
    assert str(refused.value) == sentence
    assert session.scalars(select(BookingPolicy)).all() == []


@pytest.mark.parametrize(
    ("first", "last", "start", "end", "sentence"),
    [
        (TODAY, TODAY - DAY, 0, WHOLE, "The end lies before the beginning."),
        (TODAY, TODAY, 600, 600, "The end lies before the beginning."),
        (TODAY - DAY, TODAY - DAY, 0, WHOLE, "Choose days to come, 366 at most."),
        (TODAY, TODAY + 366 * DAY, 0, WHOLE, "Choose days to come, 366 at most."),
    ],
)
def test_days_that_cannot_differ_are_refused(
    session: Session, mine: dict[str, Any], first: date, last: date, start: int, end: int, sentence: str
) -> None:
    open_week(session)
    facts: dict[str, Any] = {
        "kind": Difference.EXTRA,
        "first": first,
        "last": last,
        "start": start,
        "end": end,
    }
    with pytest.raises(Invalid) as refused:
        availability.add_exception(session, **mine, **facts)
    assert str(refused.value) == sentence


def test_days_that_differ_need_a_week_and_have_a_bound(session: Session, mine: dict[str, Any]) -> None:
    one: dict[str, Any] = {"kind": Difference.BLOCK, "first": TODAY, "last": TODAY}
    with pytest.raises(Conflict, match=r"^Save your usual week first: "):
        availability.add_exception(session, **mine, **one)
    open_week(session)
    for _ in range(availability.MOST_EXCEPTIONS):
        availability.add_exception(session, **mine, **one)
    with pytest.raises(Invalid, match=r"^There are 100 differing days already: remove one first\.$"):
        availability.add_exception(session, **mine, **one)


def test_days_of_somebody_else_are_not_dropped(session: Session, mine: dict[str, Any]) -> None:
    open_week(session, "E-09")
    other: dict[str, Any] = {
        "actor": actor(session, "e-09"),
        "now": NOW,
        "executive": find(session, Executive, "E-09"),
    }
    theirs = availability.add_exception(session, **other, kind=Difference.BLOCK, first=TODAY, last=TODAY)
    with pytest.raises(Invalid, match=r"^These days belong to somebody else\.$"):
        availability.drop_exception(session, **mine, exception=theirs)


def test_delegate_is_named_by_address_and_once(session: Session, mine: dict[str, Any]) -> None:
    for number, slug in enumerate(("e-05", "host-EN", "host-TR", "coord-EN", "coord-TR")):
        actor(session, slug).email = f"p{number}@agency.example"
    refused = []
    for email in (
        "nobody@agency.example",
        "p0@agency.example",
        "p1@agency.example",
        " P1@Agency.example",
        "p2@agency.example",
        "p3@agency.example",
        "p4@agency.example",
    ):
        try:
            delegations.begin(session, **mine, email=email)
        except (Conflict, Invalid) as fault:
            refused.append(str(fault))
    assert refused == [
        "Nobody signs in here with this address: the programme office opens an account.",
        "You look after your own times anyway.",
        "host-EN looks after your times already.",
        "At most 3 people look after one calendar: end one first.",
    ]


def test_delegation_ends_once(session: Session, mine: dict[str, Any]) -> None:
    actor(session, "host-EN").email = "helper@agency.example"
    given = delegations.begin(session, **mine, email="helper@agency.example")
    delegations.end(session, **mine, given=given)
    with pytest.raises(Conflict, match=r"^This has ended already\.$"):
        delegations.end(session, **mine, given=given)
    assert delegations.begin(session, **mine, email="helper@agency.example").ended_at is None


def test_feed_opens_by_its_newest_token_until_it_is_revoked(session: Session, mine: dict[str, Any]) -> None:
    first, second = (calendar_feeds.make(session, **mine) for _ in range(2))
    found = calendar_feeds.find_feed(session, token=second)
    assert found is not None
    assert found.executive_id == mine["executive"].id
    assert calendar_feeds.find_feed(session, token=first) is None
    kept = str(session.scalars(select(CalendarFeed.token_digest)).all())
    kept += str(session.scalars(select(AuditEvent.facts)).all())
    assert second not in kept
    calendar_feeds.revoke(session, **mine)
    assert calendar_feeds.find_feed(session, token=second) is None
    with pytest.raises(Conflict, match=r"^There is no address to revoke\.$"):
        calendar_feeds.revoke(session, **mine)


def test_feed_of_somebody_who_left_opens_nothing(session: Session, mine: dict[str, Any]) -> None:
    token = calendar_feeds.make(session, **mine)
    mine["executive"].active = False
    assert calendar_feeds.find_feed(session, token=token) is None


def test_times_of_many_cost_as_many_statements_as_of_one(session: Session) -> None:
    for slug in ("E-05", "E-06", "E-07"):
        open_week(session, slug)
    session.expire_all()
    ids = list(session.scalars(select(Executive.id)))
    counts = []
    for some in (ids[:1], ids):
        session.expire_all()
        with heard(session.get_bind()) as said:  # type: ignore[arg-type]
            times_of(session, some, NOW)
        counts.append(len(said))
    assert counts[1] <= 4
    assert policy_of(session, find(session, Executive, "E-01")) is None
