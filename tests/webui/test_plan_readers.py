"""Plans as the supervisor, the board and the coordinator meet them, and what each of them does not see."""

from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from models.actors import Actor, Role, RoleGrant
from models.db import open_engine, unit_of_work
from models.executives import Executive
from models.plans import PlanReview, PlanState, ReviewOutcome
from tests.models.plans import begun
from tests.models.stages import KEYS
from tests.models.world import NOW, find
from tests.webui.site import Clock, beside, send, sign_in
from tests.webui.test_my_record import RECORD, plan_of, write

SIGN, REVIEW, DUE = "/plans-to-sign", "/plan-reviews", "/development-due"
CAME_BACK = "Your development plan came back: read what is to be changed, and send it again"
WORDS = ("Lead a merger of two offices.", "Detail to another agency", "Travel for the detail is planned.")
Clients = Callable[[], FlaskClient]


@pytest.fixture
def supervisor(make_client: Clients) -> FlaskClient:
    return sign_in(make_client(), "supervisor-EN")


@pytest.fixture
def board(make_client: Clients) -> FlaskClient:
    return sign_in(make_client(), "board-EN")


def seen(db: Session, slug: str, **fields: str) -> dict[str, str]:
    return {"version": str(plan_of(db, slug).version), **fields}


def test_supervisor_reads_and_signs(supervisor: FlaskClient, db: Session) -> None:
    assert (
        "The development plan of Invented Person 6 waits for your signature, since 2"
        in supervisor.get("/").text
    )
    page = supervisor.get(SIGN).text
    assert "1 plan waits for your signature." in page
    assert page.index("Invented Person 6") < page.index("Invented Person 7")
    assert "Lead a merger of two offices." in supervisor.get(f"{SIGN}/E-06").text
    assert send(supervisor, f"{SIGN}/E-06", seen(db, "E-06", note="We pay the travel.")).location == SIGN
    plan = plan_of(db, "E-06")
    assert (plan.state, plan.supervisor_note) == (PlanState.SIGNED, "We pay the travel.")
    assert "No plan waits for your signature." in supervisor.get(SIGN).text
    assert "We pay the travel." in supervisor.get(f"{SIGN}/E-06").text


def test_board_goes_from_one_waiting_plan_to_the_next(
    supervisor: FlaskClient, board: FlaskClient, db: Session
) -> None:
    send(supervisor, f"{SIGN}/E-06", seen(db, "E-06"))
    assert "the plan of Invented Person 6</a>" in board.get(f"{REVIEW}/E-07").text
    assert "the plan of Invented Person 7</a>" in board.get(f"{REVIEW}/E-06").text
    verdict = {"reviewed_on": "2026-11-23", "outcome": ReviewOutcome.ACCEPTED.value}
    then = f"{REVIEW}/E-06?met=2026-11-23"
    assert send(board, f"{REVIEW}/E-07", seen(db, "E-07", **verdict)).location == then
    page = board.get(f"{REVIEW}/E-06?met=2026-11-20").text
    assert 'value="2026-11-20"' in page
    assert 'value="2026-11-23"' in board.get(f"{REVIEW}/E-06?met=none").text
    assert "1 plan waits; this is the plan of Invented Person 6." in page
    assert "leave this one for later" not in page
    assert send(board, f"{REVIEW}/E-06", seen(db, "E-06", **verdict)).location == REVIEW


