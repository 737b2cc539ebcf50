"""The headcount of the 1 October that opened a year: entered, confirmed, corrected in the open."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from models.access import can
from models.agencies import Agency
from models.errors import Conflict, Invalid, WrongState
from models.headcounts import Headcount
from models.queries.report_people import find_headcount
from models.services import headcounts
from webui.errors import status_of
from webui.filters import plural
from webui.forms.fields import fresh, refuse
from webui.forms.reports import ConfirmAll, ConfirmHeads, CorrectHeads, EnterHeads
from webui.guards import guard
from webui.report_words import GROUPS
from webui.views.reports import one

blueprint = Blueprint("headcounts", __name__, url_prefix="/headcounts")
OTHERS = (
    "The fields hold other figures than the table: enter them first, or take those of the table back and "
    "confirm them."
)


@blueprint.get("/<int:year>/<code>")
@guard("headcounts.see", load=one)
def page(year: int, code: str) -> ResponseReturnValue:
    """The figures, their source and their errata."""
    return _page(year)


def _page(year: int, status: int = 200, **typed: FlaskForm) -> ResponseReturnValue:
    agency: Agency = g.obj
    found = find_headcount(g.db, agency, year)
    forms = {
        "enter": EnterHeads(formdata=None, obj=found),
        "correct": CorrectHeads(formdata=None, obj=found.standing if found else None),
        **typed,
    }
    return render_template(
        "headcounts/page.html",
        agency=agency,
        year=year,
        found=found,
        forms=forms,
        failed=next(iter(typed.values()), None),
        enters=can(g.actor, "headcounts.enter", agency, now=g.now),
        confirms=can(g.actor, "headcounts.confirm", agency, now=g.now),
        groups=GROUPS,
    ), status


def _done(year: int, said: str) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for("headcounts.page", year=year, code=g.obj.code), 303)


def _refused(
    year: int, name: str, form: FlaskForm, fault: Invalid | WrongState | Conflict
) -> ResponseReturnValue:
    refuse(form, fault)
    if isinstance(fault, Conflict):
        fresh(form, version=_found(year).version)
    return _page(year, status_of(fault), **{name: form})


def _found(year: int) -> Headcount:
    found = find_headcount(g.db, g.obj, year)
    if found is None:
        abort(404)
    return found


@blueprint.post("/<int:year>/<code>")
@guard("headcounts.enter", load=one)
def enter(year: int, code: str) -> ResponseReturnValue:
    """Figures by hand, in place of counted ones."""
    form = EnterHeads()
    if not form.validate():
        return _page(year, 422, enter=form)
    facts = {"counts": form.counts(), "source": form.source.data, "version": form.version.data}
    try:
        headcounts.enter(g.db, actor=g.actor, now=g.now, agency=g.obj, fiscal_year=year, **facts)
    except (Conflict, Invalid, WrongState) as fault:
        return _refused(year, "enter", form, fault)
    return _done(year, "The figures are entered; the programme office confirms them.")


@blueprint.post("/<int:year>/<code>/confirm")
@guard("headcounts.confirm", load=one)
def confirm(year: int, code: str) -> ResponseReturnValue:
    """For good; not while the fields hold other figures than those that would be frozen."""
    form, found = ConfirmHeads(), _found(year)
    if not form.validate():
        return _page(year, 422, enter=form)
    version = form.version.data
    try:
        if version == found.version and not form.is_of(found):
            raise Invalid(OTHERS)
        headcounts.confirm(g.db, actor=g.actor, now=g.now, headcount=found, version=version)
    except (Conflict, Invalid, WrongState) as fault:
        return _refused(year, "enter", form, fault)
    return _done(year, "The headcount is confirmed. It changes by an erratum alone.")


@blueprint.post("/<int:year>/confirm")
@guard("headcounts.confirm_all")
def confirm_all(year: int) -> ResponseReturnValue:
    """All that wait, as they were read."""
    form, here = ConfirmAll(), url_for("reports.index", year=year)
    if not form.validate():
        abort(400)
    try:
        done = headcounts.confirm_all(
            g.db, actor=g.actor, now=g.now, fiscal_year=year, seen=form.seen.data or ""
        )
    except Conflict as fault:
        flash(str(fault), "error")
        return redirect(here, 303)
    flash(f"{plural(done, 'headcount')} confirmed. They change by an erratum alone.", "success")
    return redirect(here, 303)


@blueprint.post("/<int:year>/<code>/correct")
@guard("headcounts.correct", load=one)
def correct(year: int, code: str) -> ResponseReturnValue:
    """A dated erratum."""
    form, found = CorrectHeads(), _found(year)
    if not form.validate():
        return _page(year, 422, correct=form)
    facts = {"counts": form.counts(), "reason": form.reason.data}
    try:
        headcounts.correct(g.db, actor=g.actor, now=g.now, headcount=found, **facts)
    except (Invalid, WrongState) as fault:
        return _refused(year, "correct", form, fault)
    return _done(year, "The erratum is on record, beside the confirmed figures.")
