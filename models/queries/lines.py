"""Several texts in the one column of what waits that holds text."""

from functools import reduce
from typing import Any

NEXT = "\n"


def in_lines(first: Any, *others: Any) -> Any:
    """Texts one below the other, as `Waiting.lines` takes them apart; the last may have several."""
    return reduce(lambda text, other: text + NEXT + other, others, first)
