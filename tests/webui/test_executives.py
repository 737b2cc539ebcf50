"""The record of an executive corrected by the office: post, appointment, dates and clearance."""

import re
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.audit import AuditEvent
from models.db import unit_of_work
from models.executives import AppointmentType, Clearance, Executive
from models.outbox import Notice
from models.positions import Occupancy, Position
from models.returns import ReturnRight
from models.services import movers, people
from tests.models import agreements as made
from tests.models.world import NOW, actor, find
from tests.webui.site import beside, send, sign_in, summary

PERSON = "/people/e-05"
POST = f"{PERSON}/post"
TYPED = {
    "position": "P-1",
    "appointment": "career",
    "ses_since": "2020-01-01",
    "position_since": "2025-02-03",
    "clearance": "secret",
    "reason": "The agency wrote.",
}
NOT_HERE = "{} is not an executive in service, so there is no post to correct."


@pytest.fixture
def office(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "office")


@pytest.fixture
def _held(engine: Engine) -> None:
    """E-05 holds P-1."""
    with unit_of_work(engine) as session:
        post = find(session, Position, "P-1")
        find(session, Executive, "E-05").position, post.occupancy = post, Occupancy.FILLED


def words(client: FlaskClient, path: str) -> str:
    return " ".join(client.get(path).text.split())


def card(db: Session) -> Executive:
    db.rollback()
    db.expire_all()
    found: Executive = find(db, Executive, "E-05")
    return found


def correct(client: FlaskClient, db: Session, **typed: str) -> Any:
    return send(client, POST, {"version": str(card(db).version)} | TYPED | typed, page=POST)


@pytest.mark.usefixtures("_held")
def test_record_is_corrected_and_the_executive_told(office: FlaskClient, db: Session) -> None:
    assert f'href="{POST}">Correct post, appointment, dates or clearance</a>' in office.get(PERSON).text
    page = words(office, POST)
    for sentence in (
        "<h1>Correct the post of Invented Person 5</h1>",
        "also another post that Invented Person 5 takes inside Energy,",
        "an agreement keeps its text, and a return leads to the post that its agreement names.",
        '<option selected value="P-1">Director (P-1)</option>',
        '<option selected value="career">career</option>',
        '<option selected value="secret">secret</option>',
        'value="2022-01-01"',
        "Post <span",
    ):
        assert sentence in page
    assert "Clearance <span" not in page
    typed = {"position": "P-2", "appointment": "noncareer", "ses_since": "2019-05-06", "clearance": "none"}
    answer = correct(office, db, **typed)
    assert (answer.status_code, answer.location) == (303, PERSON)
    found = card(db)
    assert found.position is not None
    assert (found.position.slug, found.position.occupancy) == ("P-2", Occupancy.FILLED)
    assert find(db, Position, "P-1").occupancy is Occupancy.VACANT
    assert (found.appointment, found.clearance) == (AppointmentType.NONCAREER, Clearance.NONE)
    assert (found.ses_since, found.current_position_since) == (date(2019, 5, 6), date(2025, 2, 3))
    notice = db.scalars(select(Notice)).one()
    owner = actor(db, "e-05").id
    assert (notice.template, notice.recipient_id) == ("record_corrected", owner)
    assert notice.payload == {"page": "card"}
    event = db.scalars(select(AuditEvent).where(AuditEvent.action == "executives.correct")).one()
    assert (event.reason, event.facts) == (
        "The agency wrote.",
        {
            "changed": ["post", "appointment", "in the service since", "in the post since", "clearance"],
            "post": {"before": "P-1", "after": "P-2"},
        },
    )
    said = "The record of Invented Person 5 is corrected, and Invented Person 5 is told."
    assert said in office.get(PERSON).text


@pytest.mark.usefixtures("_held")
def test_post_is_given_up_or_kept_with_other_days(office: FlaskClient, db: Session) -> None:
    assert correct(office, db).status_code == 303
    found = card(db)
    assert found.position is not None
    assert (found.position.slug, found.current_position_since) == ("P-1", date(2025, 2, 3))
    assert correct(office, db, position="").status_code == 303
    assert card(db).position is None
    assert find(db, Position, "P-1").occupancy is Occupancy.VACANT


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("position", "P-9", "The post is not vacant any more: choose another one."),
        ("appointment", "", "Choose one."),
        ("ses_since", "", "Enter the day the person joined."),
        ("ses_since", "2026-11-24", "The day the person joined the service must not be to come."),
        ("position_since", "", "Enter the day the person took the post."),
        ("position_since", "2026-11-24", "The day the person took the post must not be to come."),
        ("position_since", "2019-12-31", "A member joins the service first, then takes the post."),
        ("clearance", "", "Choose one."),
        ("clearance", "cosmic", "Not a valid choice."),
        ("reason", " ", "Write the reason: it stays on the record."),
        ("reason", "x" * 2001, "Use at most 2,000 characters."),
    ],
)
def test_correction_is_refused_beside_the_field(
    office: FlaskClient, db: Session, field: str, typed: str, sentence: str
) -> None:
    before = card(db).version
    answer = correct(office, db, **{field: typed})
    assert (answer.status_code, beside(answer), summary(answer)) == (422, {field: sentence}, [sentence])
    assert card(db).version == before
    assert db.scalars(select(Notice)).all() == []


