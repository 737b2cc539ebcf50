"""What is measured: rounds against L, the stable mechanism, sweeps, peak memory."""

from __future__ import annotations

import json
import resource
import statistics
from dataclasses import dataclass
from typing import Any

import numpy as np

import matcher
from matcher.rotation.choice_prices import price_choices
from matcher.rotation.choices import list_choices
from matcher.rotation.limit_prices import price_limits
from matcher.rotation.network import build_network
from matcher.rotation.stable import defer, open_market
from matcher.rotation.stages import Stages
from matcher.rotation.standing import stand_by
from tests.bench.rounds import PLAIN, Regime, make_round
from tests.bench.sweeps import make_sweep
from tests.bench.yardstick import RUNS, assign, bare, cpu, median_cpu

WHOLE = ("build", "solve", "prove")


@dataclass(frozen=True)
class Cost:
    """CPU seconds of a round by phase, and L; `pairs` can be matched, `placed` were."""

    executives: int
    pairs: int
    placed: int
    yardstick: float
    phases: dict[str, float]

    @property
    def whole(self) -> float:
        """Build, solve and prove."""
        return sum(self.phases[phase] for phase in WHOLE)


def measure_round(executives: int, regime: Regime = PLAIN) -> Cost:
    """A round solved five times, L in between, medians."""
    data = json.dumps(make_round(executives, regime)).encode()
    rotation = matcher.parse_rotation(data)
    graph = bare(rotation)
    spent, yardstick = [], []
    for _ in range(RUNS):
        yardstick.append(cpu(lambda: assign(graph)))
        outcome = matcher.solve(matcher.parse(data))
        spent.append(outcome["timings"])
    return Cost(
        executives=executives,
        pairs=graph.nnz - executives,
        placed=len(outcome["matches"]),
        yardstick=statistics.median(yardstick),
        phases={phase: statistics.median(each[phase] for each in spent) / 1000 for phase in spent[0]},
    )


def measure_acceptance(executives: int) -> tuple[float, float, float]:
    """Deferred acceptance, the same with the hashes that break its ties, and L, in CPU seconds."""
    rotation = matcher.parse_rotation(json.dumps(make_round(executives)))
    choices, graph = list_choices(rotation), bare(rotation)
    market = open_market(rotation, choices)
    alone = median_cpu(lambda: defer(choices, market))
    whole = median_cpu(lambda: defer(choices, open_market(rotation, choices)))
    return alone, whole, median_cpu(lambda: assign(graph))


def measure_sweep(requests: int, mentors: int) -> dict[str, float]:
    """A sweep's CPU seconds by phase, medians of five."""
    sweep = matcher.parse(json.dumps(make_sweep(requests, mentors)))
    spent = [matcher.solve(sweep)["timings"] for _ in range(RUNS)]
    return {phase: statistics.median(each[phase] for each in spent) / 1000 for phase in spent[0]}


def measure_peak(executives: int) -> dict[str, Any]:
    """One round read, solved and proved: CPU seconds by phase and the peak memory of this process in MB."""
    outcome = matcher.solve(matcher.parse(json.dumps(make_round(executives)).encode()))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"placed": len(outcome["matches"]), "peak": peak, **outcome["timings"]}


def measure_questions(executives: int) -> dict[str, float]:
    """CPU seconds: build, solve, prove; forcing each choice of everybody unplaced; one step more of every
    limit; a repair's shortest path, and the whole repair of one decline."""
    value = make_round(executives)
    rotation = matcher.parse_rotation(json.dumps(value))
    outcomes = [matcher.solve(rotation) for _ in range(RUNS)]
    outcome, spent = outcomes[0], [each["timings"] for each in outcomes]
    stages = Stages(rotation, list_choices(rotation))
    network = build_network(rotation, stages.choices)
    standing = stand_by(stages, network, outcome, stages.names())
    pairs = slice(0, len(network.row))
    held = int(np.flatnonzero(standing.flow[pairs] > network.lower[pairs])[0])
    declined = stages.choices.pair(int(network.row[held]))
    after = matcher.parse_rotation(json.dumps(matcher.amend(value, declined=[declined])))
    return {
        "whole": statistics.median(sum(each[phase] for phase in WHOLE) for each in spent) / 1000,
        "choices": median_cpu(lambda: price_choices(rotation, outcome)),
        "limits": median_cpu(lambda: price_limits(rotation, outcome)),
        "path": median_cpu(lambda: standing.bound(held, 0)),
        "repair": cpu(lambda: matcher.repair(rotation, outcome, after)),
    }
