"""Where a development plan stands: in which order it is read, and what its readers are told of its days."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape

from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.actors import Role, RoleGrant
from models.competencies import EcqFramework
from models.executives import Executive
from models.outbox import Notice
from models.queries.plan_people import without_a_board
from models.queries.plans import find_plan
from models.services import development, plans
from tests.models.plans import signed
from tests.models.world import NOW, actor, find, give
from tests.webui.site import send, sign_in
from tests.webui.test_my_record import plan_of, write
from webui.forms.plans import title
from webui.messages import preview

REVIEW, DUE = "/plan-reviews", "/development-due"
Clients = Callable[[], FlaskClient]


def joined(db: Session, **days: date) -> None:
    """The first days in the service of executives: `joined(db, e05=date(2025, 1, 15))`."""
    for name, day in days.items():
        executive = find(db, Executive, f"E-{name[1:]}")
        executive.ses_since = executive.current_position_since = day
    db.commit()


def sign_anew(db: Session) -> None:
    """All four plans of EN before the board: E-08's is reviewed once, the others never."""
    sent, again = plan_of(db, "E-06"), find_plan(db, find(db, Executive, "E-08"))
    assert again is not None
    signed(db, "E-05")
    by = actor(db, "supervisor-EN")
    plans.revise(db, actor=actor(db, "e-08"), now=NOW, plan=again)
    plans.submit(db, actor=actor(db, "e-08"), now=NOW, plan=again, supervisor=by)
    for plan in (again, sent):
        plans.sign(db, actor=by, now=NOW, plan=plan, version=plan.version, note="")
    db.commit()


def test_board_reads_the_longest_overdue_first_then_what_is_due_now_then_by_day(
    make_client: Clients, db: Session
) -> None:
    sign_anew(db)
    joined(db, e05=date(2025, 1, 15), e06=date(2024, 12, 20))
    board = sign_in(make_client(), "board-EN")
    page = board.get(REVIEW).text
    assert "What is overdue stands first, then what is due now, then the others by their day." in page
    assert re.findall(r"plan-reviews/(E-\d\d)", page) == ["E-06", "E-05", "E-07", "E-08"]
    assert re.findall(r'due">(\d+ \w+ \d+|now)', page) == [
        "19 December 2025", "14 January 2026", "now", "22 November 2027",
    ]  # fmt: skip
    nexts = [unescape(board.get(f"{REVIEW}/E-{number:02}").text) for number in (6, 5, 7, 8)]
    assert [re.findall(r"the plan of (Invented Person \d)</a>", text) for text in nexts] == [
        ["Invented Person 5"], ["Invented Person 7"], ["Invented Person 8"], ["Invented Person 6"],
    ]  # fmt: skip


def test_coordinator_reads_that_whoever_has_no_plan_is_counted(make_client: Clients, db: Session) -> None:
    joined(db, e05=NOW.date(), e06=date(2026, 2, 1))
    desk = sign_in(make_client(), "coord-EN").get("/").text
    assert (
        "2 executives of yours are overdue with the development plan, its review, an activity or an "
        "assessment: speak with them; 1 more has something of their development due within three months; "
        "1 more has no development plan yet"
    ) in desk
    page = sign_in(make_client(), "coord-EN").get(DUE).text
    assert "For 4 executives of yours something is overdue, due in the next three months, or the plan" in page
    row = page.partition("Invented Person 5")[2].partition("</tr>")[0]
    assert 'none yet<br><span class="rt-aside">every executive has one</span>' in row
    assert row.count("in time") == 3


def test_plan_that_is_missing_alone_is_due_on_no_day(make_client: Clients, db: Session) -> None:
    joined(db, e05=NOW.date(), e06=NOW.date(), e07=NOW.date(), e08=NOW.date())
    desk = sign_in(make_client(), "coord-EN").get("/").text
    assert "1 executive of yours has no development plan yet" in desk
    assert "1 executive of yours has no development plan yet —" not in desk


def test_coordinator_reads_first_what_is_overdue_since_a_day(make_client: Clients, db: Session) -> None:
    joined(db, e05=NOW.date(), e06=date(2026, 2, 1), e08=date(2025, 1, 15))
    page = sign_in(make_client(), "coord-EN").get(DUE).text
    assert re.findall(r"Invented Person (\d)", page) == ["8", "7", "6", "5"]
    assert "What is overdue since a day stands first, the longest first; then where none is on record" in page
    assert "which names no day: the executive enters the last one, or the next once it is done" in page


def end_the_board(db: Session) -> None:
    query = update(RoleGrant).where(RoleGrant.role == Role.EXECUTIVE_RESOURCES_BOARD)
    db.execute(query.values(revoked_at=NOW))
    db.commit()


def test_signed_plan_without_a_board_leads_everybody_on(make_client: Clients, db: Session) -> None:
    whose = "Signed development plans wait for a board on which nobody may review them: "
    assert whose not in sign_in(make_client(), "office").get("/").text
    end_the_board(db)
    e07 = sign_in(make_client(), "e-07")
    assert (
        "Your development plan is signed, and nobody on your agency's board may review it: ask the "
        "programme office, which names its members"
    ) in unescape(e07.get("/").text)
    assert "Programme office: Olive Office; office-2." in e07.get("/my-record").text
    desk = sign_in(make_client(), "office").get("/").text
    assert f"{whose}Energy (1); ask the agency who sits on it, and grant each the role" in unescape(desk)
    assert 'href="/people?q=Energy">Choose a person' in desk
    supervisor, plan = sign_in(make_client(), "supervisor-EN"), plan_of(db, "E-06")
    send(supervisor, "/plans-to-sign/E-06", {"version": str(plan.version), "note": ""})
    assert (
        "You signed the plan of Invented Person 6; the board reviews it once the programme office, which "
        "finds this on its desk, has named its members."
    ) in supervisor.get("/plans-to-sign").text
    assert f"{whose}Energy (2); ask the agency" in sign_in(make_client(), "office").get("/").text


