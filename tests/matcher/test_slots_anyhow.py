"""Whatever the calendars: the slots are exactly those that a check of every five minutes finds."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.availability.problem import Slot, Times
from matcher.availability.slots import find_slots
from tests.matcher.times import FIVE, days, is_free, people

Case = tuple[Times, Times, datetime]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Two people and a moment near which their calendars differ from the week."""
    near = draw(days())
    moment = datetime.combine(near, datetime.min.time(), UTC) + draw(st.integers(-300, 300)) * FIVE
    return draw(people(near)), draw(people(near)), moment


def expected(host: Times, guest: Times, now: datetime) -> list[Slot]:
    """Every start on the grid from which both are free to the end, tried one by one."""
    terms, found = host.terms, []
    length = timedelta(minutes=terms.length)
    at, last = now + timedelta(hours=terms.notice), now + timedelta(days=terms.horizon)
    free: dict[datetime, bool] = {}
    while at <= last:
        if at.astimezone(ZoneInfo(host.zone)).minute % terms.step == 0:
            each = [at + number * FIVE for number in range(terms.length // 5)]
            for one in each:
                if one not in free:
                    free[one] = is_free(host, one) and is_free(guest, one)
            if all(free[one] for one in each):
                found.append(Slot(at, at + length))
        at += FIVE
    return found


@given(cases())
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_slots_are_those_found_one_by_one(case: Case) -> None:
    host, guest, now = case
    assert find_slots(host, guest, now=now) == expected(host, guest, now)


@pytest.mark.slow
@given(cases())
@settings(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_slots_of_more_calendars_are_those_found_one_by_one(case: Case) -> None:
    host, guest, now = case
    assert find_slots(host, guest, now=now) == expected(host, guest, now)


@given(cases(), st.integers(0, 20), days())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_fewer_or_sooner_are_the_first_of_all(case: Case, most: int, until: date) -> None:
    host, guest, now = case
    every, limit = find_slots(host, guest, now=now), datetime.combine(until, datetime.min.time(), UTC)
    assert find_slots(host, guest, now=now, most=most) == every[:most]
    assert find_slots(host, guest, now=now, until=limit) == [slot for slot in every if slot.end <= limit]


@given(cases())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_slot_lies_in_both_calendars_and_clear_of_what_is_booked(case: Case) -> None:
    host, guest, now = case
    for slot in find_slots(host, guest, now=now):
        for one in (host, guest):
            buffer = timedelta(minutes=one.terms.buffer)
            assert all(
                slot.end + buffer <= busy.start or busy.end + buffer <= slot.start for busy in one.busy
            )
            wall = slot.start.astimezone(ZoneInfo(one.zone)).replace(fold=0)
            assert wall.astimezone(UTC) == slot.start
            assert is_free(one, slot.start)
            assert is_free(one, slot.end - FIVE)
