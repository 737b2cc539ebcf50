"""The table of mentoring requests: what goes out of it, and which rows ask what is asked already."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.requests import MentoringRequest, RequestState
from models.services import requests
from models.uploads import TableKind
from tests.models.mentoring import load_reference
from tests.models.test_table_kinds import bring_table, take
from tests.models.world import NOW, actor


def test_requests_go_out_without_anybodys_words(session: Session) -> None:
    load_reference(session)
    header = ["executive", "situations", "competencies", "mission", "need_by", "urgent", "in_person", "place"]
    row = ["E-05", "Crisis; New role", "Vision: 2", "Law", "2026-12-31", "yes", "yes", "Denver, CO"]
    bring_table(session, TableKind.REQUESTS, "exchange", header, row)
    assert take(session, TableKind.REQUESTS, "exchange") == []
    request = session.scalars(select(MentoringRequest)).one()
    requests.submit(session, actor=actor(session, "e-05"), now=NOW, request=request)
    assert request.state is RequestState.MANUAL
    (line,) = take(session, TableKind.REQUESTS, "exchange")
    assert [line[name] for name in header] == [str(cell) for cell in row]
    assert "story" not in line
    late = [
        ["E-05", "Crisis", "Vision", "", "2026-01-01", "", "yes", ""],
        ["E-05", "", "", "", "", "perhaps", "", ""],
        ["E-05", "Congress", "", "", "", "", "", ""],
    ]
    assert bring_table(session, TableKind.REQUESTS, "exchange", header, *late) == [
        (2, "competencies", "Write a level from 1 to 5 after a colon: “Financial Management: 4”."),
        (2, "need_by", "The day by which a conversation is needed has passed."),
        (2, "place", "Name the city in which you would meet."),
        (3, "situations", "Name at least one situation."),
        (3, "urgent", "“perhaps” is neither yes nor no."),
        (4, "situations", "There is no situation “Congress”."),
    ]


def test_row_that_asks_the_same_is_refused(session: Session) -> None:
    load_reference(session)
    header, row = ["executive", "situations", "urgent"], ["E-05", "Crisis; New role", "no"]
    urgent, other = [*row[:2], "yes"], ["E-05", "New role", "no"]
    above = (
        "The same request of Invented Person 5 stands in line 2 of this file already: put both rows into one."
    )
    told = "A draft brought in for Invented Person 5 before asks about the same."
    assert bring_table(session, TableKind.REQUESTS, "exchange", header, row, row, urgent, other) == [
        (3, None, "It is the same as line 2."),
        (4, "situations", above),
    ]
    bring_table(session, TableKind.REQUESTS, "exchange", header, row)
    assert bring_table(session, TableKind.REQUESTS, "exchange", header, urgent) == [(2, "situations", told)]
    session.scalars(select(MentoringRequest)).one().place = "what the person drafts is not told"
    session.flush()
    assert not isinstance(bring_table(session, TableKind.REQUESTS, "exchange", header, urgent), list)


@pytest.mark.parametrize(
    ("state", "situation"),
    [(RequestState.SUBMITTED, ""), (RequestState.OFFERED, ""), (RequestState.WAITLISTED, "Crisis")],
)
def test_request_goes_out_with_as_much_as_the_desk_reads(
    session: Session, state: RequestState, situation: str
) -> None:
    load_reference(session)
    header = [
        "executive",
        "situations",
        "competencies",
        "function",
        "need_by",
        "urgent",
        "in_person",
        "place",
    ]
    row = ["E-05", "Crisis; New role", "Vision: 2", "Law", "2026-12-31", "yes", "yes", "Denver, CO"]
    bring_table(session, TableKind.REQUESTS, "exchange", header, row)
    session.execute(update(MentoringRequest).values(submitted_at=NOW, state=state))
    session.expire_all()
    (line,) = take(session, TableKind.REQUESTS, "exchange")
    assert {name: value for name, value in line.items() if value} == {
        "executive": "E-05", "state": state.value, "kind": "mentor", "need_by": "2026-12-31", "urgent": "yes",
    } | ({"situations": situation} if situation else {})  # fmt: skip
