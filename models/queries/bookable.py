"""How many times two people could meet before the need-by date, from both calendars."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from matcher.availability.problem import Times
from matcher.availability.slots import reach, slots_within
from matcher.availability.windows import free_pairs
from matcher.mentoring.business import end_of_day
from matcher.mentoring.candidates import Ask, Candidate
from matcher.mentoring.fit import Count, Fitting
from matcher.policy.mentoring_clauses import ENOUGH_STARTS
from models.queries.availability import as_guest, times_of


def with_starts(session: Session, fitting: Fitting, now: datetime) -> Fitting:
    """The same request, its candidates' calendars read when they are needed, many at a time."""

    def starts(candidates: Sequence[Candidate]) -> Count:
        people = {one.person for one in candidates} | {fitting.ask.person}
        return count_starts(fitting.ask, times_of(session, people, now), now)

    return replace(fitting, starts=starts)


def is_untimed(fitting: Fitting, one: Candidate) -> bool:
    """Whether no time now suits both, or the candidate named none: such a one may be asked all the same where
    no day is needed."""
    return not next(row.raw for row in fitting.ledger(one) if row.criterion == "overlap")


def count_starts(ask: Ask, times: Mapping[int, Times], now: datetime) -> Count:
    """Counts a candidate's bookable times up to what earns full points: none once the need-by date is over;
    before that None where the mentor named none.

    `times` are those of whoever asks and of the candidates: the free minutes of whoever asks are found once.
    """
    until = None if ask.need_by is None else end_of_day(ask.need_by)
    reaches = [reach(one, now, until) for one in times.values()]
    begin, end = min(begin for begin, _ in reaches), max(end for _, end in reaches)
    theirs = free_pairs(as_guest(times[ask.person], ask.week), begin, end)

    def count(one: Candidate) -> int | None:
        if until is not None and until <= now:
            return 0
        host = times[one.person]
        if not host.windows:
            return None
        return len(slots_within(host, theirs, now=now, until=until, most=ENOUGH_STARTS.figure))

    return count
