"""A file that has two rows about the same: the second is refused and names the first."""

from sqlalchemy.orm import Session

from models.uploads import TableKind
from tests.models.test_table_kinds import bring_table, take
from tests.models.walk import Walk


def in_line(line: int, what: str) -> str:
    return f"{what} stands in line {line} of this file already: put both rows into one."


def test_second_row_about_the_same_names_the_first_good_one(session: Session) -> None:
    mentors = ["E-05", "9"], ["E-05", "1"], ["e-05", "2"], ["E-06", "2"]
    assert bring_table(session, TableKind.MENTORS, "exchange", ["executive", "capacity"], *mentors) == [
        (2, "capacity", "The limit must be between 1 and 3 conversations at a time."),
        (4, "executive", in_line(3, "Invented Person 5")),
    ]
    header = ["name", "email", "agency", "appointment", "ses_since"]
    more = "EN", "career", "2015-03-01"
    people = ["Ada Doe", "ada@agency.example", *more], ["A Doe", "Ada@agency.example", *more]
    told = [(3, "email", in_line(2, "“Ada@agency.example”"))]
    assert bring_table(session, TableKind.PEOPLE, "office", header, *people) == told
    line = take(session, TableKind.OPPORTUNITIES, "host-EN")[0] | {"number": "N-1"}
    names = [name for name in line if name != "state"]
    twice = [[(line | {"title": title})[name] for name in names] for title in ("One", "Two")]
    told = [(3, "number", in_line(2, "“N-1”"))]
    assert bring_table(session, TableKind.OPPORTUNITIES, "host-EN", names, *twice) == told


def test_second_list_of_the_same_names_the_first(session: Session) -> None:
    Walk(session).to_lists()
    rows = ["E-05", "O-1 = O-2; O-5"], ["E-05", "O-1"]
    found = bring_table(session, TableKind.SHEETS, "exchange", ["executive", "choices"], *rows, round="R-1")
    assert found == [(3, "executive", in_line(2, "The sheet of Invented Person 5"))]


def test_second_ranking_of_the_same_names_the_first(session: Session) -> None:
    Walk(session).to_ranking()
    rows = ["O-3", "E-01", ""], ["O-3", "E-01", "E-02: why"]
    header = ["opportunity", "ranking", "refused"]
    found = bring_table(session, TableKind.RANKINGS, "exchange", header, *rows, round="R-1")
    assert found == [(3, "opportunity", in_line(2, "The ranking of O-3"))]
