"""One row of a table, read cell by cell: every mistake is noted beside its column, with the remedy."""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any, TypeVar

from models.days import is_usable, iso_day
from models.errors import Invalid

Fault = tuple[str | None, str]
"""A column of ours, or None for the row itself, and a sentence."""
E = TypeVar("E", bound=enum.StrEnum)
FEW = 300
"""Names among which a near one is looked for: among those of all executives that would take minutes."""
YES, NO = frozenset({"yes", "y", "true", "1", "x"}), frozenset({"no", "n", "false", "0", ""})


class Names(dict[str, frozenset[int]]):
    """From a name in small letters to the rows that bear it; `proper` is one name of theirs as it is written:
    that which was given last, as a name is after its code."""

    def __init__(self, rows: dict[str, frozenset[int]], proper: dict[frozenset[int], str]) -> None:
        super().__init__(rows)
        self.proper = proper

    def alone(self) -> list[str]:
        """The proper names of one row each, in their order."""
        return sorted(name for rows, name in self.proper.items() if len(rows) == 1)

    def called(self, number: int) -> str:
        """The name of a row."""
        return self.proper[frozenset({number})]


class BadRow(Exception):
    """A row that cannot be stored; `faults` names every reason."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("; ".join(sentence for _, sentence in faults))


@dataclass
class Cells:
    """The cells of one row by our column; `shown` is what was understood, in words, `key` what no other row
    of the file may be about."""

    given: Mapping[str, str]
    shown: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    key: Any = None

    def blame(self, column: str | None, sentence: str) -> None:
        """Note a mistake."""
        self.faults.append((column, sentence))

    def blame_for(self, faults: Iterable[Invalid]) -> None:
        """Note what a verb would refuse, each at the column it is about, unless that is blamed already."""
        blamed = {column for column, _ in self.faults if column}
        for fault in faults:
            if fault.about not in blamed:
                self.blame(fault.about, str(fault))

    def must_be_good(self) -> None:
        """Raise BadRow where anything was noted."""
        if self.faults:
            raise BadRow(self.faults)

    def text(self, column: str, *, most: int, required: str | None = None) -> str:
        """The text; `required` is the sentence that asks for it where it is empty."""
        value = " ".join(self.given.get(column, "").split())
        if not value and required is not None:
            self.blame(column, required)
        if len(value) > most:
            self.blame(column, f"Use at most {most:,} characters.")
        self.shown[column] = value
        return value

    def whole(self, column: str, usual: int) -> int:
        """The whole number; `usual` where the cell is empty."""
        value = self.given.get(column, "").strip()
        self.shown[column] = value or str(usual)
        if not value:
            return usual
        if not (value.isascii() and value.isdigit() and len(value) < 7):
            self.blame(column, f"“{value}” is no whole number.")
            return usual
        return int(value)

    def day(self, column: str, required: str | None = None) -> date | None:
        """The day, as 1/31/2027 or 2027-01-31."""
        value = self.given.get(column, "").strip()
        self.shown[column] = value
        if not value:
            if required is not None:
                self.blame(column, required)
            return None
        found = parse_day(value)
        if found is None:
            self.blame(column, f"“{value}” is no day: write it as 1/31/2027.")
            return None
        self.shown[column] = found.isoformat()
        return found

    def truth(self, column: str) -> bool:
        """Yes or no; no where the cell is empty."""
        value = self.given.get(column, "").strip().casefold()
        if value not in YES | NO:
            self.blame(column, f"“{value}” is neither yes nor no.")
        self.shown[column] = "yes" if value in YES else "no"
        return value in YES

    def choice(self, column: str, kind: type[E], usual: E | None = None) -> E | None:
        """One member of an enumeration, by its value written with spaces or underscores."""
        value = "_".join(self.given.get(column, "").casefold().replace("_", " ").replace("-", " ").split())
        found = usual if not value else next((one for one in kind if one.value == value), None)
        self.shown[column] = "" if found is None else found.value.replace("_", " ")
        if value and found is None:
            known = ", ".join(one.value.replace("_", " ") for one in kind)
            self.blame(column, f"“{self.given[column].strip()}” is none of: {known}.")
        return found

    def one(self, column: str, names: Names, what: str, required: str | None = None) -> int | None:
        """The row that is called so; `what` is the noun for the sentence."""
        value = self.given.get(column, "").strip()
        self.shown[column] = value
        if not value:
            if required is not None:
                self.blame(column, required)
            return None
        found = self._find(column, value, names, what)
        if found is not None:
            self.shown[column] = names.called(found)
        return found

    def several(self, column: str, names: Names, what: str) -> list[int]:
        """The rows that are called so, separated by semicolons, each once."""
        entries = [self._find(column, entry, names, what) for entry in self.entries(column)]
        found = list(dict.fromkeys(one for one in entries if one is not None))
        if found:
            self.shown[column] = "; ".join(names.called(one) for one in found)
        return found

    def noted(self, column: str, names: Names, what: str) -> list[tuple[int, str]]:
        """As `several`, each with what stands after its last colon: `Reorganization: 2024, 2019`."""
        found: dict[int, str] = {}
        for entry in self.entries(column):
            name, colon, note = entry.rpartition(":") if ":" in entry else (entry, "", "")
            one = self._find(column, name.strip(), names, what)
            if one is not None:
                found.setdefault(one, note.strip() if colon else "")
        notes = [f"{names.called(one)}: {note}" if note else names.called(one) for one, note in found.items()]
        self.shown[column] = "; ".join(notes)
        return list(found.items())

    def entries(self, column: str) -> list[str]:
        """The entries of a cell that holds several, separated by semicolons or line breaks."""
        given = self.given.get(column, "").replace("\n", ";")
        found = [entry.strip() for entry in given.split(";") if entry.strip()]
        self.shown[column] = "; ".join(found)
        return found

    def _find(self, column: str, value: str, names: Names, what: str) -> int | None:
        sought = " ".join(value.casefold().split())
        found = names.get(sought, frozenset())
        if not found:
            near = get_close_matches(sought, names, 1) if len(names) <= FEW else ()
            self.blame(
                column,
                f"There is no {what} “{value}”"
                + "".join(f"; near: “{names.proper[names[one]]}”" for one in near)
                + ".",
            )
        elif len(found) > 1:
            self.blame(column, f"“{value}” is the name of {len(found)}: write the number or the code.")
        else:
            return next(iter(found))
        return None


def parse_day(text: str) -> date | None:
    """The day in either of the two ways of writing it."""
    if "/" not in text:
        return iso_day(text[:10]) if len(text) in (10, 19) else None
    try:
        month, day, year = (int(part) for part in text.split("/"))
        found = date(year, month, day)
    except ValueError:
        return None
    return found if is_usable(found) else None


Pairs = Iterable[tuple[str | None, int]]


def index(pairs: Pairs, others: Pairs = ()) -> Names:
    """Names from pairs of a name and a row; those of `others` count where no row of `pairs` bears them."""
    found: dict[str, set[int]] = {}
    written: dict[str, str] = {}
    own: frozenset[str] = frozenset()
    for some in (pairs, others):
        own = frozenset(found)
        for name, number in some:
            key = " ".join(name.casefold().split()) if name else ""
            if name and key not in own:
                found.setdefault(key, set()).add(number)
                written.pop(key, None)  # so that the name given last stands last
                written[key] = " ".join(name.split())
    rows = {key: frozenset(numbers) for key, numbers in found.items()}
    last_own = sorted(written, key=own.__contains__)
    return Names(rows, {rows[key]: written[key] for key in last_own})
