"""Two outcomes side by side: who moved, and stage by stage what it cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from matcher.flow.optimum import Progress, silent
from matcher.flow.step import Value
from matcher.rotation.changes import StageChange
from matcher.rotation.choices import list_choices
from matcher.rotation.moves import Move, list_moves
from matcher.rotation.problem import Rotation
from matcher.rotation.solve import solve
from matcher.rotation.stages import Stages
from matcher.rotation.standing import matched_rows


@dataclass(frozen=True)
class Comparison:
    """From one outcome to another: `stages` are the objectives of the first, then those of the second that
    are not among them; tie-breaks are left out, as they only choose among equals."""

    stages: tuple[StageChange, ...]
    moves: tuple[Move, ...]

    @property
    def decisive(self) -> StageChange | None:
        """The first stage that differs, which is the one that counts; `None` among equals."""
        return next((stage for stage in self.stages if stage.better is not None), None)

    def count(self, kind: str) -> int:
        """How many moves are of this kind."""
        return sum(move.kind == kind for move in self.moves)


def compare(
    before: Rotation, outcome_before: dict[str, Any], after: Rotation, outcome_after: dict[str, Any]
) -> Comparison:
    """Compare two outcomes, each with its own round, of any mechanism; neither may be infeasible.

    The rounds may differ in everything. An executive of only one of them counts as unplaced in the other.
    """
    names = list(dict.fromkeys((*before.objective, *after.objective)))
    old, new = _values(before, outcome_before, names), _values(after, outcome_after, names)
    return Comparison(tuple(map(StageChange, names, old, new)), list_moves(outcome_before, outcome_after))


@dataclass(frozen=True)
class Price:
    """What something costs: the outcome with it, against the best outcome without it."""

    outcome: dict[str, Any]
    comparison: Comparison


def price_of_stability(rotation: Rotation, outcome: dict[str, Any], *, progress: Progress = silent) -> Price:
    """From the best outcome of a round to the stable one, which leaves limits and pins aside.

    Where no limit stands in the way, what gets worse is what stability costs; where some do, `broken_limits`
    of the stable outcome says which it does not keep. `outcome` is one of `rotation`, mechanism `optimal`.
    """
    return _against(rotation, outcome, replace(rotation, mechanism="stable"), progress)


def price_of_balance(rotation: Rotation, outcome: dict[str, Any], *, progress: Progress = silent) -> Price:
    """From the outcome of a round to the best one without any `net_min` and `net_max`: what gets better is
    what balanced exchange costs."""
    units = tuple(replace(unit, net_min=None, net_max=None) for unit in rotation.units)
    return _against(rotation, outcome, replace(rotation, units=units), progress)


def _against(rotation: Rotation, outcome: dict[str, Any], other: Rotation, progress: Progress) -> Price:
    found = solve(other, progress=progress)
    return Price(found, compare(rotation, outcome, other, found))


def _values(rotation: Rotation, outcome: dict[str, Any], names: list[str]) -> list[Value]:
    stages = Stages(rotation, list_choices(rotation))
    rows = matched_rows(stages.choices, outcome)
    return [stages.value(name, rows) for name in names]
