"""What was typed when the session had ended is kept for the same person, and for nobody else."""

from collections.abc import Callable

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.accounts import WebSession
from models.actors import Actor
from tests.webui import trial
from tests.webui.site import Clock, send, sign_in, token

TYPED = "a long paragraph that took twenty minutes"
HERE = {"Origin": "http://localhost"}


@pytest.fixture
def more_views() -> tuple[Blueprint, ...]:
    return (trial.blueprint,)


@pytest.fixture
def late(client: FlaskClient, clock: Clock) -> Callable[..., TestResponse]:
    """Somebody types for too long, then sends."""

    def send_late(headers: dict[str, str] = HERE) -> TestResponse:
        asked = token(sign_in(client, "exchange").get("/"))
        clock.move(minutes=31)
        data = {"csrf_token": asked, "name": TYPED}
        return client.post("/trial/note", data=data, headers=headers)

    return send_late


def test_what_was_typed_comes_back_after_signing_in_and_waits_for_a_click(
    client: FlaskClient, late: Callable[..., TestResponse], db: Session
) -> None:
    assert late().location == "/sign-in"
    page = client.get("/sign-in")
    assert "What you typed is kept" in page.text
    answer = client.post("/sign-in/as", data={"csrf_token": token(page), "slug": "exchange"})
    assert answer.location == "/sign-in/kept"
    kept = client.get("/sign-in/kept")
    assert 'action="/trial/note"' in kept.text
    assert TYPED in kept.text
    assert db.scalars(select(Actor).where(Actor.name == TYPED)).all() == []
    assert client.post("/trial/note", data={"csrf_token": token(kept), "name": TYPED}).text == "noted"
    assert client.get("/sign-in/kept").location == "/"


@pytest.mark.parametrize(
    ("referer", "link"),
    [
        ("http://localhost/tables?page=2", '<a class="usa-link" href="/tables?page=2">go back to where you'),
        ("http://localhost/trial/note", '<a class="usa-link" href="/">go on at your desk</a>'),
        ("http://localhost//evil.example", '<a class="usa-link" href="/">go on at your desk</a>'),
        ("https://evil.example/", '<a class="usa-link" href="/">go on at your desk</a>'),
    ],
)
def test_page_that_a_file_leaves_as_it_is_says_so_and_leads_back(
    client: FlaskClient, late: Callable[..., TestResponse], referer: str, link: str
) -> None:
    late(HERE | {"Referer": referer})
    page = sign_in(client, "exchange").get("/sign-in/kept").text
    assert "it comes when you press, and this page stays as it is: then " + link in page


def test_it_survives_a_look_at_another_page_first(client: FlaskClient, clock: Clock) -> None:
    asked = token(sign_in(client, "exchange").get("/"))
    clock.move(minutes=31)
    client.get("/", follow_redirects=True)  # another tab: a new session already
    assert (
        client.post("/trial/note", data={"csrf_token": asked, "name": TYPED}, headers=HERE).status_code == 303
    )
    assert TYPED in sign_in(client, "exchange").get("/sign-in/kept").text


def test_it_survives_signing_out_and_in_in_another_tab(client: FlaskClient) -> None:
    asked = token(sign_in(client, "exchange").get("/"))
    send(client, "/sign-out")
    sign_in(client, "exchange")
    answer = client.post("/trial/note", data={"csrf_token": asked, "name": TYPED}, headers=HERE)
    assert answer.location == "/sign-in/kept"
    assert TYPED in client.get("/sign-in/kept").text


def test_nobody_else_sees_it(client: FlaskClient, late: Callable[..., TestResponse]) -> None:
    late()
    sign_in(client, "exchange-2")
    assert client.get("/sign-in/kept").location == "/"
    send(client, "/sign-out")
    assert sign_in(client, "exchange").get("/sign-in/kept").location == "/"


def test_whoever_signs_in_over_somebody_else_is_not_offered_what_that_person_typed(
    client: FlaskClient,
) -> None:
    asked = token(sign_in(client, "exchange").get("/"))
    sign_in(client, "exchange-2")  # in another tab, without signing out
    answer = client.post("/trial/note", data={"csrf_token": asked, "name": TYPED}, headers=HERE)
    assert answer.status_code == 409
    assert "sign in as that person" in answer.text
    assert client.get("/sign-in/kept").location == "/"
    assert sign_in(client, "exchange").get("/sign-in/kept").location == "/"


@pytest.mark.parametrize("asked", ["", "no token", "WyIxIl0.aaaa.bbbb"])
def test_of_a_page_that_nobody_can_name_nothing_is_kept(client: FlaskClient, asked: str) -> None:
    sign_in(client, "exchange")
    answer = client.post("/trial/note", data={"csrf_token": asked, "name": TYPED}, headers=HERE)
    assert answer.status_code == 400
    assert client.get("/sign-in/kept").location == "/"


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_nothing_is_kept_that_another_site_sent(
    client: FlaskClient, late: Callable[..., TestResponse], headers: dict[str, str]
) -> None:
    assert late(headers).status_code == 400
    assert sign_in(client, "exchange").get("/sign-in/kept").location == "/"


def test_of_a_stranger_nothing_is_kept(client: FlaskClient, db: Session) -> None:
    client.post("/trial/note", data={"name": TYPED}, headers=HERE)
    assert db.scalars(select(WebSession)).all() == []


@pytest.mark.parametrize("demonstration", [False])
def test_a_password_is_never_kept(client: FlaskClient, clock: Clock, db: Session) -> None:
    asked = token(client.get("/sign-in"))
    clock.move(minutes=31)
    data = {"csrf_token": asked, "email": "a@b.example", "password": TYPED}
    answer = client.post("/sign-in", data=data, headers=HERE)
    assert answer.location == "/sign-in"
    assert "nothing was sent" in client.get("/sign-in").text
    assert [row.content for row in db.scalars(select(WebSession)) if TYPED in str(row.content)] == []


def test_it_can_be_thrown_away(client: FlaskClient, late: Callable[..., TestResponse]) -> None:
    late()
    sign_in(client, "exchange")
    assert send(client, "/sign-in/kept/drop").location == "/"
    assert client.get("/sign-in/kept").location == "/"


def test_it_is_sealed_in_the_database(app: Flask, late: Callable[..., TestResponse]) -> None:
    late()
    with app.extensions["roundtrip"].engine.connect() as connection:
        contents = connection.exec_driver_sql("SELECT content FROM web_sessions").scalars().all()
    assert len(contents) == 2
    assert not any(TYPED.encode() in content for content in contents)
