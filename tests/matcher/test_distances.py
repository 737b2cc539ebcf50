"""Ways measured together are those that single searches find (all people invented)."""

from random import Random

import numpy as np
import pytest

import matcher
from matcher.flow.distances import measure
from matcher.flow.standing import Standing
from matcher.rotation.choices import list_choices
from matcher.rotation.network import build_network
from matcher.rotation.stages import Stages
from matcher.rotation.standing import stand_by
from tests.matcher import engine
from tests.matcher.rounds import medium_round

HOLDING = (0, 1)


def standings(number: int) -> list[Standing]:
    """The optimum of a round, and the one after a pair is turned down."""
    value = medium_round(number)
    rotation, outcome = matcher.parse_rotation(engine.encoded(value)), engine.solve(value)
    stages = Stages(rotation, list_choices(rotation))
    network = build_network(rotation, stages.choices)
    standing = stand_by(stages, network, outcome, rotation.objective)
    pairs = slice(0, len(network.row))
    held = np.flatnonzero(standing.flow[pairs] > network.lower[pairs]).tolist()
    later = [standing.bound(edge, 0) for edge in held[:5]]
    return [standing, *(each for each in later if each is not None)]


@pytest.mark.parametrize("number", HOLDING)
def test_measure_finds_what_single_searches_find(number: int) -> None:
    found = standings(number)
    assert len(found) > 1
    for standing in found:
        random = Random(number)
        nodes = range(standing.network.nodes)
        hubs = random.sample(nodes, 6)
        pairs = [(hub, node) for hub in hubs for node in random.sample(nodes, 20) if hub != node]
        start, end = np.array(pairs).T
        lengths, reached = measure(standing, start, end)
        ways_of = {hub: standing.search(hub) for hub in hubs}
        for place, (one, other) in enumerate(zip(start.tolist(), end.tolist(), strict=True)):
            ways = ways_of[one]
            assert reached[place] == ways.reached[other]
            assert lengths[:, place].tolist() == ways.distance[:, other].tolist()
