"""The address of the days of the way back for other programs, and what they read there."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from models.actors import Actor
from models.queries.return_calendar import rights_of
from models.services import return_feeds
from webui.calendars import return_days
from webui.guards import EVERYBODY, guard

blueprint = Blueprint("return_feeds", __name__)


def myself(session: Session, **_address: Any) -> Actor:
    """The person who is signed in."""
    actor: Actor = g.actor
    return actor


@blueprint.get("/returns/calendar")
@guard("return_feeds.see", load=myself)
def page() -> ResponseReturnValue:
    """Whether there is an address."""
    return _page(None)


def _page(address: str | None) -> ResponseReturnValue:
    return render_template(
        "returns/calendar.html", feed=return_feeds.open_feed(g.db, g.actor), address=address
    )


@blueprint.post("/returns/calendar")
@guard("return_feeds.make", load=myself)
def make() -> ResponseReturnValue:
    """A new address, shown once; the one before opens nothing any more."""
    token = return_feeds.make(g.db, actor=g.actor, now=g.now, person=g.obj)
    return _page(url_for("return_feeds.read", token=token, _external=True))


@blueprint.post("/returns/calendar/revoke")
@guard("return_feeds.revoke", load=myself)
def revoke() -> ResponseReturnValue:
    """The address opens nothing any more."""
    return_feeds.revoke(g.db, actor=g.actor, now=g.now, person=g.obj)
    kept = "Days that your calendar has read stay there until you end the subscription in it."
    flash(f"Revoked: the address opens nothing any more. {kept}", "success")
    return redirect(url_for("return_feeds.page"), 303)


@blueprint.get("/calendars/returns/<token>.ics")
@guard(EVERYBODY)
def read(token: str) -> ResponseReturnValue:
    """The calendar behind a token: whoever holds it needs no other proof."""
    found = return_feeds.find_feed(g.db, token=token)
    if found is None:
        abort(404)
    text = return_days(rights_of(g.db, found.actor, g.now), site=request.host_url, now=g.now)
    return Response(text, content_type="text/calendar; charset=utf-8")
