"""Sums that count one after the other, folded into as few integers as doubles hold.

A simple way passes a person at most once, so in a sum it gains or loses no more than `reach`, B. Where two
ways, or circles made of at most three such parts, differ in a sum, they differ by at most 4B. With weights
of 1 for the last sum and, for each before it, the product of 1 + 4B over the sums behind, the sums behind
can never outweigh one unit of a sum before: 4B₁w₁ + 4B₂w₂ + … < w. So a comparison of the folded integers is
one of the sums in their order, and every simple way's sums can be read off its folded length.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.arrays import Ints
from matcher.flow.network import Network

LARGEST = 2**52
"""Products of 1 + 4B up to this make one fold: ways and potentials stay within a quarter of it, so reduced
lengths stay exact as doubles."""


@dataclass(frozen=True)
class Fold:
    """Folded sums: `costs` (folds, edges), and of each sum that was folded its fold and its weight there."""

    costs: Ints
    fold: tuple[int, ...]
    weight: tuple[int, ...]

    def unfold(self, lengths: Ints) -> Ints:
        """The sums (sums, n) of simple ways from their folded lengths (folds, n).

        What the sums behind add is less than half a weight, so rounding to the nearest multiple finds each.
        """
        rest = lengths.copy()
        found = np.zeros((len(self.fold), lengths.shape[1]), dtype=np.int64)
        for number, (fold, weight) in enumerate(zip(self.fold, self.weight, strict=True)):
            found[number] = (rest[fold] + weight // 2) // weight
            rest[fold] -= found[number] * weight
        return found


def fold(network: Network, sums: Ints) -> Fold:
    """The sums (sums, edges) folded from the first: as many as fit into one integer, then the next.

    The folds after the first leave room for the number of nodes, by which a search lifts their lengths.
    """
    groups: list[list[int]] = []
    size, most = 1, LARGEST
    scales = [1 + 4 * reach(network, cost) for cost in sums]
    for number, scale in enumerate(scales):
        if groups and size * scale <= most:
            groups[-1].append(number)
            size *= scale
            continue
        most = LARGEST // network.nodes if groups else LARGEST
        groups.append([number])
        size = scale
    weights = [1] * len(sums)
    for group in groups:
        for later, number in zip(group[:0:-1], group[-2::-1], strict=True):
            weights[number] = weights[later] * scales[later]
    costs = [sum(weights[number] * sums[number] for number in group) for group in groups]
    return Fold(
        costs=np.array(costs, dtype=np.int64).reshape(len(groups), network.edges),
        fold=tuple(which for which, group in enumerate(groups) for _ in group),
        weight=tuple(weights),
    )


def reach(network: Network, cost: Ints) -> int:
    """More than a simple residual way can add to or take from a sum of `cost` (edges,).

    It meets at most two pairs of one person, the first backwards, and each edge of the tree once.
    """
    pairs = len(network.row)
    most, least = np.zeros((2, network.nodes), dtype=np.int64)
    np.maximum.at(most, network.tail[:pairs], cost[:pairs])
    np.minimum.at(least, network.tail[:pairs], cost[:pairs])
    return int((most - least).sum() + np.abs(cost[pairs:]).sum())
