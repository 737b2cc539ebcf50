"""The one entry to the policy of an assignment: facts in, findings out."""

from matcher.policy.appraisal import check_appraisal
from matcher.policy.book import CLAUSES
from matcher.policy.clause import Clause
from matcher.policy.details import check_detail
from matcher.policy.facts import Facts
from matcher.policy.ipa import check_ipa
from matcher.policy.law import Law
from matcher.policy.moves import check_move
from matcher.policy.reasons import Reason
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
    check_appraisal,
)


def checks(facts: Facts, book: tuple[Clause, ...] = CLAUSES) -> list[Reason]:
    """Everything policy says of an agreement, in the order of the rules; an empty list means yes.

    The law is that of the first day of the assignment (of an order: the order's own first day), so a figure
    amended later does not reach back. `Reason.refuses` says what stops the act, and `Reason.clause` names the
    citation, the effective date, the confidence and who may waive.

    >>> from datetime import date
    >>> facts = Facts("detail", "other_agency", date(2026, 10, 1), date(2027, 1, 27))
    >>> [finding.code for finding in checks(facts)]
    ['run_too_short', 'unqualified_detail']
    """
    law = Law(facts.start, book)
    return [finding for check in CHECKS for finding in check(facts, law)]
