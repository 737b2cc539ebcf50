"""What a scenario says in each of its forms, in one word, to notice that it was changed meanwhile."""

from matcher.files import sha256
from models.queries.scenarios import Told


def rules_seen(told: Told) -> str:
    """Its rules."""
    one = told.scenario
    return f"{one.mechanism or ''};{'' if one.hops is None else one.hops};{one.objective}"


def limits_seen(told: Told) -> str:
    """Its limits."""
    return sha256([[code, *vars(figures).values()] for code, _name, figures in told.limits])


def pairs_seen(told: Told) -> str:
    """Its alliances."""
    return sha256(None if told.pairs is None else [list(pair) for pair in told.pairs])


SEEN = {"rules": rules_seen, "limits": limits_seen, "pairs": pairs_seen}
"""By the name of the form."""
