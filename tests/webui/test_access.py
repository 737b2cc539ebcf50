"""Roles granted with their last day and revoked; people shut out and let in again."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.actors import Role, RoleGrant
from models.agencies import Agency
from models.audit import AuditEvent
from models.db import unit_of_work
from tests.models.world import DAY, NOW, actor, find
from tests.webui.site import Clock, beside, send, sign_in, summary

GRANT = "/people/e-05/roles/new"
SHUT = "/people/e-05/deactivate"
ROLE = {"role": "auditor", "agency": "programme", "ends_at": "2027-11-23", "reason": "yearly review"}
WHY = "Write the reason: it stays on the record."


@pytest.fixture
def office(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "office")


def grant(client: FlaskClient, **typed: str) -> Any:
    return send(client, GRANT, ROLE | typed, page=GRANT)


def held(db: Session, slug: str = "e-05") -> list[RoleGrant]:
    db.rollback()
    query = select(RoleGrant).where(RoleGrant.actor_id == actor(db, slug).id)
    return list(db.scalars(query.execution_options(populate_existing=True)))


def is_active(db: Session, slug: str = "e-05") -> bool:
    db.rollback()
    return actor(db, slug).active


def test_role_is_granted_to_the_end_of_its_last_day_in_washington(office: FlaskClient, db: Session) -> None:
    answer = grant(office)
    assert (answer.status_code, answer.location) == (303, "/people/e-05")
    (given,) = held(db)
    assert (given.role, given.agency_id, given.reason) == (Role.AUDITOR, None, "yearly review")
    assert given.ends_at == datetime(2027, 11, 24, 4, 59, 59, tzinfo=UTC)
    page = office.get("/people/e-05").text
    assert "Invented Person 5 is auditor until the end of 23 November 2027." in page
    assert "23 November 2027" in page


def test_no_role_is_chosen_beforehand(office: FlaskClient) -> None:
    page = office.get(GRANT).text
    role = page[page.index('name="role"') :]
    assert role[role.index("<option") :].startswith('<option value="">choose a role</option>')
    assert "<option selected" not in page


def test_role_of_an_agency_names_it(office: FlaskClient, db: Session) -> None:
    assert grant(office, role="host_contact", agency="EN").status_code == 303
    (given,) = held(db)
    assert (given.role, given.agency_id) == (Role.HOST_CONTACT, find(db, Agency, "EN").id)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"role": "king"}, "role", "Not a valid choice."),
        ({"role": ""}, "role", "Choose one."),
        ({"role": "executive"}, "role", "Not a valid choice."),
        ({"role": "system"}, "role", "Not a valid choice."),
        ({"role": "host_contact"}, "agency", "Choose the agency: this role is held for one."),
        ({"agency": ""}, "agency", "Choose the agency, or the whole programme."),
        ({"role": "auditor", "agency": "??"}, "agency", "Choose the agency, or the whole programme."),
        (
            {"agency": "EN"},
            "agency",
            "Choose the whole programme: this role is held for no single agency.",
        ),
        ({"ends_at": ""}, "ends_at", "Enter the last day of the role."),
        ({"ends_at": "2026-11-31"}, "ends_at", "Enter the day as year, month and day: 2027-01-31."),
        ({"ends_at": "2026-11-22"}, "ends_at", "A role ends after it starts."),
        (
            {"ends_at": "2027-11-24"},
            "ends_at",
            "A role is held for at most 365 days at a time; this would be 366.",
        ),
        ({"reason": " "}, "reason", WHY),
        ({"reason": "x" * 2001}, "reason", "Use at most 2,000 characters."),
    ],
)
def test_grant_is_refused_beside_the_field_and_kept(
    office: FlaskClient, db: Session, typed: dict[str, str], field: str, sentence: str
) -> None:
    answer = grant(office, **typed)
    assert answer.status_code == 422
    assert (beside(answer), summary(answer)) == ({field: sentence}, [sentence])
    fields = ROLE | typed
    assert f'value="{fields["ends_at"]}"' in answer.text
    assert f">\r\n{fields['reason']}</textarea>" in answer.text
    assert ('<option selected value="EN">' in answer.text) == (fields["agency"] == "EN")
    assert held(db) == []


def test_grant_tells_at_once_everything_that_is_wrong(office: FlaskClient) -> None:
    wrong = {"role": "host_contact", "ends_at": "2029-01-01", "reason": ""}
    assert beside(grant(office, **wrong)) == {
        "agency": "Choose the agency: this role is held for one.",
        "ends_at": "A role is held for at most 365 days at a time; this would be 770.",
        "reason": WHY,
    }
    assert "(optional)" not in office.get(GRANT).text


def test_role_for_a_closed_agency_is_refused(office: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        find(session, Agency, "EN").active = False
    answer = grant(office, role="host_contact", agency="EN")
    assert (answer.status_code, beside(answer)) == (422, {"agency": "Energy is closed."})


def test_whoever_is_not_active_gets_no_role(office: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        actor(session, "e-05").active = False
    answer = grant(office)
    assert (answer.status_code, beside(answer)) == (422, {})
    assert summary(answer) == ["Invented Person 5 is not active, so a role would open nothing."]


def test_nobody_grants_themselves(office: FlaskClient, db: Session) -> None:
    path = "/people/office/roles/new"
    answer = send(office, path, ROLE, page=path)
    assert answer.status_code == 422
    assert (beside(answer), summary(answer)) == ({}, ["Nobody grants a role to themselves."])
    assert "This was not done" in answer.text
    assert [one.role for one in held(db, "office")] == [Role.PROGRAMME_OFFICE]


def test_role_of_roundtrip_itself_is_granted_again_once_it_has_ended(
    office: FlaskClient, db: Session, engine: Engine
) -> None:
    path = "/people/system/roles/new"
    assert "Roundtrip itself: mail, schedule, rounds" in office.get(path).text
    answer = send(office, path, ROLE | {"role": "system"}, page=path)
    said = "Roundtrip itself is system until 23 November 2027 already: prolong that role instead."
    assert (answer.status_code, beside(answer)) == (422, {"role": said})
    with unit_of_work(engine) as session:
        (given,) = actor(session, "system").grants
        given.starts_at, given.ends_at = NOW - 2 * DAY, NOW - DAY
    assert send(office, path, ROLE | {"role": "system"}, page=path).status_code == 303
    assert [one.role for one in held(db, "system")] == [Role.SYSTEM, Role.SYSTEM]


def test_role_that_is_held_is_not_granted_twice(office: FlaskClient, db: Session) -> None:
    path = "/people/host-EN/roles/new"
    typed = ROLE | {"role": "host_contact", "agency": "EN"}
    answer = send(office, path, typed, page=path)
    said = "host-EN is host contact for Energy until 19 September 2027 already: prolong that role instead."
    assert (answer.status_code, beside(answer)) == (422, {"role": said})
    assert send(office, path, typed | {"agency": "TR"}, page=path).status_code == 303
    assert len(held(db, "host-EN")) == 2


def test_grant_asks_again_who_it_is_and_keeps_what_was_typed(office: FlaskClient, clock: Clock) -> None:
    clock.move(minutes=16)
    answer = grant(office)
    assert (answer.status_code, answer.location) == (303, "/sign-in/again")


def revoke_address(db: Session, slug: str = "host-EN") -> str:
    (given,) = held(db, slug)
    return f"/people/{slug}/roles/{given.id}/revoke"


def test_role_is_revoked_at_once(office: FlaskClient, db: Session) -> None:
    path = revoke_address(db)
    assert "Without this act the role ends on 19 September 2027." in office.get(path).text
    assert send(office, path, {"reason": "moved"}, page=path).status_code == 303
    assert [one.revoked_at is None for one in held(db, "host-EN")] == [False]
    page = office.get("/people/host-EN").text
    assert "host-EN is no longer host contact." in page
    assert "1 role that ended" in page
    again = send(office, path, {"reason": "moved"}, page=path)
    assert (again.status_code, "This role is revoked already." in again.text) == (409, True)


@pytest.mark.parametrize(
    ("reason", "sentence"), [("", WHY), (" ", WHY), ("x" * 2001, "Use at most 2,000 characters.")]
)
def test_revocation_and_deactivation_need_a_reason(
    office: FlaskClient, db: Session, reason: str, sentence: str
) -> None:
    for path in (revoke_address(db), SHUT):
        answer = send(office, path, {"reason": reason}, page=path)
        assert (answer.status_code, beside(answer)) == (422, {"reason": sentence})
        assert f">\r\n{reason}</textarea>" in answer.text
    assert (is_active(db), held(db, "host-EN")[0].revoked_at) == (True, None)


def test_role_of_somebody_else_is_not_found_under_this_person(office: FlaskClient, db: Session) -> None:
    path = revoke_address(db).replace("host-EN", "host-TR")
    assert office.get(path).status_code == 404


def test_person_is_shut_out_and_let_in_again(office: FlaskClient, app: Any, db: Session) -> None:
    theirs = sign_in(app.test_client(), "e-05")
    assert send(office, SHUT, {"reason": "on leave"}, page=SHUT).status_code == 303
    assert not is_active(db)
    assert theirs.get("/card").status_code == 302
    page = office.get("/people/e-05").text
    assert "Invented Person 5 can no longer sign in." in page
    assert "Let this person in again" in page
    assert "deactivated</span> on 23 November 2026, entered by Olive Office: on leave" in page
    assert "Sheets, consents and roles are as they were." in office.get(SHUT).text
    path = "/people/e-05/reactivate"
    refused = send(office, path, {"reason": " "}, page=SHUT)
    assert (refused.status_code, beside(refused)) == (422, {"reason": WHY})
    assert send(office, path, {"reason": "back"}, page=SHUT).status_code == 303
    assert is_active(db)
    acts = "actors.deactivate", "actors.reactivate"
    trail = db.scalars(select(AuditEvent.reason).where(AuditEvent.action.in_(acts)).order_by(AuditEvent.id))
    assert list(trail) == ["on leave", "back"]


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/people/office/deactivate", "Nobody deactivates themselves: another person of the office does."),
        (
            "/people/system/deactivate",
            "Roundtrip's own account stays: without it no mail goes out and no round moves.",
        ),
        ("/people/e-05/reactivate", "Invented Person 5 is active."),
    ],
)
def test_act_that_is_not_possible_is_told_above_the_form(
    office: FlaskClient, path: str, sentence: str
) -> None:
    answer = send(office, path, {"reason": "a good one"}, page=SHUT)
    assert answer.status_code == 422
    assert (beside(answer), summary(answer)) == ({}, [sentence])
    assert "a good one</textarea>" in answer.text
