"""The pages over a small world at any stage of its round, for tests of views, of the house and for walks."""

import re
import shutil
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from html import unescape
from pathlib import Path
from secrets import token_hex
from typing import Any

from flask import Blueprint, Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.actors import Actor
from models.db import open_engine, unit_of_work
from tests.models import world
from tests.models.stages import KEYS, sqlite_template
from tests.warm import warm_engine
from webui.app import build_app
from webui.config import Settings, utc_now
from webui.sessions import ServerSession, Site, form_key

KEY = b"k" * 32
KEY_TEXT = urlsafe_b64encode(KEY).decode()
BESIDE = re.compile(r'<span class="usa-error-message" id="([\w-]+)-error">([^<]*)</span>')
SUMMARY = re.compile(r'role="alert".*?</ul>', re.DOTALL)
ITEM = re.compile(r"<li>(?:<a [^>]*>)?(?:<strong>[^<]*</strong> )?([^<]*)")
TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')


@dataclass
class Clock:
    """The clock of the pages: it stands until a test moves it."""

    now: datetime = world.NOW

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """Let time pass: `clock.move(minutes=31)`."""
        self.now += timedelta(**by)


def copy_stage(stage: str, templates: Path, folder: Path) -> str:
    """The URL of a fresh SQLite copy of a stage (`tests.models.stages`); "empty" has no rows."""
    source = sqlite_template(stage if stage == "empty" else f"stage {stage}", templates)
    target = folder / f"{stage}-{len(list(folder.glob('*.sqlite')))}.sqlite"
    shutil.copy(source, target)
    return f"sqlite:///{target}"


def make_app(url: str, clock: Clock, *, more_views: tuple[Blueprint, ...] = (), **settings: Any) -> Flask:
    """The pages over that database: a demonstration over plain HTTP unless `settings` say otherwise.

    Nine tenths of building an application is its map of routes, so that one is built for each kind of
    settings, and every test has a copy that shares the map and the templates and has its own engine.
    """
    usual: dict[str, Any] = {"demonstration": True, "https": False, "clock": clock}
    wanted = Settings(url, **(usual | settings))
    app = copy(_build(replace(wanted, database_url="sqlite://", clock=utc_now), more_views))
    app.config = copy(app.config)
    app.config["SECRET_KEY"] = form_key(wanted)
    app.extensions = app.extensions | {"roundtrip": Site(wanted, open_engine(url))}
    return app


@contextmanager
def open_app(
    url: str, clock: Clock, *, more_views: tuple[Blueprint, ...] = (), **settings: Any
) -> Iterator[Flask]:
    """The same with an engine that has compiled the statements of whatever test had it before."""
    made = make_app(url, clock, more_views=more_views, **settings)
    with warm_engine(url, KEYS) as opened:
        made.extensions["roundtrip"] = replace(made.extensions["roundtrip"], engine=opened)
        yield made


@cache
def _build(settings: Settings, more_views: tuple[Blueprint, ...]) -> Flask:
    built = build_app(settings)
    for blueprint in more_views:
        built.register_blueprint(blueprint)
    return built


def token(response: TestResponse) -> str:
    """The form token of a page; AssertionError where it has no form."""
    found = TOKEN.search(response.data)
    assert found, f"no form on {response.request.path}: {response.status}"
    return found.group(1).decode()


def sign_in(client: FlaskClient, slug: str) -> FlaskClient:
    """Be somebody, without the sign-in page, whose tests are `test_sign_in.py`'s."""
    here: Site = client.application.extensions["roundtrip"]
    with unit_of_work(here.engine, read_only=True) as session:
        person = session.scalars(select(Actor.id).where(Actor.slug == slug)).one()
    with client.session_transaction() as browser:
        assert isinstance(browser, ServerSession)
        browser.sign_in(person, here.settings.clock())
    return client


def ask_token(client: FlaskClient) -> str:
    """The form token of the client's session, as every page of it would carry."""
    key = client.application.config["SECRET_KEY"]
    with client.session_transaction() as browser:
        secret = browser.setdefault("csrf_token", token_hex())
    return str(URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(secret))


def send(
    client: FlaskClient, address: str, data: Any = None, *, page: str | None = None, **more: Any
) -> TestResponse:
    """POST with the form token of the session; with `page` it is taken from that page, as a browser does."""
    asked = ask_token(client) if page is None else token(client.get(page, follow_redirects=True))
    fields = {"csrf_token": asked, **(data or {})}
    return client.post(address, data=fields, headers={"Origin": "http://localhost"}, **more)


def beside(answer: TestResponse) -> dict[str, str]:
    """The sentence of a refusal beside each field, by the field's name."""
    return {name: unescape(sentence) for name, sentence in BESIDE.findall(answer.text)}


def summary(answer: TestResponse) -> list[str]:
    """The sentences in the summary of what was refused; none where there is no summary."""
    found = SUMMARY.search(answer.text)
    return [] if found is None else [unescape(sentence) for sentence in ITEM.findall(found.group())]