def test_overdue_review_stands_before_the_others(
    supervisor: FlaskClient, board: FlaskClient, db: Session
) -> None:
    send(supervisor, f"{SIGN}/E-06", seen(db, "E-06"))
    page = board.get(REVIEW).text
    assert page.index("Invented Person 6") < page.index("Invented Person 7")
    plan = plan_of(db, "E-07")
    made = {"outcome": ReviewOutcome.ACCEPTED, "entered_by_id": plan.supervisor_id, "entered_at": NOW}
    other = plan_of(db, "E-06")
    other.reviews.append(PlanReview(reviewed_on=date(2026, 11, 20), **made))
    db.commit()
    page = board.get(REVIEW).text
    assert page.index("Invented Person 7") < page.index("Invented Person 6"), "what is due now comes first"
    db.delete(other.reviews[0])
    db.flush()
    plan.reviews.append(PlanReview(reviewed_on=date(2024, 1, 9), **made))
    db.commit()
    page = board.get(REVIEW).text
    assert page.index("Invented Person 7") < page.index("Invented Person 6")


def test_supervisor_sends_back_and_the_executive_reads_why(
    supervisor: FlaskClient, make_client: Clients, db: Session
) -> None:
    back = f"{SIGN}/E-06/send-back"
    assert "It becomes a draft again" in supervisor.get(back).text
    assert send(supervisor, back, seen(db, "E-06", reason="Name the agency.")).location == SIGN
    assert [supervisor.get(address).status_code for address in (f"{SIGN}/E-06", back)] == [404, 404]
    e06 = sign_in(make_client(), "e-06")
    page = e06.get(RECORD).text
    assert "supervisor-EN sent the plan back: “Name the agency.”" in page
    assert "Next: change what is asked, then send it again" in page
    assert CAME_BACK in e06.get("/").text


