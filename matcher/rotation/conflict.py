"""Why a round cannot hold: an irreducible set of limits and pins, found in a fixed order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from matcher.rotation.limits import Limit, list_limits, without
from matcher.rotation.problem import Rotation


def find_conflict(rotation: Rotation, holds: Callable[[Rotation], bool]) -> list[dict[str, Any]]:
    """The `conflict` of a round that does not hold.

    Each limit in turn is taken away for good wherever the rest still cannot hold; what is left is the
    conflict. Taking more away never helps the rest to conflict, so whole blocks go at once and are halved
    where they do not: the same set as one by one, with few questions to `holds`.
    """
    gone: list[Limit] = []
    kept: list[Limit] = []

    def reduce(block: Sequence[Limit]) -> None:
        if not holds(without(rotation, [*gone, *block])):
            gone.extend(block)
        elif len(block) == 1:
            kept.extend(block)
        else:
            half = len(block) // 2
            reduce(block[:half])
            reduce(block[half:])

    reduce(list_limits(rotation))
    return [{"path": limit.path, "text": limit.text} for limit in kept]
