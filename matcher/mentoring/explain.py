"""The account of one request."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from matcher.errors import Refused
from matcher.mentoring.conflict import list_limits
from matcher.mentoring.optimum import Solved, solve_stages
from matcher.mentoring.outcome import stage_names
from matcher.mentoring.pairs import Pairs, build_network, list_pairs
from matcher.mentoring.problem import Sweep
from matcher.mentoring.sentences import tell
from matcher.mentoring.stages import Stages
from matcher.reading import shown


def explain(sweep: Sweep, outcome: dict[str, Any], request: str) -> dict[str, Any]:
    """The account of one request in an outcome that `verify` accepts.

    Raises `Refused` for an unknown request and for an infeasible outcome, which has no accounts.
    """
    if outcome["status"] == "infeasible":
        raise Refused("status", "the outcome is infeasible: nobody was served, so there is no account")
    pairs = list_pairs(sweep)
    if request not in pairs.requests:
        raise Refused("", f"unknown request {shown(request)}")
    solved = solve_stages(pairs, build_network(pairs), Stages(sweep.seed, pairs), sweep.objective)
    if solved is None:
        raise Refused("status", "the sweep cannot hold, but the outcome says it does; verify it first")
    account: dict[str, Any] = {"id": request}
    for match in outcome["matches"]:
        if match["request"] == request:
            account["placed"] = match
    for entry in outcome["unmatched"]:
        if entry["request"] == request:
            account["reason"] = entry["reason"]
    number = pairs.requests.index(request)
    account["choices"] = _ladder(sweep, pairs, number, account.get("placed"), outcome["stages"])
    account["one_step"] = _one_step(sweep, pairs, number, account.get("reason"))
    account["affected_by_lottery"] = _is_affected(pairs, solved, number)
    account["sentences"] = tell(account)
    return account


def _ladder(
    sweep: Sweep, pairs: Pairs, request: int, placed: dict[str, Any] | None, told: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Each allowed mentor, and what the first stage that gets worse would become with that pair pinned."""
    found = []
    for row in np.flatnonzero(pairs.request == request):
        item: dict[str, Any] = {"mentor": pairs.mentors[pairs.mentor[row]], "cause": "eligible"}
        if placed is None or item["mentor"] != placed["mentor"]:
            item |= _price(sweep, pairs, int(row), told)
        found.append(item)
    return found


def _price(sweep: Sweep, pairs: Pairs, row: int, told: list[dict[str, Any]]) -> dict[str, Any]:
    pinned = pairs.pinned.copy()
    pinned[row] = True
    fixed = replace(pairs, pinned=pinned)
    stages = Stages(sweep.seed, fixed)
    forced = solve_stages(fixed, build_network(fixed), stages, sweep.objective)
    if forced is None:
        return {"cause": "impossible"}
    for stage in told[: len(stage_names(sweep)) - 1]:
        value = stages.value(stage["objective"], forced.before.rows)
        if value != stage["value"]:
            return {"stage": stage["objective"], "value": value}
    return {"cause": "lottery"}


def _one_step(sweep: Sweep, pairs: Pairs, request: int, reason: str | None) -> list[str]:
    """The capacities of which one more would have served this request."""
    if reason in (None, "draw", "no_pairs"):
        return []
    found = []
    for limit in list_limits(sweep):
        if isinstance(limit.of, tuple):
            continue
        capacity = pairs.capacity.copy()
        capacity[pairs.mentors.index(limit.of)] += 1
        wider = replace(pairs, capacity=capacity)
        solved = solve_stages(wider, build_network(wider), Stages(sweep.seed, wider), sweep.objective)
        if solved is not None and solved.before.placeable()[request]:
            found.append(limit.path)
    return found


def _is_affected(pairs: Pairs, solved: Solved, request: int) -> bool:
    free = solved.before.face.edge[solved.before.face.edge < len(pairs.request)]
    return bool((pairs.request[free] == request).any())
