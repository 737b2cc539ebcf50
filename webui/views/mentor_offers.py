"""A request that is offered to me: read, accepted, declined, or answered with a question."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from matcher.policy.mentoring_clauses import ENGAGEMENT_DAYS, ENGAGEMENT_MEETINGS
from models.errors import Conflict, WrongState
from models.mentoring_offers import LIVE, DeclineReason, OfferState
from models.queries import giving
from models.services import mentoring_offers
from webui.filters import deadline
from webui.forms.mentors import REASONS, DeclineForm, QuestionForm
from webui.guards import guard

blueprint = Blueprint("mentor_offers", __name__, url_prefix="/giving/offers/<int:number>")


@blueprint.get("")
@guard("mentoring_offers.see", load=giving.find_offer)
def page(number: int) -> ResponseReturnValue:
    """What is asked, by when to answer, and the three answers."""
    return _page()


def _page(
    no: FlaskForm | None = None, more: FlaskForm | None = None, status: int = 200
) -> ResponseReturnValue:
    return render_template(
        "giving/offer.html",
        offer=g.obj,
        mentee=g.obj.request.executive,
        asked=giving.asked(g.db, g.obj.request),
        live=g.obj.state in LIVE,
        may_ask=g.obj.state is OfferState.OFFERED and g.obj.asked_at is None,
        decline=no or DeclineForm(formdata=None),
        question=more or QuestionForm(formdata=None),
        reasons=REASONS,
        meetings=ENGAGEMENT_MEETINGS.figure,
        days=ENGAGEMENT_DAYS.figure,
    ), status


@blueprint.post("/accept")
@guard("mentoring_offers.accept", load=giving.find_offer)
def accept(number: int) -> ResponseReturnValue:
    """Say yes, and choose a time."""
    try:
        begun = mentoring_offers.accept(g.db, actor=g.actor, now=g.now, offer=g.obj)
    except Conflict as fault:
        flash(str(fault), "error")
        return redirect(url_for("mentor_offers.page", number=number), 303)
    flash("You accepted, and the person who asked is told. Choose a time, or leave it to them.", "success")
    return redirect(url_for("meetings.choose", number=begun.id), 303)


@blueprint.post("/decline")
@guard("mentoring_offers.decline", load=giving.find_offer)
def decline(number: int) -> ResponseReturnValue:
    """Say no: the next mentor is asked at once."""
    form = DeclineForm()
    if not form.validate():
        return _page(no=form, status=422)
    reason = DeclineReason(form.reason.data)
    try:
        mentoring_offers.decline(g.db, actor=g.actor, now=g.now, offer=g.obj, reason=reason)
    except (Conflict, WrongState) as fault:
        form.reason.errors = [str(fault)]
        return _page(no=form, status=409)
    flash("Declined. The request went on at once; the person who asked does not see your reason.", "success")
    return redirect(url_for("giving.index"), 303)


@blueprint.post("/ask")
@guard("mentoring_offers.ask", load=giving.find_offer)
def ask(number: int) -> ResponseReturnValue:
    """Ask for more before deciding."""
    form = QuestionForm()
    if not form.validate():
        return _page(more=form, status=422)
    try:
        mentoring_offers.ask(g.db, actor=g.actor, now=g.now, offer=g.obj, question=form.question.data)
    except (Conflict, WrongState) as fault:
        form.question.errors = [str(fault)]
        return _page(more=form, status=409)
    until = deadline(g.obj.due_at)
    flash(f"Asked. Your time to answer stands still until the reply, at most until {until}.", "success")
    return redirect(url_for("mentor_offers.page", number=number), 303)
