"""The address of my calendar for other programs, and what they read there."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.queries.delegations import open_feed
from models.queries.meetings import for_feed
from models.services import calendar_feeds
from webui.calendars import feed
from webui.guards import EVERYBODY, guard
from webui.mine import me

blueprint = Blueprint("feeds", __name__)


@blueprint.get("/times/calendar")
@guard("calendar_feeds.see", load=me)
def page() -> ResponseReturnValue:
    """Whether there is an address."""
    return render_template("feeds/page.html", feed=open_feed(g.db, g.obj), address=None)


@blueprint.post("/times/calendar")
@guard("calendar_feeds.make", load=me)
def make() -> ResponseReturnValue:
    """A new address, shown once; the one before opens nothing any more."""
    token = calendar_feeds.make(g.db, actor=g.actor, now=g.now, executive=g.obj)
    address = url_for("feeds.read", token=token, _external=True)
    return render_template("feeds/page.html", feed=open_feed(g.db, g.obj), address=address)


@blueprint.post("/times/calendar/revoke")
@guard("calendar_feeds.revoke", load=me)
def revoke() -> ResponseReturnValue:
    """The address opens nothing any more."""
    calendar_feeds.revoke(g.db, actor=g.actor, now=g.now, executive=g.obj)
    flash("Revoked: the address opens nothing any more.", "success")
    return redirect(url_for("feeds.page"), 303)


@blueprint.get("/calendars/<token>.ics")
@guard(EVERYBODY)
def read(token: str) -> ResponseReturnValue:
    """The calendar behind a token: whoever holds it needs no other proof."""
    found = calendar_feeds.find_feed(g.db, token=token)
    if found is None:
        abort(404)
    text = feed(for_feed(g.db, found.executive, g.now), site=request.host_url, now=g.now)
    return Response(text, content_type="text/calendar; charset=utf-8")
