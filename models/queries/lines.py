"""Two texts in the one column of what waits that holds text."""

from typing import Any

NEXT = "\n"


def in_lines(first: Any, second: Any) -> Any:
    """One text below the other, as `Waiting.lines` takes them apart; the second may have several lines."""
    return first + NEXT + second
