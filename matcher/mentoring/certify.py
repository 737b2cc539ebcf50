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
from matcher.form import list_malformed
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
    malformed = list_malformed(outcome, FORMS)
    if malformed or not isinstance(outcome, dict):
        return Verdict(malformed)
    verdict = Verdict()
    for key, value in head(sweep, outcome["status"]).items():
        verdict.compare(key, outcome[key], value)
    if outcome["status"] == "infeasible":
        _check_conflict(sweep, outcome, verdict)
        return verdict
    rows = _check_matches(pairs, outcome, verdict)
    if rows is not None:
        _check_optimum(sweep, Stages(sweep.seed, pairs), rows, outcome, verdict)
    return verdict


def _check_matches(pairs: Pairs, outcome: dict[str, Any], verdict: Verdict) -> Ints | None:
    """The rows that are matched, every rule of the sweep checked on them one by one; `None` where one is
    broken."""
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
    if (rows < 0).any():
        return None
    verdict.compare("matches", outcome["matches"], list_matches(pairs, rows))
    broken = _broken_rules(pairs, rows)
    verdict.failures.extend(broken)
    return None if broken else rows


def _broken_rules(pairs: Pairs, rows: Ints) -> list[str]:
    times = Counter(pairs.request[rows].tolist())
    taken = np.bincount(pairs.mentor[rows], minlength=len(pairs.mentors))
    missing = map(pairs.pair, np.setdiff1d(np.flatnonzero(pairs.pinned), rows))
    return [
        *(f"{shown(pairs.requests[n])} is served {count} times" for n, count in times.items() if count > 1),
        *(
            f"{shown(pairs.mentors[mentor])} has {taken[mentor]}, more than the capacity"
            for mentor in np.flatnonzero(taken > pairs.capacity)
        ),
        *(f"pinned: {shown(request)} is not with {shown(mentor)}" for request, mentor in missing),
    ]


def _check_optimum(
    sweep: Sweep, stages: Stages, rows: Ints, outcome: dict[str, Any], verdict: Verdict
) -> None:
    pairs = stages.pairs
    values = [{"objective": name, "value": stages.value(name, rows)} for name in stage_names(sweep)]
    verdict.compare("stages", outcome["stages"], values)
    before = _prove_to_points(sweep, stages, rows, verdict)
    last = before and prove(before, stages, ("draw",), verdict)
    unique = outcome["metrics"]["unique"]
    if last:
        verdict.note(f"optimality: proved stage by stage ({', '.join(stage_names(sweep))})")
        unique = last.unique
    for key, value in measure(stages, rows, unique).items():
        verdict.compare(f"metrics.{key}", outcome["metrics"][key], value)
    if before:
        _check_reasons(sweep, pairs, rows, before, outcome["unmatched"], verdict)


def _prove_to_points(sweep: Sweep, stages: Stages, rows: Ints, verdict: Verdict) -> Optimum | None:
    """The optimum before the draw, `None` where a stage can be improved."""
    network = build_network(stages.pairs)
    if _prove(network, stages, rows, ("served",), verdict) is None:
        return None
    if "floor" in sweep.objective:
        floor = stages.pairs.floor(rows)
        if _can_rise(stages.pairs, rows, floor):
            verdict.fail("stages: floor can be raised without loss in the stages before")
            return None
        network = lifted(network, stages.pairs, floor) if floor else network
    return _prove(network, stages, rows, ("served", "points"), verdict)


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
    """That the conflict alone cannot hold, and that no member of it could have been taken away."""
    limits = list_limits(sweep)
    paths = [item["path"] for item in outcome["conflict"]]
    verdict.compare("conflict", paths, [limit.path for limit in limits if limit.path in paths])
    listed = set(paths)
    absent = [limit for limit in limits if limit.path not in listed]
    if can_hold(build_network(list_pairs(without(sweep, absent)))):
        verdict.fail("conflict: what it lists can hold together")
    for number, member in enumerate(limits):
        if member.path not in listed:
            continue
        gone = [limit for limit in limits[:number] if limit.path not in listed]
        if not can_hold(build_network(list_pairs(without(sweep, [*gone, member])))):
            verdict.fail(f"conflict: {member.path} can be taken away, and what stands then conflicts still")
    if not verdict.failures:
        verdict.note("infeasible: shown by a cut that the conflict alone puts across every flow")
