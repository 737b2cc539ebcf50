"""Repair: the optimum after a decline, a withdrawal or a new pin, without solving the round again.

Each new entry moves the bounds of one pair, so one shortest path from the standing optimum finds the next.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from matcher.arrays import Ints
from matcher.errors import Defect, Refused
from matcher.flow.face import whole
from matcher.flow.optimum import Optimum, Progress, silent
from matcher.flow.prove import prove
from matcher.flow.standing import Standing
from matcher.outcome import Watch, signature
from matcher.reading import Pair, shown
from matcher.rotation.certify import verify
from matcher.rotation.choices import Choices, list_choices
from matcher.rotation.moves import Move, list_moves
from matcher.rotation.network import build_network, method_of
from matcher.rotation.outcome import body, head
from matcher.rotation.problem import Rotation
from matcher.rotation.reasons import find_reasons
from matcher.rotation.solve import solve
from matcher.rotation.stages import TIE_BREAKS, Stages
from matcher.rotation.standing import stand_by
from matcher.verdict import Verdict


@dataclass(frozen=True)
class Repair:
    """The outcome of the changed round, and everybody whose placement changes."""

    outcome: dict[str, Any]
    moves: tuple[Move, ...]


def repair(
    before: Rotation, outcome: dict[str, Any], after: Rotation, *, progress: Progress = silent
) -> Repair:
    """The outcome of `after`, which is `before` with further entries in `declined` and `pinned`.

    `outcome` is one of `before` that `verify` accepts. The result is what `solve(after)` gives. A network
    round that still holds is repaired, one shortest path for each entry that changes anything; any other is
    solved. `progress` is told `repair`, or the stages of a solve. Raises `Refused` where `after` changes
    anything else (a pin may go when its pair is declined), `Defect` when the answer fails the verifier.
    """
    _check_same_round(before, after)
    found = None
    if method_of(after) == "network" and outcome["status"] == "optimal":
        progress("repair")
        found = _repaired(before, outcome, after)
    if found is None:
        found = solve(after, progress=progress)
    return Repair(found, list_moves(outcome, found))


def _check_same_round(before: Rotation, after: Rotation) -> None:
    declined = set(after.declined)
    for key, kept in (("declined", declined), ("pinned", declined | set(after.pinned))):
        missing = sorted(set(getattr(before, key)) - kept)
        if missing:
            executive, opportunity = map(shown, missing[0])
            raise Refused(key, f"{executive} at {opportunity} is gone; a repair only adds entries")
    free = {"declined": (), "pinned": (), "input_sha256": "", "snapshot_sha256": "", "seed_proof": None}
    one, other = replace(before, **free), replace(after, **free)  # type: ignore[arg-type]
    for key in Rotation.__slots__:
        if key != "read_ms" and getattr(one, key) != getattr(other, key):
            raise Refused(key, "differs from the round the outcome is of; a repair only adds entries")


def _repaired(before: Rotation, outcome: dict[str, Any], after: Rotation) -> dict[str, Any] | None:
    """The outcome, or `None` where the round cannot hold any more."""
    watch = Watch(after.read_ms)
    old = Stages(before, list_choices(before))
    standing: Standing | None = stand_by(old, build_network(before, old.choices), outcome, old.names())
    watch.lap("build")
    for key, bound in (("pinned", 1), ("declined", 0)):
        for edge in _edges(old.choices, sorted(set(getattr(after, key)) - set(getattr(before, key)))):
            standing = standing and standing.bound(edge, bound)
    if standing is None:
        return None
    watch.lap("solve")
    found = _written(Stages(after, list_choices(after)), standing.rows, watch) | signature(watch)
    failures = verify(replace(after, seed_proof=None), found).failures  # a solve does not check the seed
    watch.lap("prove")
    if failures:
        raise Defect(failures)
    return found


def _edges(choices: Choices, pairs: list[Pair]) -> list[int]:
    """The edges of those pairs that could be matched."""
    places = choices.open.searchsorted(rows := choices.rows(pairs))
    return [
        place
        for place, row in zip(places.tolist(), rows.tolist(), strict=True)
        if place < len(choices.open) and choices.open[place] == row
    ]


def _written(stages: Stages, rows: Ints, watch: Watch) -> dict[str, Any]:
    """The outcome in which these rows are matched, its proof found on the way."""
    network = build_network(stages.rotation, stages.choices)
    flow = network.circulate(rows)
    verdict = Verdict()
    before = prove(Optimum(network, flow, whole(network, flow)), stages, stages.rotation.objective, verdict)
    optimum = before and prove(before, stages, TIE_BREAKS, verdict)
    if before is None or optimum is None:
        raise Defect(verdict.failures)
    watch.lap("prove")
    told = [{"objective": name, "value": stages.value(name, rows)} for name in stages.names()]
    reasons = find_reasons(network, stages, optimum, before)
    found = head(stages.rotation, "network", "optimal", True)
    found |= body(stages.rotation, stages.choices, rows, reasons, optimum.unique, told)
    watch.lap("explain")
    return found
