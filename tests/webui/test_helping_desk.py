"""What the desk says of a profile that is not approved yet, or that nobody can book."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.executives import Executive
from models.mentors import MentorProfile, ProfileState
from tests.webui.site import send, sign_in
from tests.webui.test_times import WEEK
from tests.webui.test_uploads import FILE, bring, version

Open = Callable[[], FlaskClient]
PROFILE = "/giving/profile/mentor"
UNTIMED = "You can be asked as a mentor, but no time of yours can be booked: say when you can meet"


@pytest.fixture
def stage() -> str:
    return "giving"


def test_profile_is_on_the_desk_until_it_is_approved(client: FlaskClient) -> None:
    e05 = sign_in(client, "e-05")
    assert "profile as a mentor" not in e05.get("/").text
    send(e05, PROFILE, {"capacity": "2", "last_1": "2025"})
    draft = "Your profile as a mentor is a draft: complete it, then ask your agency to approve it"
    assert draft in e05.get("/").text
    send(e05, f"{PROFILE}/submit")
    desk = e05.get("/").text
    assert draft not in desk
    assert "Your agency reads your profile as a mentor; you are told once it has decided" in desk


def test_asking_for_approval_saves_what_was_typed(client: FlaskClient, db: Session) -> None:
    e05 = sign_in(client, "e-05")
    send(e05, PROFILE, {"capacity": "2", "last_1": "2025"})
    assert f'formaction="{PROFILE}/submit">Ask my agency for approval' in e05.get(PROFILE).text
    mine = select(MentorProfile).join(MentorProfile.executive).where(Executive.slug == "E-05")
    typed = {"capacity": "3", "last_1": "2025", "version": str(db.scalars(mine).one().version)}
    wrong = send(e05, f"{PROFILE}/submit", typed | {"last_1": "1"})
    assert (wrong.status_code, 'value="3"' in wrong.text) == (422, True)
    assert send(e05, f"{PROFILE}/submit", typed).location == PROFILE
    db.expire_all()
    db.rollback()
    made = db.scalars(mine).one()
    assert (made.capacity, made.state) == (3, ProfileState.SUBMITTED)


def test_profile_that_is_sent_back_says_so_on_both_desks(client: FlaskClient, make_client: Open) -> None:
    e05, coordinator = sign_in(client, "e-05"), sign_in(make_client(), "coord-EN")
    send(e05, PROFILE, {"capacity": "2", "last_1": "2025"})
    send(e05, f"{PROFILE}/submit")
    address = next(
        iter(
            re.findall(
                r'href="(/mentors/approvals/\d+)">Read and decide<span[^>]*> about Invented Person 5',
                coordinator.get("/mentors/approvals").text,
            )
        )
    )
    assert "asked for again" not in coordinator.get(address).text
    send(coordinator, f"{address}/send-back", {"reason": "Which years?"})
    assert (
        "Your agency sent back your profile as a mentor: read what is missing, and ask again"
        in e05.get("/").text
    )
    send(e05, f"{PROFILE}/submit")
    again = "sent it back on 23 November 2026, and it is asked for again: “Which years?”</p>"
    assert again in coordinator.get(address).text
    send(e05, f"{PROFILE}/retire")
    send(e05, f"{PROFILE}/submit")
    back = "Given up on 23 November 2026, and asked for again."
    assert back in coordinator.get(address).text


def test_mentor_whom_nobody_can_book_is_told_until_times_are_entered(client: FlaskClient) -> None:
    e01 = sign_in(client, "e-01")
    assert UNTIMED in e01.get("/").text
    send(e01, "/times", WEEK | {"open": []})
    assert UNTIMED in e01.get("/").text
    extra = {"kind": "extra", "first": "2026-12-01", "last": "2026-12-01", "start": "540", "end": "660"}
    send(e01, "/times/days", extra)
    assert UNTIMED not in e01.get("/").text


def test_mentor_with_a_usual_week_is_not_told(client: FlaskClient) -> None:
    e01 = sign_in(client, "e-01")
    send(e01, "/times", WEEK)
    assert UNTIMED not in e01.get("/").text


def test_request_that_a_table_began_says_so_until_its_owner_changes_it(
    client: FlaskClient, db: Session
) -> None:
    office = sign_in(client, "office")
    bring(office, b"executive,situations\nE-05,New role\n", "r.csv", "requests")
    columns = {f"column-{name}": name for name in ("executive", "situations")}
    send(office, f"{FILE}/check", columns, page=FILE)
    send(office, f"{FILE}/store", version(db), page=FILE)
    e05 = sign_in(client, "e-05")
    listed = e05.get("/ask").text
    assert "begun by the programme on" in listed
    seen = "The programme began it for you from a table, and knows what stands in it. Finish it, or it is"
    assert seen in listed
    (number,) = re.findall(r'href="/ask/(\d+)/1">', listed) or re.findall(r"/ask/(\d+)/\d", listed)[:1]
    assert seen in e05.get(f"/requests/{number}").text
    theirs = "The programme began this draft for you from a table, and knows what stands in it."
    page = e05.get(f"/ask/{number}/1").text
    assert (theirs in page, "that only you see" in page) == (True, False)
    (situation,) = re.findall(r'name="situation"[^>]*value="(\d+)"[^>]*checked', page) or re.findall(
        r'value="(\d+)"[^>]*checked', page
    )
    fields = {
        "situation": situation,
        "second": "",
        "third": "",
        "story": "Two offices become one.",
        "to": "2",
    }
    assert send(e05, f"/ask/{number}/1", fields).status_code == 303
    page = e05.get(f"/ask/{number}/1").text
    assert (theirs in page, "a draft that only you see" in page) == (False, True)


def test_profile_that_a_table_began_says_so_to_its_owner(client: FlaskClient, db: Session) -> None:
    office = sign_in(client, "office")
    bring(office, b"executive,situations\nE-05,New role: 2024\nE-07,New rule: 2024\n", "m.csv", "mentors")
    columns = {f"column-{name}": name for name in ("executive", "situations")}
    send(office, f"{FILE}/check", columns, page=FILE)
    page = " ".join(office.get(FILE).text.split())
    assert "There is no situation “New rule”; near: “New role”." in page
    assert "Once stored, each is a draft: the person reads it and sends it" in page
    send(office, f"{FILE}/store", version(db), page=FILE)
    e05 = sign_in(client, "e-05")
    began = "The programme began a profile as a mentor for you: complete it, then ask your agency"
    assert began in e05.get("/").text
    send(e05, PROFILE, {"capacity": "2", "last_1": "2025", "version": "1"})
    assert began not in e05.get("/").text
