"""The verifier of sweeps: every rule, every value, every proof, from the two files alone."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from matcher.arrays import Ints, find
from matcher.flow.cut import can_hold
from matcher.flow.face import whole
from matcher.flow.network import Network
from matcher.flow.optimum import Optimum
from matcher.flow.prove import prove
from matcher.form import find_malformed
from matcher.mentoring.conflict import list_limits, without
from matcher.mentoring.levels import counted_network
from matcher.mentoring.outcome import head, list_matches, list_unmatched, measure, stage_names
from matcher.mentoring.pairs import Pairs, build_network, lifted, list_pairs
from matcher.mentoring.problem import Sweep
from matcher.mentoring.shape import FORMS
from matcher.mentoring.stages import Stages
from matcher.reading import shown
from matcher.verdict import Verdict, check_seed

_BY_FORM = ("floor", "urgency", "capacity")


def verify(sweep: Sweep, outcome: object) -> Verdict:
    """Check an outcome, and the seed's proof where the sweep has one, without calling an optimiser."""
    verdict = check_outcome(sweep, outcome, list_pairs(sweep))
    check_seed(sweep.seed, sweep.seed_proof, sweep.snapshot_sha256, verdict)
    return verdict


def check_outcome(sweep: Sweep, outcome: object, pairs: Pairs) -> Verdict:
    """Check an outcome against its sweep; what the engine does with every answer of its own."""
    malformed = find_malformed(outcome, FORMS)
    if malformed is not None or not isinstance(outcome, dict):
        return Verdict([malformed or "the outcome is no object"])
    verdict = Verdict()
    for key, value in head(sweep, outcome["status"]).items():
        verdict.compare(key, outcome[key], value)
    if outcome["status"] == "infeasible":
        _check_conflict(sweep, outcome, verdict)
        return verdict
    rows = _check_matches(pairs, outcome, verdict)
    if not verdict.failures:
        _check_optimum(sweep, Stages(sweep.seed, pairs), rows, outcome, verdict)
    return verdict


def _check_matches(pairs: Pairs, outcome: dict[str, Any], verdict: Verdict) -> Ints:
    """The rows that are matched, every rule of the sweep checked on them one by one."""
    requests = {id_: n for n, id_ in enumerate(pairs.requests)}
    mentors = {id_: n for n, id_ in enumerate(pairs.mentors)}
    wide = len(pairs.mentors)
    keys = pairs.request * wide + pairs.mentor
    named = [(match["request"], match["mentor"]) for match in outcome["matches"]]
    wanted = [requests[r] * wide + mentors[m] if r in requests and m in mentors else -1 for r, m in named]
    rows = find(keys, np.array(wanted, dtype=np.int64))
    for number in np.flatnonzero(rows < 0):
        request, mentor = named[number]
        verdict.fail(f"matches[{number}]: {shown(request)} may not go to {shown(mentor)}")
    if verdict.failures:
        return rows
    verdict.compare("matches", outcome["matches"], list_matches(pairs, rows))
    for request, count in Counter(pairs.request[rows].tolist()).items():
        if count > 1:
            verdict.fail(f"{shown(pairs.requests[request])} is served {count} times")
    taken = np.bincount(pairs.mentor[rows], minlength=wide)
    for mentor in np.flatnonzero(taken > pairs.capacity):
        verdict.fail(f"{shown(pairs.mentors[mentor])} has {taken[mentor]}, more than the capacity")
    for row in np.setdiff1d(np.flatnonzero(pairs.pinned), rows):
        request, mentor = pairs.pair(row)
        verdict.fail(f"pinned: {shown(request)} is not with {shown(mentor)}")
    return rows


def _check_optimum(
    sweep: Sweep, stages: Stages, rows: Ints, outcome: dict[str, Any], verdict: Verdict
) -> None:
    pairs = stages.pairs
    values = [{"objective": name, "value": stages.value(name, rows)} for name in stage_names(sweep)]
    verdict.compare("stages", outcome["stages"], values)
    network = build_network(pairs)
    if _prove(network, stages, rows, ("served",), verdict) is None:
        return
    if "floor" in sweep.objective:
        floor = pairs.floor(rows)
        if _can_rise(pairs, rows, floor):
            verdict.fail("stages: floor can be raised without loss in the stages before")
            return
        network = lifted(network, pairs, floor) if floor else network
    before = _prove(network, stages, rows, ("served", "points"), verdict)
    last = before and prove(before, stages, ("draw",), verdict)
    if before is None or last is None:
        return
    verdict.note(f"optimality: proved stage by stage ({', '.join(stage_names(sweep))})")
    for key, value in measure(stages, rows, last.unique).items():
        verdict.compare(f"metrics.{key}", outcome["metrics"][key], value)
    _check_reasons(sweep, pairs, rows, before, outcome["unmatched"], verdict)


def _prove(
    network: Network, stages: Stages, rows: Ints, names: tuple[str, ...], verdict: Verdict
) -> Optimum | None:
    flow = network.circulate(rows)
    return prove(Optimum(network, flow, whole(network, flow)), stages, names, verdict)


def _can_rise(pairs: Pairs, rows: Ints, floor: int) -> bool:
    """Whether as many of each class can be served with a greater floor: a flow, or a cut none crosses."""
    levels = np.unique(pairs.points[pairs.choosing[pairs.request]])
    higher = levels[levels > floor]
    if not len(higher):
        return False
    return any(
        can_hold(network, network.circulate(rows)) for network in counted_network(pairs, rows, int(higher[0]))
    )


def _check_reasons(
    sweep: Sweep,
    pairs: Pairs,
    rows: Ints,
    before: Optimum,
    unmatched: list[dict[str, Any]],
    verdict: Verdict,
) -> None:
    served = np.zeros(len(pairs.requests), dtype=np.bool_)
    served[pairs.request[rows]] = True
    listed = np.bincount(pairs.request, minlength=len(pairs.requests)) > 0
    placeable = before.placeable()
    allowed = _BY_FORM if "floor" in sweep.objective else _BY_FORM[1:]
    claimed = {entry["request"]: entry["reason"] for entry in unmatched}
    by_form = 0
    for number in np.flatnonzero(~served):
        told = claimed.get(pairs.requests[number])
        right = "no_pairs" if not listed[number] else "draw" if placeable[number] else None
        by_form += right is None
        if told != right and (right is not None or told not in allowed):
            named = shown(pairs.requests[number])
            verdict.fail(
                f"unmatched: reason {shown(told)} of {named} should be {right or ' or '.join(allowed)}"
            )
    agreed = {pairs.requests[n]: str(claimed.get(pairs.requests[n])) for n in np.flatnonzero(~served)}
    verdict.compare("unmatched", unmatched, list_unmatched(agreed))
    if by_form:
        verdict.note(f"reasons: {by_form} speak of another sweep and were checked for form only")


def _check_conflict(sweep: Sweep, outcome: dict[str, Any], verdict: Verdict) -> None:
    limits = list_limits(sweep)
    paths = [item["path"] for item in outcome["conflict"]]
    verdict.compare("conflict", paths, [limit.path for limit in limits if limit.path in paths])
    alone = without(sweep, [limit for limit in limits if limit.path not in paths])
    if can_hold(build_network(list_pairs(alone))):
        verdict.fail("conflict: what it lists can hold together")
    for member in limits:
        if member.path in paths and not can_hold(build_network(list_pairs(without(alone, [member])))):
            verdict.fail(f"conflict: the rest conflicts without {member.path} too")
    if not verdict.failures:
        verdict.note("infeasible: shown by a cut that the conflict alone puts across every flow")
