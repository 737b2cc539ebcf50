"""What policy says of an agency and of the programme as a whole."""

from matcher.policy import assignment_clauses, programme_clauses
from matcher.policy.clause import Clause

TEXTS: dict[str, tuple[Clause, str]] = {
    "order_asks_a_plan": (
        assignment_clauses.ORDER_POSITIONS,
        "The 2015 executive order asked for a plan from {figure} positions on; {agency} has {positions}.",
    ),
    "order_asks_nothing": (
        assignment_clauses.ORDER_POSITIONS,
        "The 2015 executive order asked for no plan under {figure} positions; {agency} has {positions}.",
    ),
    "in_first_phase": (
        programme_clauses.FIRST_PHASE,
        "{agency} is among the agencies that began with rotations in fiscal year 2016.",
    ),
    "no_enforceable_right": (
        programme_clauses.NO_RIGHT,
        "The 2015 executive order gives nobody a right to a rotation: it is subject to law and money.",
    ),
    "rotations_long_ago": (
        assignment_clauses.ROTATION_YEARS,
        "Executives whose last rotation ended over {figure} years ago: {people} of {known} who had one.",
    ),
    "government_goal": (
        assignment_clauses.GOAL_PERCENT,
        "{figure} percent is the goal of the 2015 executive order for all of government, not for one agency.",
    ),
}
