"""What a state machine is: a table from state and action to the state after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Machine:
    """One lifecycle. `ends` are the states without a way out; `reasoned` actions need a written reason."""

    noun: str
    start: StrEnum
    moves: Mapping[tuple[StrEnum, str], StrEnum]
    labels: Mapping[StrEnum, str]
    ends: frozenset[StrEnum]
    reasoned: frozenset[str] = frozenset()

    def actions(self, state: StrEnum) -> list[str]:
        """What may be done in `state`, in the order of the table."""
        return [action for (before, action) in self.moves if before == state]
