"""Checks of an executive's development: what a plan must name, and what comes round again by when.

Periods are calendar months, as `periods` counts them.
"""

import enum
from dataclasses import dataclass
from datetime import date

from matcher.policy import clauses
from matcher.policy.clauses import Clause
from matcher.policy.periods import DAY as DAY
from matcher.policy.periods import last_day as last_day
from matcher.policy.reasons import Reason, reason
from matcher.policy.rotation import written

EXAMPLES = "a detail or rotation, a project of several agencies, a sabbatical, an assignment outside"


class Standing(enum.StrEnum):
    """Where a duty stands on a day."""

    CURRENT = "current"
    SOON = "soon"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Record:
    """What policy needs of an executive's record: when each thing was last done, None where never."""

    ses_since: date
    has_plan: bool
    reviewed: date | None
    active: date | None
    assessed: date | None


@dataclass(frozen=True)
class Duty:
    """One thing that comes round again; `start` begins the period in force, which ends on the day `due`."""

    name: str
    clause: Clause
    last: date | None
    start: date

    @property
    def due(self) -> date:
        return last_day(self.start, self.clause.figure)

    def standing(self, today: date) -> Standing:
        """Overdue from the day after `due`; soon in the last months of the period."""
        if today > self.due:
            return Standing.OVERDUE
        told_from = last_day(self.start, self.clause.figure - clauses.DUE_SOON.figure)
        return Standing.SOON if today > told_from else Standing.CURRENT

    def is_unrecorded(self, today: date) -> bool:
        """Overdue for another whole period with nothing on record: `due` then tells of years ago, or of the
        rule's first day, not of what was missed."""
        return self.last is None and today > last_day(self.due, self.clause.figure)


def duties(record: Record) -> tuple[Duty, Duty, Duty]:
    """Review, activity and assessment; before the first of its kind the period starts with the service, or
    with the rule where the service is older."""
    return (
        _duty("review", clauses.PLAN_REVIEW, record.reviewed, record),
        _duty("activity", clauses.YEARLY_ACTIVITY, record.active, record),
        _duty("assessment", clauses.LEADERSHIP_ASSESSMENT, record.assessed, record),
    )


def next_review(ses_since: date, reviewed: date | None) -> Duty:
    """The yearly review of somebody who joined and was last reviewed on these days."""
    review, *_ = duties(Record(ses_since, True, reviewed, None, None))
    return review


def _duty(name: str, clause: Clause, last: date | None, record: Record) -> Duty:
    first = max(record.ses_since, clause.effective_from)
    return Duty(name, clause, last, first if last is None else last)


def check_record(record: Record, today: date) -> list[Reason]:
    """What is missing, overdue, or due in the coming months."""
    found = [] if record.has_plan else [reason("no_plan")]
    return found + [one for duty in duties(record) for one in check_duty(duty, today)]


def check_duty(duty: Duty, today: date) -> list[Reason]:
    """What is to say of one duty on a day."""
    standing, due = duty.standing(today), written(duty.due)
    if standing is Standing.CURRENT:
        return []
    late = standing is Standing.OVERDUE
    if duty.name == "review":
        return [reason("review_overdue", due=due) if late else reason("review_due", due=due)]
    if duty.name == "activity":
        return [reason("activity_overdue", due=due) if late else reason("activity_due", due=due)]
    return [reason("assessment_overdue", due=due) if late else reason("assessment_due", due=due)]


def check_plan(short: int, long: int, broad: int) -> list[Reason]:
    """Whether a plan names objectives of both terms, and an activity that widens the view."""
    least = clauses.PLAN_TERMS.figure
    found = [reason("no_term", term="short")] if short < least else []
    found += [reason("no_term", term="long")] if long < least else []
    return found + ([reason("no_breadth", examples=EXAMPLES)] if broad < clauses.PLAN_BREADTH.figure else [])


def check_aim(day: date, today: date) -> list[Reason]:
    """Whether a day that is planned for is near enough to be meant."""
    far = day > last_day(today, 12 * clauses.LONGEST_AIM.figure) + DAY
    return [reason("aim_too_far", day=written(day))] if far else []
