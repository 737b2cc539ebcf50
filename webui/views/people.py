"""People and access: who is on record, who may sign in, who holds which role."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.actors import Actor, Role
from models.errors import Conflict, Invalid
from models.queries import directory
from models.queries.directory import (
    PAGE,
    executive_of,
    find_person,
    grants_of,
    lasting,
    shut_out,
    sign_in,
)
from models.services import accounts, joiners
from webui.forms.fields import refuse
from webui.forms.people import Change
from webui.guards import guard
from webui.paging import Page, asked

blueprint = Blueprint("people", __name__, url_prefix="/people")
STATES = {"active": "active", "inactive": "not active", "uninvited": "without a password yet"}


def person(session: Any, slug: str) -> Actor | None:
    """The person of the address."""
    return find_person(session, slug)


@blueprint.get("")
@guard("people.see")
def index() -> ResponseReturnValue:
    """Everybody on record, a page at a time."""
    words, role, state = (request.args.get(name, "") for name in ("q", "role", "state"))
    wanted = {"words": words, "role": role, "state": state, "now": g.now}
    total = directory.count(g.db, **wanted)
    number, last = asked(total, PAGE)
    rows = directory.find(g.db, page=number, **wanted)
    return render_template(
        "people/index.html",
        page=Page(rows, number, last, total, PAGE),
        asked={"q": words, "role": role, "state": state},
        roles=[one for one in Role if one is not Role.SYSTEM],
        states=STATES,
        ending=len(directory.ending(g.db, g.now)),
    )


@blueprint.get("/ending")
@guard("people.see")
def ending() -> ResponseReturnValue:
    """Roles that end within thirty days."""
    return render_template("people/ending.html", grants=directory.ending(g.db, g.now))


@blueprint.get("/<slug>")
@guard("people.see", load=person)
def page(slug: str) -> ResponseReturnValue:
    """One person: roles, sign-in, and what can be done."""
    known = grants_of(g.db, g.obj)
    return render_template(
        "people/page.html",
        person=g.obj,
        executive=executive_of(g.db, g.obj),
        grants=lasting(one for one in known if one.revoked_at is None and one.ends_at > g.now),
        ended=[one for one in known if one.revoked_at is not None or one.ends_at <= g.now],
        access=sign_in(g.db, g.obj, g.now),
        shut=None if g.obj.active else shut_out(g.db, g.obj),
        is_self=g.obj.id == g.actor.id,
    )


@blueprint.post("/<slug>/invite")
@guard("accounts.invite", load=person)
def invite(slug: str) -> ResponseReturnValue:
    """Make a link to the first password; this answer is the only place that shows it."""
    token = accounts.invite(g.db, actor=g.actor, now=g.now, person=g.obj)
    link = url_for("sign_in.invitation", token=token, _external=True)
    ends = accounts.invitation_ends(g.now)
    return render_template("people/invited.html", person=g.obj, link=link, ends=ends)


@blueprint.get("/<slug>/change")
@guard("joiners.change_person", load=person)
def change(slug: str) -> ResponseReturnValue:
    """Correct name and address."""
    stored = {"name": g.obj.name, "email": g.obj.email, "version": g.obj.version}
    return _change_page(Change(data=stored))


def _change_page(form: Change, status: int = 200, *, clash: bool = False) -> ResponseReturnValue:
    return render_template("people/change.html", person=g.obj, form=form, clash=clash), status


@blueprint.post("/<slug>/change")
@guard("joiners.change_person", load=person)
def save(slug: str) -> ResponseReturnValue:
    """Store them; what changed meanwhile is shown beside what was typed."""
    form = Change()
    if not form.validate():
        return _change_page(form, 422)
    if form.version.data != g.obj.version:
        form.version.raw_data, form.version.data = None, g.obj.version
        return _change_page(form, 409, clash=True)
    facts = {"name": form.name.data, "email": form.email.data, "version": form.version.data}
    try:
        joiners.change_person(g.db, actor=g.actor, now=g.now, person=g.obj, **facts)
    except (Invalid, Conflict) as fault:
        refuse(form, fault)
        return _change_page(form, 422)
    flash(f"{g.obj.name} is corrected.", "success")
    return redirect(url_for("people.page", slug=slug), 303)
