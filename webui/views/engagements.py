"""The conversations of two people, for either side: contact, messages, more time, the end, a report."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matcher.mentoring.business import local_day
from matcher.policy.mentoring_clauses import (
    COOL_DOWN_DAYS,
    ENGAGEMENT_DAYS,
    ENGAGEMENT_MEETINGS,
    FEEDBACK_HOURS,
    PULSE_DAYS,
    REPORT_DAYS,
)
from models.engagements import OPEN, Engagement, EngagementState, Side
from models.errors import Conflict, WrongState
from models.feedback import Feedback
from models.meetings import Meeting, MeetingState
from models.queries import meetings, my_requests
from models.queries.asks_desk import WAITING
from models.queries.availability import TAKING_TIME
from models.queries.meetings import Person, find_engagement
from models.queries.plans import has_engagement
from models.requests import RequestState
from models.services import engagements
from models.services.engagements import side_of
from webui.filters import plural
from webui.forms.requests import EndForm, MessageForm, ReportForm
from webui.guards import guard
from webui.guidance import agenda
from webui.request_life import ASKED_AFTERWARDS
from webui.views.requests import source_of
from webui.words import HELPERS

blueprint = Blueprint("engagements", __name__, url_prefix="/engagements/<int:number>")
RESTS = {
    Side.MENTEE: "Where it is no good fit, {other} is not suggested to you for {days} days.",
    Side.MENTOR: "Where it is no good fit, you are not suggested to {other} for {days} days.",
}
MORE = {"days": ENGAGEMENT_DAYS.figure, "meetings": ENGAGEMENT_MEETINGS.figure}


@blueprint.get("")
@guard("engagements.see", load=find_engagement)
def page(number: int) -> ResponseReturnValue:
    """Where they stand."""
    return _page(MessageForm(formdata=None))


def _page(message: MessageForm, status: int = 200) -> ResponseReturnValue:
    talk: Engagement = g.obj
    side, running = side_of(g.actor, talk), talk.state in OPEN
    own, other = _sides(talk, side)
    about = my_requests.about(g.db, [talk.request_id])[talk.request_id]
    booked, questions = meetings.of_engagement(g.db, talk), _questions(talk, side)
    return render_template(
        "engagements/page.html",
        talk=talk,
        side=side,
        running=running,
        own=own,
        other=other,
        own_extends=talk.mentee_extends if side is Side.MENTEE else talk.mentor_extends,
        other_extends=talk.mentor_extends if side is Side.MENTEE else talk.mentee_extends,
        about=about,
        agenda=agenda(about.code),
        meetings=booked,
        to_come=any(one.state is MeetingState.BOOKED and g.now < one.starts_at for one in booked),
        used_up=talk.is_used_up(sum(one.state in TAKING_TIME for one in booked)),
        messages=my_requests.messages(g.db, talk) if running else [],
        asked=questions is not None and questions.answered_at is None and g.now <= questions.closes_at,
        has_answered=questions is not None and questions.answered_at is not None,
        seeks=talk.request.state in WAITING,
        to_write=side is Side.MENTEE and not running and _is_to_write(talk, booked),
        asked_at=None if questions else _asked_at(talk),
        what_lasted=_what_lasted(talk),
        more=MORE,
        told=my_requests.report_of(g.db, g.actor, talk),
        message=message,
    ), status


def _is_to_write(talk: Engagement, booked: list[Meeting]) -> bool:
    """Whether something was held that is not in the development plan."""
    held = any(one.state is MeetingState.HELD for one in booked)
    return held and not has_engagement(g.db, talk.executive_id, source_of(talk))


def _sides(talk: Engagement, side: Side) -> tuple[Person, Person]:
    """The person on that side, and the other one."""
    mentor, mentee = meetings.people(g.db, talk)
    return (mentee, mentor) if side is Side.MENTEE else (mentor, mentee)


def _questions(talk: Engagement, side: Side) -> Feedback | None:
    """The four questions as they were put to this side; None before."""
    return g.db.get(Feedback, (talk.id, side)) if talk.state in ASKED_AFTERWARDS else None


def _asked_at(talk: Engagement) -> datetime | None:
    """When the four questions come, also where that is a moment ago; None where nobody is asked."""
    if talk.state is not EngagementState.FEEDBACK or talk.ended_at is None:
        return None
    return talk.ended_at + timedelta(hours=FEEDBACK_HOURS.figure)


def _what_lasted(talk: Engagement) -> date | None:
    """The day on which the mentee is asked what lasted; None where nobody is, or it is over."""
    if talk.state not in ASKED_AFTERWARDS or talk.ended_at is None:
        return None
    day = local_day(talk.ended_at + timedelta(days=PULSE_DAYS.figure))
    return day if local_day(g.now) < day else None


def _to_page(number: int, sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(url_for("engagements.page", number=number), 303)


@blueprint.post("/messages")
@guard("engagements.write", load=find_engagement)
def write(number: int) -> ResponseReturnValue:
    """Add a line to the thread."""
    form = MessageForm()
    if not form.validate():
        return _page(form, 422)
    try:
        engagements.write(g.db, actor=g.actor, now=g.now, engagement=g.obj, text=form.text.data or "")
    except Conflict as fault:
        form.text.errors = [str(fault)]
        return _page(form, 409)
    return _to_page(number, "Sent.")


@blueprint.post("/messages/<int:last>/read")
@guard("engagements.mark_read", load=lambda session, number, last: find_engagement(session, number))
def mark_read(number: int, last: int) -> ResponseReturnValue:
    """Take what was read off the desk."""
    engagements.mark_read(g.db, actor=g.actor, now=g.now, engagement=g.obj, number=last)
    return _to_page(number, "Off your desk. What was written stays here until the conversations end.")


@blueprint.post("/extend")
@guard("engagements.extend", load=find_engagement)
def extend(number: int) -> ResponseReturnValue:
    """Ask for more time, or agree to it."""
    both = engagements.extend(g.db, actor=g.actor, now=g.now, engagement=g.obj)
    more = "Both of you asked for it: there is more time now."
    return _to_page(
        number, more if both else f"Noted. Once {_other_name()} asks for it too, there is more time."
    )


def _other_name() -> str:
    """Of whoever the actor meets."""
    talk: Engagement = g.obj
    other = talk.profile.executive if side_of(g.actor, talk) is Side.MENTEE else talk.mentee
    return other.name


@blueprint.post("/finish")
@guard("engagements.finish", load=find_engagement)
def finish(number: int) -> ResponseReturnValue:
    """The question is answered."""
    engagements.finish(g.db, actor=g.actor, now=g.now, engagement=g.obj)
    return _to_page(
        number, f"Finished. In {plural(FEEDBACK_HOURS.figure, 'hour')} both of you are asked how it was."
    )


@blueprint.get("/end")
@guard("engagements.end", load=find_engagement)
def end_page(number: int) -> ResponseReturnValue:
    """What ending early will do."""
    return _end_page(EndForm(formdata=None))


def _end_page(form: EndForm, status: int = 200) -> ResponseReturnValue:
    side, other = side_of(g.actor, g.obj), _other_name()
    rests = RESTS[side].format(other=other, days=COOL_DOWN_DAYS.figure)
    return render_template(
        "engagements/end.html", form=form, talk=g.obj, side=side, other=other, rests=rests
    ), status


@blueprint.post("/end")
@guard("engagements.end", load=find_engagement)
def end(number: int) -> ResponseReturnValue:
    """End it before its time, nobody at fault."""
    form = EndForm()
    if not form.validate():
        return _end_page(form, 422)
    facts = {"engagement": g.obj, "reason": form.why(), "ask_again": bool(form.ask_again.data)}
    try:
        engagements.end(g.db, actor=g.actor, now=g.now, **facts)
    except (Conflict, WrongState) as fault:
        form.reason.errors = [str(fault)]
        return _end_page(form, 409)
    helper = HELPERS[g.obj.request.kind]
    asked = f" The next {helper} is asked." if g.obj.request.state is RequestState.OFFERED else ""
    return _to_page(number, f"Ended. The other one is told, and nobody is at fault.{asked}")


@blueprint.get("/report")
@guard("engagements.report", load=find_engagement)
def report_page(number: int) -> ResponseReturnValue:
    """Where something that went wrong is told."""
    return _report_page(ReportForm(formdata=None))


def _report_page(form: ReportForm, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "engagements/report.html", form=form, talk=g.obj, report_days=REPORT_DAYS.figure
    ), status


@blueprint.post("/report")
@guard("engagements.report", load=find_engagement)
def report(number: int) -> ResponseReturnValue:
    """Tell the programme office."""
    form = ReportForm()
    if not form.validate():
        return _report_page(form, 422)
    engagements.report(g.db, actor=g.actor, now=g.now, engagement=g.obj, text=form.text.data or "")
    return _to_page(number, "The programme office knows. The other person is told nothing.")
