"""Invented names: first and last names of many origins, joined by chance.

The lists are common names, not those of office holders; that a person of the same name exists somewhere
cannot be ruled out and means nothing. Names are drawn apart from everything else about a person.
"""

from functools import cache
from pathlib import Path

from seed.chance import Chance

_FOLDER = Path(__file__).parent / "phrases"


@cache
def first_names() -> tuple[str, ...]:
    """The first names, sorted."""
    return _listed("first_names.txt")


@cache
def last_names() -> tuple[str, ...]:
    """The last names, sorted."""
    return _listed("last_names.txt")


def _listed(file: str) -> tuple[str, ...]:
    return tuple(sorted(set((_FOLDER / file).read_text(encoding="utf-8").split())))


def invent_names(chance: Chance, count: int) -> list[str]:
    """`count` different full names."""
    found: dict[str, None] = {}
    while len(found) < count:
        found[f"{chance.pick(first_names())} {chance.pick(last_names())}"] = None
    return list(found)
