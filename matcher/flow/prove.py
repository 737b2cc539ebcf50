"""Proving stages anew: integer potentials for the flow that an outcome claims, without an optimiser."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.flow.face import narrow
from matcher.flow.optimum import Optimum
from matcher.flow.potentials import find_potentials
from matcher.flow.step import Objective
from matcher.verdict import Verdict


def prove(optimum: Optimum, stages: Objective, names: Sequence[str], verdict: Verdict) -> Optimum | None:
    """The face on which every outcome is as good in the named stages, or `None` where one can be improved."""
    network, flow, face = optimum.network, optimum.flow, optimum.face
    for name in names:
        for step in stages.steps(name):
            cost = step.costs(network, face.edge)
            if step.settled or not cost.any():
                continue
            potential = find_potentials(face, face.flow, cost)
            if potential is None:
                verdict.fail(f"stages: {name} can be improved without loss in the stages before")
                return None
            face = narrow(face, face.flow, cost, potential)
    return Optimum(network, flow, face)
