"""What a stage asks of a flow: one or more sums over the matches, each to be made as small as possible."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from matcher.arrays import Ints
from matcher.flow.network import Network

Value = int | list[int]


@dataclass(frozen=True)
class Step:
    """One sum over the matches, to be made as small as possible.

    `weight` gives the summands of people (by number) where `personal`, else of rows of the choices. `settled`
    says that the sums before leave this one no choice.
    """

    weight: Callable[[Ints], Ints]
    personal: bool = False
    settled: bool = False

    def costs(self, network: Network, edges: Ints) -> Ints:
        """The cost of each given edge; a personal one stands on the single edge to the person."""
        section = network.people if self.personal else slice(0, len(network.row))
        here = np.flatnonzero((section.start <= edges) & (edges < section.stop))
        of = edges[here] - section.start if self.personal else network.row[edges[here]]
        cost = np.zeros(len(edges), dtype=np.int64)
        cost[here] = self.weight(of)
        return cost


class Objective(Protocol):
    """Stages by name; each is a sequence of steps."""

    def steps(self, name: str) -> Iterable[Step]:
        """What to minimise, step by step."""
