"""How far the checklist of one return is, in words."""

from __future__ import annotations

from collections.abc import Sized

from webui.filters import plural

NOT_ASKED = (
    "line is not asked for, because its day was",
    "lines are not asked for, because their days were",
)


def done_of(lines: Sized, done: Sized, not_asked: Sized) -> str:
    """How many of its lines are done, and how many are open where some are not asked for."""
    words = f"{len(done)} of {plural(len(lines), 'line')} done"
    if not not_asked:
        return words
    waiting = len(lines) - len(done) - len(not_asked)
    unasked = plural(len(not_asked), *NOT_ASKED)
    return f"{words}, {waiting} open; {unasked} before the agreement was on record"
