"""One table of text: a header and rows of the same width."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from models.errors import Invalid

MOST_BYTES = 4_000_000
MOST_ROWS = 1_000
MOST_COLUMNS = 60
LONGEST_CELL = 5_000
HEAVY = f"The file is larger than {MOST_BYTES // 1_000_000} MB: cut it into parts."
WIDE = f"The file has more than {MOST_COLUMNS} columns."
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet program takes for the beginning of a formula."""


@dataclass(frozen=True)
class Table:
    """Every row is as wide as the header; `notes` are sentences about how the file was read."""

    header: list[str]
    rows: list[list[str]]
    notes: list[str] = field(default_factory=list)


def refuse(sentence: str) -> Invalid:
    """The refusal of a file."""
    return Invalid(sentence, about="file")


def guarded(text: str) -> str:
    """The text with an apostrophe before what would be a formula, and before an apostrophe of its own there.

    >>> guarded("=1+1"), guarded("'=1"), guarded("plain")
    ("'=1+1", "''=1", 'plain')
    """
    return f"'{text}" if text.lstrip("'").startswith(FORMULA) else text


def unguarded(text: str) -> str:
    """The text as it was before `guarded`."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(FORMULA) else text


def make_table(lines: Sequence[Sequence[str]], notes: Sequence[str] = ()) -> Table:
    """The table of these lines, the first that holds anything being the header; Invalid where it is none.

    Empty lines stay as empty rows, so that line numbers are those of the file.
    """
    _must_fit(lines)
    if not lines or not any(cell.strip() for cell in lines[0]):
        raise refuse("The first line must hold the names of the columns.")
    width = max(_width(line) for line in lines)
    header = [cell.strip() for cell in _padded(lines[0], width)]
    for place, name in enumerate(header, 1):
        if not name:
            raise refuse(f"Column {place} has no name in the first line.")
    names = [name.casefold() for name in header]
    if repeated := next((name for name in header if names.count(name.casefold()) > 1), None):
        raise refuse(f"Two columns are called “{repeated}”.")
    rows = [[unguarded(cell).strip() for cell in _padded(line, width)] for line in lines[1:]]
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise refuse("The file has a header and no rows.")
    return Table(header, rows, list(notes))


def _must_fit(lines: Sequence[Sequence[str]]) -> None:
    if len(lines) > MOST_ROWS + 1:
        raise refuse(f"The file has more than {MOST_ROWS:,} rows: cut it into parts.")
    if any(_width(line) > MOST_COLUMNS for line in lines):
        raise refuse(WIDE)
    for number, line in enumerate(lines, 1):
        for cell in line:
            if len(cell) > LONGEST_CELL:
                raise refuse(f"A cell in line {number} is longer than {LONGEST_CELL:,} characters.")
            if "\0" in cell:
                raise refuse(f"A cell in line {number} holds a character that cannot be kept.")


def _width(line: Sequence[str]) -> int:
    """Cells up to the last that holds anything."""
    return max((place for place, cell in enumerate(line, 1) if cell.strip()), default=0)


def _padded(line: Sequence[str], width: int) -> list[str]:
    return [*line[:width], *[""] * (width - len(line))]
