"""Headcounts as a table: tried before they are stored, taken back to what was there, until confirmed."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import Conflict
from models.headcounts import Headcount
from models.services import exports, headcounts
from models.services.exports import Format
from models.uploads import TableKind
from tests.models.files import bring, check, store, undo
from tests.models.workbooks import workbook
from tests.models.world import NOW, actor

HEADER = ["agency", "year", "ses", "sl", "st", "source"]
GOOD = [
    ["EN", "2027", "120", "8", "", "The payroll of 1 October 2026."],
    ["Treasury", "2027", "0", "1", "2", "HR"],
]


def brought(session: Session, *rows: list[str], who: str = "office") -> Any:
    return bring(session, workbook([HEADER, *rows]), TableKind.HEADCOUNTS, who=who, name="heads.xlsx")


def figures(session: Session) -> dict[str, tuple[int, int, int, str]]:
    rows = session.scalars(select(Headcount).order_by(Headcount.id)).all()
    return {one.agency.code: (one.ses, one.sl, one.st, one.source) for one in rows}


def test_headcounts_are_tried_then_stored_and_taken_back_to_what_was_counted(session: Session) -> None:
    headcounts.count(session, actor=actor(session, "system"), now=NOW)
    counted = figures(session)
    upload = brought(session, *GOOD)
    assert check(session, upload) == []
    assert figures(session) == counted
    assert store(session, upload) == 2
    assert figures(session) == counted | {
        "EN": (120, 8, 0, "The payroll of 1 October 2026."),
        "TR": (0, 1, 2, "HR"),
    }
    by = actor(session, "office")
    taken = exports.take(session, actor=by, now=NOW, kind=TableKind.HEADCOUNTS, format_=Format.CSV)
    assert b"EN,2027,120,8,0,The payroll of 1 October 2026.,counted" in taken.content
    assert undo(session, upload) == 2
    assert figures(session) == counted


def test_headcount_of_a_year_without_figures_is_made_and_taken_away_again(session: Session) -> None:
    upload = brought(session, ["EN", "2026", "118", "8", "1", "HR"])
    assert check(session, upload) == []
    store(session, upload)
    assert figures(session) == {"EN": (118, 8, 1, "HR")}
    undo(session, upload)
    assert figures(session) == {}


def test_every_line_that_cannot_be_says_why(session: Session) -> None:
    rows = [
        GOOD[0],
        ["EN", "2027", "121", "", "", "HR"],
        ["Nowhere", "", "", "many", "", ""],
        ["AG11", "2027", "3", "", "", "HR"],
        ["TR", "2028", "3", "", "", "HR"],
        ["TR", "27", "3", "", "", "HR"],
    ]
    assert check(session, brought(session, *rows)) == [
        (3, "agency", "Energy for 2027 stands in line 2 of this file already: put both rows into one."),
        (4, "agency", "There is no open agency “Nowhere”."),
        (4, "fiscal_year", "Enter the fiscal year, such as 2027."),
        (4, "ses", "Enter how many there are; 0 where there are none."),
        (4, "sl", "“many” is no whole number."),
        (4, "source", "Write where the figures come from."),
        (5, None, "An agency reports through the department that it belongs to."),
        (6, None, "The headcount of a year is entered once the year has begun."),
        (7, "fiscal_year", "Enter the fiscal year, such as 2027."),
    ]


def test_coordinator_brings_the_figures_of_the_own_agency_alone(session: Session) -> None:
    upload = brought(session, *GOOD, who="coord-EN")
    assert check(session, upload, who="coord-EN") == [
        (3, "agency", "You do not enter the figures of Treasury.")
    ]
    assert store(session, upload, "coord-EN") == 1
    assert list(figures(session)) == ["EN"]


def test_confirmed_headcount_is_neither_replaced_nor_taken_back(session: Session) -> None:
    upload = brought(session, GOOD[0])
    check(session, upload)
    store(session, upload)
    found = session.scalars(select(Headcount)).one()
    office = actor(session, "office")
    headcounts.confirm(session, actor=office, now=NOW, headcount=found, version=found.version)
    again = brought(session, GOOD[0])
    sentence = "This headcount is confirmed: it changes by an erratum alone."
    assert check(session, again) == [(2, None, sentence)]
    with pytest.raises(Conflict, match=r"^Nothing is taken back\. Line 2: it was changed since\.$"):
        undo(session, upload)
