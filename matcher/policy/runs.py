"""Checks of a rotation as a rotation: length, ground, form, recurrence (rules R2 to R5, R9)."""

from datetime import date

from matcher.policy import assignment_clauses as c
from matcher.policy import clauses
from matcher.policy.facts import Facts
from matcher.policy.law import Law
from matcher.policy.one_place import check_written
from matcher.policy.periods import DAY, Span, last_day
from matcher.policy.reasons import Reason, reason_under
from matcher.policy.rotation import written

FORMS = {"detail", "acting_detail", "reassignment", "transfer", "joint_team", "ipa", "sabbatical"}


def check_run(facts: Facts, law: Law) -> list[Reason]:
    """What is to say of the run that this assignment begins or extends; a permanent move has no length."""
    run = Span(facts.start if facts.run_start is None else facts.run_start, facts.end)
    least, found = law.figure(clauses.ROTATION_DAYS), []
    if least is not None and run.days < least:
        start, end = written(run.start), written(run.end)
        found += reason_under(law, "run_too_short", start=start, end=end, days=run.days)
    if facts.scope == "same_component" and not facts.function_changes:
        found += reason_under(law, "no_new_ground")
    if facts.kind not in FORMS:
        found += reason_under(law, "no_rotation_form", kind=facts.kind.replace("_", "-"))
    found += check_written(facts.span, facts.others, facts.pledges, law)
    found += check_recurrence(facts.last_rotation, facts.start, law)
    return found + reason_under(law, "no_right_by_the_order")


def check_recurrence(last: date | None, start: date, law: Law) -> list[Reason]:
    """Whether an assignment from `start` comes later after the last one than recommended (R9)."""
    years = law.figure(c.ROTATION_YEARS)
    if years is None or last is None or start - DAY <= last_day(last + DAY, 12 * years):
        return []
    return reason_under(law, "rotation_long_ago", last=written(last))


def is_covered(positions: int, law: Law) -> bool:
    """Whether the 2015 executive order asks an agency with so many positions for a plan (R5)."""
    least = law.figure(c.ORDER_POSITIONS)
    return least is not None and positions >= least
