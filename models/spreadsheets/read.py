"""From an uploaded file to a table; everything that is not plainly one is refused in words."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import PurePath
from typing import Any

from models.spreadsheets.csv_text import read_csv
from models.spreadsheets.table import HEAVY, MOST_BYTES, Table, make_table, refuse

PATIENCE: float = 10
"""Seconds on the clock; the child has fewer of the processor."""
CHILD = ["-m", "models.spreadsheets.workbook"]
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXTS, WORKBOOKS = (".csv", ".tsv", ".txt"), (".xlsx",)
MOST_PARTS, MOST_UNPACKED, MOST_RATIO = 200, 40_000_000, 200
NEEDED = ("[Content_Types].xml", "xl/workbook.xml")
AGAIN = "Save the workbook without it and send it again."


def read_table(name: str, content: bytes) -> Table:
    """The table of a CSV file or of the first sheet of an .xlsx workbook.

    Invalid, about the file, for anything else; what is hostile is refused before it is unpacked, or ends a
    child process that has little memory and little time.
    """
    ending = PurePath(name).suffix.lower()
    if not content:
        raise refuse("The file is empty.")
    if len(content) > MOST_BYTES:
        raise refuse(HEAVY)
    if content.startswith(OLE):
        raise refuse("The workbook has a password or is of an old kind: save it as .xlsx without one.")
    if ending not in TEXTS + WORKBOOKS:
        raise refuse("Send a file whose name ends in .csv or .xlsx.")
    if content.startswith(ZIP) != (ending in WORKBOOKS):
        raise refuse("The file is not what its name says: a .csv holds text, an .xlsx is a workbook.")
    return read_workbook(content) if ending in WORKBOOKS else read_csv(content)


def read_workbook(content: bytes) -> Table:
    """The first visible sheet of a workbook that was looked at from outside first."""
    _look_at_parts(content)
    answer = _ask_child(content)
    if "refused" in answer:
        raise refuse(str(answer["refused"]))
    notes = []
    if answer["others"]:
        notes.append(f"Only the sheet “{answer['sheet']}” was read; the workbook has others.")
    return make_table(answer["lines"], notes)


def _look_at_parts(content: bytes) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise refuse("The workbook is damaged.") from None
    names = {part.filename for part in parts}
    if not names.issuperset(NEEDED):
        raise refuse("The file is no Excel workbook.")
    if any(part.flag_bits & 1 for part in parts):
        raise refuse("The workbook has a password: save it without one.")
    unpacked, packed = (sum(getattr(part, size) for part in parts) for size in ("file_size", "compress_size"))
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 10_000):
        raise refuse("The workbook unpacks to far more than it holds: it is not opened.")
    if any(name.endswith("vbaProject.bin") or "/macrosheets/" in name for name in names):
        raise refuse(f"The workbook holds macros. {AGAIN}")
    if any("/externalLinks/" in name for name in names):
        raise refuse(f"The workbook draws on other files. {AGAIN}")
    if any("/embeddings/" in name or "/activeX/" in name for name in names):
        raise refuse(f"The workbook has other documents inside. {AGAIN}")


def _ask_child(content: bytes) -> dict[str, Any]:
    command = [sys.executable, *CHILD]
    environment = {**os.environ, "OPENPYXL_LXML": "False"}
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=PATIENCE, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        raise refuse("The workbook takes too long to read: save it as CSV.") from None
    if done.returncode != 0:
        raise refuse("The workbook takes too much to read: save it as CSV.")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
