"""What every answer carries."""

import pytest
from flask import Blueprint
from flask.testing import FlaskClient

from tests.webui import trial
from tests.webui.site import sign_in
from webui.headers import CONTENT_POLICY, HEADERS, STRICT_TRANSPORT

ADDRESSES = [
    "/",
    "/sign-in",
    "/nowhere",
    "/sign-out",
    "/trial/fault/bug",
    "/static/roundtrip.css",
    "/static/none",
]


@pytest.fixture
def more_views() -> tuple[Blueprint, ...]:
    return (trial.blueprint,)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("somebody", [True, False])
def test_every_answer_carries_the_headers(client: FlaskClient, address: str, somebody: bool) -> None:
    if somebody:
        sign_in(client, "exchange")
    answer = client.get(address, buffered=True)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.parametrize("https", [True])
def test_over_https_browsers_are_told_to_stay_there(client: FlaskClient) -> None:
    answer = client.get("/sign-in", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"] == STRICT_TRANSPORT


def test_pages_are_stored_nowhere_and_the_design_system_may_be(client: FlaskClient) -> None:
    assert client.get("/sign-in").headers["Cache-Control"] == "no-store"
    assert "no-store" not in client.get("/static/roundtrip.css", buffered=True).headers["Cache-Control"]


def test_the_content_policy_allows_nothing_inline_and_nobody_else() -> None:
    assert "unsafe" not in CONTENT_POLICY
    assert "http" not in CONTENT_POLICY
    assert "default-src 'none'" in CONTENT_POLICY


@pytest.mark.parametrize("address", ["/", "/sign-in", "/nowhere"])
def test_pages_hold_nothing_inline(client: FlaskClient, address: str) -> None:
    page = sign_in(client, "exchange").get(address, follow_redirects=True).text
    assert " style=" not in page
    assert "<style" not in page
    assert "<script>" not in page
    assert " onclick=" not in page
