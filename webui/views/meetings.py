"""Conversations: a time chosen, what is booked, moved, cancelled, and said to be held or not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.availability.problem import Slot
from matcher.policy.meeting_clauses import LATE_CANCEL_HOURS, NO_SHOW_MINUTES
from models.access import can
from models.engagements import OPEN, Engagement, EngagementState, Side
from models.errors import Conflict
from models.executives import Executive
from models.holding import parties
from models.meetings import Meeting, MeetingState
from models.queries import meetings as queries
from models.queries.availability import policy_of
from models.queries.meetings import Person
from models.services import meetings
from models.zones import USUAL
from webui.filters import plural
from webui.forms.meetings import AbsentForm, SlotForm, key
from webui.guards import guard
from webui.mine import me
from webui.when import beside, elsewhere, time_of_day

blueprint = Blueprint("meetings", __name__)
NOT_HELD = (MeetingState.CANCELLED, MeetingState.MISSED)
WAYS = {(True, False): "Name some", (False, True): "Ask {other} to name some"}
"""What helps, by whether the own side and the other one have no time."""
EITHER, TELL = "Change your own times, or ask {other} to", "Tell {own}"
APART = "Both of you have times, but none of them is the same."
Days = list[tuple[date, list[tuple[str, str, str]]]]


@blueprint.get("/meetings")
@guard("availability.see", load=me)
def index() -> ResponseReturnValue:
    """What I have booked, for which a time is missing, and what is over."""
    policy = policy_of(g.db, g.obj)
    return render_template(
        "meetings/index.html",
        person=g.obj,
        zone=policy.zone if policy else USUAL,
        meetings=queries.of_executive(g.db, g.obj, g.now),
        bookable=queries.bookable(g.db, g.obj),
        lately=queries.lately(g.db, g.obj, g.now),
        ended=queries.ended(g.db, g.obj),
    )


@blueprint.get("/engagements/<int:number>/times")
@guard("meetings.see", load=queries.find_engagement)
def choose(number: int) -> ResponseReturnValue:
    """The times that suit both."""
    return _choose(SlotForm())


def _choose(form: SlotForm, status: int = 200, moved: Meeting | None = None) -> ResponseReturnValue:
    talk: Engagement = g.obj if moved is None else moved.engagement
    own, other = _sides(talk)
    others = queries.count_taken(g.db, talk) - (0 if moved is None else 1)
    used_up = talk.is_used_up(others)
    every, slots = (True, []) if used_up else _free(talk, moved)
    looked_after = _looked_after(own)
    return render_template(
        "meetings/choose.html",
        form=form,
        talk=talk,
        days=_by_day([slot for slot in slots if moved is None or slot != _now(moved)], own, other),
        own=own,
        other=other,
        moved=moved,
        every=every,
        by=talk.book_by if talk.state is EngagementState.ARRANGING else None,
        needed=talk.request.need_by if not others else None,
        books_until=None if others or every or moved else queries.books_until(g.db, talk, slots),
        used_up=used_up,
        talks=can(g.actor, "engagements.see", talk, now=g.now),
        minutes=_minutes(slots[0]) if slots else None,
        booked_minutes=None if moved is None else _minutes(_now(moved)),
        keep=None if moved is None else key(_now(moved)),
        over=talk.state not in OPEN,
        until=talk.runs_until,
        looked_after=looked_after,
        missing=None if slots or moved or used_up else _missing(talk, own, other, looked_after),
    ), status


def _missing(talk: Engagement, own: Person, other: Person, looked_after: str | None) -> str:
    """Whose times are missing, and what helps."""
    lacking = queries.without_times(g.db, talk, g.now)
    sides = ((own, f"{own.name} has" if looked_after else "You have"), (other, f"{other.name} has"))
    told = [f"{words} no time that can be booked." for one, words in sides if one.executive in lacking]
    way = WAYS.get((own.executive in lacking, other.executive in lacking), EITHER)
    helps = (TELL if looked_after else way).format(own=own.name, other=other.name)
    return f"{' '.join(told) or APART} {helps}: a time that suits both appears here at once."


def _looked_after(own: Person) -> str | None:
    """The slug of whoever the actor arranges for; None where that is the actor."""
    return None if own.executive == g.actor.executive_id else g.db.get_one(Executive, own.executive).slug


def _free(talk: Engagement, moved: Meeting | None) -> tuple[bool, list[Slot]]:
    """Whether these are all times, and the times; none once the conversations are over."""
    if talk.state not in OPEN:
        return True, []
    return queries.shown(g.db, talk, g.now, besides=moved, every="every" in request.args)


def _sides(obj: Engagement | Meeting) -> tuple[Person, Person]:
    """Whose side the actor is on, own or looked after; and the other."""
    mentor, mentee = queries.people(g.db, obj)
    if g.actor.executive_id == mentee.executive:
        return mentee, mentor
    if g.actor.executive_id == mentor.executive:
        return mentor, mentee
    ours = queries.looked_after(g.db, g.actor, parties(obj))
    return (mentor, mentee) if mentor.executive in ours else (mentee, mentor)


def _by_day(slots: Iterable[Slot], own: Person, other: Person) -> Days:
    def day(slot: Slot) -> date:
        return slot.start.astimezone(ZoneInfo(own.zone)).date()

    def words(at: datetime) -> tuple[str, str]:
        return time_of_day(at, own.zone), elsewhere(at, own.zone, other.zone)

    return [(one, [(key(slot), *words(slot.start)) for slot in found]) for one, found in groupby(slots, day)]


@blueprint.post("/engagements/<int:number>/times")
@guard("meetings.book", load=queries.find_engagement)
def book(number: int) -> ResponseReturnValue:
    """Take one of them."""
    form = SlotForm()
    if not form.validate():
        return _choose(form, 422)
    slots = queries.takeable(g.db, g.obj, g.now)
    try:
        made = meetings.book(g.db, actor=g.actor, now=g.now, engagement=g.obj, **_chosen(form, slots))
    except Conflict as fault:
        form.start.errors = [str(fault)]
        return _choose(form, 409)
    flash("Booked. Both sides get an invitation by mail.", "success")
    return redirect(url_for("meetings.page", number=made.id), 303)


def _chosen(form: SlotForm, slots: Iterable[Slot]) -> dict[str, Any]:
    start = form.chosen(slots)
    if start is None:
        raise Conflict("This time is not free any more: choose another.")
    return {"start": start, "place": form.place.data or ""}


def _minutes(slot: Slot) -> int:
    """How long a conversation takes."""
    return int((slot.end - slot.start).total_seconds()) // 60


def _now(meeting: Meeting) -> Slot:
    """The time a meeting has."""
    return Slot(meeting.starts_at, meeting.ends_at)


@blueprint.get("/meetings/<int:number>")
@guard("meetings.see", load=queries.find_meeting)
def page(number: int) -> ResponseReturnValue:
    """One meeting, and what can be done about it now."""
    return _page(AbsentForm())


def _page(form: AbsentForm, status: int = 200) -> ResponseReturnValue:
    own, other = _sides(g.obj)
    late = g.obj.starts_at - timedelta(hours=LATE_CANCEL_HOURS.figure)
    mentor, mentee = (own, other) if own.executive == g.obj.mentor_id else (other, own)
    form.name(mentor.name, mentee.name)
    talk = g.obj.engagement
    return render_template(
        "meetings/page.html",
        meeting=g.obj,
        own=own,
        other=other,
        form=form,
        to_come=g.obj.state is MeetingState.BOOKED and g.now < g.obj.starts_at,
        late=g.now > late,
        late_hours=LATE_CANCEL_HOURS.figure,
        reminders=[plural(hours, "hour") for hours in queries.reminders_to_come(g.obj, g.now)],
        tell=can(g.actor, "meetings.miss", g.obj, now=g.now)
        and g.now >= g.obj.starts_at + timedelta(minutes=NO_SHOW_MINUTES.figure)
        and g.obj.state is not MeetingState.CANCELLED,
        runs_until=_runs_until(own),
        over=g.now >= g.obj.ends_at,
        absent=mentor.name if g.obj.absent is Side.MENTOR else mentee.name,
        again=g.obj.state in NOT_HELD and talk.state in OPEN,
        open=talk.state in OPEN,
        talks=can(g.actor, "engagements.see", talk, now=g.now),
        looked_after=_looked_after(own),
    ), status


def _runs_until(own: Person) -> str | None:
    """The end of a conversation that runs now, on the own clock."""
    runs = g.obj.state is MeetingState.BOOKED and g.obj.starts_at <= g.now < g.obj.ends_at
    return beside(g.obj.ends_at, own.zone, own.zone) if runs else None


@blueprint.get("/meetings/<int:number>/move")
@guard("meetings.move", load=queries.find_meeting)
def other_times(number: int) -> ResponseReturnValue:
    """Other times, and another place."""
    form = SlotForm(data={"start": key(_now(g.obj)), "place": g.obj.place or ""})
    return _choose(form, moved=g.obj)


@blueprint.post("/meetings/<int:number>/move")
@guard("meetings.move", load=queries.find_meeting)
def move(number: int) -> ResponseReturnValue:
    """Move it, or change its place."""
    form = SlotForm()
    if not form.validate():
        return _choose(form, 422, moved=g.obj)
    slots = queries.takeable(g.db, g.obj.engagement, g.now, besides=g.obj)
    every = [_now(g.obj), *slots]
    try:
        wanted = _chosen(form, every)
        if (wanted["start"], wanted["place"].strip()) == (g.obj.starts_at, g.obj.place or ""):
            flash("Nothing was changed, and nobody is told.", "info")
            return redirect(url_for("meetings.page", number=number), 303)
        meetings.move(g.db, actor=g.actor, now=g.now, meeting=g.obj, **wanted)
    except Conflict as fault:
        form.start.errors = [str(fault)]
        return _choose(form, 409, moved=g.obj)
    flash("Changed. Both sides get the new invitation by mail.", "success")
    return redirect(url_for("meetings.page", number=number), 303)


@blueprint.post("/meetings/<int:number>/cancel")
@guard("meetings.cancel", load=queries.find_meeting)
def cancel(number: int) -> ResponseReturnValue:
    """Call it off."""
    meetings.cancel(g.db, actor=g.actor, now=g.now, meeting=g.obj)
    flash("Cancelled. Both sides are told by mail.", "success")
    return redirect(url_for("meetings.page", number=number), 303)


@blueprint.post("/meetings/<int:number>/missed")
@guard("meetings.miss", load=queries.find_meeting)
def missed(number: int) -> ResponseReturnValue:
    """Say who did not come."""
    form = AbsentForm()
    if not form.validate():
        return _page(form, 422)
    meetings.miss(g.db, actor=g.actor, now=g.now, meeting=g.obj, absent=form.side())
    again = g.obj.engagement.state in OPEN
    flash(f"Noted{'. Another time can be booked.' if again else ' as not held.'}", "success")
    return redirect(url_for("meetings.page", number=number), 303)


@blueprint.post("/meetings/<int:number>/held")
@guard("meetings.hold", load=queries.find_meeting)
def held(number: int) -> ResponseReturnValue:
    """Say that it took place."""
    meetings.hold(g.db, actor=g.actor, now=g.now, meeting=g.obj)
    flash("Noted as held.", "success")
    return redirect(url_for("meetings.page", number=number), 303)
