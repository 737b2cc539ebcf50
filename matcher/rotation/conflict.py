"""Why a round cannot hold: an irreducible set of limits and pins, found in a fixed order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from matcher.rotation.choices import Choices
from matcher.rotation.network import Kind, Network
from matcher.rotation.problem import LimitKind, Opportunity, Rotation, Unit

_Named = TypeVar("_Named", Unit, Opportunity)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One figure that may be part of a conflict: a bound of one edge of the network."""

    path: str
    text: str
    edge: int
    side: Literal["lower", "upper"]
    loose: int


_LIMITS: dict[LimitKind, tuple[Kind, Literal["lower", "upper"], str]] = {
    "max_out": ("max_out", "upper", "at most {} placed from here"),
    "max_in": ("max_in", "upper", "at most {} placed here"),
    "net_min": ("net", "lower", "coming less going at least {}"),
    "net_max": ("net", "upper", "coming less going at most {}"),
}


def list_candidates(rotation: Rotation, choices: Choices, network: Network) -> list[Candidate]:
    """Every limit and pin in the order of the contract: units by id, opportunities by id, pins by ids."""
    found: list[Candidate] = []
    for number, unit in _by_id(rotation.units):
        for key, (kind, side, text) in _LIMITS.items():
            figure = unit.limit(key)
            if figure is not None:
                edge = network.desks[kind, unit.id]
                loose = network.most if side == "upper" else -network.most if kind == "net" else 0
                said = f"{unit.id}: {text.format(figure)}"
                found.append(Candidate(f"units[{number}].{key}", said, edge, side, loose))
    posts = {id_: network.seats.start + n for n, id_ in enumerate(choices.opportunities)}
    for number, post in _by_id(rotation.opportunities):
        path, edge = f"opportunities[{number}]", posts[post.id]
        seats = f"{post.id}: at most {post.seats} placed here"
        least = f"{post.id}: at least {post.min_seats} placed here"
        found.append(Candidate(f"{path}.seats", seats, edge, "upper", network.most))
        found.append(Candidate(f"{path}.min_seats", least, edge, "lower", 0))
    pairs = {choices.pair(row): edge for edge, row in enumerate(network.row)} if rotation.pinned else {}
    for number, pair in sorted(enumerate(rotation.pinned), key=lambda pin: pin[1]):
        found.append(
            Candidate(f"pinned[{number}]", f"{pair[0]} is placed at {pair[1]}", pairs[pair], "lower", 0)
        )
    return found


def _by_id(items: Sequence[_Named]) -> list[tuple[int, _Named]]:
    return sorted(enumerate(items), key=lambda pair: pair[1].id)


def loosen(network: Network, candidates: Sequence[Candidate]) -> Network:
    """The network without these limits and pins."""
    lower, upper = network.lower.copy(), network.upper.copy()
    for candidate in candidates:
        (lower if candidate.side == "lower" else upper)[candidate.edge] = candidate.loose
    return replace(network, lower=lower, upper=upper)


def find_conflict(
    network: Network, candidates: Sequence[Candidate], holds: Callable[[Network], bool]
) -> list[Candidate]:
    """What is left when each candidate in turn is taken away for good wherever the rest still cannot hold.

    Taking more away never helps the rest to conflict, so whole blocks go at once and are halved where they
    do not: the same set as one by one, with few questions to `holds`.
    """
    gone: list[Candidate] = []
    kept: list[Candidate] = []

    def reduce(block: Sequence[Candidate]) -> None:
        if not holds(loosen(network, [*gone, *block])):
            gone.extend(block)
        elif len(block) == 1:
            kept.extend(block)
        else:
            half = len(block) // 2
            reduce(block[:half])
            reduce(block[half:])

    reduce(candidates)
    return kept


def tell_conflict(conflict: Sequence[Candidate]) -> list[dict[str, Any]]:
    """The `conflict` of an outcome."""
    return [{"path": candidate.path, "text": candidate.text} for candidate in conflict]
