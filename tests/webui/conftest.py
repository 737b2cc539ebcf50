"""The pages over the small world of `tests/models/world.py`, for every test of views.

    def test_somebody_sees_something(client: FlaskClient) -> None:
        sign_in(client, "exchange")        # or "office", "auditor", "host-EN", "coord-EN", "e-05"
        page = client.get("/rounds")
        answer = send(client, "/rounds/R-1/freeze", {"version": "3"})   # POST with the form token

Whoever needs another stage of the round, a real sign-in or another time says so; each test has its copy:

    @pytest.mark.parametrize("stage", ["ranking"])        # usual: "drafted"; see `tests.models.stages`
    @pytest.mark.parametrize("demonstration", [False])
    def test_later(client: FlaskClient, clock: Clock, db: Session) -> None:
        clock.move(minutes=31)

`make_client()` opens one more browser; `db` reads the same database (`db.rollback()` starts a new look, which
sees what was committed since); `app` is the application. `tests.webui.site` holds the helpers.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.db import open_session
from models.secrets import VARIABLE
from tests.models.stages import KEYS
from tests.warm import warm_engine
from tests.webui.site import KEY_TEXT, Clock, copy_stage, open_app, sign_in


@pytest.fixture
def stage() -> str:
    return "drafted"


@pytest.fixture
def demonstration() -> bool:
    return True


@pytest.fixture
def https() -> bool:
    return False


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def url(stage: str, run_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The database of this test."""
    monkeypatch.setenv(VARIABLE, KEY_TEXT)
    return copy_stage(stage, run_folder, tmp_path)


@pytest.fixture
def more_views() -> tuple[Blueprint, ...]:
    """Views that the application has for the test alone."""
    return ()


@pytest.fixture
def app(
    url: str, clock: Clock, more_views: tuple[Blueprint, ...], demonstration: bool, https: bool
) -> Iterator[Flask]:
    with open_app(url, clock, more_views=more_views, demonstration=demonstration, https=https) as opened:
        yield opened


@pytest.fixture
def make_client(app: Flask) -> Callable[[], FlaskClient]:
    return app.test_client


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def exchange(client: FlaskClient) -> FlaskClient:
    """An exchange coordinator who is signed in."""
    return sign_in(client, "exchange")


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    with warm_engine(url, KEYS) as opened:
        yield opened


@pytest.fixture
def db(engine: Engine) -> Iterator[Session]:
    with open_session(engine.execution_options(roundtrip_read_only=True)) as opened:
        yield opened
