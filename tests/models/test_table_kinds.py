"""Every kind of table: what a row makes, what is wrong with it, and that what goes out comes in again."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.dreamsheets import DreamSheet, SheetState
from models.executives import Executive
from models.mentors import MentorFunction, MentorKind, MentorProfile, ProfileState
from models.opportunities import Opportunity, OpportunityState
from models.rankings import HostRanking, RankingState
from models.relations import Relation
from models.requests import MentoringRequest, RequestState
from models.services import exports, rounds
from models.services.exports import Format
from models.spreadsheets.read import read_table
from models.table_kinds.known import KINDS
from models.uploads import TableKind
from tests.models.files import CIVIL_SERVICE, bring, check, store, undo
from tests.models.mentoring import load_reference
from tests.models.walk import Walk
from tests.models.workbooks import workbook
from tests.models.world import NOW, actor, find

DEPARTMENTS = {
    "Department of Fun": "AG11", "Department of Joy": "EN", "Department of Love": "TR",
    "Department of Peace": "AG11", "Department of Truth": "EN", "Department of Virtue": "TR",
}  # fmt: skip
PROFESSIONS = {"DDaT": "Finance", "HR": "Law", "Operations": "Finance", "Policy": "Law", "Security": "Law"}
KNOWN = "supervisor, rating official, reviewing official, review board, resources board, oversight"
TERMS = {"appointment": "career", "ses_since": "2020-01-06"}


def take(session: Session, kind: TableKind, who: str) -> list[dict[str, str]]:
    """The table as it goes out."""
    by = actor(session, who)
    taken = exports.take(session, actor=by, now=NOW, kind=kind, format_=Format.CSV)
    if taken.content.count(b"\n") == 1:
        return []
    table = read_table(taken.name, taken.content)
    return [dict(zip(table.header, row, strict=True)) for row in table.rows]


def bring_table(
    session: Session, kind: TableKind, who: str, *rows: Sequence[Any], count: int | None = None, **fixed: str
) -> Any:
    """Bring a workbook of our own columns in and check it; its faults."""
    upload = bring(session, workbook(rows), kind, who=who, name="table.xlsx")
    faults = check(session, upload, None, who=who, **fixed)
    if not faults:
        assert store(session, upload, who) == (count or len(rows) - 1)
    return faults or upload


def bring_people(session: Session, name: str) -> None:
    upload = bring(session, (CIVIL_SERVICE / name).read_bytes())
    assert {"biography"} < set(upload.dropped)
    assert check(session, upload, DEPARTMENTS, **TERMS) == []
    assert store(session, upload) == 50


def test_civil_service_mentors_come_in_without_who_they_are(session: Session) -> None:
    load_reference(session)
    bring_people(session, "mentors.csv")
    upload = bring(session, (CIVIL_SERVICE / "mentors.csv").read_bytes(), TableKind.MENTORS)
    assert upload.dropped == ["characteristics", "biography"]
    assert upload.mapping["columns"] == {"executive": "email address", "functions": "profession"}
    assert check(session, upload, PROFESSIONS) == []
    assert store(session, upload) == 50
    made = session.scalars(select(MentorProfile)).all()
    assert {(one.kind, one.state, one.about) for one in made} == {(MentorKind.MENTOR, ProfileState.DRAFT, "")}
    assert session.scalar(select(func.count()).select_from(MentorFunction)) == 50
    assert undo(session, upload) == 50
    assert session.scalars(select(MentorProfile)).all() == []


def test_civil_service_mentees_come_in_as_drafts_of_requests(session: Session) -> None:
    load_reference(session)
    bring_people(session, "mentees.csv")
    upload = bring(session, (CIVIL_SERVICE / "mentees.csv").read_bytes(), TableKind.REQUESTS, who="exchange")
    assert upload.dropped == ["match with similar identity", "identity to match", "biography"]
    assert check(session, upload, PROFESSIONS, who="exchange", situations="New role") == []
    assert store(session, upload, "exchange") == 50
    made = session.scalars(select(MentoringRequest)).all()
    assert {(one.state, one.step, one.story) for one in made} == {(RequestState.DRAFT, 3, None)}
    assert {one.function_id for one in made} == {1, 2}


def test_person_who_is_there_already_is_an_error(session: Session) -> None:
    bring_people(session, "mentors.csv")
    upload = bring(session, (CIVIL_SERVICE / "mentors.csv").read_bytes())
    faults = check(session, upload, DEPARTMENTS, **TERMS)
    assert faults[0] == (2, "email", "mentor 00 has this e-mail address already.")
    assert upload.good == 0


@pytest.mark.parametrize(
    ("appointment", "sentence"),
    [
        ("", "Say which appointment it is."),
        ("permanent", "“permanent” is none of: career, noncareer, limited term, limited emergency."),
    ],
)
def test_appointment_has_one_sentence_for_one_mistake(
    session: Session, appointment: str, sentence: str
) -> None:
    header = ["name", "email", "agency", "appointment", "ses_since"]
    row = ["Ada Doe", "ada@agency.example", "EN", appointment, "2015-03-01"]
    assert bring_table(session, TableKind.PEOPLE, "office", header, row) == [(2, "appointment", sentence)]


def test_mentor_with_everything(session: Session) -> None:
    load_reference(session)
    given = {
        "executive": "E-05", "capacity": 3, "site": "field", "size_band": "Under 1000",
        "situations": "Crisis: 2024, 2019; new role: 2021", "competencies": "Vision: 4", "missions": "Land",
        "agencies": "TR; EN",
    }  # fmt: skip
    header, row = list(given), list(given.values())
    bring_table(session, TableKind.COACHES, "exchange", header, row)
    (line,) = take(session, TableKind.COACHES, "exchange")
    assert line == {
        "executive": "E-05", "name": "Invented Person 5", "state": "draft", "capacity": "3", "site": "field",
        "size_band": "under 1000", "situations": "Crisis: 2024, 2019; New role: 2021",
        "competencies": "Vision: 4", "functions": "", "missions": "Land", "agencies": "EN; TR",
    }  # fmt: skip
    has = "Invented Person 5 has a profile already: its owner changes it."
    faults = bring_table(session, TableKind.COACHES, "exchange", header, row, ["Invented Person 5"])
    assert faults == [(2, "executive", has), (3, "executive", has)]


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        ({"executive": "nobody"}, "executive", "There is no executive “nobody”."),
        ({"capacity": "4"}, "capacity",
         "The limit must be between 1 and 3 conversations at a time."),
        ({"capacity": "many"}, "capacity", "“many” is no whole number."),
        ({"site": "Far_away from-here"}, "site",
         "“Far_away from-here” is none of: headquarters, field."),
        ({"situations": "Crisis"}, "situations",
         "Write the year of the last time after a colon: “Reorganization: 2024”."),
        ({"situations": "new_rol: 2024"}, "situations",
         "There is no situation “new_rol”; near: “New role”."),
        ({"situations": "Crisis: 2031"}, "situations",
         "A year lies between 1950 and 2026, the time before no later."),
        ({"competencies": "Vision: 6"}, "competencies",
         "Write a level from 1 to 5 after a colon: “Financial Management: 4”."),
    ],
)  # fmt: skip
def test_mentor_with_an_error(
    session: Session, cells: dict[str, str], column: str | None, sentence: str
) -> None:
    load_reference(session)
    usual = {"executive": "E-05"} | cells
    faults = bring_table(session, TableKind.MENTORS, "exchange", list(usual), list(usual.values()))
    assert faults == [(2, column, sentence)]


def test_name_of_two_people_is_an_error(session: Session) -> None:
    find(session, Executive, "E-06").name = "Invented Person 5"
    header = ["executive", "capacity"]
    faults = bring_table(session, TableKind.MENTORS, "exchange", header, ["invented  person 5", 1])
    sentence = "“invented person 5” is the name of 2: write the number or the code."
    assert faults == [(2, "executive", sentence.replace("invented person", "invented  person"))]


def test_relations_come_in_once_and_go_out(session: Session) -> None:
    header = ["employee", "supervisor", "type", "since", "until"]
    rows = [
        ["E-05", "E-06", "supervisor", "1/31/2025", ""],
        ["E-05", "E-07", "rating official", "2025-01-31", ""],
    ]
    upload = bring_table(session, TableKind.RELATIONS, "exchange", header, *rows)
    assert take(session, TableKind.RELATIONS, "office") == [
        {"executive": "E-05", "other": "E-06", "relation": "supervisor", "starts_on": "2025-01-31",
         "ends_on": ""},
        {"executive": "E-05", "other": "E-07", "relation": "rating official", "starts_on": "2025-01-31",
         "ends_on": ""},
    ]  # fmt: skip
    more = [rows[0], ["E-05", "E-05", "oversight", "2025-01-31", ""], ["E-05", "E-06", "x", "", "2020-01-01"]]
    assert bring_table(session, TableKind.RELATIONS, "exchange", header, *more) == [
        (2, None, "This relation is on record already."),
        (3, None, "Nobody stands over themselves."),
        (4, "relation", f"“x” is none of: {KNOWN}."),
        (4, "starts_on", "Enter the first day."),
    ]  # fmt: skip
    assert undo(session, upload, "exchange") == 2
    assert session.scalars(select(Relation)).all() == []


def test_opportunities_go_out_and_come_in_as_drafts(session: Session) -> None:
    lines = take(session, TableKind.OPPORTUNITIES, "host-EN")
    assert [line["number"] for line in lines] == ["O-3", "O-4"]
    names = [name for name in lines[0] if name != "state"]
    rows = [[f"N-{place}" if name == "number" else line[name] for name in names]
            for place, line in enumerate(lines)]  # fmt: skip
    upload = bring_table(session, TableKind.OPPORTUNITIES, "host-EN", names, *rows)
    made = find(session, Opportunity, "N-0")
    assert (made.state, made.created_by_id) == (OpportunityState.DRAFT, actor(session, "host-EN").id)
    assert [one.text for one in made.objectives] == ["Merge two offices."]
    assert undo(session, upload, "host-EN") == 2
    rows[0][names.index("agency")] = "TR"
    rows[1][names.index("number")] = "o-3"
    rows[1][names.index("starts_until")] = "2026-01-01"
    rows[1][names.index("seats")] = "0"
    assert bring_table(session, TableKind.OPPORTUNITIES, "host-EN", names, *rows) == [
        (2, "agency", "You do not add opportunities for this agency."),
        (3, "starts_until", "The latest first day must not be before the earliest."),
        (3, "seats", "There must be at least one seat."),
        (3, "number", "There is an opportunity “o-3” already."),
    ]


def test_length_is_asked_for_unless_a_move_is_for_good(session: Session) -> None:
    line = take(session, TableKind.OPPORTUNITIES, "host-EN")[0]
    names = [name for name in line if name != "state"]
    row = line | {"number": "N-1", "duration_days": ""}
    rows = [[(row | {"kind": kind})[name] for name in names] for kind in ("detail", "transfer")]
    refused = [(2, "duration_days", "Enter how many days it lasts.")]
    assert bring_table(session, TableKind.OPPORTUNITIES, "host-EN", names, rows[0]) == refused
    bring_table(session, TableKind.OPPORTUNITIES, "host-EN", names, rows[1])
    assert find(session, Opportunity, "N-1").duration_days == 365


def test_sheet_on_behalf_is_a_draft_until_its_owner_certifies_it(session: Session) -> None:
    Walk(session).to_lists()
    header = ["executive", "choices"]
    row = ["E-05", "O-1 = O-2; O-5"]
    upload = bring_table(session, TableKind.SHEETS, "exchange", header, row, round="R-1")
    sheet = session.scalars(select(DreamSheet)).one()
    assert (sheet.state, sheet.draft) == (SheetState.DRAFT, [["O-1", "O-2"], ["O-5"]])
    again = bring_table(session, TableKind.SHEETS, "exchange", header, ["E-05", "O-1"], round="R-1")
    assert again == [(2, "executive", "Invented Person 5 has a sheet in this round: its owner changes it.")]
    assert take(session, TableKind.SHEETS, "exchange") == []
    assert undo(session, upload, "exchange") == 1


def test_ranking_on_behalf_is_a_draft_until_its_host_certifies_it(session: Session) -> None:
    Walk(session).to_ranking()
    header = ["opportunity", "ranking", "refused"]
    faults = bring_table(session, TableKind.RANKINGS, "exchange", header, ["O-3", "E-05", ""], round="R-1")
    assert faults == [(2, None, "E-05 did not ask for this opportunity.")]
    bring_table(session, TableKind.RANKINGS, "exchange", header, ["O-3", "E-01", ""], round="R-1")
    ranking = session.scalars(select(HostRanking)).one()
    assert (ranking.state, ranking.draft) == (RankingState.DRAFT, {"ranking": [["E-01"]], "refused": {}})


def test_lists_go_out_only_after_the_freeze(session: Session) -> None:
    walk = Walk(session).to_ranked()
    assert take(session, TableKind.SHEETS, "exchange") == []
    assert take(session, TableKind.RANKINGS, "exchange") == []
    walk.step(rounds.freeze)
    sheets = take(session, TableKind.SHEETS, "exchange")
    assert sheets
    assert {line["round"] for line in sheets} == {"R-1"}
    assert take(session, TableKind.RANKINGS, "exchange")


@pytest.mark.parametrize("kind", KINDS)
def test_no_table_offers_a_column_of_identity(kind: TableKind) -> None:
    from models.table_kinds.column import is_dropped

    assert [column.name for column in KINDS[kind].columns if is_dropped(column.name)] == []


def test_people_go_out_as_they_came_in(session: Session) -> None:
    before = session.scalar(select(func.count()).select_from(Actor))
    lines = take(session, TableKind.PEOPLE, "office")
    assert len(lines) == 12
    header = [name for name in lines[0] if name != "number"]
    rows = [
        [line[name] if name != "email" else f"{line['number']}@x.example" for name in header]
        for line in lines
    ]
    bring_table(session, TableKind.PEOPLE, "office", header, *rows)
    assert session.scalar(select(func.count()).select_from(Actor)) == (before or 0) + 12
