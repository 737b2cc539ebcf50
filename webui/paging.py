"""Long lists, a page at a time, with the page in the address."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request, url_for

T = TypeVar("T")
ROWS = 50


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows of a list of `total`; `number` counts from 1 to `last`."""

    rows: Sequence[T]
    number: int
    last: int
    total: int
    size: int

    @property
    def first_row(self) -> int:
        """The number of the first row shown, from 1; 0 where there is none."""
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last_row(self) -> int:
        """The number of the last row shown."""
        return min(self.number * self.size, self.total)

    def address(self, number: int) -> str:
        """Where another page of the same list is: everything else in the address stays."""
        return here(page=number)


def here(**changed: object) -> str:
    """The address of this page with some of its values changed; those changed to nothing are left out."""
    values = {**request.args.to_dict(), **(request.view_args or {}), **changed}
    kept = {name: value for name, value in values.items() if value not in ("", None) and _is_ours(name)}
    return url_for(request.endpoint or "", **kept)


def asked(total: int, size: int = ROWS) -> tuple[int, int]:
    """The page asked for and the last there is; a page that does not exist is the nearest that does."""
    last = max(1, math.ceil(total / size))
    return max(1, min(whole(request.args.get("page", "")) or 1, last)), last


def cut(rows: Sequence[T], size: int = ROWS) -> Page[T]:
    """The page of a whole list that the address asks for."""
    number, last = asked(len(rows), size)
    return Page(rows[(number - 1) * size : number * size], number, last, len(rows), size)


def whole(text: str) -> int:
    """A whole number of at most nine digits as it stands in an address, or 0."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _is_ours(name: str) -> bool:
    """Whether a name of an address is a page's own: what `url_for` itself reads is no page's."""
    return name != "endpoint" and not name.startswith("_")
