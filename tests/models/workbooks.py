"""Workbooks for tests, plain and hostile."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl

from models.services.files import Taken


def workbook(rows: Sequence[Sequence[Any]], *, title: str = "People", others: int = 0) -> bytes:
    """An .xlsx file whose first sheet has these rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for number in range(others):
        book.create_sheet(f"Other {number}")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def altered(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The workbook with some of its parts replaced, or with more of them."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def with_sheet(body: str, head: str = "") -> bytes:
    """A workbook whose sheet is this XML."""
    text = f'<?xml version="1.0"?>{head}<worksheet {NAMESPACE}><sheetData>{body}</sheetData></worksheet>'
    return altered(workbook([["a"], ["b"]]), {SHEET: text.encode()})


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


LAUGHS = (
    "<!DOCTYPE lolz [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {new} '{f'&{old};' * 10}'>" for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
FOREIGN = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"


def cells_of(taken: Taken) -> list[list[str]]:
    """The cells of a CSV file or workbook that went out, each of them text."""
    if taken.name.endswith(".csv"):
        return list(csv.reader(io.StringIO(taken.content.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(taken.content)).active
    cells = [list(row) for row in sheet.iter_rows()]
    assert {cell.data_type for row in cells for cell in row if cell.value is not None} <= {"s"}
    return [["" if cell.value is None else str(cell.value) for cell in row] for row in cells]
