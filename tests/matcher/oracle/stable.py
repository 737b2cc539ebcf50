"""The mechanism `stable` by its definition: the stable placement that every executive likes best.

Nobody proposes here. Every placement is tried against every pair that could upset it; what is left are the
stable ones, and among those one must be best for each executive at once (Gale and Shapley 1962).
"""

from typing import Any

from tests.matcher.oracle.eligibility import Json, Pair
from tests.matcher.oracle.lottery import draw, lottery_number
from tests.matcher.oracle.outcome import match, metrics, unmatched
from tests.matcher.oracle.search import Placement, Space

UNPLACED = (2**53, 0)
Order = dict[Pair, tuple[int, int]]


def defer(space: Space) -> Json:
    """The parts of the outcome that `stable` decides."""
    winner = best_for_executives(space, stable_placements(space))
    return {
        "status": "stable",
        "stages": [],
        "matches": [match(pair) for pair in winner.pairs],
        "unmatched": unmatched(space, winner, reason),
        "metrics": metrics(space, winner, unique=True),
        "broken_limits": broken_limits(space, winner),
    }


def reason(_: str, choice_causes: list[str]) -> str:
    if not choice_causes:
        return "no_choices"
    return "beaten" if "eligible" in choice_causes else "none_eligible"


def broken_limits(space: Space, placement: Placement) -> list[dict[str, Any]]:
    loads = zip(space.limits, placement.loads, strict=True)
    return [
        {"path": limit.path, "limit": limit.bound, "actual": load}
        for limit, load in loads
        if not limit.holds(load)
    ]


def stable_placements(space: Space) -> list[Placement]:
    wishes, ranking = executive_order(space), host_order(space)
    seated = space.feasible(limit for limit in space.limits if limit.kind == "seats")
    return [placement for placement in seated if is_stable(space, placement, wishes, ranking)]


def is_stable(space: Space, placement: Placement, wishes: Order, ranking: Order) -> bool:
    held = {pair.executive: pair for pair in placement.pairs}
    seats = {each["id"]: each.get("seats", 1) for each in space.rotation["opportunities"]}

    def upsets(pair: Pair) -> bool:
        own = held.get(pair.executive)
        if own is not None and wishes[own] <= wishes[pair]:
            return False
        seated = [other for other in placement.pairs if other.opportunity == pair.opportunity]
        return len(seated) < seats[pair.opportunity] or any(ranking[s] > ranking[pair] for s in seated)

    return not any(upsets(pair) for pair in space.eligible if not pair.declined)


def executive_order(space: Space) -> Order:
    """Each pair's place on its executive's list, ties broken by the smallest draw."""
    seed = space.rotation["seed"]
    return {p: (p.choice_rank, draw(seed, p.executive, p.opportunity)) for p in space.eligible}


def host_order(space: Space) -> Order:
    """Each pair's place on its host's list, ties broken by the best lottery number."""
    seed, people = space.rotation["seed"], [each["id"] for each in space.rotation["executives"]]
    return {p: (p.host_rank, lottery_number(seed, p.executive, people)) for p in space.eligible}


def best_for_executives(space: Space, stable: list[Placement]) -> Placement:
    """The one stable placement in which nobody holds less than in any other."""
    wishes = executive_order(space)

    def places(placement: Placement) -> dict[str, tuple[int, int]]:
        found = {each["id"]: UNPLACED for each in space.rotation["executives"]}
        return found | {pair.executive: wishes[pair] for pair in placement.pairs}

    ranked = [(placement, places(placement)) for placement in stable]
    best = {e["id"]: min(place[e["id"]] for _, place in ranked) for e in space.rotation["executives"]}
    (winner,) = (placement for placement, place in ranked if place == best)
    return winner
