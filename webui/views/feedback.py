"""How it was: four questions to each side after the end, and one to the mentee three months later."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matcher.policy.mentoring_clauses import LEAST_SHOWN, PULSE_DAYS
from models.engagements import Side
from models.errors import Conflict
from models.feedback import Feedback
from models.queries import my_requests
from models.queries.meetings import find_engagement
from models.services import feedback
from models.services.engagements import side_of
from webui.forms.feedback import FeedbackForm, PulseForm
from webui.guards import guard

blueprint = Blueprint("feedback", __name__, url_prefix="/engagements/<int:number>")


@blueprint.get("/feedback")
@guard("feedback.answer", load=find_engagement)
def page(number: int) -> ResponseReturnValue:
    """The four questions, or the thanks of whoever has answered."""
    return _page(_form(formdata=None))


def _form(**given: Any) -> FeedbackForm:
    """The questions in the words of the actor's side."""
    return FeedbackForm(**given).ask(g.obj.profile.kind, side_of(g.actor, g.obj))


def _page(form: FeedbackForm, status: int = 200) -> ResponseReturnValue:
    side = side_of(g.actor, g.obj)
    asked = g.db.get(Feedback, (g.obj.id, side)) or abort(404)
    return render_template(
        "feedback/page.html",
        form=form,
        talk=g.obj,
        asked=asked,
        given=form.said(asked) if asked.answered_at else [],
        side=side,
        over=g.now > asked.closes_at,
        least=LEAST_SHOWN.figure,
        pulse_days=PULSE_DAYS.figure,
    ), status


@blueprint.post("/feedback")
@guard("feedback.answer", load=find_engagement)
def answer(number: int) -> ResponseReturnValue:
    """Answer them."""
    form = _form()
    if not form.validate():
        return _page(form, 422)
    facts = {"engagement": g.obj, "figures": form.figures(), "changed": form.changed.data or ""}
    try:
        feedback.answer(g.db, actor=g.actor, now=g.now, **facts)
    except Conflict as fault:
        form.changed.errors = [str(fault)]
        return _page(form, 409)
    flash("Your answers are stored.", "success")
    return redirect(url_for("feedback.page", number=number), 303)


@blueprint.post("/pulse")
@guard("feedback.answer_pulse", load=find_engagement)
def answer_pulse(number: int) -> ResponseReturnValue:
    """Say what is left of it."""
    form = PulseForm()
    if not form.validate():
        return _pulse_page(form, 422)
    lasting = int(form.lasting.data)
    try:
        feedback.answer_pulse(g.db, actor=g.actor, now=g.now, engagement=g.obj, lasting=lasting)
    except Conflict as fault:
        form.lasting.errors = [str(fault)]
        return _pulse_page(form, 409)
    flash("Thank you.", "success")
    return redirect(url_for("requests.page", number=g.obj.request_id), 303)


@blueprint.get("/pulse")
@guard("feedback.answer_pulse", load=find_engagement)
def pulse_page(number: int) -> ResponseReturnValue:
    """The one question."""
    return _pulse_page(PulseForm(formdata=None))


def _pulse_page(form: PulseForm, status: int = 200) -> ResponseReturnValue:
    asked = my_requests.pulse_of(g.db, g.obj) or abort(404)
    return render_template(
        "feedback/pulse.html",
        form=form,
        talk=g.obj,
        asked=asked,
        about=my_requests.about(g.db, [g.obj.request_id])[g.obj.request_id],
        then=g.db.get(Feedback, (g.obj.id, Side.MENTEE)),
        least=LEAST_SHOWN.figure,
    ), status
