"""Requests that found nobody by themselves: another mentor is asked, or the person is told why not."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.policy.mentoring_clauses import MOST_REFUSALS
from models.engagements import Engagement, EngagementState
from models.errors import Conflict, Unmet, WrongState
from models.mentoring_offers import LIVE
from models.mentors import MentorProfile
from models.queries import mentoring_desk as queries
from models.queries.my_requests import about, ended_early, engagement_of, possible, why_ended
from models.queries.recipients import email_of
from models.requests import DESK_NAMES, DESK_READS, RequestState
from models.services import mentoring_desk
from webui.desk_life import Followed
from webui.filters import deadline
from webui.forms.mentoring_desk import AskForm
from webui.forms.people import Reasoned
from webui.guards import guard
from webui.request_life import nobody

blueprint = Blueprint("mentoring_desk", __name__, url_prefix="/mentoring/desk")
SEALED = (RequestState.SUBMITTED, RequestState.OFFERED)
"""Not a coordinator's yet: what these are about may still come to the desk."""


@blueprint.get("")
@guard("mentoring_desk.see")
def index() -> ResponseReturnValue:
    """What waits for a coordinator, for a date, and for the next sweep."""
    desk = queries.desk(g.db)
    facts = {"desk": desk, "overdue": len(desk.overdue(g.now)), "most": MOST_REFUSALS.figure}
    return render_template("mentoring_desk/index.html", **facts)


@blueprint.get("/<int:number>")
@guard("mentoring_desk.see", load=queries.find_request)
def page(number: int) -> ResponseReturnValue:
    """One request: what is asked, who was tried, who may be asked."""
    return _page(Reasoned(formdata=None))


def _talk() -> Engagement | None:
    """The conversation of the request, where one runs."""
    return engagement_of(g.db, g.obj) if g.obj.state is RequestState.ACCEPTED else None


def _emails(talk: Engagement | None) -> tuple[str | None, str | None]:
    """Where both sides of a conversation that has no date yet are written to, who asked first."""
    if talk is None or talk.state is not EngagementState.ARRANGING:
        return None, None
    return email_of(g.db, talk.executive_id), email_of(g.db, talk.profile.executive_id)


def _page(form: Reasoned, status: int = 200, refusals: tuple[str, ...] = ()) -> ResponseReturnValue:
    words, waits = request.args.get("who", "").strip(), g.obj.state is RequestState.MANUAL
    tried, talks = queries.tried(g.db, g.obj)
    talk = next(iter(talks), None) if g.obj.state is RequestState.ACCEPTED else None
    live = next((one for one in tried if one.state in LIVE), None)
    choices = queries.choices(g.db, g.obj, words, g.now) if g.obj.state in DESK_READS else None
    return render_template(
        "mentoring_desk/page.html",
        request_=g.obj,
        waits=waits,
        sealed=g.obj.state in SEALED,
        why=why_ended(g.db, g.obj),
        tried=tried,
        live=live,
        talk=talk,
        ended=ended_early(talks),
        next=Followed(g.obj, live, talk, g.obj.is_too_late(g.now)).next,
        emails=_emails(talk),
        choices=choices,
        nobody=nobody(g.obj, choices.obstacle, "that is named") if choices and choices.obstacle else None,
        about=about(g.db, [g.obj.id])[g.obj.id].name if g.obj.state in DESK_NAMES else None,
        words=words,
        refusals=refusals,
        form=form,
        can_cancel="cancel" in possible(g.obj),
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
        made = mentoring_desk.offer(g.db, actor=g.actor, now=g.now, request=g.obj, profile=profile)
    except Unmet as fault:
        return _page(empty, 422, tuple(reason.text for reason in fault.reasons))
    except Conflict as fault:
        return _page(empty, 409, (str(fault),))
    flash(f"{profile.executive.name} is asked, and answers by {deadline(made.due_at)}.", "success")
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
    flash(f"Closed: {g.obj.executive.name} is told, and may go on the waiting list.", "success")
    return redirect(url_for("mentoring_desk.index"), 303)


@blueprint.get("/<int:number>/cancel")
@guard("mentoring_desk.cancel", load=queries.find_request)
def ask_to_cancel(number: int) -> ResponseReturnValue:
    """What cancelling does, before it is done."""
    if "cancel" not in possible(g.obj):
        return redirect(url_for("mentoring_desk.page", number=number))
    return _cancel_page(Reasoned(formdata=None))


def _cancel_page(form: Reasoned, status: int = 200) -> ResponseReturnValue:
    return render_template("mentoring_desk/cancel.html", request_=g.obj, talk=_talk(), form=form), status


@blueprint.post("/<int:number>/cancel")
@guard("mentoring_desk.cancel", load=queries.find_request)
def cancel(number: int) -> ResponseReturnValue:
    """End the request, and its conversation if one runs."""
    form = Reasoned()
    if not form.validate():
        return _cancel_page(form, 422)
    reason = form.reason.data
    try:
        mentoring_desk.cancel(g.db, actor=g.actor, now=g.now, request=g.obj, reason=reason)
    except (Conflict, WrongState) as fault:
        form.reason.errors = [str(fault)]
        return _cancel_page(form, 409)
    flash(f"Cancelled: {g.obj.executive.name} is told.", "success")
    return redirect(url_for("mentoring_desk.index"), 303)
