"""Every failure becomes a page that says what to do, and shows nothing of what is inside."""

import re

import pytest
from flask import Blueprint
from flask.testing import FlaskClient
from markupsafe import escape
from sqlalchemy import Engine, text

from tests.webui import trial
from tests.webui.site import send, sign_in
from webui.errors import PAGES
from webui.incoming import page_above

MASK = re.compile(rb'name="csrf_token" value="[^"]+"')
FOUND = {
    "denied": 403,
    "wrong-state": 409,
    "conflict": 409,
    "not-publishable": 409,
    "invalid": 422,
    "unmet": 422,
    "too-many": 429,
    "key": 500,
    "bug": 500,
    "busy": 503,
}
HOSTILE = {
    "not UTF-8": b"name=%ff%fe%c3&csrf_token=",
    "raw bytes": b"\xff\xfe\x00=\xc3\x28",
    "not a character": b"name=%00",
    "half a pair": b"name=%ED%A0%80",
    "an array": b"name[]=1&name[]=2&name=3&name=4",
    "no name": b"&&==&=x&",
    "json": b'{"name": [1, {"a": null}]}',
}


@pytest.fixture
def more_views() -> tuple[Blueprint, ...]:
    return (trial.blueprint,)


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 422, 429, 500, 503])
def test_every_status_has_a_page_with_a_remedy(client: FlaskClient, status: int) -> None:
    answer = client.get(f"/trial/fault/{status}")
    title, remedy = PAGES[status]
    assert answer.status_code == status
    assert f"<h1>{title}</h1>" in answer.text
    assert escape(remedy) in answer.text
    assert "To my desk" in answer.text


@pytest.mark.parametrize(("name", "status"), FOUND.items())
def test_every_cause_has_its_status(client: FlaskClient, name: str, status: int) -> None:
    answer = client.get(f"/trial/fault/{name}")
    assert answer.status_code == status
    assert (str(trial.FAULTS[name]) in answer.text) == (status < 500)


@pytest.mark.parametrize("name", ["bug", "key", "busy"])
def test_what_failed_inside_is_logged_and_not_shown(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    answer = client.get(f"/trial/fault/{name}")
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert "secret" in caplog.text


def test_after_a_broken_rule_of_the_database_the_page_still_knows_who_is_here(client: FlaskClient) -> None:
    answer = send(sign_in(client, "exchange"), "/trial/twice")
    assert answer.status_code == 409
    assert "Sign out" in answer.text


def test_missing_and_unknown_and_denied_look_the_same(client: FlaskClient) -> None:
    sign_in(client, "exchange")
    pages = [client.get(address) for address in ("/trial/people/office", "/trial/people/nobody", "/nowhere")]
    assert [page.status_code for page in pages] == [404, 404, 404]
    assert len({MASK.sub(b"", page.data) for page in pages}) == 1
    assert "Sign out" in pages[0].text


def test_a_wrong_method_says_which_are_right(client: FlaskClient) -> None:
    answer = client.get("/sign-out")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}


def test_a_form_too_large_is_refused(client: FlaskClient) -> None:
    sign_in(client, "exchange")
    assert send(client, "/trial/note", {"name": "x" * 1_100_000}).status_code == 413
    raw = client.post("/trial/note", data=b"x" * 2_000_000, content_type="application/octet-stream")
    assert raw.status_code == 413


@pytest.mark.parametrize("number", [0, 2**31 - 1, 2**31, 2**63, 10**30])
def test_a_number_no_row_has_is_no_failure(client: FlaskClient, number: int) -> None:
    answer = sign_in(client, "exchange").get(f"/trial/row/{number}")
    assert answer.status_code == (200 if number < 2**31 else 404)


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_malformed_body_is_refused_and_no_failure(client: FlaskClient, body: bytes, kind: str) -> None:
    sign_in(client, "exchange")
    assert client.post("/trial/find", data=body, content_type=kind).status_code == 400


@pytest.mark.parametrize("value", ["\0", "a\0b", "�", "ￜ", "'; DROP TABLE actors; --", "%" * 300, "9" * 400])
def test_hostile_text_is_no_failure(client: FlaskClient, value: str) -> None:
    sign_in(client, "exchange")
    answer = send(client, "/trial/find", {"name": value, value: "name"})
    assert answer.status_code == (400 if "\0" in value else 200)


@pytest.mark.parametrize(
    "address", ["/%00", "/sign-in?who=%00", "/%ff%fe", "/sign-in?who=%ff", "/..%2f..", "/" * 50]
)
def test_a_malformed_address_is_no_failure(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code in (200, 302, 308, 400, 404)


def test_without_its_database_the_site_says_it_is_busy(client: FlaskClient, engine: Engine) -> None:
    sign_in(client, "exchange")
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE web_sessions RENAME TO gone"))
    answer = client.get("/")
    assert answer.status_code == 503
    assert "Set-Cookie" not in answer.headers
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE gone RENAME TO web_sessions"))
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("/my-record/", "/my-record"),
        ("/record/rounds/R-1/?page=2&x=%20", "/record/rounds/R-1?page=2&x=%20"),
        ("/sign-in//", "/sign-in"),
    ],
)
def test_slash_too_many_at_the_end_leads_to_the_page(client: FlaskClient, asked: str, meant: str) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer.headers["Location"]) == (308, meant)


@pytest.mark.parametrize("asked", ["/nowhere/", "//example.com/", "/sign-out/"])
def test_slash_at_the_end_of_no_page_leads_nowhere(client: FlaskClient, asked: str) -> None:
    assert client.get("/", environ_overrides={"PATH_INFO": asked}).status_code == 404


def test_slash_too_many_is_never_followed_by_a_form(client: FlaskClient) -> None:
    assert send(client, "/sign-out/", page="/sign-in").status_code == 404


def test_refused_act_leads_back_to_what_it_was_tried_on(client: FlaskClient) -> None:
    link = 'href="{}">See how it stands now<'
    sent = send(client, "/trial/fault/wrong-state")
    assert link.format("/trial/fault/wrong-state") in sent.text
    assert "See how it stands now" not in client.get("/trial/fault/wrong-state").text
    for path, above in {
        "/result/R-1/accept": "/result/R-1",
        "/dream-sheet/R-1/consent/take-back": "/dream-sheet/R-1",
        "/agreements/7/sign": "/agreements/7",
    }.items():
        with client.application.test_request_context(path, method="POST"):
            assert page_above() == above
