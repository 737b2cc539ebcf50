"""The one entry to the policy of an assignment: facts in, findings out."""

from matcher.policy.appraisal import check_appraisal
from matcher.policy.book import CLAUSES
from matcher.policy.clause import Clause, Force
from matcher.policy.details import check_detail
from matcher.policy.facts import Facts
from matcher.policy.ipa import check_ipa
from matcher.policy.law import Law
from matcher.policy.moves import check_move
from matcher.policy.reasons import Reason
from matcher.policy.reemployment import check_reemployment
from matcher.policy.runs import check_run
from matcher.policy.sabbatical import check_sabbatical
from matcher.policy.standing import check_standing

CHECKS = (
    check_run,
    check_standing,
    check_detail,
    check_move,
    check_sabbatical,
    check_ipa,
    check_reemployment,
    check_appraisal,
)

BESIDE = frozenset({"run_too_short", "no_new_ground", "administration_new", "departure_unappraised"})
"""Rules that bind, but not the assignment: it does not count as a rotation (R2, R3), or an appraisal waits or
is still to be written (P2, P4). They are read, and stop no agreement."""


def checks(facts: Facts, book: tuple[Clause, ...] = CLAUSES) -> list[Reason]:
    """Everything policy says of an agreement, in the order of the rules; an empty list means yes.

    The law is that of the first day of the assignment (of an order: the order's own first day), so a figure
    amended later does not reach back. `Reason.refuses` says what stops the act, and `Reason.clause` names the
    citation, the effective date, the confidence and who may waive.

    >>> from datetime import date
    >>> facts = Facts("detail", "other_agency", date(2026, 10, 1), date(2027, 1, 27))
    >>> [finding.code for finding in checks(facts)]
    ['run_too_short', 'no_right_by_the_order', 'unqualified_detail']
    """
    law = Law(facts.start, book)
    return [finding for check in CHECKS for finding in check(facts, law)]


def stops(finding: Reason) -> bool:
    """Whether an agreement with this finding is not put to signature."""
    return finding.refuses and finding.code not in BESIDE


def is_waivable(finding: Reason) -> bool:
    """Whether somebody may lift what stops it, as the clause names."""
    return stops(finding) and finding.clause.waived_by is not None


def must_be_read(finding: Reason) -> bool:
    """Whether it stops nothing once somebody wrote that it was read."""
    return not stops(finding) and finding.clause.force is not Force.INFO
