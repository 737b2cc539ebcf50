"""The verifier: every rule, every value, every proof of an outcome, from the two files alone.

Nothing here optimises. A stage is proved by integer potentials on the face that the stages before it left;
an infeasible round by a cut no flow can cross. The solver's own word counts for nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from matcher.lottery import commitment, reveal
from matcher.reading import shown
from matcher.rotation.choices import Choices, Ints, list_choices
from matcher.rotation.conflict import list_candidates, loosen
from matcher.rotation.cut import can_hold
from matcher.rotation.face import narrow, whole
from matcher.rotation.metrics import count_units, list_matches, measure
from matcher.rotation.network import Network, build_network
from matcher.rotation.optimum import Optimum
from matcher.rotation.potentials import find_potentials
from matcher.rotation.problem import LimitKind, Rotation
from matcher.rotation.reasons import PROVED_REASONS, RELAXED_REASONS, list_unmatched, plain_reasons
from matcher.rotation.shape import find_malformed
from matcher.rotation.stages import TIE_BREAKS, Stages

_MEASURED: dict[LimitKind, str] = {"max_out": "out", "max_in": "in", "net_min": "net", "net_max": "net"}


@dataclass(frozen=True)
class Verdict:
    """What the verifier found: the outcome holds when `failures` is empty; `notes` say what was shown."""

    failures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def verify(rotation: Rotation, outcome: object) -> Verdict:
    """Check an outcome, and the seed's proof where the round has one, without calling an optimiser."""
    choices = list_choices(rotation)
    verdict = check_outcome(rotation, outcome, choices, build_network(rotation, choices))
    _check_seed(rotation, verdict)
    return verdict


def check_outcome(rotation: Rotation, outcome: object, choices: Choices, network: Network) -> Verdict:
    """Check an outcome against its round; what the engine does with every answer of its own."""
    malformed = find_malformed(outcome)
    if malformed is not None or not isinstance(outcome, dict):
        return Verdict([malformed or "the outcome is no object"])
    verdict = Verdict()
    _check_head(rotation, outcome, verdict)
    if outcome["status"] == "infeasible":
        _check_conflict(rotation, choices, network, outcome, verdict)
    else:
        rows = _check_matches(rotation, choices, outcome, verdict)
        if not verdict.failures:
            _check_optimum(Stages(rotation, choices), network, rows, outcome, verdict)
    return verdict


def _compare(verdict: Verdict, path: str, found: object, expected: object) -> None:
    if found != expected:
        verdict.failures.append(f"{path}: {shown(found)} where the round gives {shown(expected)}")


def _check_head(rotation: Rotation, outcome: dict[str, Any], verdict: Verdict) -> None:
    expected = {
        "format": "roundtrip.outcome/1",
        "input_sha256": rotation.input_sha256,
        "snapshot_sha256": rotation.snapshot_sha256,
        "mechanism": "optimal",
        "method": "network",
        "proved": True,
    }
    for key, value in expected.items():
        _compare(verdict, key, outcome[key], value)


def _check_matches(rotation: Rotation, choices: Choices, outcome: dict[str, Any], verdict: Verdict) -> Ints:
    """The rows that are matched, every rule of the round checked on them one by one."""
    pairs = [(match["executive"], match["opportunity"]) for match in outcome["matches"]]
    executives, opportunities = set(choices.executives), set(choices.opportunities)
    known = [pair for pair in pairs if pair[0] in executives and pair[1] in opportunities]
    rows = choices.rows(known)
    is_open = choices.eligible & ~choices.declined
    allowed = {pair for pair, row in zip(known, rows, strict=True) if is_open[row] and row >= 0}
    for number, pair in enumerate(pairs):
        if pair not in allowed:
            verdict.failures.append(f"matches[{number}]: {shown(pair[0])} may not go to {shown(pair[1])}")
    if not verdict.failures:
        _compare(verdict, "matches", outcome["matches"], list_matches(choices, rows))
        verdict.failures.extend(_broken_rules(rotation, choices, rows))
    return rows


def _broken_rules(rotation: Rotation, choices: Choices, rows: Ints) -> list[str]:
    pairs = [choices.pair(row) for row in rows]
    held = set(pairs)
    people, places = Counter(e for e, _ in pairs), Counter(a for _, a in pairs)
    found = [f"{shown(id_)} is placed {count} times" for id_, count in people.items() if count > 1]
    for number, post in enumerate(rotation.opportunities):
        if not post.min_seats <= places[post.id] <= post.seats:
            found.append(
                f"opportunities[{number}]: {places[post.id]} placed, not {post.min_seats} to {post.seats}"
            )
    for number, pin in enumerate(rotation.pinned):
        if pin not in held:
            found.append(f"pinned[{number}]: {shown(pin[0])} is not at {shown(pin[1])}")
    measured = {unit["id"]: unit for unit in count_units(rotation, choices, rows)}
    for number, unit in enumerate(rotation.units):
        for kind, of in _MEASURED.items():
            figure, actual = unit.limit(kind), measured[unit.id][of]
            if figure is not None and (actual < figure if kind == "net_min" else actual > figure):
                found.append(f"units[{number}].{kind}: {actual} against a limit of {figure}")
    return found


