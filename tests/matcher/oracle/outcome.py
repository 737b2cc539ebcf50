"""A round's outcome without `timings`, `software` and the free texts of `conflict`."""

from typing import Any

from tests.matcher.oracle.eligibility import Json, Pair, causes, line
from tests.matcher.oracle.limits import CAUSES, Limit, is_network
from tests.matcher.oracle.lottery import sha256
from tests.matcher.oracle.search import Placement, Space


def solve(rotation: Json) -> Json:
    """The outcome of a round of the mechanism `optimal`, network or not, by exhaustive search."""
    space = Space(rotation)
    feasible = space.feasible(space.limits)
    head = {
        "format": "roundtrip.outcome/1",
        "input_sha256": sha256(rotation),
        "snapshot_sha256": sha256({k: v for k, v in rotation.items() if k not in ("seed", "seed_proof")}),
        "mechanism": "optimal",
        "method": "network" if is_network(rotation) else "integer",
        "proved": is_network(rotation),
    }
    return head | (solved(space, feasible) if feasible else infeasible(space))


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
    stages = [*space.objective, "lottery", "draw"]
    return {
        "status": "optimal",
        "stages": [{"objective": stage, "value": space.value(stage, winner)} for stage in stages],
        "matches": [match(pair) for pair in winner.pairs],
        "unmatched": unmatched(space, winner, equal),
        "metrics": {
            "choice_profile": space.value("choice_profile", winner),
            "host_profile": space.value("host_profile", winner),
            "blocking_pairs": blocking_pairs(space, winner),
            "unique": len(winners) == 1,
            "units": unit_counts(space, winner),
        },
    }


def match(pair: Pair) -> Json:
    return {
        "executive": pair.executive,
        "opportunity": pair.opportunity,
        "choice_rank": pair.choice_rank,
        "host_rank": pair.host_rank,
    }


def unmatched(space: Space, winner: Placement, equal: list[Placement]) -> list[Json]:
    why = causes(space.rotation)
    texts = {(e, a): text for e, a, *rest in space.rotation.get("forbidden", []) for text in rest if text}
    found = []
    for executive in sorted(each["id"] for each in space.rotation["executives"]):
        if winner.held(executive) is not None:
            continue
        choices = []
        for e, a in sorted(pair for pair in why if pair[0] == executive):
            choice: Json = {"opportunity": a, "cause": why[e, a]}
            if choice["cause"] == "forbidden" and (e, a) in texts:
                choice["text"] = texts[e, a]
            choices.append(choice)
        reason = unplaced_reason(space, executive, [choice["cause"] for choice in choices], equal)
        found.append({"executive": executive, "reason": reason, "choices": choices})
    return found


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


def blocking_pairs(space: Space, placement: Placement) -> int:
    """Pairs in which both sides would rather have each other; limits of units do not count."""
    mine = {pair.executive: pair for pair in placement.pairs}
    seats = {a["id"]: a.get("seats", 1) for a in space.rotation["opportunities"]}
    count = 0
    for pair in space.eligible:
        holders = [held for held in placement.pairs if held.opportunity == pair.opportunity]
        own = mine.get(pair.executive)
        wants = own is None or pair.choice_rank < own.choice_rank
        wanted = len(holders) < seats[pair.opportunity] or any(h.host_rank > pair.host_rank for h in holders)
        count += not pair.declined and own != pair and wants and wanted
    return count


def unit_counts(space: Space, placement: Placement) -> list[dict[str, Any]]:
    counts = []
    for unit in sorted(each["id"] for each in space.rotation["units"]):
        out = sum(unit in line(space.rotation, pair.home) for pair in placement.pairs)
        arrived = sum(unit in line(space.rotation, pair.host) for pair in placement.pairs)
        counts.append({"id": unit, "out": out, "in": arrived, "net": arrived - out})
    return counts
