"""A column of one of our tables, and which heading of a file it is likely to be."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# Who somebody is, and what gives it away, is never kept (5 U.S.C. 2302(b)); nor are biographies.
DROPPED = frozenset(
    {
        "age", "bio", "biography", "birth", "birthdate", "birthday", "born", "characteristic",
        "characteristics", "children", "citizenship", "color", "colour", "disabilities", "disability",
        "disabled", "dob", "ethnic", "ethnicity", "faith", "gender", "genetic", "identities", "identity",
        "marital", "married", "military", "nationality", "orientation", "parental", "photo", "picture",
        "political", "portrait", "pregnancy", "pregnant", "pronoun", "pronouns", "race", "religion",
        "salutation", "sex", "sexual", "sexuality", "spouse", "ssn", "veteran",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """`names` are headings by which files call it."""

    name: str
    label: str
    hint: str = ""
    required: bool = False
    names: Sequence[str] = ()


def words(heading: str) -> tuple[str, ...]:
    """The words of a heading.

    >>> words("E-mail Address"), words("ses_since"), words("homeAgency")
    (('e', 'mail', 'address'), ('ses', 'since'), ('home', 'agency'))
    """
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", heading)
    return tuple(re.findall(r"[^\W_]+", spaced.casefold()))


def is_dropped(heading: str) -> bool:
    """Whether a column of that heading is never kept."""
    return not DROPPED.isdisjoint(words(heading))


def guess(columns: Sequence[Column], header: Sequence[str]) -> dict[str, str]:
    """From our columns to the headings that are called alike; each heading is used once."""
    by_words: dict[tuple[str, ...], str] = {}
    for heading in header:
        by_words.setdefault(words(heading), heading)
    found: dict[str, str] = {}
    for column in columns:
        for name in (column.name, column.label, *column.names):
            called = by_words.get(words(name))
            if called is not None and called not in found.values():
                found[column.name] = called
                break
    return found
