"""Integer circulations of least cost: small costs by phases, large ones by a linear programme.

The lottery's and the draw's costs would take one phase for each distinct distance; the programme over the
pairs that are still free is quicker, and its answer is believed only with potentials.
"""

from __future__ import annotations

import numpy as np

from matcher.arrays import Ints
from matcher.flow.face import Face, balance
from matcher.flow.network import Network
from matcher.flow.phases import rebalance
from matcher.flow.potentials import find_potentials
from matcher.flow.programme import solve_programme

_SMALL = 1000
"""Costs up to this size go by phases."""


def optimise(network: Network, face: Face, cost: Ints) -> tuple[Ints, Ints]:
    """A flow (edges,) of least `cost` (edges,) on the face and the potentials (nodes,) that prove it."""
    if np.abs(cost).max() > _SMALL:
        flow = solve_programme(network, face, cost)
        potential = None if flow is None else find_potentials(face, flow, cost)
        if flow is not None and potential is not None:
            return flow, potential
    flow = np.where(cost < 0, face.upper, np.where(cost > 0, face.lower, face.flow))
    found = rebalance(face, cost, flow, balance(face.nodes, face.tail, face.head, flow - face.flow))
    if found is None:
        raise AssertionError("a face always has the flow it was made with")
    return found


def restore(face: Face) -> Ints | None:
    """A flow (edges,) in balance inside the bounds of a whole network, or `None` where there is none."""
    surplus = balance(face.nodes, face.tail, face.head, face.flow)
    found = rebalance(face, np.zeros_like(face.flow), face.flow, surplus)
    return None if found is None else found[0]
