"""Signing in: as one of the invented people, with a local account, by invitation."""

from collections.abc import Callable

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from models.db import unit_of_work
from models.services import accounts
from tests.models.world import NOW, actor
from tests.webui.site import send, sign_in, token
from webui.app import build_app
from webui.config import Settings

SENTENCE = "seven lamps beside a quiet canal"
MAIL = "ann.lee@agency.example"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
real = pytest.mark.parametrize("demonstration", [False])


def invite(engine: Engine, slug: str = "exchange", mail: str = MAIL) -> str:
    """The path of an invitation."""
    with unit_of_work(engine) as session:
        person = actor(session, slug)
        person.email = mail
        made = accounts.invite(session, actor=actor(session, "office"), now=NOW, person=person)
    return f"/invitation/{made}"


def accept(client: FlaskClient, path: str, password: str = SENTENCE, again: str = SENTENCE) -> TestResponse:
    data = {"csrf_token": token(client.get(path)), "password": password, "repeated": again}
    return client.post(path, data=data)


def enter(client: FlaskClient, email: str = MAIL, password: str = SENTENCE, **more: str) -> TestResponse:
    data = {"csrf_token": token(client.get("/sign-in")), "email": email, "password": password, **more}
    return client.post("/sign-in", data=data)


def test_one_of_the_invented_people_lands_on_the_desk(client: FlaskClient) -> None:
    page = sign_in(client, "exchange").get("/")
    assert page.status_code == 200
    assert "<h1>My desk</h1>" in page.text


def test_the_demonstration_offers_people_of_every_role_and_finds_others(client: FlaskClient) -> None:
    page = client.get("/sign-in").text
    for slug in ("e-01", "exchange", "host-EN", "office", "auditor"):
        assert f'name="slug" value="{slug}"' in page
    assert 'value="coord-TR"' in client.get("/sign-in?who=coord-TR").text
    assert "Nobody." in client.get("/sign-in?who=no+such+person").text


@pytest.mark.parametrize("slug", ["", "nobody", "system"])
def test_nobody_can_be_somebody_who_is_not_there(client: FlaskClient, slug: str) -> None:
    asked = token(client.get("/sign-in"))
    assert client.post("/sign-in/as", data={"csrf_token": asked, "slug": slug}).status_code == 404


@real
def test_outside_a_demonstration_nobody_can_just_be_somebody(client: FlaskClient) -> None:
    page = client.get("/sign-in")
    assert 'name="slug"' not in page.text
    assert "Demonstration" not in page.text
    answer = client.post("/sign-in/as", data={"csrf_token": token(page), "slug": "exchange"})
    assert answer.status_code == 404
    assert client.get("/").location == "/sign-in?next=/"


@real
def test_an_invitation_leads_to_an_account(client: FlaskClient, engine: Engine) -> None:
    path = invite(engine)
    welcome = client.get(path).text
    assert "Welcome, exchange" in welcome
    assert f'From then on you sign in with <strong class="rt-break">{MAIL}</strong>' in welcome
    assert accept(client, path).location == "/"
    assert "Your password is set, and you are signed in." in client.get("/").text
    used = client.get(path)
    assert used.status_code == 404
    assert "This invitation was used" in used.text
    assert "It may have moved" not in used.text
    send(client, "/sign-out")
    assert enter(client).location == "/"
    assert client.get("/").status_code == 200


@real
@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("", "", "Enter a password."),
        (SENTENCE, "", "Enter the password again."),
        (SENTENCE, SENTENCE + "s", "The two passwords differ: enter the same one twice."),
        ("short", "short", "A password has at least 15 characters: a sentence of your own is easy to keep."),
    ],
)
def test_a_first_password_that_will_not_do_is_said_beside_the_field(
    client: FlaskClient, engine: Engine, password: str, again: str, sentence: str
) -> None:
    path = invite(engine)
    answer = accept(client, path, password, again)
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2  # in the summary and beside the field
    assert 'aria-describedby="' in answer.text
    assert accept(client, path).status_code == 303


@real
@pytest.mark.parametrize("path", ["/invitation/x", "/invitation/" + "0" * 64])
def test_a_made_up_invitation_is_not_there(client: FlaskClient, path: str) -> None:
    opened = client.get(path)
    assert opened.status_code == 404
    assert "ask the programme office to invite you again" in opened.text
    answer = send(client, path, {"password": SENTENCE, "repeated": SENTENCE}, page="/sign-in")
    assert answer.status_code == 404


@real
@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("", SENTENCE, "Enter your e-mail address."),
        (MAIL, "", "Enter your password."),
        (MAIL, "wrong", "E-mail address or password is wrong."),
        ("nobody@agency.example", SENTENCE, "E-mail address or password is wrong."),
    ],
)
def test_a_failed_sign_in_is_said_beside_the_field_and_keeps_the_address(
    client: FlaskClient, engine: Engine, email: str, password: str, sentence: str
) -> None:
    invite(engine)
    answer = enter(client, email, password)
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2
    assert f'value="{email}"' in answer.text
    assert SENTENCE not in answer.text
    assert client.get("/").status_code == 302


@real
def test_guessing_is_slowed_down(
    client: FlaskClient, engine: Engine, make_client: Callable[[], FlaskClient]
) -> None:
    accept(make_client(), invite(engine))
    for _ in range(10):
        assert enter(client, password="wrong").status_code == 422  # noqa: S106
    answer = enter(client)
    assert answer.status_code == 429
    assert "Too many failed tries: wait five minutes, then try again." in answer.text


@real
def test_a_fresh_proof_needs_the_password(client: FlaskClient, engine: Engine) -> None:
    accept(client, invite(engine))
    for password, sentence in (("", "Enter your password."), ("wrong", "The password is wrong.")):
        answer = send(client, "/sign-in/again", {"password": password}, page="/sign-in/again")
        assert answer.status_code == 422
        assert answer.text.count(sentence) == 2
    answer = send(client, "/sign-in/again", {"password": SENTENCE}, page="/sign-in/again")
    assert answer.location == "/sign-in/kept"


@real
def test_behind_a_proxy_the_one_who_asks_is_told_apart(url: str, engine: Engine, app: Flask) -> None:
    with unit_of_work(engine) as session:
        for number in range(10):
            guess = {"email": f"{number}@agency.example", "password": "wrong", "address": "192.0.2.1"}
            accounts.prove(session, now=NOW, hasher=CHEAP, **guess)
    behind = build_app(Settings(url, https=False, proxies=1, clock=lambda: NOW)).test_client()
    for address, status in (("192.0.2.1", 429), ("192.0.2.2", 422)):
        data = {"csrf_token": token(behind.get("/sign-in")), "email": MAIL, "password": "wrong"}
        answer = behind.post("/sign-in", data=data, headers={"X-Forwarded-For": f"192.0.2.9, {address}"})
        assert answer.status_code == status
    behind.application.extensions["roundtrip"].engine.dispose()