def test_correction_that_changes_nothing_tells_nobody(office: FlaskClient, db: Session) -> None:
    answer = correct(office, db, position="", position_since="2022-01-01")
    assert (answer.status_code, summary(answer)) == (422, ["Nothing here differs from what is on record."])
    assert db.scalars(select(Notice)).all() == []


def test_correction_without_a_version_asks_to_open_the_page_again(office: FlaskClient) -> None:
    answer = send(office, POST, TYPED, page=POST)
    assert (answer.status_code, summary(answer)) == (422, ["Open the page again."])


def test_record_changed_meanwhile_shows_both_versions(
    office: FlaskClient, db: Session, engine: Engine
) -> None:
    before = str(card(db).version)
    with unit_of_work(engine) as session:
        find(session, Executive, "E-05").clearance = Clearance.TOP_SECRET
    answer = correct(office, db, version=before)
    assert answer.status_code == 409
    assert "Somebody changed this since you opened it" in answer.text
    assert '<td class="rt-lines">top secret</td><td class="rt-lines">secret</td>' in answer.text
    assert '<th scope="row">Reason</th>' not in answer.text
    again = re.findall(r'name="version" type="hidden" value="(\d+)"', answer.text)
    assert again == [str(card(db).version)]
    assert correct(office, db, version=again[0]).status_code == 303
    assert card(db).clearance is Clearance.SECRET


def test_post_that_somebody_else_comes_back_to_is_not_taken_but_ones_own_is(
    office: FlaskClient, db: Session, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        post, owner = find(session, Position, "P-1"), find(session, Executive, "E-05")
        owner.position = post
        session.flush()
        made.running(session)
        owner.position = None
    path = "/people/e-06/post"
    other = find(db, Executive, "E-06")
    answer = send(office, path, TYPED | {"version": str(other.version)}, page=path)
    pointed = "Kept for the return of Invented Person 5: choose another post."
    assert (answer.status_code, summary(answer)) == (422, [pointed])
    assert correct(office, db).status_code == 303
    assert card(db).position is find(db, Position, "P-1")
    right = db.scalars(select(ReturnRight)).one()
    assert (right.agreement.position, right.risks) == (find(db, Position, "P-1"), [])


def test_only_an_executive_in_service_has_a_post(office: FlaskClient, engine: Engine) -> None:
    answer = office.get("/people/host-EN/post")
    assert (answer.status_code, NOT_HERE.format("host-EN") in answer.text) == (409, True)
    assert "/people/host-EN/post" not in office.get("/people/host-EN").text
    with unit_of_work(engine) as session:
        actor(session, "e-05").active = False
    assert (office.get(POST).status_code, POST in office.get(PERSON).text) == (409, False)


@pytest.mark.usefixtures("_held")
def test_whoever_is_let_in_again_after_leaving_gets_the_post_back_by_a_correction(
    office: FlaskClient, db: Session, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        by, person = actor(session, "office"), actor(session, "e-05")
        movers.leave(session, actor=by, now=NOW, person=person, reason="entered by mistake")
    said = (
        "The post does not come back either, nor do offers, agreements with their way back, invitations to "
        "posts, and requests for a mentor that ended. "
        "Correct the post afterwards: the page of Invented Person 5 leads there."
    )
    assert said in words(office, f"{PERSON}/deactivate")
    assert "nor the post, offers, a way back, invitations to posts and requests for a mentor." in words(
        office, PERSON
    )
    again = f"{PERSON}/reactivate"
    assert send(office, again, {"reason": "by mistake"}, page=f"{PERSON}/deactivate").status_code == 303
    page = words(office, PERSON)
    assert "may sign in again. No post is on record: correct it here if there is one." in page
    assert f'href="{POST}"' in page
    assert correct(office, db, position_since="2022-01-01").status_code == 303
    assert card(db).position is find(db, Position, "P-1")


def test_whoever_was_only_shut_out_keeps_the_post(office: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        by, person = actor(session, "office"), actor(session, "e-05")
        people.deactivate(session, actor=by, now=NOW, person=person, reason="on leave")
    assert "The post does not come back" not in office.get(f"{PERSON}/deactivate").text


@pytest.mark.usefixtures("_held")
@pytest.mark.parametrize(
    ("agree", "sentence"),
    [
        (
            made.drafted,
            "An agreement of {} that is not in force yet names the present post: cancel it first.",
        ),
        (made.running, "{} is to come back to the present post: it stays until the return is closed."),
    ],
)
def test_post_that_an_agreement_or_a_return_rests_on_is_kept(
    office: FlaskClient, db: Session, engine: Engine, agree: Any, sentence: str
) -> None:
    with unit_of_work(engine) as session:
        agree(session)
    answer = correct(office, db, position="")
    assert (answer.status_code, beside(answer)) == (422, {"position": sentence.format("Invented Person 5")})
    assert card(db).position is find(db, Position, "P-1")
    assert correct(office, db).status_code == 303


def test_nobody_corrects_their_own_record(office: FlaskClient, db: Session, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        executive, actor(session, "e-08").executive_id = find(session, Executive, "E-08"), None
        session.flush()
        actor(session, "office").executive_id = executive.id
    own = find(db, Executive, "E-08")
    answer = send(office, "/people/office/post", TYPED | {"version": str(own.version)}, page="/people/office")
    assert summary(answer) == ["Another person of the office corrects your record."]
