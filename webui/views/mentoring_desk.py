"""Requests that found nobody by themselves: another mentor is asked, or the person is told why not."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.policy.mentoring_clauses import MOST_REFUSALS
from models.errors import Conflict, Unmet, WrongState
from models.mentors import MentorProfile
from models.queries import mentoring_desk as queries
from models.requests import RequestState
from models.services import mentoring_desk
from webui.forms.mentoring_desk import AskForm
from webui.forms.people import Reasoned
from webui.guards import guard

blueprint = Blueprint("mentoring_desk", __name__, url_prefix="/mentoring/desk")


@blueprint.get("")
@guard("mentoring_desk.see")
def index() -> ResponseReturnValue:
    """What waits, the first to end first."""
    return render_template(
        "mentoring_desk/index.html", waiting=queries.stuck(g.db), most=MOST_REFUSALS.figure
    )


@blueprint.get("/<int:number>")
@guard("mentoring_desk.see", load=queries.find_request)
def page(number: int) -> ResponseReturnValue:
    """One request: what is asked, who was tried, who may be asked."""
    return _page(Reasoned(formdata=None))


def _page(form: Reasoned, status: int = 200, refusals: tuple[str, ...] = ()) -> ResponseReturnValue:
    words, waits = request.args.get("who", "").strip(), g.obj.state is RequestState.MANUAL
    return render_template(
        "mentoring_desk/page.html",
        request_=g.obj,
        waits=waits,
        tried=queries.tried(g.db, g.obj),
        choices=queries.choices(g.db, g.obj, words, g.now) if waits else None,
        words=words,
        refusals=refusals,
        form=form,
    ), status


@blueprint.post("/<int:number>/offer")
@guard("mentoring_desk.offer", load=queries.find_request)
def offer(number: int) -> ResponseReturnValue:
    """Ask the mentor who was picked."""
    form, empty = AskForm(), Reasoned(formdata=None)
    profile = g.db.get(MentorProfile, form.profile.data) if form.validate() else None
    if profile is None:
        return _page(empty, 422, ("Choose whom to ask.",))
    try:
        mentoring_desk.offer(g.db, actor=g.actor, now=g.now, request=g.obj, profile=profile)
    except Unmet as fault:
        return _page(empty, 422, tuple(reason.text for reason in fault.reasons))
    except Conflict as fault:
        return _page(empty, 409, (str(fault),))
    flash(f"{profile.executive.name} is asked and told by when to answer.", "success")
    return redirect(url_for("mentoring_desk.index"), 303)


@blueprint.post("/<int:number>/give-up")
@guard("mentoring_desk.give_up", load=queries.find_request)
def give_up(number: int) -> ResponseReturnValue:
    """Tell the person that nobody was found."""
    form = Reasoned()
    if not form.validate():
        return _page(form, 422)
    reason = form.reason.data
    try:
        mentoring_desk.give_up(g.db, actor=g.actor, now=g.now, request=g.obj, reason=reason)
    except (Conflict, WrongState) as fault:
        form.reason.errors = [str(fault)]
        return _page(form, 409)
    flash(f"Closed: {g.obj.executive.name} is told, and may stay on the waiting list.", "success")
    return redirect(url_for("mentoring_desk.index"), 303)
