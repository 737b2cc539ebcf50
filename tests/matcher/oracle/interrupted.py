"""An outcome as a time limit may leave it: some feasible placement, and bounds where it is not proved."""

from tests.matcher.oracle.eligibility import Json
from tests.matcher.oracle.optimal import solved
from tests.matcher.oracle.search import Placement, Space
from tests.matcher.oracle.solve import solve


def interrupted(rotation: Json) -> Json | None:
    """The worst feasible placement of an integer round as an outcome; none where there is but one.

    The first stage in which it is worse is bounded by the optimum, every later one by the best value of any
    feasible placement.
    """
    space = Space(rotation)
    feasible = space.feasible(space.limits)
    stages = [*space.objective, "lottery", "draw"]
    if len(feasible) < 2:
        return None
    optimum = space.best(feasible, stages)[0]
    placement = min(feasible, key=lambda each: len(each.pairs))
    if placement == optimum:
        return None
    found = solve(rotation) | solved(space, [placement])
    found |= {"status": "feasible", "stages": bounded(space, feasible, placement, optimum)}
    found["metrics"]["unique"] = False
    return found


def bounded(space: Space, feasible: list[Placement], placement: Placement, optimum: Placement) -> list[Json]:
    told: list[Json] = []
    proved = True
    for stage in [*space.objective, "lottery", "draw"]:
        value, best = space.value(stage, placement), space.value(stage, optimum)
        if not proved:
            best = space.value(stage, space.best(feasible, [stage])[0])
        proved = proved and value == best
        told.append({"objective": stage, "value": value} | ({} if proved else {"bound": best}))
    return told
