"""One request: its state, what happens next, by when and by whom; and whatever can be done about it."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from models.engagements import OPEN, Engagement, EngagementState
from models.errors import Conflict, WrongState
from models.feedback import Feedback
from models.meetings import MeetingState
from models.mentoring_offers import MentoringOffer
from models.queries import asking, meetings, my_requests
from models.queries.meetings import people
from models.requests import MentoringRequest
from models.services import mentoring_offers, requests
from models.services.placing import live_offer
from webui.forms.requests import AnswerForm
from webui.guards import guard
from webui.request_life import ICONS, Standing
from webui.views.shortlist import request_of
from webui.when import local

blueprint = Blueprint("requests", __name__, url_prefix="/requests/<int:number>")


def offer_of(session: Session, number: int) -> MentoringOffer | None:
    """The offer of the request that waits for an answer, else the newest, which takes none any more."""
    found = request_of(session, number)
    if found is None:
        return None
    return live_offer(session, found) or next(reversed(my_requests.offers(session, found)), None)


def _to_page(number: int, sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(url_for("requests.page", number=number), 303)


@blueprint.get("")
@guard("requests.see", load=request_of)
def page(number: int) -> ResponseReturnValue:
    """Where it stands."""
    return _page(g.obj, AnswerForm(formdata=None))


def _page(request: MentoringRequest, form: AnswerForm, status: int = 200) -> ResponseReturnValue:
    talk = my_requests.engagement_of(g.db, request) if request.submitted_at else None
    running = talk is not None and talk.state in OPEN
    offers = my_requests.offers(g.db, request)
    return render_template(
        "requests/page.html",
        standing=Standing(request, offers, talk, _feedback(talk), _meets(talk) if talk and running else None),
        about=my_requests.about(g.db, [request.id])[request.id],
        icon=ICONS[request.state],
        can_withdraw="withdraw" in my_requests.possible(request),
        running=running,
        pulse=my_requests.pulse_of(g.db, talk) if talk and talk.state is EngagementState.CLOSED else None,
        answer=form,
    ), status


def _meets(talk: Engagement) -> str | None:
    """The next meeting, on the clock of the person who asked."""
    booked = meetings.of_engagement(g.db, talk)
    to_come = (one for one in booked if one.state is MeetingState.BOOKED and one.starts_at > g.now)
    soonest = next(to_come, None)
    return None if soonest is None else local(soonest.starts_at, people(g.db, talk)[1].zone)


def _feedback(talk: Engagement | None) -> Feedback | None:
    asked = talk is not None and talk.state in (EngagementState.FEEDBACK, EngagementState.CLOSED)
    return g.db.get(Feedback, (talk.id, "mentee")) if talk is not None and asked else None


@blueprint.get("/brief")
@guard("requests.see", load=request_of)
def brief(number: int) -> ResponseReturnValue:
    """The request on one page, with an agenda for the first conversation."""
    chosen = [one.situation_id for one in g.obj.situations]
    return render_template(
        "requests/brief.html",
        request=g.obj,
        about=my_requests.about(g.db, [number])[number],
        agenda=asking.situations_with_topics(g.db, chosen),
    )


@blueprint.post("/withdraw")
@guard("requests.withdraw", load=request_of)
def withdraw(number: int) -> ResponseReturnValue:
    """Ask no longer."""
    requests.withdraw(g.db, actor=g.actor, now=g.now, request=g.obj)
    return _to_page(number, "Withdrawn. Whoever was asked is told that the request has ended.")


@blueprint.post("/wait")
@guard("requests.wait", load=request_of)
def wait(number: int) -> ResponseReturnValue:
    """Stay on the waiting list."""
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
    return _to_page(number, "Sent. The mentor's time to answer goes on.")
