"""The lexicographic optimum of a network round: stage after stage on an ever smaller face."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from matcher.arrays import Flags, Ints
from matcher.flow.face import Face, narrow, whole
from matcher.flow.network import Network
from matcher.flow.optimise import optimise, restore
from matcher.flow.step import Objective

Progress = Callable[[str], object]
"""Told the name of each stage before it begins; an exception it raises stops the solve."""


def silent(_stage: str) -> None:
    """Progress for nobody."""


@dataclass(frozen=True)
class Optimum:
    """A flow (edges,) optimal in every stage it was asked for, and the face of all such flows."""

    network: Network
    flow: Ints
    face: Face

    @property
    def rows(self) -> Ints:
        """The rows of the choices that are matched."""
        found: Ints = self.network.row[self.flow[: len(self.network.row)] == 1]
        return found

    @property
    def unique(self) -> bool:
        """Whether no other set of matches is as good in every stage."""
        return not (self.face.edge < len(self.network.row)).any()

    def placeable(self) -> Flags:
        """Which executives some flow of the face places, (executives,)."""
        placed = self.network.people
        free = self.face.edge[(placed.start <= self.face.edge) & (self.face.edge < placed.stop)]
        found: Flags = self.flow[placed] == 1
        found[free - placed.start] = True
        return found


def find_optimum(
    network: Network, stages: Objective, names: Sequence[str], progress: Progress = silent
) -> Optimum | None:
    """The optimum over the named stages in order, or `None` where the round cannot hold at all."""
    flow = find_flow(network)
    if flow is None:
        return None
    return improve(Optimum(network, flow, whole(network, flow)), stages, names, progress)


def improve(
    optimum: Optimum, stages: Objective, names: Sequence[str], progress: Progress = silent
) -> Optimum:
    """The optimum over further stages, keeping the value of every stage before."""
    network, flow, face = optimum.network, optimum.flow.copy(), optimum.face
    for name in names:
        progress(name)
        for step in stages.steps(name):
            cost = step.costs(network, face.edge)
            if cost.any() and not step.settled:
                flow[face.edge], potential = optimise(network, face, cost)
                face = narrow(face, flow[face.edge], cost, potential)
    return Optimum(network, flow, face)


def adopt(optimum: Optimum, rows: Ints) -> Optimum | None:
    """The same face with another flow on it, that of these rows, or `None` where it is not on the face."""
    face, flow = optimum.face, optimum.network.circulate(rows)
    moved = flow != optimum.flow
    moved[face.edge] = False
    inside = flow[face.edge]
    if moved.any() or (inside < face.lower).any() or (inside > face.upper).any():
        return None
    return Optimum(optimum.network, flow, replace(face, flow=inside))


def find_flow(network: Network) -> Ints | None:
    """Any flow (edges,) that keeps every bound, or `None` where there is none."""
    if (network.lower > network.upper).any():
        return None
    return restore(whole(network))
