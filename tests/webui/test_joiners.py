"""Somebody new on record: an executive of an agency, or somebody of the staff."""

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.agencies import Agency
from models.db import unit_of_work
from models.executives import Executive
from models.positions import Occupancy, Position
from tests.models import agreements as made
from tests.models.world import actor, find
from tests.webui.site import beside, send, sign_in, summary

STAFF = "/people/new"
EXECUTIVE = "/people/new/executive/EN"
FORM = "/people/new/executive?agency=EN"
NEW = {
    "name": "Ann Lee",
    "email": "ann@agency.example",
    "appointment": "career",
    "position": "P-1",
    "ses_since": "2020-02-29",
    "position_since": "2026-11-23",
}
IMPOSSIBLE = "Enter the day as year, month and day: 2027-01-31."


@pytest.fixture
def office(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "office")


def add(client: FlaskClient, **typed: str) -> Any:
    return send(client, EXECUTIVE, NEW | typed, page=FORM)


def people(db: Session) -> int:
    db.rollback()
    return db.scalars(select(func.count()).select_from(Actor)).one()


def test_staff_are_added_without_a_role(office: FlaskClient, db: Session) -> None:
    answer = send(office, STAFF, {"name": " Zoë  Müller ", "email": ""}, page=STAFF)
    assert (answer.status_code, answer.location) == (303, "/people/zoe-muller")
    found = actor(db, "zoe-muller")
    assert (found.name, found.email, found.executive_id, found.grants) == ("Zoë Müller", None, None, [])
    page = office.get("/people/zoe-muller").text
    assert "Zoë Müller is on record. Grant a role, then invite." in page
    assert "<p>None.</p>" in page
    assert "none on record, so no mail can reach this person; signing in takes one too" in page


def test_vacant_post_is_named_with_its_place(office: FlaskClient, db: Session) -> None:
    post = find(db, Position, "P-1")
    post.city = "Denver"
    db.commit()
    assert f">{post.title}, Denver (P-1)</option>" in office.get(FORM).text


def test_namesakes_get_addresses_of_their_own(office: FlaskClient) -> None:
    made = [send(office, STAFF, {"name": "Ann Lee"}, page=STAFF).location for _ in range(3)]
    assert made == ["/people/ann-lee", "/people/ann-lee-2", "/people/ann-lee-3"]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", " ", "Enter the name."),
        ("name", "\u202eeel nna", "The name has a character that cannot be shown."),
        ("email", "nowhere@agency", "Enter an address like name@agency.gov."),
        ("email", "taken@agency.example", "Olive Office has this e-mail address already."),
    ],
)
def test_staff_are_refused_beside_the_field_and_kept(
    office: FlaskClient, db: Session, engine: Engine, field: str, typed: str, sentence: str
) -> None:
    with unit_of_work(engine) as session:
        actor(session, "office").email = "taken@agency.example"
    before = people(db)
    fields = {"name": "Ann Lee", "email": "ann@agency.example"} | {field: typed}
    answer = send(office, STAFF, fields, page=STAFF)
    assert answer.status_code == 422
    assert (beside(answer), summary(answer)) == ({field: sentence}, [sentence])
    assert all(f'value="{value}"' in answer.text for value in fields.values())
    assert people(db) == before


def test_executive_is_added_with_agency_and_post(office: FlaskClient, db: Session) -> None:
    answer = add(office)
    assert (answer.status_code, answer.location) == (303, "/people/e-0013")
    card = find(db, Executive, "E-0013")
    assert (card.name, card.home_agency.code, card.position.slug) == ("Ann Lee", "EN", "P-1")
    assert (card.ses_since, card.current_position_since) == (date(2020, 2, 29), date(2026, 11, 23))
    assert find(db, Position, "P-1").occupancy is Occupancy.FILLED
    page = office.get("/people/e-0013").text
    assert "Ann Lee is on record at Energy. Invite, so that the card gets filled in." in page
    assert 'value="P-1"' not in office.get(FORM).text


