"""Sessions kept by the server: the cookie is a random token, everything else a row."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Request, Response, current_app
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import Engine, select, update
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import CallbackDict

from models.accounts import WebSession
from models.db import unit_of_work
from models.secrets import find_keys
from webui.config import Settings

TOKEN_BYTES = 32
FORM_SECRET = "csrf_token"  # noqa: S105 - the name of it
"""Where Flask-WTF finds what the form tokens of a session hold; of whoever is signed in it begins with the
person, so that a form tells whose page it was on."""
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Site:
    """What every request needs: the settings and the database."""

    settings: Settings
    engine: Engine


def site() -> Site:
    """The site of the running application."""
    found: Site = current_app.extensions["roundtrip"]
    return found


def form_key(settings: Settings) -> str:
    """The key that signs form tokens: derived from the database's own, so that all servers share it."""
    return find_keys(settings.database_url).derive("form tokens")


class ServerSession(CallbackDict[str, Any], SessionMixin):
    """One browser's session.

    `row_id` is empty until it is stored; `actor_id` says who is signed in; `renewed` asks for a new token,
    which every change of rights does; `lost` says that the database did not answer.
    """

    def __init__(self, content: Mapping[str, Any] | None = None) -> None:
        def changed(_self: object) -> None:
            self.modified = True

        super().__init__(content or {}, changed)
        self.modified = False
        self.row_id: int | None = None
        self.actor_id: int | None = None
        self.stepped_up_at: datetime | None = None
        self.expires_at: datetime | None = None
        self.seen_at: datetime | None = None
        self.renewed = False
        self.lost = False

    @property
    def owner_id(self) -> int | None:
        """Who is signed in, or was until this session ended."""
        return self.actor_id if self.actor_id is not None else self.get("former")

    def sign_in(self, actor_id: int, now: datetime) -> None:
        """Put a person in; nothing that was in the session before stays but what was kept for that person."""
        kept = self.get("kept")
        self.clear()
        self[FORM_SECRET] = f"{actor_id}:{secrets.token_hex()}"
        if kept is not None and kept["owner"] == actor_id:
            self["kept"] = kept
        self.actor_id, self.stepped_up_at, self.renewed = actor_id, now, True

    def sign_out(self) -> None:
        """End it: the old cookie opens nothing any more; the new one knows only who was here."""
        former = self.owner_id
        self.clear()
        if former is not None:
            self["former"] = former
        self.actor_id, self.stepped_up_at, self.renewed = None, None, True

    def step_up(self, now: datetime) -> None:
        """The person has just proved again who they are."""
        self.stepped_up_at, self.renewed = now, True


def digest(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


class ServerSide(SessionInterface):
    """Flask's sessions in our own table."""

    def get_cookie_name(self, app: Flask) -> str:
        strict = app.extensions["roundtrip"].settings.https
        return "__Host-roundtrip" if strict else "roundtrip"

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        """The stored session of the cookie, or a new one where there is none in force."""
        here: Site = app.extensions["roundtrip"]
        token = request.cookies.get(self.get_cookie_name(app), "")
        if request.endpoint == "static" or not token:
            return ServerSession()
        try:
            row = _find(here.engine, token)
        except OperationalError:
            return _lost()
        if row is None:
            return ServerSession()
        if row.ended_at is not None or not _in_force(row, here.settings, here.settings.clock()):
            return ServerSession(_former(row))
        found = ServerSession(row.content)
        found.row_id, found.actor_id, found.stepped_up_at = row.id, row.actor_id, row.stepped_up_at
        found.expires_at, found.seen_at = row.expires_at, row.seen_at
        return found

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Store what changed, and once a minute that the person was here."""
        assert isinstance(session, ServerSession)  # noqa: S101 - open_session makes no other
        here: Site = app.extensions["roundtrip"]
        now = here.settings.clock()
        unused = session.row_id is None and not session.modified and not session.renewed
        if unused or session.lost:
            return
        token = secrets.token_urlsafe(TOKEN_BYTES) if session.row_id is None or session.renewed else None
        if token is not None:
            _replace(here, session, token, now)
            response.set_cookie(
                self.get_cookie_name(app),
                token,
                httponly=True,
                secure=here.settings.https,
                samesite="Lax",
                path="/",
            )
        elif session.modified:
            _store(here.engine, session, now, content=dict(session))
        elif session.seen_at is not None and now - session.seen_at >= SEEN_EVERY:
            _store(here.engine, session, now)


def _find(engine: Engine, token: str) -> WebSession | None:
    with unit_of_work(engine, read_only=True) as db:
        return db.scalar(select(WebSession).where(WebSession.token_digest == digest(token)))


def _lost() -> ServerSession:
    """For a request that will be answered with "busy"; nothing of it is stored."""
    session = ServerSession()
    session.lost = True
    return session


def _former(row: WebSession) -> dict[str, Any]:
    """What a new session takes from one that has ended: who it was, so that a kept form finds its owner."""
    former = row.actor_id if row.actor_id is not None else row.content.get("former")
    return {} if former is None else {"former": former}


def _in_force(row: WebSession, settings: Settings, now: datetime) -> bool:
    return now < row.expires_at and now - row.seen_at < settings.idle


def _replace(here: Site, session: ServerSession, token: str, now: datetime) -> None:
    """A new row under a new token; the old one, if any, ends."""
    with unit_of_work(here.engine) as db:
        if session.row_id is not None:
            db.execute(update(WebSession).where(WebSession.id == session.row_id).values(ended_at=now))
        row = WebSession(
            token_digest=digest(token),
            actor_id=session.actor_id,
            content=dict(session),
            created_at=now,
            seen_at=now,
            expires_at=now + here.settings.absolute,
            stepped_up_at=session.stepped_up_at,
        )
        db.add(row)


def _store(engine: Engine, session: ServerSession, now: datetime, **values: Any) -> None:
    with unit_of_work(engine) as db:
        db.execute(update(WebSession).where(WebSession.id == session.row_id).values(seen_at=now, **values))