def _check_optimum(
    stages: Stages, network: Network, rows: Ints, outcome: dict[str, Any], verdict: Verdict
) -> None:
    """Every stage's value and proof, then what follows from the faces: reasons, uniqueness, metrics."""
    values = [{"objective": name, "value": stages.value(name, rows)} for name in stages.names()]
    _compare(verdict, "stages", outcome["stages"], values)
    flow = network.circulate(rows)
    before = _prove(Optimum(network, flow, whole(network, flow)), stages, stages.rotation.objective, verdict)
    last = before and _prove(before, stages, TIE_BREAKS, verdict)
    if before is None or last is None:
        return
    verdict.notes.append(f"optimality: proved stage by stage ({', '.join(stages.names())})")
    metrics = measure(stages.rotation, stages.choices, rows, last.unique)
    for key, value in metrics.items():
        _compare(verdict, f"metrics.{key}", outcome["metrics"][key], value)
    _check_reasons(stages, before, rows, outcome["unmatched"], verdict)


def _prove(optimum: Optimum, stages: Stages, names: tuple[str, ...], verdict: Verdict) -> Optimum | None:
    """The face on which every outcome is as good in the named stages, or `None` where one can be improved."""
    network, flow, face = optimum.network, optimum.flow, optimum.face
    for name in names:
        for step in stages.steps(name):
            cost = step.costs(network, face.edge)
            if not cost.any():
                continue
            potential = find_potentials(face, face.flow, cost)
            if potential is None:
                verdict.failures.append(f"stages: {name} can be improved without loss in the stages before")
                return None
            face = narrow(face, face.flow, cost, potential)
    return Optimum(network, flow, face)


def _check_reasons(
    stages: Stages, before: Optimum, rows: Ints, unmatched: list[dict[str, Any]], verdict: Verdict
) -> None:
    plain = plain_reasons(stages.choices, rows, before.placeable())
    claimed = {entry["executive"]: entry["reason"] for entry in unmatched}
    by_form = 0
    for id_, reason in plain.items():
        told = claimed.get(id_)
        if reason is None and told in RELAXED_REASONS:
            by_form += 1
        elif reason is None:
            verdict.failures.append(
                f"unmatched: reason {shown(told)} of {shown(id_)} is not one that applies"
            )
        elif told != reason:
            verdict.failures.append(f"unmatched: reason {shown(told)} of {shown(id_)} should be {reason}")
    agreed = {id_: str(claimed.get(id_)) for id_ in plain}
    _compare(verdict, "unmatched", unmatched, list_unmatched(stages.rotation, stages.choices, agreed))
    if by_form:
        verdict.notes.append(
            f"reasons: {len(plain) - by_form} of {len(plain)} checked ({', '.join(PROVED_REASONS)}); "
            f"{by_form} speak of another round and were checked for form only"
        )


def _check_conflict(
    rotation: Rotation, choices: Choices, network: Network, outcome: dict[str, Any], verdict: Verdict
) -> None:
    candidates = list_candidates(rotation, choices, network)
    paths = [item["path"] for item in outcome["conflict"]]
    conflict = [candidate for candidate in candidates if candidate.path in paths]
    _compare(verdict, "conflict", paths, [candidate.path for candidate in conflict])
    rest = [candidate for candidate in candidates if candidate.path not in paths]
    alone = loosen(network, rest)
    if can_hold(alone):
        verdict.failures.append("conflict: what it lists can hold together")
    for member in conflict:
        if not can_hold(loosen(alone, [member])):
            verdict.failures.append(f"conflict: the rest conflicts without {member.path} too")
    if not verdict.failures:
        verdict.notes.append("infeasible: shown by a cut that the conflict alone puts across every flow")


def _check_seed(rotation: Rotation, verdict: Verdict) -> None:
    proof = rotation.seed_proof
    if proof is None:
        return
    frozen = rotation.snapshot_sha256 if proof.frozen is None else proof.frozen
    if commitment(proof.secret) != proof.commitment:
        verdict.failures.append("seed_proof: the secret does not give the published commitment")
    if reveal(proof.secret, proof.outside, frozen) != rotation.seed:
        verdict.failures.append("seed_proof: secret, outside value and frozen hash do not give the seed")
    own = "is" if frozen == rotation.snapshot_sha256 else "is not"
    verdict.notes.append(f"seed: frozen hash {frozen} {own} this file's own")
