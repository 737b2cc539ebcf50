"""A network round's outcome as a standing optimum, to ask questions of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from matcher.arrays import Ints
from matcher.errors import Refused
from matcher.flow.standing import Standing, stand
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
