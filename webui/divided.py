"""A long list divided by where its rows stand, with the part in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from flask import request

from webui.paging import here

T = TypeVar("T")
Parts = Mapping[str, tuple[str, Callable[[T], bool]]]
"""By value of `?state=`: its words, and which rows belong to it."""


@dataclass(frozen=True)
class Part:
    """One part in words with the number of its rows; `address` shows it alone, from its first page."""

    words: str
    count: int
    chosen: bool
    address: str


def by_state(labels: Mapping[Any, str]) -> dict[str, tuple[str, Callable[[Any], bool]]]:
    """A part for each state of rows that have one."""
    return {str(state): (words, partial(_stands, state)) for state, words in labels.items()}


def _stands(state: Any, row: Any) -> bool:
    return bool(row.state == state)


def divide(rows: Sequence[T], parts: Parts[T]) -> tuple[list[Part], list[T]]:
    """The whole and every part that has rows, then the rows of the part that the address asks for; a value
    without rows asks for the whole."""
    found = {value: [row for row in rows if belongs(row)] for value, (_, belongs) in parts.items()}
    wanted = request.args.get("state", "")
    chosen = wanted if found.get(wanted) else ""
    whole = Part("all", len(rows), not chosen, here(state=None, page=None))
    kept = [
        Part(parts[value][0], len(some), value == chosen, here(state=value, page=None))
        for value, some in found.items()
        if some
    ]
    return [whole, *kept], found[chosen] if chosen else list(rows)