@pytest.mark.parametrize(
    ("path", "fields", "sentence"),
    [
        ("", {"note": "x" * 1001}, "Use at most 1,000 characters."),
        ("", {"note": "", "version": ""}, "Open the page again."),
        ("/send-back", {"reason": ""}, "Say what is to be changed first: the executive reads it."),
        ("/send-back", {"reason": "x" * 1001}, "Use at most 1,000 characters."),
    ],
)
def test_what_a_supervisor_types_wrong_is_said(
    supervisor: FlaskClient, db: Session, path: str, fields: dict[str, str], sentence: str
) -> None:
    answer = send(supervisor, f"{SIGN}/E-06{path}", seen(db, "E-06") | fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert plan_of(db, "E-06").state is PlanState.SUBMITTED


@pytest.mark.parametrize(("path", "field"), [("", "note"), ("/send-back", "reason")])
def test_plan_that_changed_meanwhile_is_read_again_first(
    supervisor: FlaskClient, db: Session, path: str, field: str
) -> None:
    answer = send(supervisor, f"{SIGN}/E-06{path}", {"version": "1", field: "As discussed."})
    assert answer.status_code == 409
    assert "The plan changed since you opened it: read it again." in answer.text
    assert "As discussed." in answer.text
    assert plan_of(db, "E-06").state is PlanState.SUBMITTED


def test_board_reads_and_reviews(board: FlaskClient, make_client: Clients, db: Session) -> None:
    desk = board.get("/").text
    assert "The signed development plan of Invented Person 7 waits for the board" in desk
    assert "; its first review is due" in desk
    waiting = board.get(REVIEW).text
    assert "1 plan waits for the board" in waiting
    assert "Next review due" in waiting
    assert '<td data-label="Next review due">now</td>' in waiting
    assert '<span class="rt-aside">Energy' not in waiting  # one agency alone is not said in each row
    page = board.get(f"{REVIEW}/E-07").text
    assert all(words in page for words in WORDS)
    assert 'value="2026-11-23"' in page  # today
    assert 'value="">choose</option>' in page  # no verdict is given by chance
    assert "more than a year has gone by since the first was due: hold it now." in page
    verdict = {"reviewed_on": "2026-11-23", "outcome": "accepted", "remark": "Well aimed."}
    assert send(board, f"{REVIEW}/E-07", seen(db, "E-07", **verdict)).location == REVIEW
    assert plan_of(db, "E-07").reviews[0].outcome is ReviewOutcome.ACCEPTED
    said = "The plan of Invented Person 7 is accepted, and is carried out until its next yearly review."
    accepted = board.get(f"{REVIEW}/reviewed").text
    assert said in accepted
    assert "22 November 2027" in accepted
    e07 = sign_in(make_client(), "e-07")
    page = e07.get(RECORD).text
    assert "23 November 2026: accepted. “Well aimed.”" in page
    assert "The next review is due by 22 November 2027." in page
    send(e07, f"{RECORD}/revise")
    assert "Next: bring it up to date, then send it" in e07.get(RECORD).text


def test_board_returns_a_plan_and_the_executive_reads_why(
    supervisor: FlaskClient, board: FlaskClient, make_client: Clients, db: Session
) -> None:
    verdict = {"reviewed_on": "2026-11-23", "outcome": "revise", "remark": "Aim higher."}
    assert send(board, f"{REVIEW}/E-07", seen(db, "E-07", **verdict)).location == REVIEW
    e07 = sign_in(make_client(), "e-07")
    page = e07.get(RECORD).text
    assert "The board (review of 23 November 2026) sent the plan back: “Aim higher.”" in page
    assert "once it is signed anew <span" in page
    desk = e07.get("/").text
    assert CAME_BACK in desk
    assert "22 November 2027" not in desk  # the board's next review is no time to send the plan again
    assert board.get(f"{REVIEW}/E-07").status_code == 404
    send(e07, f"{RECORD}/submit", {"supervisor": "supervisor-EN"} | seen(db, "E-07"))
    send(supervisor, f"{SIGN}/E-07", seen(db, "E-07"))
    again = "The board returned it; now it is signed anew and waits for its review. What you enter"
    assert again in board.get(f"{REVIEW}/E-07").text
    now = 'now <span class="rt-aside">(returned, signed anew)</span>'
    assert all(now in page for page in (board.get(REVIEW).text, e07.get(RECORD).text))
    assert "2027" not in board.get("/").text + e07.get("/").text  # nobody may leave it until next year
    assert "The board returned your development plan; signed anew, it is with the board" in e07.get("/").text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reviewed_on": ""}, "Enter the day the board met."),
        ({"reviewed_on": "2026-11-24"}, "this day is still to come."),
        ({"reviewed_on": "2026-11-22"}, "this day is before the signature of 23 November 2026."),
        ({"outcome": ""}, "Choose one."),
        ({"outcome": "revise"}, "Say what is to be revised: the executive reads it."),
        ({"remark": "x" * 1001}, "Use at most 1,000 characters."),
    ],
)
def test_what_the_board_types_wrong_is_said(
    board: FlaskClient, db: Session, fields: dict[str, str], sentence: str
) -> None:
    usual = {"reviewed_on": "2026-11-23", "outcome": "accepted", "remark": ""}
    answer = send(board, f"{REVIEW}/E-07", seen(db, "E-07", **usual) | fields)
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2
    assert plan_of(db, "E-07").state is PlanState.SIGNED


def test_board_reads_at_once_everything_that_is_wrong(board: FlaskClient, db: Session) -> None:
    wrong = {"reviewed_on": "2026-11-24", "outcome": "revise", "remark": ""}
    assert beside(send(board, f"{REVIEW}/E-07", seen(db, "E-07", **wrong))) == {
        "reviewed_on": "The board meets before its review is entered: this day is still to come.",
        "remark": "Say what is to be revised: the executive reads it.",
    }


def test_executive_whose_agency_has_no_board_reads_who_helps(make_client: Clients, db: Session) -> None:
    told = "Next: the programme office names your agency's board"
    e07 = sign_in(make_client(), "e-07")
    assert told not in unescape(e07.get(RECORD).text)
    query = update(RoleGrant).where(RoleGrant.role == Role.EXECUTIVE_RESOURCES_BOARD)
    db.execute(query.values(revoked_at=NOW))
    db.commit()
    assert told in unescape(e07.get(RECORD).text)


