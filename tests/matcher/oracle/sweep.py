"""A mentoring sweep's outcome by listing every way to serve the requests."""

from collections.abc import Iterable
from itertools import product
from typing import Any

from tests.matcher.oracle.eligibility import Json
from tests.matcher.oracle.lottery import draw
from tests.matcher.oracle.solve import hashes

Served = dict[str, str]
Limit = tuple[str, str, Any]
DEFAULT_OBJECTIVE = ["served", "points"]
MAXIMISED = ("served", "served alike", "floor", "points")


class Sweep:
    """A sweep with its limits as `(path, kind, subject)` and every assignment, feasible or not."""

    def __init__(self, value: Json) -> None:
        self.value = value
        self.points: dict[tuple[str, str], int] = {
            (request, mentor): points for request, mentor, points in value["pairs"]
        }
        self.urgency: dict[str, int] = {each["id"]: each.get("urgency", 0) for each in value["requests"]}
        self.capacity: dict[str, int] = {each["id"]: each["capacity"] for each in value["mentors"]}
        self.pinned = {(request, mentor) for request, mentor in value.get("pinned", [])}
        self.objective = list(value.get("objective", DEFAULT_OBJECTIVE))
        self.limits = limits(value)
        options = [
            [None, *(mentor for name, mentor in self.points if name == request)] for request in self.urgency
        ]
        self.assignments = [
            {request: mentor for request, mentor in zip(self.urgency, chosen, strict=True) if mentor}
            for chosen in product(*options)
        ]

    def feasible(self, kept: Iterable[Limit]) -> list[Served]:
        rows = list(kept)
        return [served for served in self.assignments if all(self.holds(row, served) for row in rows)]

    def holds(self, limit: Limit, served: Served) -> bool:
        _, kind, subject = limit
        if kind == "capacity":
            return list(served.values()).count(subject) <= self.capacity[subject]
        return subject in served.items()

    def best(self, assignments: list[Served], stages: Iterable[str]) -> list[Served]:
        """The optima of the stages, one after the other."""
        for stage in stages:
            values = [self.measure(stage, served) for served in assignments]
            goal = (max if stage in MAXIMISED else min)(values, default=None)
            assignments = [each for each, value in zip(assignments, values, strict=True) if value == goal]
        return assignments

    def measure(self, stage: str, served: Served) -> Any:
        if stage == "served":
            levels = sorted(set(self.urgency.values()), reverse=True)
            return [sum(self.urgency[request] == level for request in served) for level in levels]
        if stage == "served alike":
            return len(served)
        if stage == "floor":
            return min((self.points[r, m] for r, m in served.items() if self.counts(r)), default=0)
        if stage == "points":
            return sum(self.points[pair] for pair in served.items())
        return sum(draw(self.value["seed"], request, mentor) for request, mentor in served.items())

    def counts(self, request: str) -> bool:
        """The floor is lifted for those who are not pinned and have at least two pairs."""
        pinned = any(name == request for name, _ in self.pinned)
        return not pinned and sum(name == request for name, _ in self.points) >= 2


def limits(value: Json) -> list[Limit]:
    """Capacities and pins in the order in which a conflict is looked for."""
    mentors = sorted((each["id"], index) for index, each in enumerate(value["mentors"]))
    pins = sorted((request, mentor, index) for index, (request, mentor) in enumerate(value.get("pinned", [])))
    return [
        *((f"mentors[{index}].capacity", "capacity", name) for name, index in mentors),
        *((f"pinned[{index}]", "pinned", (request, mentor)) for request, mentor, index in pins),
    ]


def solve_sweep(value: Json) -> Json:
    """The outcome without `timings`, `software` and the free texts of `conflict`."""
    sweep = Sweep(value)
    head = hashes(value) | {"mechanism": "sweep", "method": "network", "proved": True}
    feasible = sweep.feasible(sweep.limits)
    return head | (solved(sweep, feasible) if feasible else infeasible(sweep))


def infeasible(sweep: Sweep) -> Json:
    kept = sweep.limits
    for limit in sweep.limits:
        rest = [other for other in kept if other is not limit]
        if not sweep.feasible(rest):
            kept = rest
    empty: Json = {"status": "infeasible", "stages": [], "matches": [], "unmatched": [], "metrics": {}}
    return empty | {"conflict": [{"path": path} for path, _, _ in kept]}


def solved(sweep: Sweep, feasible: list[Served]) -> Json:
    equal = sweep.best(feasible, sweep.objective)
    winners = sweep.best(equal, ["draw"])
    winner = winners[0]
    metrics = {stage: sweep.measure(stage, winner) for stage in ("served", "points", "floor")}
    return {
        "status": "optimal",
        "stages": [
            {"objective": stage, "value": sweep.measure(stage, winner)}
            for stage in [*sweep.objective, "draw"]
        ],
        "matches": [
            {"request": request, "mentor": mentor, "points": sweep.points[request, mentor]}
            for request, mentor in sorted(winner.items())
        ],
        "unmatched": [
            {"request": request, "reason": reason(sweep, request, feasible, equal)}
            for request in sorted(sweep.urgency)
            if request not in winner
        ],
        "metrics": metrics | {"unique": len(winners) == 1},
    }


def reason(sweep: Sweep, request: str, feasible: list[Served], equal: list[Served]) -> str:
    """The first reason that applies to a request that was not served."""
    if not any(name == request for name, _ in sweep.points):
        return "no_pairs"
    without_floor = [stage for stage in sweep.objective if stage != "floor"]
    all_alike = ["served alike" if stage == "served" else stage for stage in sweep.objective]
    rounds = {
        "draw": equal,
        "floor": sweep.best(feasible, without_floor),
        "urgency": sweep.best(feasible, all_alike),
    }
    found = (name for name, outcomes in rounds.items() if any(request in served for served in outcomes))
    return next(found, "capacity")
