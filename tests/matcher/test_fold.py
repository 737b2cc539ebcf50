"""Folded sums compare as the sums do one after the other (all people invented)."""

from itertools import permutations
from random import Random

import numpy as np
import pytest

import matcher
from matcher.arrays import Ints
from matcher.flow import fold as folding
from matcher.flow.fold import fold, reach
from matcher.flow.network import Network
from matcher.flow.standing import list_sums
from matcher.rotation.choices import list_choices
from matcher.rotation.network import build_network
from matcher.rotation.stages import Stages
from tests.matcher import engine
from tests.matcher.rounds import medium_round


def sums_of(number: int) -> tuple[Network, Ints]:
    """A network round's network with the sums of its stages before the lottery."""
    names = ("matched", "priority", "choice_total", "host_profile", "choice_fair")
    value = medium_round(number) | {"objective": names}
    rotation = matcher.parse_rotation(engine.encoded(value))
    stages = Stages(rotation, list_choices(rotation))
    network = build_network(rotation, stages.choices)
    return network, list_sums(network, (step for name in names for step in stages.steps(name)))


def ways(network: Network, random: Random, count: int) -> Ints:
    """What simple walks along edges in any direction do to each edge, (count, edges)."""
    ends: dict[int, list[tuple[int, int, int]]] = {}
    for edge, (tail, head) in enumerate(zip(network.tail.tolist(), network.head.tolist(), strict=True)):
        ends.setdefault(tail, []).append((edge, 1, head))
        ends.setdefault(head, []).append((edge, -1, tail))
    found = np.zeros((count, network.edges), dtype=np.int64)
    for way in found:
        at, seen = random.randrange(network.nodes), set()
        while at not in seen:
            seen.add(at)
            onward = [step for step in ends.get(at, ()) if step[2] not in seen]
            if not onward:
                break
            edge, sign, at = random.choice(onward)
            way[edge] = sign
    return found


@pytest.mark.parametrize("largest", [1, 2**20, 2**30, folding.LARGEST])
@pytest.mark.parametrize("number", range(3))
def test_fold_compares_ways_as_their_sums(number: int, largest: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "LARGEST", largest)
    network, sums = sums_of(number)
    folded = fold(network, sums)
    walked = ways(network, Random(number), 60)
    plain, short = walked @ sums.T, walked @ folded.costs.T
    assert (folded.unfold(short.T) == plain.T).all()
    for one, other in permutations(range(len(walked)), 2):
        assert (tuple(short[one]) < tuple(short[other])) == (tuple(plain[one]) < tuple(plain[other]))
    assert all((np.abs(walked @ cost) <= reach(network, cost)).all() for cost in sums)


def test_fold_is_as_few_integers_as_doubles_hold() -> None:
    network, sums = sums_of(0)
    folded = fold(network, sums)
    assert len(folded.costs) < len(sums)
    assert all(4 * reach(network, cost) < 2**53 for cost in folded.costs)
