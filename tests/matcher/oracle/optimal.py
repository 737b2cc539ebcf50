"""The mechanism `optimal`: the best feasible placement, or the conflict that leaves none."""

from tests.matcher.oracle.eligibility import Json
from tests.matcher.oracle.limits import CAUSES, Limit, is_network
from tests.matcher.oracle.outcome import match, metrics, unmatched
from tests.matcher.oracle.search import Placement, Space


def optimise(space: Space) -> Json:
    """The parts of the outcome that `optimal` decides."""
    feasible = space.feasible(space.limits)
    return solved(space, feasible) if feasible else infeasible(space)


def infeasible(space: Space) -> Json:
    empty: Json = {"status": "infeasible", "stages": [], "matches": [], "unmatched": [], "metrics": {}}
    return empty | {"conflict": [{"path": limit.path} for limit in conflict(space)]}


def conflict(space: Space) -> list[Limit]:
    """Take each candidate away in turn, for good where the rest still cannot hold."""
    kept = space.limits
    for limit in space.limits:
        rest = [other for other in kept if other is not limit]
        if not space.feasible(rest):
            kept = rest
    return kept


def solved(space: Space, feasible: list[Placement]) -> Json:
    equal = space.best(feasible, space.objective)
    winners = space.best(equal, ["lottery", "draw"])
    winner = winners[0]

    def reason(executive: str, choice_causes: list[str]) -> str:
        return unplaced_reason(space, executive, choice_causes, equal)

    stages = [*space.objective, "lottery", "draw"]
    return {
        "status": "optimal",
        "stages": [{"objective": stage, "value": space.value(stage, winner)} for stage in stages],
        "matches": [match(pair) for pair in winner.pairs],
        "unmatched": unmatched(space, winner, reason),
        "metrics": metrics(space, winner, unique=len(winners) == 1),
    }


def unplaced_reason(space: Space, executive: str, choice_causes: list[str], equal: list[Placement]) -> str:
    if not choice_causes:
        return "no_choices"
    if "eligible" not in choice_causes:
        return "none_eligible"
    if not is_network(space.rotation):
        return "limits"
    if is_placed_in_some(executive, equal):
        return "lottery"
    for reason, kinds in CAUSES.items():
        relaxed = space.feasible(limit for limit in space.limits if limit.kind not in kinds)
        if is_placed_in_some(executive, space.best(relaxed, space.objective)):
            return reason
    return "several"


def is_placed_in_some(executive: str, placements: list[Placement]) -> bool:
    return any(placement.held(executive) is not None for placement in placements)
