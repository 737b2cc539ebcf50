"""A table as a file: CSV, or a workbook of text cells. Neither holds a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from models.spreadsheets.table import guarded

TEXT = "@"
UNSHOWN = "\ufffd"


def clean(text: str) -> str:
    """The text without signs that a file cannot hold, and without a formula."""
    return guarded(ILLEGAL_CHARACTERS_RE.sub(UNSHOWN, text))


def write_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with its mark, so that spreadsheet programs read accents rightly."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in (header, *rows):
        writer.writerow([clean(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """One sheet whose cells are all text."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for row in (header, *rows):
        cells = []
        for cell in row:
            written = WriteOnlyCell(sheet, clean(cell))
            written.data_type, written.number_format = "s", TEXT
            cells.append(written)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
