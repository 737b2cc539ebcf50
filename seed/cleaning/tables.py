"""Reading the source tables and writing the committed ones: UTF-8, LF, same bytes for the same rows."""

import csv
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

Row = dict[str, str]

CHECKSUMS = "SHA256SUMS"


def read_rows(path: Path) -> list[Row]:
    """The rows of a CSV file with a header line, as dicts of text."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    """Write rows, all with the same keys in the same order, with a header line.

    Raises ValueError when there is no row or a row's keys differ from the first one's.
    """
    listed = list(rows)
    if not listed:
        raise ValueError(f"{path.name}: no rows")
    header = list(listed[0])
    if stray := [row for row in listed if list(row) != header]:
        raise ValueError(f"{path.name}: columns {list(stray[0])} where {header} stand")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)


def write_checksums(folder: Path) -> None:
    """Write one line "sha256  name" for every CSV file of the folder."""
    lines = [f"{checksum(path)}  {path.name}\n" for path in sorted(folder.glob("*.csv"))]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8", newline="")


def checksum(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
