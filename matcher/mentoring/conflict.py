"""Why a sweep cannot hold: capacities by mentor id, then pins by ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matcher.conflict import reduce_conflict
from matcher.files import LARGEST
from matcher.flow.optimum import find_flow
from matcher.mentoring.pairs import build_network, list_pairs
from matcher.mentoring.problem import Mentor, Sweep
from matcher.reading import Pair


@dataclass(frozen=True, slots=True)
class Limit:
    """One capacity or one pin."""

    path: str
    of: str | Pair
    text: str


def list_limits(sweep: Sweep) -> list[Limit]:
    """Every capacity and pin in the order in which they are tried."""
    mentors = sorted(enumerate(sweep.mentors), key=lambda entry: entry[1].id)
    pins = sorted(enumerate(sweep.pinned), key=lambda entry: entry[1])
    return [
        Limit(f"mentors[{n}].capacity", mentor.id, f"{mentor.id}: takes at most {mentor.capacity}")
        for n, mentor in mentors
    ] + [Limit(f"pinned[{n}]", pair, f"{pair[0]} is with {pair[1]}") for n, pair in pins]


def without(sweep: Sweep, limits: Sequence[Limit]) -> Sweep:
    """The same sweep without these capacities and pins."""
    gone = {limit.of for limit in limits}
    return replace(
        sweep,
        mentors=tuple(Mentor(m.id, LARGEST) if m.id in gone else m for m in sweep.mentors),
        pinned=tuple(pair for pair in sweep.pinned if pair not in gone),
    )


def find_conflict(sweep: Sweep) -> list[Limit]:
    """The capacities and pins that cannot hold together."""
    return reduce_conflict(list_limits(sweep), lambda gone: holds(without(sweep, gone)))


def holds(sweep: Sweep) -> bool:
    """Whether pins and capacities can hold."""
    return find_flow(build_network(list_pairs(sweep))) is not None
