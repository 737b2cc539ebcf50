"""Irreducible conflicts: limits that cannot hold together and, without any one of them, can."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Limit = TypeVar("Limit")


def reduce_conflict(limits: Sequence[Limit], holds_without: Callable[[Sequence[Limit]], bool]) -> list[Limit]:
    """What is left when each limit in turn is taken away for good wherever the rest still cannot hold.

    Taking more away never helps the rest to conflict, so whole blocks go at once and are halved where they
    do not: the same set as one by one, with few questions.
    """
    gone: list[Limit] = []
    kept: list[Limit] = []

    def reduce(block: Sequence[Limit]) -> None:
        if not holds_without([*gone, *block]):
            gone.extend(block)
        elif len(block) == 1:
            kept.extend(block)
        else:
            half = len(block) // 2
            reduce(block[:half])
            reduce(block[half:])

    reduce(limits)
    return kept
