"""What the checks of nominations and of the aims of choices say, each sentence with its clause."""

from matcher.policy import nomination_clauses as c
from matcher.policy.clause import Clause

TEXTS: dict[str, tuple[Clause, str]] = {
    "no_aim": (c.NOMINATED_OBJECTIVE, "Say which objective of development the post serves."),
    "no_factor": (c.SELECTION_FACTORS, "Give at least one of the five reasons."),
    "choice_unaimed": (
        c.CHOICE_OBJECTIVE,
        "No objective of your development plan is named yet for {opportunities}.",
    ),
}
