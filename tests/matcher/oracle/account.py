"""The account of one person, without its sentences, by trying every pin and every loosening."""

from collections.abc import Callable

from tests.matcher.oracle.eligibility import Json, causes, members
from tests.matcher.oracle.limits import Limit, is_network
from tests.matcher.oracle.lottery import lottery_number
from tests.matcher.oracle.optimal import is_placed_in_some, unplaced_reason
from tests.matcher.oracle.outcome import match
from tests.matcher.oracle.search import Placement, Space
from tests.matcher.oracle.stable import best_for_executives, reason, stable_placements


def account(rotation: Json, executive: str) -> Json:
    """What `explain --json` says of this executive: whole for a network round, less for the others."""
    space = Space(rotation)
    people = [each["id"] for each in rotation["executives"]]
    found = {"id": executive, "lottery_number": lottery_number(rotation["seed"], executive, people)}
    why = [cause for (e, _), cause in causes(rotation).items() if e == executive]
    if rotation.get("mechanism") == "stable":
        winner = best_for_executives(space, stable_placements(space))
        found["choices"] = choices(space, executive, None)
        return found | standing(winner, executive, lambda: reason(executive, why))
    equal = space.best(space.feasible(space.limits), space.objective)
    winner = space.best(equal, ["lottery", "draw"])[0]
    found["choices"] = choices(space, executive, winner)
    found["affected_by_lottery"] = len({placement.held(executive) for placement in equal}) > 1
    found |= standing(winner, executive, lambda: unplaced_reason(space, executive, why, equal))
    if is_network(rotation):
        decided = found.get("reason", "lottery") == "lottery"
        found["one_step"] = [] if decided else one_step(space, executive)
    return found


def standing(winner: Placement, executive: str, reason: Callable[[], str]) -> Json:
    for pair in winner.pairs:
        if pair.executive == executive:
            return {"placed": match(pair)}
    return {"reason": reason()}


def choices(space: Space, executive: str, winner: Placement | None) -> list[Json]:
    """The choices by id; what a pin in addition would do is told where there is a winner to compare with."""
    why = causes(space.rotation)
    ranks = {p.opportunity: p.choice_rank for p in space.eligible if p.executive == executive}
    listed = next(e["choices"] for e in space.rotation["executives"] if e["id"] == executive)
    found = []
    for opportunity in sorted(members(listed)):
        choice: Json = {"opportunity": opportunity, "cause": why[executive, opportunity]}
        if opportunity in ranks:
            choice["choice_rank"] = ranks[opportunity]
        if winner and choice["cause"] == "eligible" and winner.held(executive) != opportunity:
            choice |= forced(space, executive, opportunity, winner)
        found.append(choice)
    return found


def forced(space: Space, executive: str, opportunity: str, winner: Placement) -> Json:
    """What the round's values become when this pair is pinned in addition."""
    ways = [p for p in space.feasible(space.limits) if p.held(executive) == opportunity]
    if not ways:
        return {"cause": "impossible"}
    best = space.best(ways, space.objective)[0]
    for stage in space.objective:
        value = space.value(stage, best)
        if value != space.value(stage, winner):
            return {"stage": stage, "value": value}
    return {"cause": "lottery"}


def one_step(space: Space, executive: str) -> list[str]:
    def opens(loose: Limit) -> bool:
        kept = [loose.loosened() if limit is loose else limit for limit in space.limits]
        return is_placed_in_some(executive, space.best(space.feasible(kept), space.objective))

    return [limit.path for limit in space.limits if limit.kind != "pinned" and opens(limit)]
