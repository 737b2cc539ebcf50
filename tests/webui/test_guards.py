"""Form tokens and other sites: an unsafe request is carried out only when a page of this session sent it."""

from collections.abc import Callable

import pytest
from flask import Blueprint
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from tests.webui import trial
from tests.webui.site import send, sign_in, token

HERE, ELSEWHERE = "http://localhost", "https://evil.example"
FROM_ELSEWHERE = [
    {"Origin": ELSEWHERE},
    {"Origin": "null"},
    {"Origin": "http://localhost.evil.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": HERE},
]


@pytest.fixture
def more_views() -> tuple[Blueprint, ...]:
    return (trial.blueprint,)


def name_of(db: Session, slug: str) -> str:
    db.rollback()
    return db.scalars(select(Actor.name).where(Actor.slug == slug)).one()


@pytest.mark.parametrize("given", [None, "", "x", "of somebody else"])
@pytest.mark.parametrize("headers", [{}, {"Origin": HERE}, {"Sec-Fetch-Site": "same-origin"}])
def test_without_the_sessions_own_token_nothing_is_done(
    client: FlaskClient,
    make_client: Callable[[], FlaskClient],
    db: Session,
    given: str | None,
    headers: dict[str, str],
) -> None:
    other = token(sign_in(make_client(), "exchange-2").get("/"))
    sign_in(client, "exchange")
    data = {"name": "forged"}
    if given is not None:
        data["csrf_token"] = other if given == "of somebody else" else given
    answer = client.post("/trial/note", data=data, headers=headers)
    assert answer.status_code == (409 if headers and given == "of somebody else" else 400)
    assert name_of(db, "exchange") == "exchange"


@pytest.mark.parametrize("headers", FROM_ELSEWHERE, ids=str)
def test_another_sites_form_is_refused_even_with_the_right_token(
    client: FlaskClient, db: Session, headers: dict[str, str]
) -> None:
    good = token(sign_in(client, "exchange").get("/"))
    answer = client.post("/trial/note", data={"csrf_token": good, "name": "forged"}, headers=headers)
    assert answer.status_code == 400
    assert "another site" in answer.text
    assert name_of(db, "exchange") == "exchange"
    assert client.get("/sign-in/kept").location == "/"


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": HERE}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}]
)
def test_our_own_form_is_carried_out(client: FlaskClient, db: Session, headers: dict[str, str]) -> None:
    good = token(sign_in(client, "exchange").get("/"))
    answer = client.post("/trial/note", data={"csrf_token": good, "name": "new"}, headers=headers)
    assert answer.text == "noted"
    assert name_of(db, "exchange") == "new"


@pytest.mark.parametrize("status", [409, 422])
def test_of_a_refused_act_nothing_is_kept(client: FlaskClient, db: Session, status: int) -> None:
    sign_in(client, "exchange")
    answer = send(client, "/trial/refused-late", {"name": "half done", "status": str(status)})
    assert (answer.status_code, name_of(db, "exchange")) == (status, "exchange")


def test_a_refusal_that_counts_is_kept(client: FlaskClient, db: Session) -> None:
    sign_in(client, "exchange")
    assert send(client, "/trial/refusal-counts", {"name": "counted"}).status_code == 422
    assert name_of(db, "exchange") == "counted"


def test_signing_in_needs_the_token_of_the_browsers_own_page(client: FlaskClient) -> None:
    client.get("/sign-in")
    assert client.post("/sign-in/as", data={"slug": "exchange"}).status_code == 400
    assert client.get("/").location == "/sign-in?next=/"


@pytest.mark.parametrize("https", [True])
def test_over_https_the_referrer_must_be_ours(client: FlaskClient) -> None:
    site = "https://localhost"
    data = {"csrf_token": token(client.get("/sign-in", base_url=site)), "slug": "exchange"}
    for referrer, status in ((None, 400), (f"{ELSEWHERE}/", 400), (f"{site}/sign-in", 303)):
        headers = {} if referrer is None else {"Referer": referrer}
        assert client.post("/sign-in/as", base_url=site, data=data, headers=headers).status_code == status


def test_nobody_is_sent_to_sign_in_and_back(client: FlaskClient) -> None:
    assert (
        client.get("/trial/people/office?tab=roles").location
        == "/sign-in?next=/trial/people/office?tab%3Droles"
    )
    asked = client.get("/sign-in?next=/trial/people/office")
    data = {"csrf_token": token(asked), "slug": "office", "next": "/trial/people/office"}
    assert client.post("/sign-in/as", data=data).location == "/trial/people/office"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
        "/\n/evil.example", "\t//evil.example", "javascript:alert(1)", "evil.example", " //evil.example",
        "/%09/evil.example/../..//", "/\r\nLocation: https://evil.example",
    ],
)  # fmt: skip
def test_signing_in_leads_to_no_other_site(client: FlaskClient, address: str) -> None:
    data = {"csrf_token": token(client.get("/sign-in")), "slug": "exchange", "next": address}
    answer = client.post("/sign-in/as", data=data)
    assert answer.location == "/" or answer.location.startswith("/%09/")


def test_an_executive_may_not_open_what_the_office_may(client: FlaskClient) -> None:
    assert sign_in(client, "e-01").get("/trial/people/office").status_code == 404
    send(client, "/sign-out")
    assert sign_in(client, "office").get("/trial/people/office").status_code == 200
