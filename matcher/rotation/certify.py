"""The verifier: every rule, every value, every proof of an outcome, from the two files alone.

Nothing here optimises. A stage is proved by integer potentials on the face that the stages before it left;
an infeasible round by a cut no flow can cross. The solver's own word counts for nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from matcher.arrays import Flags, Ints
from matcher.flow.cut import can_hold
from matcher.flow.face import whole
from matcher.flow.optimum import Optimum
from matcher.flow.prove import prove
from matcher.form import list_malformed
from matcher.outcome import FORMAT
from matcher.reading import shown
from matcher.rotation.choices import Choices, list_choices
from matcher.rotation.limits import find_broken, list_limits, without
from matcher.rotation.metrics import list_matches, list_seats, measure
from matcher.rotation.network import build_network, method_of
from matcher.rotation.problem import Rotation
from matcher.rotation.reasons import PROVED_REASONS, list_unmatched, plain_reasons
from matcher.rotation.relaxations import RELAXED_REASONS
from matcher.rotation.shape import FORMS
from matcher.rotation.stable import open_market, replay
from matcher.rotation.stages import TIE_BREAKS, Stages
from matcher.verdict import Verdict, check_seed

_STATUS = {
    "network": ("optimal", "infeasible"),
    "integer": ("optimal", "feasible", "infeasible"),
    "deferred-acceptance": ("stable",),
}


def verify(rotation: Rotation, outcome: object) -> Verdict:
    """Check an outcome, and the seed's proof where the round has one, without calling an optimiser."""
    verdict = check_outcome(Stages(rotation, list_choices(rotation)), outcome)
    check_seed(rotation.seed, rotation.seed_proof, rotation.snapshot_sha256, verdict)
    return verdict


def check_outcome(stages: Stages, outcome: object) -> Verdict:
    """Check an outcome against its round; what the engine does with every answer of its own."""
    malformed = list_malformed(outcome, FORMS)
    if malformed or not isinstance(outcome, dict):
        return Verdict(malformed)
    verdict = Verdict()
    _check_head(stages.rotation, outcome, verdict)
    if outcome["status"] == "infeasible":
        _check_conflict(stages.rotation, stages.choices, outcome, verdict)
    else:
        method = method_of(stages.rotation)
        rows = _check_matches(stages.rotation, stages.choices, outcome, verdict)
        if rows is not None and outcome["status"] in _STATUS[method]:
            _CHECKS[method](stages, rows, outcome, verdict)
    return verdict


def _check_head(rotation: Rotation, outcome: dict[str, Any], verdict: Verdict) -> None:
    method = method_of(rotation)
    expected = {
        "format": FORMAT,
        "input_sha256": rotation.input_sha256,
        "snapshot_sha256": rotation.snapshot_sha256,
        "mechanism": rotation.mechanism,
        "method": method,
        "proved": method != "integer",
    }
    for key, value in expected.items():
        verdict.compare(key, outcome[key], value)
    if outcome["status"] not in _STATUS[method]:
        verdict.fail(f"status: {outcome['status']} is not one of {', '.join(_STATUS[method])}")


def _check_matches(
    rotation: Rotation, choices: Choices, outcome: dict[str, Any], verdict: Verdict
) -> Ints | None:
    """The rows that are matched, every rule of the round checked on them one by one; `None` where one is
    broken."""
    pairs = [(match["executive"], match["opportunity"]) for match in outcome["matches"]]
    known = [pair[0] in choices.number and pair[1] in choices.place for pair in pairs]
    rows = choices.rows([pair for pair, is_known in zip(pairs, known, strict=True) if is_known])
    allowed = np.array(known, dtype=np.bool_)
    allowed[allowed] = (rows >= 0) & choices.eligible[rows] & ~choices.declined[rows]
    for number in np.flatnonzero(~allowed).tolist():
        executive, opportunity = pairs[number]
        verdict.fail(f"matches[{number}]: {shown(executive)} may not go to {shown(opportunity)}")
    if not allowed.all():
        return None
    verdict.compare("matches", outcome["matches"], list_matches(choices, rows))
    broken = _broken_rules(rotation, choices, rows)
    verdict.failures.extend(broken)
    return None if broken else rows


def _broken_rules(rotation: Rotation, choices: Choices, rows: Ints) -> list[str]:
    times = np.bincount(choices.executive[rows], minlength=len(choices.executives))
    found = [
        f"{shown(choices.executives[person])} is placed {times[person]} times"
        for person in np.flatnonzero(times > 1).tolist()
    ]
    if rotation.mechanism == "stable":
        taken = np.bincount(choices.opportunity[rows], minlength=len(choices.opportunities))
        return found + [
            f"{shown(choices.opportunities[post])} holds {taken[post]}, more than its seats"
            for post in np.flatnonzero(taken > list_seats(rotation)).tolist()
        ]
    imposed = find_broken(rotation, choices, rows)
    return found + [f"{broken['path']}: {broken['actual']} against {broken['limit']}" for broken in imposed]


def _check_network(stages: Stages, rows: Ints, outcome: dict[str, Any], verdict: Verdict) -> None:
    """Every stage's value and proof, then what follows from the faces: reasons, uniqueness, metrics."""
    values = [{"objective": name, "value": stages.value(name, rows)} for name in stages.names()]
    verdict.compare("stages", outcome["stages"], values)
    network = build_network(stages.rotation, stages.choices)
    flow = network.circulate(rows)
    before = prove(Optimum(network, flow, whole(network, flow)), stages, stages.rotation.objective, verdict)
    last = before and prove(before, stages, TIE_BREAKS, verdict)
    unique = outcome["metrics"]["unique"]
    if last:
        verdict.note(f"optimality: proved stage by stage ({', '.join(stages.names())})")
        unique = last.unique
    _check_metrics(stages, rows, outcome, unique, verdict)
    if before:
        _check_reasons(stages, before.placeable(), rows, outcome["unmatched"], RELAXED_REASONS, verdict)


