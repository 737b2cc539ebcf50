"""Why somebody is not placed: the reason of each unplaced executive, and the cause of each choice."""

from __future__ import annotations

from typing import Any

import numpy as np

from matcher.arrays import Flags, Ints
from matcher.flow.optimum import Optimum, find_optimum
from matcher.rotation.choices import Choices
from matcher.rotation.network import RoundNetwork, without
from matcher.rotation.problem import Rotation
from matcher.rotation.relaxations import RELAXATIONS
from matcher.rotation.stages import Stages

PROVED_REASONS = ("no_choices", "none_eligible", "lottery")


def list_unmatched(rotation: Rotation, choices: Choices, reasons: dict[str, str]) -> list[dict[str, Any]]:
    """The `unmatched` of an outcome, sorted by executive, each choice with its cause."""
    ids = sorted(reasons)
    numbers = map(choices.number.__getitem__, ids)
    causes = (list_causes(rotation, choices, number) for number in numbers)
    return [
        {"executive": id_, "reason": reasons[id_], "choices": listed}
        for id_, listed in zip(ids, causes, strict=True)
    ]


def list_causes(rotation: Rotation, choices: Choices, executive: int) -> list[dict[str, Any]]:
    """The choices of one executive (by number), sorted by opportunity, each with its cause."""
    mine = slice(choices.starts[executive], choices.starts[executive + 1])
    listed = zip(choices.wanted[mine], choices.causes[mine], strict=True)
    found = [{"opportunity": opportunity, "cause": cause} for opportunity, cause in listed]
    for item in found:
        if item["cause"] == "forbidden":
            text = rotation.forbidden[choices.executives[executive], item["opportunity"]]
            item.update({"text": text} if text else {})
    return found


def rows_of(choices: Choices, executive: int) -> range:
    """The rows of one executive (by number)."""
    return range(choices.starts[executive], choices.starts[executive + 1])


def plain_reasons(choices: Choices, rows: Ints, before_lottery: Flags) -> dict[str, str | None]:
    """The reason of each unplaced executive as far as this round alone tells it, else `None`.

    `before_lottery` (executives,) says whom some outcome equal in all stages before the lottery places.
    """
    placed = np.zeros(len(choices.executives), dtype=np.bool_)
    placed[choices.executive[rows]] = True
    listed = np.bincount(choices.executive, minlength=len(choices.executives)) > 0
    hopeful = np.bincount(choices.executive[choices.open], minlength=len(choices.executives)) > 0
    cases = [~listed, ~hopeful, before_lottery]
    told = np.array([*PROVED_REASONS, None])[np.select(cases, range(len(cases)), len(cases))]
    unplaced = np.flatnonzero(~placed)
    ids = map(choices.executives.__getitem__, unplaced.tolist())
    return dict(zip(ids, told[unplaced].tolist(), strict=True))


def find_reasons(
    network: RoundNetwork, stages: Stages, optimum: Optimum, before_lottery: Optimum
) -> dict[str, str]:
    """The reason of each unplaced executive; solves the round again without each kind of limit."""
    choices = stages.choices
    plain = plain_reasons(choices, optimum.rows, before_lottery.placeable())
    found = {id_: reason for id_, reason in plain.items() if reason is not None}
    undecided = [number for number, id_ in enumerate(choices.executives) if plain.get(id_, "") is None]
    for reason, kind in RELAXATIONS.items():
        relaxed = without(network, kind)
        if not undecided or _same_bounds(relaxed, network):
            continue
        easier = find_optimum(relaxed, stages, stages.rotation.objective)
        if easier is None:
            raise AssertionError("taking a limit away cannot make a round infeasible")
        placeable = easier.placeable()
        found.update({choices.executives[number]: reason for number in undecided if placeable[number]})
        undecided = [number for number in undecided if not placeable[number]]
    return found | {choices.executives[number]: "several" for number in undecided}


def _same_bounds(left: RoundNetwork, right: RoundNetwork) -> bool:
    return np.array_equal(left.lower, right.lower) and np.array_equal(left.upper, right.upper)
