"""How alike an opportunity must be to be shown to whoever got no place: choices of this service."""

from matcher.policy.clauses import Clause, ours

ALIKE_LEAST = ours(
    "alike_least",
    2,
    "things in common at least with one choice, to be called similar",
    "one alone, such as being a detail, is shared by nearly everything",
)
ALIKE_MOST = ours(
    "alike_most",
    5,
    "similar opportunities at most",
    "as many as somebody reads who is disappointed; the catalogue holds the rest",
)

CLAUSES = tuple(value for value in list(vars().values()) if isinstance(value, Clause))
