"""What somebody reported about a conversation, and what was done about it."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.engagements import Side
from models.errors import Conflict
from models.queries import mentoring_desk as queries
from models.services import mentoring_desk
from models.services.engagements import side_of
from webui.forms.mentoring_desk import HandleForm
from webui.guards import guard

blueprint = Blueprint("misuse_reports", __name__, url_prefix="/mentoring/reports")


@blueprint.get("")
@guard("mentoring_desk.see_reports")
def index() -> ResponseReturnValue:
    """What waits, then what was handled; nothing about the reader's own conversations."""
    return render_template("mentoring_desk/reports.html", reports=queries.reports(g.db, g.actor))


@blueprint.get("/<int:number>")
@guard("mentoring_desk.see_report", load=queries.find_report)
def page(number: int) -> ResponseReturnValue:
    """One report."""
    return _page(HandleForm(formdata=None))


def _page(form: HandleForm, status: int = 200) -> ResponseReturnValue:
    talk = queries.talk_of(g.db, g.obj)
    return render_template(
        "mentoring_desk/report.html",
        report=g.obj,
        talk=talk,
        by_mentee=side_of(g.obj.reporter, talk) is Side.MENTEE,
        form=form,
    ), status


@blueprint.post("/<int:number>")
@guard("mentoring_desk.handle_report", load=queries.find_report)
def handle(number: int) -> ResponseReturnValue:
    """Write down what was done."""
    form = HandleForm()
    if not form.validate():
        return _page(form, 422)
    what = form.handling.data
    try:
        mentoring_desk.handle_report(g.db, actor=g.actor, now=g.now, report=g.obj, handling=what)
    except Conflict as fault:
        form.handling.errors = [str(fault)]
        return _page(form, 409)
    flash("Written down: the report is handled.", "success")
    return redirect(url_for("misuse_reports.index"), 303)
