"""The account of one person, without its sentences, by trying every pin and every loosening."""

from tests.matcher.oracle.eligibility import Json, causes, members
from tests.matcher.oracle.limits import Limit
from tests.matcher.oracle.lottery import lottery_number
from tests.matcher.oracle.optimal import is_placed_in_some, unplaced_reason
from tests.matcher.oracle.outcome import match
from tests.matcher.oracle.search import Placement, Space


def account(rotation: Json, executive: str) -> Json:
    """What `explain --json` says of this executive of a feasible network round."""
    space = Space(rotation)
    equal = space.best(space.feasible(space.limits), space.objective)
    winner = space.best(equal, ["lottery", "draw"])[0]
    held = winner.held(executive)
    found: Json = {
        "id": executive,
        "lottery_number": lottery_number(
            rotation["seed"], executive, [e["id"] for e in rotation["executives"]]
        ),
        "choices": choices(space, executive, winner),
        "one_step": [],
        "affected_by_lottery": len({placement.held(executive) for placement in equal}) > 1,
    }
    if held is not None:
        return found | {"placed": next(match(p) for p in winner.pairs if p.executive == executive)}
    why = [cause for (e, _), cause in causes(rotation).items() if e == executive]
    reason = unplaced_reason(space, executive, why, equal)
    return found | {"reason": reason, "one_step": [] if reason == "lottery" else one_step(space, executive)}


def choices(space: Space, executive: str, winner: Placement) -> list[Json]:
    why = causes(space.rotation)
    ranks = {p.opportunity: p.choice_rank for p in space.eligible if p.executive == executive}
    listed = next(e["choices"] for e in space.rotation["executives"] if e["id"] == executive)
    found = []
    for opportunity in sorted(members(listed)):
        choice: Json = {"opportunity": opportunity, "cause": why[executive, opportunity]}
        if opportunity in ranks:
            choice["choice_rank"] = ranks[opportunity]
        if choice["cause"] == "eligible" and winner.held(executive) != opportunity:
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
