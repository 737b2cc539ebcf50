"""Chance from one number: a stream of its own for every purpose, the same on every Python.

Only `random.Random.random` is drawn from, the one generator whose sequence Python promises to keep.
A new purpose therefore disturbs no other, and no order of a set or dict can reach a draw.
"""

import hashlib
import random
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """Draws for one purpose, for example `Chance(7, "executives", "E-0001")`."""

    def __init__(self, number: int, *purpose: str) -> None:
        text = "\x1f".join((str(number), *purpose))
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest())
        self._random = random.Random(seed).random

    def happens(self, share: float) -> bool:
        """True in this share of draws, 0 to 1."""
        return self._random() < share

    def between(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return least + int(self._random() * (most - least + 1))

    def pick(self, items: Sequence[T]) -> T:
        """One of the items; raises IndexError when there is none."""
        return items[int(self._random() * len(items))]

    def pick_weighted(self, items: Sequence[T], weights: Sequence[float]) -> T:
        """One of the items, with the probability of its weight."""
        return self.pick_by_sums(items, list(accumulate(weights)))

    def pick_by_sums(self, items: Sequence[T], sums: Sequence[float]) -> T:
        """One of the items by the running sums of their weights: for many draws from one list."""
        return items[min(bisect_right(sums, self._random() * sums[-1]), len(items) - 1)]

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """`count` different items, or all when there are fewer, in drawn order."""
        return self.shuffled(items)[:count]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """All items in drawn order."""
        keys = [self._random() for _ in items]
        return [items[place] for place in sorted(range(len(items)), key=keys.__getitem__)]
