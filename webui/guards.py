"""What every route wears: who may come in, on which object, and the transaction around the view."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple, ParamSpec

from flask import abort, g, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from models.access import can
from models.actors import Actor
from models.db import unit_of_work
from webui.kept import forget_sent, keep_form
from webui.sessions import ServerSession, site

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]
BAD_REQUEST = 400
SAFE = ("GET", "HEAD", "OPTIONS")

SIGNED_IN = "signed in"
EVERYBODY = "everybody"


class Worn(NamedTuple):
    """What a guarded view says of itself in its attribute `guard`."""

    action: str
    write: str | None
    step_up: bool
    load: Callable[..., Any] | None


def guard(
    action: str,
    load: Callable[..., Any] | None = None,
    *,
    write: str | None = None,
    step_up: bool = False,
    refusals_count: bool = False,
) -> Callable[[View[P]], View[P]]:
    """Open the view only to those who may do `action` (for unsafe methods `write`, where given).

    `action` is a row of `models.access`, `SIGNED_IN` or `EVERYBODY`. `load` finds the object of the
    permission from the address (called with the session and the address's values); nothing found and nothing
    permitted look the same. `step_up` asks whoever has not proved who they are lately to do so again. The
    view runs inside one transaction: read-only for safe methods, else committed when the view returns, and
    rolled back when its answer is a refusal, unless `refusals_count` says that the refusal itself is written.
    """

    def wear(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            read_only = request.method in SAFE
            g.now = site().settings.clock()
            with unit_of_work(site().engine, read_only=read_only) as db:
                g.db = db
                g.actor = find_actor(db)
                wanted = action if read_only or write is None else write
                refusal = _refuse(db, wanted, load, kwargs, step_up and not read_only)
                if refusal is not None:
                    return refusal
                answer = make_response(view(*args, **kwargs))
                if answer.status_code >= BAD_REQUEST and not refusals_count:
                    db.rollback()
                if not read_only:
                    forget_sent()
                return answer

        vars(guarded)["guard"] = Worn(action, write, step_up, load)  # read by the house tests
        return guarded

    return wear


def find_actor(db: Session) -> Actor | None:
    """Who is signed in; `None` for nobody and for whoever was deactivated."""
    actor_id = current_session().actor_id
    actor = None if actor_id is None else db.get(Actor, actor_id)
    return actor if actor is not None and actor.active else None


def _refuse(
    db: Session, action: str, load: Callable[..., Any] | None, values: dict[str, Any], step_up: bool
) -> ResponseReturnValue | None:
    """The answer to whoever may not come in, or `None`."""
    if action == EVERYBODY:
        return None
    if g.actor is None:
        return _ask_to_sign_in()
    obj = None if load is None else load(db, **values)
    if load is not None and obj is None:
        abort(404)
    g.obj = obj
    if action != SIGNED_IN and not can(g.actor, action, obj, now=g.now):
        abort(404 if load is not None else 403)
    if step_up and not _is_fresh(g.now):
        return _ask_to_step_up()
    return None


def _is_fresh(now: datetime) -> bool:
    at = current_session().stepped_up_at
    return at is not None and now - at <= site().settings.step_up


def current_session() -> ServerSession:
    """The browser's session with our own fields."""
    found = session._get_current_object()  # type: ignore[attr-defined]
    assert isinstance(found, ServerSession)  # noqa: S101 - open_session makes no other
    return found


def _ask_to_sign_in() -> ResponseReturnValue:
    """To the sign-in page; what was typed is kept and offered again afterwards."""
    if request.method not in SAFE:
        keep_form(current_session().owner_id)
        return redirect(url_for("sign_in.page"), 303)
    return redirect(url_for("sign_in.page", next=request.full_path.rstrip("?")))


def _ask_to_step_up() -> ResponseReturnValue:
    keep_form(current_session().owner_id)
    return redirect(url_for("sign_in.step_up"), 303)
