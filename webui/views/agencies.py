"""Agencies: the tree, one of them, and its new name, merger or end."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.mentoring.business import local_day
from models.agencies import Agency
from models.errors import Conflict, Invalid
from models.queries.agencies import (
    children,
    crossing,
    executives_of,
    find_agency,
    hanging,
    impossible,
    near,
    open_agencies,
    tree,
)
from models.queries.mergers import deciders, touched
from models.queries.report_people import years_to_close
from models.services import agencies
from webui.filters import plural
from webui.forms.agencies import Rename
from webui.forms.fields import refuse
from webui.forms.people import Reasoned
from webui.guards import guard

blueprint = Blueprint("agencies", __name__, url_prefix="/agencies")


def agency(session: Any, code: str) -> Agency | None:
    """The agency of the address."""
    return find_agency(session, code)


@blueprint.get("")
@guard("agencies.see")
def index() -> ResponseReturnValue:
    """The tree."""
    return render_template("agencies/index.html", nodes=tree(g.db, g.now))


@blueprint.get("/<code>")
@guard("agencies.see", load=agency)
def page(code: str) -> ResponseReturnValue:
    """One agency and what hangs on it."""
    return render_template(
        "agencies/page.html",
        agency=g.obj,
        hanging=hanging(g.db, g.obj, g.now),
        children=children(g.db, g.obj),
        executives=executives_of(g.db, g.obj),
    )


@blueprint.get("/<code>/rename")
@guard("agencies.rename", load=agency)
def ask_to_rename(code: str) -> ResponseReturnValue:
    """Another name."""
    stored = {"name": g.obj.name, "abbreviation": g.obj.abbreviation or "", "version": g.obj.version}
    return _rename_page(Rename(data=stored))


def _rename_page(form: Rename, status: int = 200, *, clash: bool = False) -> ResponseReturnValue:
    return render_template("agencies/rename.html", agency=g.obj, form=form, clash=clash), status


@blueprint.post("/<code>/rename")
@guard("agencies.rename", load=agency)
def rename(code: str) -> ResponseReturnValue:
    """Store it; what changed meanwhile is shown beside what was typed."""
    form = Rename()
    if not form.validate():
        return _rename_page(form, 422)
    if form.version.data != g.obj.version:
        form.version.raw_data, form.version.data = None, g.obj.version
        return _rename_page(form, 409, clash=True)
    names = {"name": form.name.data, "abbreviation": form.abbreviation.data}
    try:
        agencies.rename(g.db, actor=g.actor, now=g.now, agency=g.obj, version=form.version.data, **names)
    except Invalid as fault:
        refuse(form, fault)
        return _rename_page(form, 422)
    flash(f"The agency is called {g.obj.name} now.", "success")
    return redirect(url_for("agencies.page", code=code), 303)


@blueprint.get("/<code>/merge")
@guard("agencies.merge", load=agency)
def choose_successor(code: str) -> ResponseReturnValue:
    """Into which agency?"""
    wanted = find_agency(g.db, request.args.get("into", ""))
    if wanted is not None:
        return redirect(url_for("agencies.ask_to_merge", code=code, into=wanted.code))
    others = [one for one in open_agencies(g.db) if one.id != g.obj.id]
    return render_template(
        "agencies/choose_successor.html",
        agency=g.obj,
        near=near(g.db, g.obj),
        near_address=lambda successor: url_for("agencies.ask_to_merge", code=code, into=successor),
        agencies=others,
    )


@blueprint.get("/<code>/merge/<into>")
@guard("agencies.merge", load=lambda session, code, into: agency(session, code))
def ask_to_merge(code: str, into: str) -> ResponseReturnValue:
    """What moves, and what must be decided first."""
    successor = find_agency(g.db, into)
    if successor is None:
        return redirect(url_for("agencies.choose_successor", code=code))
    return _merge_page(Reasoned(), successor)


def _reports() -> int:
    """How many annual reports are closed with the agency."""
    return len(years_to_close(g.db, g.obj, local_day(g.now)))


def _merge_page(form: Reasoned, into: Agency, status: int = 200) -> ResponseReturnValue:
    limits = crossing(g.db, g.obj, into)
    return render_template(
        "agencies/merge.html",
        agency=g.obj,
        into=into,
        moving=hanging(g.db, g.obj, g.now),
        undecided=[*impossible(g.obj, into), *limits],
        deciders=deciders(g.db, g.now) if limits else [],
        touched=touched(g.db, g.obj, into),
        reports=_reports(),
        form=form,
    ), status


@blueprint.post("/<code>/merge/<into>")
@guard("agencies.merge", load=lambda session, code, into: agency(session, code), step_up=True)
def merge(code: str, into: str) -> ResponseReturnValue:
    """Hand everything over and close the agency."""
    successor, form = find_agency(g.db, into), Reasoned()
    if successor is None:
        return redirect(url_for("agencies.choose_successor", code=code), 303)
    if not form.validate():
        return _merge_page(form, successor, 422)
    try:
        moved = agencies.merge(
            g.db, actor=g.actor, now=g.now, agency=g.obj, into=successor, reason=form.reason.data
        )
    except (Conflict, Invalid) as fault:
        refuse(form, fault)
        return _merge_page(form, successor, 409)
    people, posts = plural(moved["executives"], "executive"), plural(moved["posts"], "post")
    flash(f"{g.obj.name} is part of {successor.name} now: {people} and {posts} moved.", "success")
    return redirect(url_for("agencies.page", code=successor.code), 303)


@blueprint.get("/<code>/close")
@guard("agencies.close", load=agency)
def ask_to_close(code: str) -> ResponseReturnValue:
    """What still hangs on it, or why it is closed."""
    return _close_page(Reasoned())


def _close_page(form: Reasoned, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "agencies/close.html",
        agency=g.obj,
        hanging=hanging(g.db, g.obj, g.now),
        reports=_reports(),
        form=form,
    ), status


@blueprint.post("/<code>/close")
@guard("agencies.close", load=agency)
def close(code: str) -> ResponseReturnValue:
    """Close it."""
    form = Reasoned()
    if not form.validate():
        return _close_page(form, 422)
    try:
        agencies.close(g.db, actor=g.actor, now=g.now, agency=g.obj, reason=form.reason.data)
    except (Conflict, Invalid) as fault:
        refuse(form, fault)
        return _close_page(form, 409)
    flash(f"{g.obj.name} is closed.", "success")
    return redirect(url_for("agencies.page", code=code), 303)