def test_executive_may_have_no_post(office: FlaskClient, db: Session) -> None:
    assert add(office, position="", email="").status_code == 303
    assert find(db, Executive, "E-0013").position is None


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Enter the name."),
        ("name", "Ann\u200bLee", "The name has a character that cannot be shown."),
        ("email", "nowhere", "Enter an address like name@agency.gov."),
        ("appointment", "", "Choose one."),
        ("appointment", "royal", "Not a valid choice."),
        ("position", "P-9", "The post is not vacant any more: choose another one."),
        ("ses_since", "", "Enter the day the person joined."),
        ("ses_since", "2021-02-29", IMPOSSIBLE),
        ("ses_since", "yesterday", IMPOSSIBLE),
        ("ses_since", "2026-11-24", "The day the person joined the service must not be to come."),
        ("position_since", "", "Enter the day the person took the post."),
        ("position_since", "2026-13-01", IMPOSSIBLE),
        ("position_since", "2026-11-24", "The day the person took the post must not be to come."),
        ("position_since", "2020-02-28", "A member joins the service first, then takes the post."),
    ],
)
def test_executive_is_refused_beside_the_field_and_kept(
    office: FlaskClient, db: Session, field: str, typed: str, sentence: str
) -> None:
    before = people(db)
    answer = add(office, **{field: typed})
    assert answer.status_code == 422
    assert (beside(answer), summary(answer)) == ({field: sentence}, [sentence])
    kept = [name for name in ("name", "email", "ses_since", "position_since") if name != field]
    assert all(f'value="{NEW[name]}"' in answer.text for name in kept)
    assert ('<option selected value="P-1">' in answer.text) == (field != "position")
    assert people(db) == before


def test_post_that_somebody_comes_back_to_is_not_offered_and_told_beside_it(
    office: FlaskClient, db: Session, engine: Engine
) -> None:
    free = "Vacant posts of the agency that are kept for nobody’s return, as of 2016."
    assert all(one in office.get(FORM).text for one in (free, 'value="P-1"', 'value="P-2"'))
    with unit_of_work(engine) as session:
        owner = find(session, Executive, "E-05")
        owner.position = find(session, Position, "P-1")
        session.flush()
        made.running(session)
        owner.position = None
    for path, offered in ((FORM, False), ("/people/e-06/post", False), ("/people/e-05/post", True)):
        page = office.get(path).text
        assert ('value="P-1"' in page, 'value="P-2"' in page) == (offered, True)
    assert beside(add(office)) == {
        "position": "Kept for the return of Invented Person 5: choose another post."
    }
    find(db, Position, "P-2").occupancy = Occupancy.FILLED
    db.commit()
    assert "No post of this agency is vacant and free to take." in office.get(FORM).text


def test_post_taken_meanwhile_is_told_beside_it(office: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        find(session, Position, "P-1").occupancy = Occupancy.FILLED
    answer = add(office)
    assert beside(answer) == {"position": "The post is not vacant any more: choose another one."}


def test_agency_closed_meanwhile_is_told_above_the_form(office: FlaskClient, engine: Engine) -> None:
    sign_in(office, "office")
    with unit_of_work(engine) as session:
        find(session, Agency, "EN").active = False
    answer = send(office, EXECUTIVE, NEW, page=STAFF)
    assert (answer.status_code, beside(answer), summary(answer)) == (422, {}, ["Energy is closed."])


@pytest.mark.parametrize("query", ["", "?agency=", "?agency=XX"])
def test_without_an_agency_it_is_asked_for_first(office: FlaskClient, query: str) -> None:
    answer = office.get(f"/people/new/executive{query}")
    assert (answer.status_code, answer.location) == (302, "/people/new?agency=")
    assert summary(office.get(answer.location)) == ["Choose an agency."]
    posted = send(office, "/people/new/executive/XX", NEW, page=STAFF)
    assert (posted.status_code, posted.location) == (303, "/people/new")
