"""Which stage of the round is reached from which: what `tests.models.walk.Walk` goes by."""

from collections.abc import Callable
from functools import wraps
from typing import Protocol, TypeVar

BEFORE: dict[str, str] = {}
"""The stage from which each other stage is reached."""


class Walker(Protocol):
    stands: str

    def begin_at(self, stage: str) -> bool:
        """Stand there by a copy; whether that could be."""


W = TypeVar("W", bound=Walker)


def after(before: str) -> Callable[[Callable[[W], None]], Callable[[W], W]]:
    """A step from that stage: where the walk stands elsewhere it goes there first."""

    def decorate(step: Callable[[W], None]) -> Callable[[W], W]:
        reached = step.__name__.removeprefix("to_")
        BEFORE[reached] = before

        @wraps(step)
        def go(walk: W) -> W:
            if not walk.begin_at(reached):
                if walk.stands != before:
                    getattr(walk, f"to_{before}")()
                step(walk)
            walk.stands = reached
            return walk

        return go

    return decorate
