"""Who is placed elsewhere in one outcome than in another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["placed", "displaced", "better", "worse", "level"]


@dataclass(frozen=True, slots=True)
class Move:
    """One executive whose placement changes: the opportunity before and after, `None` for no place, each with
    the choice rank its own outcome gives it."""

    executive: str
    before: str | None
    after: str | None
    rank_before: int | None
    rank_after: int | None

    @property
    def kind(self) -> Kind:
        """What it means to the person; `level` is another place wanted as much."""
        if self.rank_before is None:
            return "placed"
        if self.rank_after is None:
            return "displaced"
        if self.rank_before == self.rank_after:
            return "level"
        return "better" if self.rank_after < self.rank_before else "worse"


def list_moves(before: dict[str, Any], after: dict[str, Any]) -> tuple[Move, ...]:
    """The moves from one outcome to another, by executive."""
    old, new = ({match["executive"]: match for match in each["matches"]} for each in (before, after))
    found = (_move(id_, old.get(id_), new.get(id_)) for id_ in sorted(old.keys() | new.keys()))
    return tuple(move for move in found if move.before != move.after)


def _move(executive: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> Move:
    return Move(
        executive,
        old["opportunity"] if old else None,
        new["opportunity"] if new else None,
        old["choice_rank"] if old else None,
        new["choice_rank"] if new else None,
    )
