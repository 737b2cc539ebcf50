"""One request: its state, what happens next, by when and by whom; and whatever can be done about it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from matcher.policy.mentoring_clauses import FEEDBACK_HOURS
from models.engagements import OPEN, Engagement, EngagementState, Side
from models.errors import Conflict, WrongState
from models.executives import Executive
from models.feedback import Feedback
from models.meetings import Meeting, MeetingState
from models.mentoring_offers import MentoringOffer
from models.mentors import MentorKind
from models.plans import ActivityKind, DevelopmentPlan
from models.queries import meetings, my_requests
from models.queries.meetings import people
from models.queries.plans import find_plan, has_engagement
from models.requests import ASKER_LEFT, MentoringRequest, RequestState
from models.services import mentoring_offers, plan_items, plans, requests
from models.services.placing import live_offer
from webui.forms.requests import AnswerForm
from webui.guards import guard
from webui.guidance.brief import brief as brief_of
from webui.guidance.facts import facts_of
from webui.request_life import ASKED_AFTERWARDS, ICONS, Standing
from webui.words import HELPERS

GONE = (RequestState.WITHDRAWN, RequestState.CANCELLED, RequestState.CLOSED)
blueprint = Blueprint("requests", __name__, url_prefix="/requests/<int:number>")


def talk_of(session: Session, number: int) -> Engagement | None:
    """The newest engagement of the request of the address, for the person who asked."""
    found = my_requests.find_request(session, number)
    if found is None or found.executive_id != g.actor.executive_id:
        return None
    return my_requests.engagement_of(session, found)


def helped(session: Session, number: int) -> Executive | None:
    """The person who asked, once conversations that took place are over."""
    talk = talk_of(session, number)
    if talk is None or _held_on(talk, meetings.of_engagement(session, talk)) is None:
        return None
    return talk.mentee


def plan_for(session: Session, number: int) -> DevelopmentPlan | None:
    """Their plan, where there is one."""
    executive = helped(session, number)
    return None if executive is None else find_plan(session, executive)


def offer_of(session: Session, number: int) -> MentoringOffer | None:
    """The offer of the request that waits for an answer, else the newest, which takes none any more."""
    found = my_requests.find_request(session, number)
    if found is None:
        return None
    return live_offer(session, found) or next(reversed(my_requests.offers(session, found)), None)


def _to_page(number: int, sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(url_for("requests.page", number=number), 303)


@blueprint.get("")
@guard("requests.see", load=my_requests.find_request)
def page(number: int) -> ResponseReturnValue:
    """Where it stands."""
    return _page(g.obj, AnswerForm(formdata=None))


def _page(request: MentoringRequest, form: AnswerForm, status: int = 200) -> ResponseReturnValue:
    talks = my_requests.engagements_of(g.db, request) if request.submitted_at else []
    talk = next(iter(talks), None)
    running = talk is not None and talk.state in OPEN
    offers = my_requests.offers(g.db, request)
    about = my_requests.about(g.db, [request.id])[request.id]
    booked = meetings.of_engagement(g.db, talk) if talk is not None else []
    why = my_requests.why_ended(g.db, request)
    return render_template(
        "requests/page.html",
        standing=Standing(
            request,
            offers,
            g.now,
            talk,
            **(_meets(talk, booked) if talk and running else {}),
            pulse=my_requests.pulse_of(g.db, talk) if talk and talk.state is EngagementState.CLOSED else None,
            begun_for=bool(my_requests.begun_by_programme(g.db, [request])),
            **_questions(talk),
        ),
        about=about,
        ended=my_requests.ended_early(talks),
        icon=ICONS[request.state],
        can_withdraw="withdraw" in my_requests.possible(request),
        running=running,
        held=_held_on(talk, booked),
        in_plan=_in_plan(talk, booked),
        answer=form,
        why=why,
        put_out=why == ASKER_LEFT,
        anew=my_requests.asked_anew(g.db, request) if request.state in GONE else None,
        wanted=my_requests.wanted(g.db, request),
        chosen=my_requests.still_chosen(g.db, request) if request.state is RequestState.OFFERED else [],
    ), status


def _meets(talk: Engagement, booked: list[Meeting]) -> dict[str, Any]:
    """The next meeting, and the clock of the person who asked."""
    soonest = next((one for one in booked if one.state is MeetingState.BOOKED), None)
    return {} if soonest is None else {"meeting": soonest, "zone": people(g.db, talk)[1].zone}


def _held_on(talk: Engagement | None, booked: list[Meeting]) -> date | None:
    """The day of the last conversation that took place, once all are over."""
    held = [one.starts_at for one in booked if one.state is MeetingState.HELD]
    return local_day(max(held)) if held and talk is not None and talk.state not in OPEN else None


def _questions(talk: Engagement | None) -> dict[str, Any]:
    """The four questions while they can be answered; before they are put, when that will be."""
    if talk is None or talk.ended_at is None or talk.state not in ASKED_AFTERWARDS:
        return {}
    put = g.db.get(Feedback, (talk.id, Side.MENTEE))
    if put is None:
        soon = talk.ended_at + timedelta(hours=FEEDBACK_HOURS.figure)
        return {"asked_at": soon if talk.state is EngagementState.FEEDBACK else None}
    asked = put.answered_at is None and g.now <= put.closes_at
    return {"feedback": put if asked else None, "changed": bool(put.changed)}


def source_of(talk: Engagement) -> str:
    """Under which name the plan holds what was written from the conversations."""
    return f"engagement/{talk.id}"


def _in_plan(talk: Engagement | None, booked: list[Meeting]) -> bool | None:
    """Whether it is in the plan; None where it is not and cannot be written there."""
    if talk is None or talk.state in OPEN:
        return None
    stands = has_engagement(g.db, talk.executive_id, source_of(talk))
    return stands if stands or _held_on(talk, booked) is not None else None


@blueprint.get("/brief")
@guard("requests.see", load=my_requests.find_request)
def brief(number: int) -> ResponseReturnValue:
    """The request on one page, with an agenda for the first conversation."""
    return render_template("requests/brief.html", request=g.obj, brief=brief_of(facts_of(g.db, g.obj)))


@blueprint.post("/withdraw")
@guard("requests.withdraw", load=my_requests.find_request)
def withdraw(number: int) -> ResponseReturnValue:
    """Ask no longer."""
    was_draft = g.obj.state is RequestState.DRAFT
    requests.withdraw(g.db, actor=g.actor, now=g.now, request=g.obj)
    if was_draft:
        return _to_page(number, "The draft is given up; nobody had seen it.")
    return _to_page(number, "Withdrawn. Whoever was asked is told that the request has ended.")


@blueprint.post("/wait")
@guard("requests.wait", load=my_requests.find_request)
def wait(number: int) -> ResponseReturnValue:
    """Go on the waiting list."""
    requests.wait(g.db, actor=g.actor, now=g.now, request=g.obj)
    return _to_page(number, "You are on the waiting list.")


@blueprint.post("/answer")
@guard("mentoring_offers.tell_more", load=offer_of)
def answer(number: int) -> ResponseReturnValue:
    """Tell the mentor what was asked."""
    form = AnswerForm()
    if not form.validate():
        return _page(g.obj.request, form, 422)
    words = form.answer.data or ""
    try:
        mentoring_offers.tell_more(g.db, actor=g.actor, now=g.now, offer=g.obj, answer=words)
    except (Conflict, WrongState) as fault:
        form.answer.errors = [str(fault)]
        return _page(g.obj.request, form, 409)
    return _to_page(number, f"Sent. The {HELPERS[g.obj.profile.kind]}'s time to answer goes on.")


@blueprint.post("/plan")
@guard("plan_items.write_engagement", load=plan_for)
def write_into_plan(number: int) -> ResponseReturnValue:
    """The day and the topic, written into the development plan; a second time changes nothing."""
    _write(g.obj, number)
    return _to_page(number, "Written into your development plan: the day and the topic.")


@blueprint.post("/plan/begin")
@guard("plans.begin", load=helped)
def begin_plan(number: int) -> ResponseReturnValue:
    """The same where there is no plan yet: it is begun with it."""
    _write(plans.begin(g.db, actor=g.actor, now=g.now, executive=g.obj), number)
    return _to_page(number, "Your plan is begun, a draft, and holds the day and the topic.")


def _write(plan: DevelopmentPlan, number: int) -> None:
    talk = talk_of(g.db, number)
    held_on = _held_on(talk, meetings.of_engagement(g.db, talk)) if talk else None
    if talk is None or held_on is None:
        abort(404)
    plan_items.write_engagement(
        g.db,
        actor=g.actor,
        now=g.now,
        plan=plan,
        held_on=held_on,
        topic=my_requests.about(g.db, [number])[number].name,
        source=source_of(talk),
        kind=ActivityKind.COACHING if talk.profile.kind is MentorKind.COACH else ActivityKind.MENTORING,
    )
