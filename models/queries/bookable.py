"""How many times two people could meet before the need-by date, from both calendars."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from matcher.availability.problem import Times
from matcher.availability.slots import find_slots
from matcher.mentoring.business import end_of_day
from matcher.mentoring.candidates import Ask, Candidate
from matcher.mentoring.fit import Fitting
from matcher.policy.mentoring_clauses import ENOUGH_STARTS
from models.queries.availability import as_guest, times_of


def with_starts(session: Session, fitting: Fitting, now: datetime) -> Fitting:
    """The same request, its candidates' calendars read when they are needed, many at a time."""

    def starts(candidates: Sequence[Candidate]) -> Mapping[int, int | None]:
        people = {one.person for one in candidates} | {fitting.ask.person}
        return count_starts(fitting.ask, candidates, times_of(session, people, now), now)

    return replace(fitting, starts=starts)


def count_starts(
    ask: Ask, candidates: Collection[Candidate], times: Mapping[int, Times], now: datetime
) -> dict[int, int | None]:
    """Candidate → bookable times, counted up to what earns full points; None where the mentor named none."""
    guest = as_guest(times[ask.person])
    until = None if ask.need_by is None else end_of_day(ask.need_by)
    found: dict[int, int | None] = {}
    for one in candidates:
        host = times[one.person]
        if host.windows:
            slots = find_slots(host, guest, now=now, until=until, most=ENOUGH_STARTS.figure)
            found[one.id] = len(slots)
    return found
