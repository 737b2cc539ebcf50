"""A network round's outcome as a standing optimum, to ask questions of."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np

from matcher.arrays import Ints
from matcher.errors import Refused
from matcher.flow.standing import Standing, stand
from matcher.flow.step import Value
from matcher.rotation.choices import Choices
from matcher.rotation.network import RoundNetwork
from matcher.rotation.stages import Stages


def stand_by(
    stages: Stages, network: RoundNetwork, outcome: dict[str, Any], names: Iterable[str]
) -> Standing:
    """The optimum with its potentials in the named stages, read off an outcome that `verify` accepts."""
    flow = network.circulate(matched_rows(stages.choices, outcome))
    standing = stand(network, flow, (step for name in names for step in stages.steps(name)))
    if standing is None:
        raise Refused("stages", "the outcome is not optimal; verify it against its round")
    return standing


def matched_rows(choices: Choices, outcome: dict[str, Any]) -> Ints:
    """The rows of the choices that an outcome matches."""
    return choices.rows((match["executive"], match["opportunity"]) for match in outcome["matches"])


def first_changes(stages: Stages, standing: Standing, lengths: Ints) -> list[tuple[str, Value, Value] | None]:
    """For simple circles of these lengths (folds, n), the first objective that changes along each, with its
    value before and after; `None` where none does."""
    rotation, changes = stages.rotation, standing.folded.unfold(lengths)
    names = [name for name in rotation.objective for step in stages.steps(name) if not step.settled]
    sections = {name: [n for n, _ in of] for name, of in groupby(enumerate(names), itemgetter(1))}
    values = {name: stages.value(name, standing.rows) for name in sections}
    found: list[tuple[str, Value, Value] | None] = [None] * lengths.shape[1]
    changed = changes != 0
    for column in np.flatnonzero(changed.any(axis=0)).tolist():
        name = names[int(changed[:, column].argmax())]
        after = stages.moved(name, values[name], changes[sections[name], column].tolist())
        found[column] = name, values[name], after
    return found
