"""The receipt of a certified dream sheet, held against the snapshot."""

import json
import shlex
from html import unescape

import pytest
from flask.testing import FlaskClient

from matcher.receipt import commit
from tests.webui.site import send, sign_in

SHEET = "/dream-sheet/R-1"


@pytest.fixture
def e05(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "e-05")


@pytest.mark.parametrize("stage", ["ranked"])
def test_no_consent_is_asked_for_once_the_rankings_are_open(e05: FlaskClient) -> None:
    send(e05, f"{SHEET}/consent/take-back")
    for page in SHEET, f"{SHEET}/receipt":
        text = e05.get(page).text
        assert "Your consent ended on 23 November 2026" in text, page
        assert ("Give my consent" in text, "Next: hosts rank" in text) == (False, False), page


@pytest.mark.parametrize("stage", ["frozen"])
def test_receipt_is_held_against_the_snapshot(e05: FlaskClient) -> None:
    page = e05.get(f"{SHEET}/receipt").text
    assert "Your receipt matches" in page
    assert "The list in the snapshot is the one you certified, item by item" in page
    assert "roundtrip receipt ROUND.json --person E-05 --salt" in page
    assert "The salt is shown to you alone, but Roundtrip keeps it too" in page
    typed = unescape(page.split("roundtrip receipt ROUND.json ")[1].split("</code>")[0])
    given = dict(zip(*[iter(shlex.split(typed))] * 2, strict=True))
    listed = json.loads(given["--list"])
    assert commit(given["--salt"], given["--person"], listed) == given["--commitment"]