def test_supervisor_who_signed_is_no_board_of_that_plan(make_client: Clients, db: Session) -> None:
    end_the_board(db)
    give(db, "supervisor-EN", Role.EXECUTIVE_RESOURCES_BOARD, "EN")
    give(db, "e-07", Role.EXECUTIVE_RESOURCES_BOARD, "EN")
    db.commit()
    desk = unescape(sign_in(make_client(), "e-07").get("/").text)
    assert "nobody on your agency's board may review it" in desk
    assert without_a_board(db, NOW) == [("Energy", 1)]
    give(db, "e-08", Role.EXECUTIVE_RESOURCES_BOARD, "EN")
    assert without_a_board(db, NOW) == []


def test_draft_that_nobody_may_sign_says_so_before_it_is_sent(make_client: Clients, db: Session) -> None:
    treasury = sign_in(make_client(), "e-09")
    send(treasury, "/my-record/begin")
    nobody = "Nobody signs plans for your agency yet, so none can be sent. Ask the programme office"
    assert nobody in treasury.get("/my-record").text
    comes = "ask the programme office for a supervisor, since nobody signs plans for your agency yet"
    assert f"Your development plan is a draft: complete it, and {comes}" in treasury.get("/").text
    write(treasury, db, "E-09")
    page = treasury.get("/my-record").text
    assert "Next: the programme office names who signs" in page
    assert nobody in page
    assert "Programme office: Olive Office; office-2." in page
    assert "Send it to my supervisor" not in page
    assert f"Your development plan is a draft that names what it must: {comes}" in treasury.get("/").text


def test_draft_that_names_what_it_must_is_sent(make_client: Clients, db: Session) -> None:
    e05 = sign_in(make_client(), "e-05")
    send(e05, "/my-record/begin")
    sent = "send it to your supervisor"
    assert f"Your development plan is a draft: complete it, and {sent}" in e05.get("/").text
    write(e05, db, "E-05")
    assert f"Your development plan is a draft that names what it must: {sent}" in e05.get("/").text


def test_letter_of_dates_leads_to_the_record_where_each_stands(make_client: Clients, db: Session) -> None:
    development.remind(db, actor=actor(db, "system"), now=NOW, person=actor(db, "e-05"))
    db.commit()
    letter = db.scalars(select(Notice).where(Notice.template == "development_due")).one()
    _, text = preview(letter, "https://roundtrip.example")
    assert "Your record shows which, and by when." in text
    assert "https://roundtrip.example/my-record" in text
    joined(db, e05=date(2026, 2, 1))
    page = sign_in(make_client(), "e-05").get("/my-record").text
    assert page.count("31 January 2027") == 2
    assert "31 January 2029" in page


def test_now_in_the_place_of_a_day_is_explained(make_client: Clients, db: Session) -> None:
    page = sign_in(make_client(), "e-05").get("/my-record").text
    gone = "Where that time has gone by twice with none on record, “now” stands in the place of its day."
    assert gone in page
    assert "begin your plan, then enter in it the last one that was done" in page
    board = sign_in(make_client(), "board-EN")
    assert "where a second year has gone by without one, “now” stands in the place of that day" in (
        board.get(REVIEW).text
    )
    for joined_on, due in (
        (date(2026, 6, 27), "is due by <strong>26 June 2027"),
        (date(2025, 1, 1), "was due by"),
    ):
        joined(db, e07=joined_on)
        page = board.get(f"{REVIEW}/E-07").text
        assert f"No review is on record yet. The first {due}" in page
        assert "a year after the first day in the service" in page


def test_strengths_stand_under_the_framework_that_is_in_force(make_client: Clients, db: Session) -> None:
    e05 = sign_in(make_client(), "e-05")
    send(e05, "/my-record/begin")
    page = e05.get("/my-record/objectives/new").text
    assert re.findall(r'<optgroup label="([^"]+)"', page) == ["ECQ-2025, in force now"]
    ended = EcqFramework(code="ECQ-2012", effective_to=date(2025, 9, 30))
    assert title(ended) == "ECQ-2012, in force until 30 September 2025"
    assert "One of the Executive Core Qualifications, or a competency of one." in page
    assert "only the names are known" not in page


def test_board_reads_whose_plan_it_returned_until_it_is_signed_anew(
    make_client: Clients, db: Session
) -> None:
    sign_anew(db)
    board, e07 = sign_in(make_client(), "board-EN"), sign_in(make_client(), "e-07")
    returned = {"reviewed_on": "2026-11-23", "outcome": "revise", "remark": "Aim higher."}

    def row() -> list[str]:
        page = unescape(board.get(f"{REVIEW}/returned").text)
        assert "Aim higher." not in page  # who has it and since when, and nothing of the plan
        return re.findall(r'data-label="(?:Returned|Now with)">([^<]+)', page)

    def version() -> dict[str, str]:
        db.rollback()
        return {"version": str(plan_of(db, "E-07").version)}

    assert row() == []
    send(board, f"{REVIEW}/E-07", version() | returned)
    assert row() == ["23 November 2026", "the executive, to revise"]
    send(e07, "/my-record/submit", {"supervisor": "supervisor-EN"} | version())
    assert row() == ["23 November 2026", "the supervisor, to sign"]
    send(sign_in(make_client(), "supervisor-EN"), "/plans-to-sign/E-07", version())
    assert row() == []
    assert "E-07" in board.get(REVIEW).text
