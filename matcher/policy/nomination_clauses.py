"""What a nomination and a choice say of the executive's development, as this service asks it."""

from matcher.policy.clause import Force
from matcher.policy.clauses import ours

SELECTION_FACTORS = ours(
    "selection_factors",
    1,
    "of the five selection factors, on which a nomination rests",
    "the factors of OPM's Framework for Continuing Development, question 8, are said, not assumed",
    Force.HARD,
)
NOMINATED_OBJECTIVE = ours(
    "nominated_objective",
    1,
    "objectives of development that a nomination cites",
    "a rotation is development, so a nomination cites what of the development plan it serves",
    Force.HARD,
)
CHOICE_OBJECTIVE = ours(
    "choice_objective",
    1,
    "objectives of the development plan that a choice of a dream sheet serves",
    "a choice should say what of the plan it serves; one that does not counts all the same",
    Force.WARN,
)

CLAUSES = (SELECTION_FACTORS, NOMINATED_OBJECTIVE, CHOICE_OBJECTIVE)