def test_board_reviews_what_it_has_read(board: FlaskClient, db: Session) -> None:
    verdict = {"version": "1", "reviewed_on": "2026-11-23", "outcome": "accepted", "remark": "Well aimed."}
    answer = send(board, f"{REVIEW}/E-07", verdict)
    assert answer.status_code == 409
    assert "The plan changed since you opened it: read it again." in answer.text


def test_draft_is_read_by_its_owner_alone(
    supervisor: FlaskClient, board: FlaskClient, make_client: Clients, db: Session
) -> None:
    write(sign_in(make_client(), "e-05"), db)
    addresses = (f"{SIGN}/E-05", f"{SIGN}/E-05/send-back", f"{REVIEW}/E-05")
    for who in (supervisor, board, sign_in(make_client(), "coord-EN"), sign_in(make_client(), "auditor")):
        assert [who.get(address).status_code for address in addresses] == [404] * 3


def test_plan_is_read_by_those_of_its_own_agency_alone(make_client: Clients) -> None:
    for slug in ("supervisor-AG", "board-AG", "coord-EN", "office", "auditor", "e-05"):
        client = sign_in(make_client(), slug)
        assert [client.get(f"{path}/E-07").status_code for path in (SIGN, REVIEW)] == [404, 404], slug


def test_coordinator_sees_who_is_due_and_nothing_else(make_client: Clients, db: Session) -> None:
    db.execute(update(Actor).where(Actor.slug == "e-05").values(email="five@agency.example"))
    db.commit()
    coordinator = sign_in(make_client(), "coord-EN")
    assert "4 executives of yours are overdue with the development plan" in coordinator.get("/").text
    page = coordinator.get(DUE).text
    assert [f"Invented Person {number}<" in page for number in (4, 5, 6, 7, 8, 9)] == [
        False, True, True, True, True, False,
    ]  # fmt: skip
    assert '<a href="mailto:five@agency.example">Invented Person 5</a>' in page
    assert "none on record</td>" in page
    assert "none on record, due since" not in page
    assert "the executive enters the last one, or the next once it is done" in page
    assert not any(words in page for words in (*WORDS, "/my-record/", SIGN, REVIEW))


def test_lists_without_a_row_say_what_comes(make_client: Clients) -> None:
    for slug, path, sentence in (
        ("supervisor-AG", SIGN, "No plan names you."),
        ("board-AG", REVIEW, "No plan waits for the board."),
        ("board-AG", f"{REVIEW}/reviewed", "No plan that the board accepted is carried out now."),
        ("board-AG", f"{REVIEW}/returned", "No plan that the board returned is being revised."),
    ):
        assert sentence in sign_in(make_client(), slug).get(path).text


def test_where_nothing_is_due_the_coordinator_reads_so(make_client: Clients, url: str) -> None:
    opened = open_engine(url, KEYS)
    with unit_of_work(opened) as session:
        for number in ("09", "10", "11", "12"):
            newcomer = find(session, Executive, f"E-{number}")
            newcomer.ses_since = newcomer.current_position_since = NOW.date()
            begun(session, f"E-{number}")
    opened.dispose()
    coordinator = sign_in(make_client(), "coord-TR")
    assert "Nothing is due." in coordinator.get(DUE).text
    assert "of yours are overdue with the development plan" not in coordinator.get("/").text


def test_supervisor_whose_role_ended_signs_nothing(make_client: Clients, clock: Clock) -> None:
    clock.move(days=300)
    assert sign_in(make_client(), "supervisor-EN").get(f"{SIGN}/E-06").status_code == 404
    owner = sign_in(make_client(), "e-06")
    page = owner.get(RECORD).text
    assert "supervisor-EN cannot sign for your agency any more." in page
    assert "Next: supervisor-EN signs" not in page
    desk = owner.get("/").text
    assert "Your development plan lies with somebody who cannot sign it any more: take it back" in desk
