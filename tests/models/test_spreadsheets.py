"""Files read as tables: encodings, separators, cells as text; what is hostile is refused in words."""

import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import Invalid
from models.spreadsheets import read
from models.spreadsheets.csv_text import read_csv
from models.spreadsheets.read import read_table
from models.spreadsheets.table import LONGEST_CELL, MOST_BYTES, MOST_ROWS, guarded, unguarded
from models.spreadsheets.write import UNSHOWN, write_csv, write_xlsx
from tests.models.workbooks import FOREIGN, LAUGHS, SHEET, altered, cell, with_sheet, workbook

PLAIN = workbook([["Name", "Agency"], ["Ann", "EN"]])
HALF_PAST = datetime(2027, 1, 31, 9, 30)  # noqa: DTZ001 - a workbook knows no zone
MISNAMED = "The file is not what its name says: a .csv holds text, an .xlsx is a workbook."
NEITHER = "The file is neither in UTF-8 nor in Windows-1252: save it as “CSV UTF-8” and send it again."
UNREADABLE = "The workbook cannot be read: save it anew as a plain .xlsx, or as CSV."


@pytest.mark.parametrize(
    ("content", "rows", "notes"),
    [
        (b"a,b\r\n1,2\r\n", [["1", "2"]], []),
        ("\ufeffa,b\nJosé,2".encode(), [["José", "2"]], []),
        (b"a;b\n1;\"2\n3\"\n", [["1", "2\n3"]], ["The cells are separated by semicolons."]),
        (b"a\tb\n1\t2\n", [["1", "2"]], ["The cells are separated by tabs."]),
        (b"a|b,c\n1|2\n", [["1", "2"]], None),
        (b'a,b\n"say ""hi""",2\n', [['say "hi"', "2"]], []),
        (
            b"a,b\nJos\xe9,2\n",
            [["José", "2"]],
            ["The file is not in UTF-8; it was read as Windows-1252. Look at names with accents."],
        ),
        (b"a,b\n\n1,2,\n,\n", [["", ""], ["1", "2"]], []),
    ],
)  # fmt: skip
def test_csv_is_read(content: bytes, rows: list[list[str]], notes: list[str] | None) -> None:
    table = read_csv(content)
    if notes is None:
        assert table.header == ["a|b", "c"] or table.header == ["a", "b,c"]
        return
    assert (table.header, table.rows, table.notes) == (["a", "b"], rows, notes)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a,b\n\x811,2\n", NEITHER),
        ("a,b\n1,2".encode("utf-16"), "The file is in UTF-16: save it as “CSV UTF-8” and send it again."),
        (b"a,b\n1,\0\n", "A cell in line 2 holds a character that cannot be kept."),
        (b"a,b\n", "The file has a header and no rows."),
        (b"\n\n", "The first line must hold the names of the columns."),
        (b"a,,c\n1,2,3\n", "Column 2 has no name in the first line."),
        (b"a,A\n1,2\n", "Two columns are called “a”."),
        (b"a\n" + b"1\n" * (MOST_ROWS + 1), "The file has more than 1,000 rows: cut it into parts."),
        (b",".join(b"c%d" % n for n in range(61)) + b"\n", "The file has more than 60 columns."),
        (b"a\n" + b"x" * (LONGEST_CELL + 1), "A cell in line 2 is longer than 5,000 characters."),
        (b"a" * (MOST_BYTES + 1), "The file is larger than 4 MB: cut it into parts."),
    ],
)  # fmt: skip
def test_csv_that_is_no_table_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_table("a.csv", content)
    assert (str(caught.value), caught.value.about) == (sentence, "file")


def test_csv_with_an_open_quotation_mark_is_refused() -> None:
    with pytest.raises(Invalid, match="The quotation marks of the file do not fit together"):
        read_csv(b'a,b\n"1,2\n')


def test_workbook_is_read_as_it_would_be_typed() -> None:
    values = [
        "Ann", 3, 2.5, 4.0, True, False, None, date(2027, 1, 31), HALF_PAST, time(9, 30)
    ]  # fmt: skip
    table = read_table("a.xlsx", workbook([[f"c{n}" for n in range(10)], values]))
    assert table.rows == [
        ["Ann", "3", "2.5", "4", "yes", "no", "", "2027-01-31", "2027-01-31T09:30:00", "09:30:00"]
    ]


