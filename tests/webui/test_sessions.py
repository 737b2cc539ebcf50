"""Sessions: what the cookie is, when it changes, and when it opens nothing any more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Blueprint
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from models.accounts import WebSession
from models.actors import Actor, RoleGrant
from models.db import unit_of_work
from models.services import accounts, people, roles
from tests.models.world import NOW, actor
from tests.webui import trial
from tests.webui.site import Clock, send, sign_in, token

NAME = "roundtrip"
PASSWORD = "seven lamps beside a quiet canal"  # noqa: S105


@pytest.fixture
def more_views() -> tuple[Blueprint, ...]:
    return (trial.blueprint,)


def cookie(client: FlaskClient, name: str = NAME) -> str:
    found = client.get_cookie(name)
    assert found is not None
    return found.value


def is_in(client: FlaskClient) -> bool:
    """Whether the desk opens."""
    answer = client.get("/")
    assert answer.status_code == 200 or answer.location == "/sign-in?next=/"
    return answer.status_code == 200


def replay(make_client: Callable[[], FlaskClient], value: str) -> FlaskClient:
    """Another browser with a stolen cookie."""
    thief = make_client()
    thief.set_cookie(NAME, value)
    return thief


def test_the_cookie_is_for_http_alone_and_this_site(client: FlaskClient) -> None:
    (header,) = client.get("/sign-in").headers.getlist("Set-Cookie")
    assert header.split("; ")[1:] == ["HttpOnly", "Path=/", "SameSite=Lax"]


@pytest.mark.parametrize("https", [True])
def test_over_https_the_cookie_is_bound_to_this_host(client: FlaskClient) -> None:
    (header,) = client.get("/sign-in", base_url="https://localhost").headers.getlist("Set-Cookie")
    assert header.startswith("__Host-roundtrip=")
    assert header.split("; ")[1:] == ["Secure", "HttpOnly", "Path=/", "SameSite=Lax"]


def test_the_cookie_is_random_and_the_database_holds_its_digest_alone(
    client: FlaskClient, db: Session
) -> None:
    sign_in(client, "exchange")
    value = cookie(client)
    row = db.scalars(select(WebSession).where(WebSession.ended_at.is_(None))).one()
    assert len(value) == 43
    assert value not in (row.token_digest, str(row.content))


def test_nobody_gets_a_session_by_bringing_one(client: FlaskClient) -> None:
    client.set_cookie(NAME, "chosen-by-somebody-else")
    client.get("/sign-in")
    assert cookie(client) != "chosen-by-somebody-else"


def test_signing_in_changes_the_cookie_and_ends_the_old(
    client: FlaskClient, make_client: Callable[[], FlaskClient], db: Session
) -> None:
    client.get("/sign-in")
    before = cookie(client)
    sign_in(client, "exchange")
    assert cookie(client) != before
    assert not is_in(replay(make_client, before))
    assert len(db.scalars(select(WebSession).where(WebSession.ended_at.is_(None))).all()) == 1


def test_a_fresh_proof_changes_the_cookie_and_keeps_the_session(
    client: FlaskClient, make_client: Callable[[], FlaskClient]
) -> None:
    before = cookie(sign_in(client, "exchange"))
    send(client, "/sign-in/again")
    assert cookie(client) != before
    assert is_in(client)
    assert not is_in(replay(make_client, before))


def test_after_signing_out_the_old_cookie_opens_nothing(
    client: FlaskClient, make_client: Callable[[], FlaskClient]
) -> None:
    before = cookie(sign_in(client, "exchange"))
    assert send(client, "/sign-out").location == "/sign-in"
    assert not is_in(client)
    assert not is_in(replay(make_client, before))


def test_a_session_ends_when_nobody_is_there(client: FlaskClient, clock: Clock) -> None:
    sign_in(client, "exchange")
    for _ in range(3):
        clock.move(minutes=29)
        assert is_in(client)
    clock.move(minutes=30)
    assert not is_in(client)


def test_a_session_ends_however_busy(client: FlaskClient, clock: Clock) -> None:
    sign_in(client, "exchange")
    for _ in range(47):
        clock.move(minutes=15)
        assert is_in(client)
    clock.move(minutes=15)
    assert not is_in(client)


def test_last_seen_is_written_once_a_minute(client: FlaskClient, clock: Clock, db: Session) -> None:
    sign_in(client, "exchange").get("/")  # its form's token is stored now
    seen = []
    for seconds in (59, 0, 1):
        clock.move(seconds=seconds)
        client.get("/")
        db.rollback()
        seen.append(db.scalars(select(WebSession.seen_at).where(WebSession.ended_at.is_(None))).one() - NOW)
    assert seen == [timedelta(0), timedelta(0), timedelta(minutes=1)]


def test_somebody_deactivated_is_out_on_the_next_request(client: FlaskClient, engine: Engine) -> None:
    sign_in(client, "exchange")
    with unit_of_work(engine) as session:
        office, person = actor(session, "office"), actor(session, "exchange")
        people.deactivate(session, actor=office, now=NOW, person=person, reason="left")
    assert not is_in(client)
    assert send(client, "/trial/note", {"name": "x"}, page="/sign-in").location == "/sign-in"


def test_an_expired_role_is_gone_on_the_next_request(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    sign_in(client, "office-2")
    assert client.get("/trial/people/auditor").status_code == 200
    with unit_of_work(engine) as session:
        theirs = RoleGrant.actor_id == actor(session, "office-2").id
        session.execute(update(RoleGrant).where(theirs).values(ends_at=NOW + timedelta(minutes=1)))
    clock.move(seconds=59)
    assert client.get("/trial/people/auditor").status_code == 200
    clock.move(seconds=1)
    assert client.get("/trial/people/auditor").status_code == 404


def test_a_revoked_role_is_gone_on_the_next_request(client: FlaskClient, engine: Engine) -> None:
    sign_in(client, "office-2")
    with unit_of_work(engine) as session:
        (held,) = actor(session, "office-2").grants
        roles.revoke(session, actor=actor(session, "office"), now=NOW, given=held, reason="moved")
    assert client.get("/trial/people/auditor").status_code == 404


def test_a_new_password_ends_the_sessions_of_other_browsers(client: FlaskClient, engine: Engine) -> None:
    sign_in(client, "exchange")
    with unit_of_work(engine) as session:
        person = actor(session, "exchange")
        invited = accounts.invite(session, actor=actor(session, "office"), now=NOW, person=person)
        accounts.accept_invitation(session, now=NOW, token=invited, password=PASSWORD)
    assert not is_in(client)


def test_what_is_irreversible_asks_for_a_fresh_proof(client: FlaskClient, clock: Clock, db: Session) -> None:
    sign_in(client, "exchange")
    assert send(client, "/trial/rename", {"name": "just now"}).text == "renamed"
    clock.move(minutes=15, seconds=1)
    assert send(client, "/trial/rename", {"name": "too late"}).location == "/sign-in/again"
    assert db.scalars(select(Actor.name).where(Actor.slug == "exchange")).one() == "just now"
    assert send(client, "/sign-in/again").location == "/sign-in/kept"
    kept = client.get("/sign-in/kept")
    assert 'action="/trial/rename"' in kept.text
    assert '<input type="hidden" name="name" value="too late">' in kept.text
    sent = client.post("/trial/rename", data={"csrf_token": token(kept), "name": "too late"})
    assert sent.text == "renamed"
    assert client.get("/sign-in/kept").location == "/"


def test_a_safe_method_changes_nothing_whatever_its_view_does(client: FlaskClient, db: Session) -> None:
    sign_in(client, "exchange")
    client.get("/trial/sneak")
    assert db.scalars(select(Actor.name).where(Actor.name == "sneaked")).all() == []
    assert db.scalars(select(Actor.slug).where(~Actor.active)).all() == []