def _check_integer(stages: Stages, rows: Ints, outcome: dict[str, Any], verdict: Verdict) -> None:
    """Every value and the form of every bound; that none is better stays the solver's word."""
    values = [{"objective": name, "value": stages.value(name, rows)} for name in stages.names()]
    told = [{key: stage[key] for key in ("objective", "value")} for stage in outcome["stages"]]
    verdict.compare("stages", told, values)
    open_ended = [stage for stage in outcome["stages"] if "bound" in stage]
    if bool(open_ended) != (outcome["status"] == "feasible"):
        verdict.fail("stages: a bound stands on every stage that is not proved, and on no other")
    for stage in open_ended:
        if not _is_bound(stage):
            verdict.fail(f"stages: the bound of {stage['objective']} is passed by its value")
    unique = outcome["metrics"]["unique"] if outcome["status"] == "optimal" else False
    _check_metrics(stages, rows, outcome, unique, verdict)
    nobody = np.zeros(len(stages.choices.executives), dtype=np.bool_)
    _check_reasons(stages, nobody, rows, outcome["unmatched"], ("limits",), verdict)
    verdict.note("optimality: stated by the solver, not re-proved")


def _is_bound(stage: dict[str, Any]) -> bool:
    """Whether a bound is shaped like its value and not passed by it, one class after the other."""
    value, bound = stage["value"], stage["bound"]
    if isinstance(value, list) != isinstance(bound, list):
        return False
    pairs = [(value, bound)] if not isinstance(value, list) else list(zip(value, bound, strict=False))
    if isinstance(value, list) and len(value) != len(bound):
        return False
    less_is_better = stage["objective"].endswith(("_total", "_fair", "draw"))
    first = next(((v, b) for v, b in pairs if v != b), (0, 0))
    return first[0] >= first[1] if less_is_better else first[0] <= first[1]


def _check_acceptance(stages: Stages, rows: Ints, outcome: dict[str, Any], verdict: Verdict) -> None:
    """The proposals replayed one by one, and what the outcome does not keep."""
    rotation, choices = stages.rotation, stages.choices
    right = replay(choices, open_market(rotation, choices))
    if not np.array_equal(rows, right):
        verdict.fail("matches: not what deferred acceptance gives when it is replayed")
    verdict.compare("broken_limits", outcome["broken_limits"], find_broken(rotation, choices, rows))
    _check_metrics(stages, rows, outcome, True, verdict)
    nobody = np.zeros(len(choices.executives), dtype=np.bool_)
    _check_reasons(stages, nobody, rows, outcome["unmatched"], ("beaten",), verdict, sure=True)
    verdict.note("stability: replayed, proposal by proposal")


_CHECKS = {"network": _check_network, "integer": _check_integer, "deferred-acceptance": _check_acceptance}


def _check_metrics(
    stages: Stages, rows: Ints, outcome: dict[str, Any], unique: bool, verdict: Verdict
) -> None:
    for key, value in measure(stages.rotation, stages.choices, rows, unique).items():
        verdict.compare(f"metrics.{key}", outcome["metrics"][key], value)


def _check_reasons(
    stages: Stages,
    placeable: Flags,
    rows: Ints,
    unmatched: list[dict[str, Any]],
    others: tuple[str, ...],
    verdict: Verdict,
    sure: bool = False,
) -> None:
    """Reasons this round alone decides exactly, any other against the list `others`; `sure` where that list
    leaves no choice."""
    plain = plain_reasons(stages.choices, rows, placeable)
    claimed = {entry["executive"]: entry["reason"] for entry in unmatched}
    for id_, reason in plain.items():
        told = claimed.get(id_)
        if told != reason and (reason is not None or told not in others):
            right = reason or " or ".join(others)
            verdict.fail(f"unmatched: reason {shown(told)} of {shown(id_)} should be {right}")
    agreed = {id_: str(claimed.get(id_)) for id_ in plain}
    verdict.compare("unmatched", unmatched, list_unmatched(stages.rotation, stages.choices, agreed))
    by_form = sum(reason is None for reason in plain.values())
    if by_form and not sure:
        checked = [reason for reason in PROVED_REASONS if "limits" not in others or reason != "lottery"]
        verdict.note(
            f"reasons: {len(plain) - by_form} of {len(plain)} checked ({', '.join(checked)}); "
            f"{by_form} speak of another round and were checked for form only"
        )


def _check_conflict(rotation: Rotation, choices: Choices, outcome: dict[str, Any], verdict: Verdict) -> None:
    """That the conflict alone cannot hold, and that no member of it could have been taken away."""
    limits = list_limits(rotation)
    paths = [item["path"] for item in outcome["conflict"]]
    verdict.compare("conflict", paths, [limit.path for limit in limits if limit.path in paths])
    listed = set(paths)
    absent = [limit for limit in limits if limit.path not in listed]
    alone = without(rotation, absent)
    if method_of(alone) != "network":
        verdict.note("infeasible: the conflict is no network question and was checked for form only")
        return
    if can_hold(build_network(alone, choices)):
        verdict.fail("conflict: what it lists can hold together")
    is_network = method_of(rotation) == "network"
    for number, member in enumerate(limits):
        if member.path not in listed:
            continue
        gone = [limit for limit in limits[:number] if limit.path not in listed] if is_network else absent
        if not can_hold(build_network(without(rotation, [*gone, member]), choices)):
            verdict.fail(f"conflict: {member.path} can be taken away, and what stands then conflicts still")
    if not verdict.failures:
        verdict.note("infeasible: shown by a cut that the conflict alone puts across every flow")