def test_only_the_first_sheet_is_read() -> None:
    table = read_table("a.xlsx", workbook([["Name"], ["Ann"]], others=2))
    assert table.notes == ["Only the sheet “People” was read; the workbook has others."]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", PLAIN, MISNAMED),
        ("a.xlsx", b"a,b\n1,2\n", MISNAMED),
        ("a.xlsm", PLAIN, "Send a file whose name ends in .csv or .xlsx."),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
         "The workbook has a password or is of an old kind: save it as .xlsx without one."),
        ("a.xlsx", PLAIN[:300], "The workbook is damaged."),
        ("a.xlsx", altered(PLAIN, {"xl/vbaProject.bin": b"x"}),
         "The workbook holds macros. Save the workbook without it and send it again."),
        ("a.xlsx", altered(PLAIN, {"xl/externalLinks/externalLink1.xml": b"<x/>"}),
         "The workbook draws on other files. Save the workbook without it and send it again."),
        ("a.xlsx", altered(PLAIN, {"xl/embeddings/oleObject1.bin": b"x"}),
         "The workbook has other documents inside. Save the workbook without it and send it again."),
        ("a.xlsx", altered(PLAIN, {"xl/bomb.xml": b"\0" * 40_000_001}),
         "The workbook unpacks to far more than it holds: it is not opened."),
        ("a.xlsx", altered(PLAIN, {f"xl/{n}.xml": b"x" for n in range(201)}),
         "The workbook unpacks to far more than it holds: it is not opened."),
        ("a.xlsx", altered(PLAIN, {SHEET: b"<worksheet>"}), UNREADABLE),
        ("a.xlsx", with_sheet(f'<row r="1">{cell("A1", "&i;")}</row>', LAUGHS), UNREADABLE),
        ("a.xlsx", with_sheet(f'<row r="1">{cell("A1", "&a;")}</row>', FOREIGN), UNREADABLE),
        ("a.xlsx", with_sheet(f'<row r="1">{cell("A1", "a")}</row><row r="1048576">{cell("A1048576", "b")}'
                              "</row>"),
         "The file has more than 1,000 rows: cut it into parts."),
        ("a.xlsx", with_sheet(f'<row r="1">{cell("A1", "a")}{cell("XFD1", "b")}</row>'),
         "The file has more than 60 columns."),
        ("a.xlsx", with_sheet(f'<row r="1">{cell("A1", "a")}{cell("BI1", "b")}</row>'),
         "The file has more than 60 columns."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_hostile_workbook_is_refused(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_table(name, content)
    assert (str(caught.value), caught.value.about) == (sentence, "file")


def test_archive_that_is_no_workbook_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(Invalid, match="The file is no Excel workbook"):
        read_table("a.xlsx", out.getvalue())


@pytest.mark.parametrize("code", ["import time; time.sleep(60)", "import os; os.abort()"])
def test_child_that_does_not_answer_is_ended(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(read, "PATIENCE", 0.5)
    monkeypatch.setattr(read, "CHILD", ["-c", code])
    with pytest.raises(Invalid, match=r"The workbook takes too (long|much) to read: save it as CSV\."):
        read_table("a.xlsx", PLAIN)


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12).map(str.strip)
tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=6)
)


@given(tables)
def test_what_is_written_as_csv_reads_the_same(rows: list[list[str]]) -> None:
    header = [f"column {number}" for number in range(len(rows[0]))]
    table = read_csv(write_csv(header, [*rows, ["end"] * len(header)]))
    assert table.header == header
    assert table.rows == [[_kept(cell) for cell in row] for row in [*rows, ["end"] * len(header)]]


def _kept(text: str) -> str:
    """What a file keeps of a text: signs that it cannot hold are shown as such."""
    return "".join(UNSHOWN if ord(sign) < 32 and sign not in "\t\n" else sign for sign in text).strip()


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_a_table_or_a_refusal(content: bytes) -> None:
    for name in ("a.csv", "a.xlsx"):
        try:
            table = read_table(name, content)
        except Invalid as refusal:
            assert refusal.about == "file"  # noqa: PT017 - a table is as good
        else:
            assert {len(row) for row in table.rows} == {len(table.header)}


@given(cells)
def test_no_cell_that_goes_out_is_a_formula(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(guarded(text)) == text


def test_workbook_that_goes_out_holds_text_alone() -> None:
    given_ = ["=1+1", "+1", "-1", "@x", "\tx", "'=1", "1", "2027-01-31", "\x01", "plain"]
    header = [f"c{number}" for number in range(len(given_))]
    written = write_xlsx("People", header, [given_])
    row = openpyxl.load_workbook(io.BytesIO(written)).active[2]
    assert {cell.data_type for cell in row} == {"s"}
    assert [cell.value for cell in row][:6] == ["'=1+1", "'+1", "'-1", "'@x", "'\tx", "''=1"]
    assert read_table("a.xlsx", written).rows == [[_kept(text) for text in given_]]
