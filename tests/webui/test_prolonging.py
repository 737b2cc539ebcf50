"""Roles that are prolonged: one grant, to a later day."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.actors import RoleGrant
from models.audit import AuditEvent
from models.db import unit_of_work
from tests.models.world import DAY, NOW, actor
from tests.webui.site import Clock, beside, send, sign_in, summary

Clients = Callable[[], FlaskClient]
WHY = "Write the reason: it stays on the record."


@pytest.fixture
def office(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "office")


def held(db: Session, slug: str = "host-EN") -> list[RoleGrant]:
    db.rollback()
    query = select(RoleGrant).where(RoleGrant.actor_id == actor(db, slug).id)
    return list(db.scalars(query.execution_options(populate_existing=True)))


def prolonging(client: FlaskClient, slug: str = "host-EN") -> str:
    (path,) = re.findall(r'href="([^"]*)">Prolong', client.get(f"/people/{slug}").text)
    return str(path)


def test_prolonged_role_is_one_role_and_ends_at_once(
    office: FlaskClient, db: Session, clock: Clock, make_client: Clients
) -> None:
    clock.move(days=290)
    host = sign_in(make_client(), "host-EN")
    news = "Your role as host contact ends; ask the programme office if it is to go on"
    assert news in host.get("/").text
    sign_in(office, "office")
    path = prolonging(office)
    assert f'href="{path}">Prolong' in office.get("/people/ending").text
    page = " ".join(office.get(path).text.split())
    assert "<h1>Prolong a role of host-EN</h1>" in page
    assert "host-EN is host contact for Energy until 19 September 2027." in page
    typed = {"ends_at": "2028-02-01", "reason": "goes on"}
    assert send(office, path, typed, page=path).status_code == 303
    assert "host-EN is host contact until the end of 1 February 2028." in office.get("/people/host-EN").text
    assert news not in host.get("/").text
    (given,) = held(db, "host-EN")
    assert given.ends_at == datetime(2028, 2, 2, 4, 59, 59, tzinfo=UTC)
    event = db.scalars(select(AuditEvent).where(AuditEvent.action == "role_grants.prolong")).one()
    assert (event.reason, event.facts["until"]["after"]) == ("goes on", "2028-02-01T23:59:59-05:00")
    revoked = f"/people/host-EN/roles/{given.id}/revoke"
    assert send(office, revoked, {"reason": "moved"}, page=revoked).status_code == 303
    assert [one.revoked_at is None for one in held(db, "host-EN")] == [False]
    ended = send(office, path, typed | {"ends_at": "2028-03-01"}, page=path)
    assert (ended.status_code, summary(ended)) == (422, ["This role has ended: grant it anew."])
    page = office.get(path).text
    assert "This role has ended. host-EN may get it anew." in page
    assert '<form method="post" action="' + path not in page


RUNS = "It runs until 19 September 2027 already: choose a later day, or end the role."


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"ends_at": "2027-05-30"}, "ends_at", RUNS),
        ({"ends_at": "2027-09-18"}, "ends_at", RUNS),
        ({"ends_at": ""}, "ends_at", "Enter the last day of the role."),
        (
            {"ends_at": "2027-11-24"},
            "ends_at",
            "A role is held for at most 365 days at a time; this would be 366.",
        ),
        ({"reason": " "}, "reason", WHY),
    ],
)
def test_role_is_prolonged_to_a_later_day_alone(
    office: FlaskClient, db: Session, typed: dict[str, str], field: str, sentence: str
) -> None:
    (before,) = [one.ends_at for one in held(db, "host-EN")]
    path = prolonging(office)
    answer = send(office, path, {"ends_at": "2027-10-01", "reason": "goes on"} | typed, page=path)
    assert (answer.status_code, beside(answer), summary(answer)) == (422, {field: sentence}, [sentence])
    assert [one.ends_at for one in held(db, "host-EN")] == [before]


def test_own_role_and_that_of_somebody_shut_out_are_not_prolonged(
    office: FlaskClient, db: Session, engine: Engine
) -> None:
    typed = {"ends_at": "2027-11-20", "reason": "goes on"}
    own, theirs = (f"/people/{slug}/roles/{held(db, slug)[0].id}/prolong" for slug in ("office", "host-EN"))
    with unit_of_work(engine) as session:
        actor(session, "host-EN").active = False
    for path, sentence in (
        (own, "Nobody prolongs a role of their own."),
        (theirs, "host-EN is not active, so a role would open nothing."),
    ):
        answer = send(office, path, typed, page=path)
        assert (answer.status_code, summary(answer)) == (422, [sentence])


def test_role_that_runs_as_long_as_it_may_has_nothing_to_prolong_yet(
    office: FlaskClient, db: Session
) -> None:
    (given,) = held(db, "host-EN")
    given.ends_at = NOW + 365 * DAY
    db.commit()
    path = prolonging(office)
    page = " ".join(office.get(path).text.split())
    assert (
        "No role is held for longer than to 23 November 2027 today, so there is nothing to prolong yet."
        in page
    )
    assert "Prolong the role" not in page
    answer = send(office, path, {"ends_at": "2027-11-23", "reason": "goes on"}, page=path)
    said = "It runs until 23 November 2027 already: choose a later day, or end the role."
    assert (answer.status_code, summary(answer)) == (422, [said])
