"""The account of one request of a sweep, without its sentences, by trying every pin and every loosening."""

from tests.matcher.edits import put
from tests.matcher.oracle.eligibility import Json
from tests.matcher.oracle.sweep import Served, Sweep, reason


def sweep_account(value: Json, request: str) -> Json:
    """What `explain --json` says of this request of a sweep that holds."""
    sweep = Sweep(value)
    feasible = sweep.feasible(sweep.limits)
    equal = sweep.best(feasible, sweep.objective)
    winner = sweep.best(equal, ["draw"])[0]
    found: Json = {
        "id": request,
        "choices": [
            {"mentor": mentor} | choice(sweep, request, mentor, winner)
            for name, mentor in sorted(sweep.points)
            if name == request
        ],
        "one_step": [],
        "affected_by_lottery": len({served.get(request) for served in equal}) > 1,
    }
    if request in winner:
        held = winner[request]
        points = sweep.points[request, held]
        return found | {"placed": {"request": request, "mentor": held, "points": points}}
    why = reason(sweep, request, feasible, equal)
    return found | {"reason": why, "one_step": [] if why == "draw" else one_step(value, request)}


def choice(sweep: Sweep, request: str, mentor: str, winner: Served) -> Json:
    """What the sweep's values become when this pair is pinned in addition."""
    if winner.get(request) == mentor:
        return {"cause": "eligible"}
    pins = [*sweep.value.get("pinned", []), [request, mentor]]
    pinned = Sweep(sweep.value | {"pinned": pins})
    ways = pinned.best(pinned.feasible(pinned.limits), pinned.objective)
    if not ways:
        return {"cause": "impossible"}
    for stage in sweep.objective:
        value = pinned.measure(stage, ways[0])
        if value != sweep.measure(stage, winner):
            return {"cause": "eligible", "stage": stage, "value": value}
    return {"cause": "lottery"}


def one_step(value: Json, request: str) -> list[str]:
    """The capacities of which one more would serve this request in some best outcome."""

    def opens(path: str, name: str) -> bool:
        sweep = Sweep(put(value, path, 1 + Sweep(value).capacity[name]))
        best = sweep.best(sweep.feasible(sweep.limits), sweep.objective)
        return any(request in served for served in best)

    return [path for path, kind, name in Sweep(value).limits if kind == "capacity" and opens(path, name)]
