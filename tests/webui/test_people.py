"""People and access: the list, one person, corrections and invitations."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.agencies import Agency, AgencyAlias
from models.db import unit_of_work
from models.executives import Executive
from models.outbox import Notice
from models.services import joiners, people
from tests.models.world import NOW, actor, find
from tests.webui.site import Clock, beside, send, sign_in, summary

PERSON = "/people/e-05"
CHANGE = f"{PERSON}/change"


@pytest.fixture
def office(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "office")


@pytest.fixture
def _address(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        actor(session, "e-06").email = "Six@agency.example"


def person(db: Session, slug: str = "e-05") -> Actor:
    db.rollback()
    return actor(db, slug)


def change(client: FlaskClient, db: Session, **typed: str) -> Any:
    fields = {"version": str(person(db).version), "name": "Ann Lee", "email": ""}
    return send(client, CHANGE, fields | typed, page=CHANGE)


@pytest.mark.parametrize(
    ("query", "found", "missing"),
    [
        ("", "e-05", "/people/no-one"),
        ("?q=energy", "e-05", "e-04"),
        ("?q=host-EN", "host-EN", "e-05"),
        ("?role=auditor", "auditor", "office"),
        ("?role=executive", "e-05", "office"),
        ("?state=uninvited", "e-05", "/people/no-one"),
    ],
)
def test_list_finds_by_words_role_and_state(
    office: FlaskClient, query: str, found: str, missing: str
) -> None:
    page = office.get(f"/people{query}").text
    assert f'href="/people/{found}"' in page
    assert f'href="/people/{missing}"' not in page


def test_list_finds_who_holds_a_role_at_an_agency_by_any_name_of_it(
    office: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        energy = find(session, Agency, "EN")
        energy.abbreviation = "DOE"
        energy.aliases.append(AgencyAlias(name="Power Department"))
    for words in ("energy", "DOE", "power+department"):
        page = office.get(f"/people?q={words}&role=host_contact").text
        assert ['href="/people/host-EN"' in page, 'href="/people/host-TR"' in page] == [True, False]
        assert 'href="/people/e-05"' in office.get(f"/people?q={words}").text
    assert "Nobody fits." in office.get("/people?q=energy&role=auditor").text


def test_list_without_anybody_says_what_to_try(office: FlaskClient) -> None:
    for query in ("?q=nobody+at+all", "?state=inactive", "?q=e_05"):
        page = office.get(f"/people{query}").text
        assert "Nobody fits." in page
        assert "Try part of a name, or choose “any role” and “any state”." in page


def test_page_shows_roles_with_their_end_and_who_granted_them(office: FlaskClient) -> None:
    page = " ".join(office.get("/people/host-EN").text.split())
    assert '<th scope="row">host contact</th><td data-label="Agency">Energy</td>' in page
    assert '<td data-label="Until">19 September 2027 <span class="rt-muted">(in 300 days)</span></td>' in page
    assert '<td data-label="Granted">23 November 2026 by Olive Office: invented world</td>' in page


def test_nobody_acts_on_their_own_rights(office: FlaskClient) -> None:
    page = office.get("/people/office").text
    assert "Nobody grants a role to themselves: another person of the office does." in page
    assert "/people/office/deactivate" not in page
    assert "/people/office/leave" not in page


def test_roles_that_end_soon_are_listed(office: FlaskClient, clock: Clock) -> None:
    assert "No role ends within 30 days." in office.get("/people/ending").text
    clock.move(days=280)
    sign_in(office, "office")
    page = office.get("/people/ending").text
    assert "14 roles end within 30 days" in page
    assert re.search(r'href="/people/host-EN/roles/\d+/prolong"', page)


@pytest.mark.parametrize("slug", ["exchange", "auditor", "host-EN", "e-05"])
def test_nobody_else_sees_the_people(client: FlaskClient, slug: str) -> None:
    sign_in(client, slug)
    assert [client.get(path).status_code for path in ("/people", PERSON, CHANGE)] == [403, 404, 404]


def test_name_and_address_are_corrected_on_the_card_too(office: FlaskClient, db: Session) -> None:
    answer = change(office, db, name="  Ann   Lee ", email=" ann@agency.example ")
    assert (answer.status_code, answer.location) == (303, PERSON)
    found = person(db)
    assert (found.name, found.email) == ("Ann Lee", "ann@agency.example")
    assert find(db, Executive, "E-05").name == "Ann Lee"
    assert "Ann Lee is corrected." in office.get(PERSON).text


@pytest.mark.usefixtures("_address")
@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Enter the name."),
        ("name", " \t ", "Enter the name."),
        ("name", "x" * 301, "Use at most 300 characters."),
        ("name", "Ann\u200bLee", "The name has a character that cannot be shown."),
        ("email", "nowhere", "Enter an address like name@agency.gov."),
        ("email", "a b@agency.gov", "Enter an address like name@agency.gov."),
        ("email", "x" * 250 + "@a.gov", "Use at most 254 characters."),
        ("email", "six@AGENCY.example", "Invented Person 6 has this e-mail address already."),
    ],
)
def test_correction_is_refused_beside_the_field_and_kept(
    office: FlaskClient, db: Session, field: str, typed: str, sentence: str
) -> None:
    answer = change(office, db, **{field: typed})
    assert answer.status_code == 422
    assert (beside(answer), summary(answer)) == ({field: sentence}, [sentence])
    assert f'value="{typed.strip() if field == "email" else typed}"' in answer.text
    assert person(db).name == "Invented Person 5"


def test_correction_without_a_version_asks_to_open_the_page_again(office: FlaskClient) -> None:
    answer = send(office, CHANGE, {"name": "Ann Lee"}, page=CHANGE)
    assert (answer.status_code, summary(answer)) == (422, ["Open the page again."])


def test_person_changed_meanwhile_shows_both_versions(
    office: FlaskClient, db: Session, engine: Engine
) -> None:
    before = str(person(db).version)
    with unit_of_work(engine) as session:
        who = actor(session, "e-05")
        joiners.change_person(
            session,
            actor=actor(session, "office-2"),
            now=NOW,
            person=who,
            name="Anne Leigh",
            email=None,
            version=who.version,
        )
    answer = change(office, db, version=before)
    assert answer.status_code == 409
    assert "Somebody changed this since you opened it" in answer.text
    assert '<td class="rt-lines">Anne Leigh</td><td class="rt-lines">Ann Lee</td>' in answer.text
    assert 'value="Ann Lee"' in answer.text
    assert person(db).name == "Anne Leigh"
    again = re.findall(r'name="version" type="hidden" value="(\d+)"', answer.text)
    assert again == [str(person(db).version)]
    assert change(office, db, version=again[0]).status_code == 303
    assert person(db).name == "Ann Lee"


def test_invitation_is_shown_once_and_opens_the_first_password(
    office: FlaskClient, client: FlaskClient, db: Session
) -> None:
    answer = send(office, f"{PERSON}/invite", page=PERSON)
    assert "This person has no e-mail address on record, so hand the link over yourself:" in answer.text
    assert "To sign in after that takes an e-mail address: <a href=" in answer.text
    (link,) = re.findall(r"data-invitation>([^<]+)<", answer.text)
    assert "chooses the password, once, by 30 November 2026, 10:00 a.m. Eastern (in 7 days)" in answer.text
    assert client.get(link).status_code == 200
    assert "invited; the link works until" in office.get(PERSON).text
    assert db.scalars(select(Notice)).all() == []


@pytest.mark.usefixtures("_address")
def test_invitation_goes_by_mail_to_whoever_has_an_address(office: FlaskClient, db: Session) -> None:
    answer = send(office, "/people/e-06/invite", page=PERSON)
    assert "Nothing is mailed in the demonstration, so open the link yourself" in answer.text
    assert db.scalars(select(Notice.template)).all() == ["invitation"]


def test_whoever_is_not_active_is_not_invited(office: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        who = actor(session, "e-05")
        people.deactivate(session, actor=actor(session, "office"), now=NOW, person=who, reason="retired")
    answer = send(office, f"{PERSON}/invite", page=PERSON)
    assert answer.status_code == 409
    assert "Invented Person 5 is not active, so an invitation would open nothing." in answer.text


def test_second_page_of_a_long_list(office: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        added = [people.NewActor(f"n-{number}", f"Newcomer {number:02}") for number in range(60)]
        people.add_actors(session, actor=actor(session, "office"), now=NOW + timedelta(days=1), people=added)
    first, second = (office.get(f"/people?q=newcomer&page={page}").text for page in (1, 2))
    assert "60 people, 1 to 50 shown." in first
    assert ("Newcomer 49" in first, "Newcomer 50" in first, "Newcomer 50" in second) == (True, False, True)


def test_whoever_holds_no_role_is_told_who_grants_them(client: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        joiners.add_person(session, actor=actor(session, "office"), now=NOW, name="Ann Lee", email=None)
    page = " ".join(sign_in(client, "ann-lee").get("/").text.split())
    assert "Nothing waits for you." in page
    assert (
        "You hold no role now, so there is nothing to open. The programme office grants roles; "
        "your pages appear here as soon as it has."
    ) in page
