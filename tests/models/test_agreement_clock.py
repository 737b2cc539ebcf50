"""An agreement without a way back ends by the clock, once; what has a way back ends with the return."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from models.agreements import Agreement, AgreementState
from models.opportunities import Kind
from models.services import agreement_clock
from tests.models import agreements as made
from tests.models.world import DAY, NOW, actor

LAST = date(2027, 10, 29)


def end_all(session: Session, now: datetime) -> int:
    """How many ended; a second worker that comes late ends none of them again."""
    by = actor(session, "system")
    found = [session.get_one(Agreement, one) for one in agreement_clock.over(session, now)]
    ended = [agreement_clock.end(session, actor=by, now=now, agreement=one) for one in found]
    assert not any(agreement_clock.end(session, actor=by, now=now, agreement=one) for one in found)
    return sum(ended)


@pytest.mark.parametrize(("days", "ended"), [(-1, 0), (0, 0), (1, 1), (2, 1)])
def test_it_ends_when_its_last_day_is_over_where_it_is(session: Session, days: int, ended: int) -> None:
    agreement = made.without_way_back(session, ends_on=LAST)
    made.lasting(session)
    now = made.at(LAST) + timedelta(days=days)
    assert [end_all(session, now) for _ in range(2)] == [ended, 0]
    assert (agreement.state is AgreementState.ENDED) == bool(ended)


def test_its_day_is_over_by_the_clocks_of_its_zone(session: Session) -> None:
    made.without_way_back(session, ends_on=NOW.date(), zone="Pacific/Honolulu")
    midnight = NOW.replace(hour=10, minute=0) + timedelta(days=1)
    before = midnight - timedelta(seconds=1)
    assert [end_all(session, now) for now in (before, midnight)] == [0, 1]


def test_what_has_a_way_back_and_what_is_for_good_stand(session: Session) -> None:
    made.in_force(session, "E-06")
    made.without_way_back(session, kind=Kind.TRANSFER)
    made.lasting(session)
    assert end_all(session, made.at(LAST) + 99 * DAY) == 0
