"""My times: the usual week, what it gives, and the days that differ."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.availability.problem import Difference, Slot, Times
from matcher.availability.slots import find_slots
from models.availability import AvailabilityException
from models.errors import Conflict, Invalid
from models.meetings import Meeting
from models.queries.availability import pauses, policy_of, times_of, to_times
from models.queries.meetings import of_executive
from models.services import availability
from models.services.availability import civil_day
from models.zones import USUAL, zone_words
from webui import when
from webui.forms.times import DIFFERENCES, REPEATS, DaysForm, WeekForm, stored
from webui.forms.week import WEEKDAYS, week_words
from webui.guards import guard
from webui.mine import me

blueprint = Blueprint("times", __name__, url_prefix="/times")
for _filter in (when.wall_time, when.civil, when.local, when.both, zone_words, week_words):
    blueprint.add_app_template_filter(_filter)


@dataclass(frozen=True)
class Offer:
    """What the times give: `count` bookable begins before `before`, the first of them."""

    count: int
    first: Slot | None
    before: date
    zone: str


def _offer(times: Times, now: datetime) -> Offer:
    found = find_slots(times, now=now)
    last = (now + timedelta(days=times.terms.horizon)).astimezone(ZoneInfo(times.zone)).date()
    return Offer(len(found), found[0] if found else None, last + timedelta(days=1), times.zone)


def _mine() -> Times:
    return times_of(g.db, [g.obj.id], g.now)[g.obj.id]


@blueprint.get("")
@guard("availability.see", load=me)
def page() -> ResponseReturnValue:
    """The week with what it gives."""
    form = WeekForm(data=_stored())
    return _page(form, _offer(_mine(), g.now))


def _stored() -> dict[str, Any]:
    policy = policy_of(g.db, g.obj)
    return stored(policy, civil_day(policy.zone if policy else USUAL, g.now))


def _page(
    form: WeekForm, offer: Offer | None, status: int = 200, *, clash: bool = False
) -> ResponseReturnValue:
    return render_template(
        "times/page.html",
        form=form,
        offer=offer,
        clash=clash,
        saved=offer is not None and form.is_same(WeekForm(formdata=None, data=_stored())),
        weekdays=WEEKDAYS,
        pauses=pauses(g.db, g.obj),
    ), status


@blueprint.post("")
@guard("availability.save_week", load=me)
def save() -> ResponseReturnValue:
    """Store the week; where it changed meanwhile, what was typed stays in the form."""
    form = WeekForm()
    if not form.validate():
        return _page(form, None, 422)
    facts: dict[str, Any] = {"executive": g.obj, "version": form.version.data, "week": form.week()}
    try:
        availability.save_week(g.db, actor=g.actor, now=g.now, **facts)
    except Invalid as fault:
        form.until.errors = [str(fault)]
        return _page(form, None, 422)
    except Conflict:
        form.version.raw_data, form.version.data = None, _stored()["version"]
        return _page(form, _typed(form), 409, clash=True)
    flash("Saved: your usual week. What is booked already stays booked.", "success")
    return redirect(url_for("times.page"), 303)


@blueprint.post("/copy")
@guard("availability.save_week", load=me)
def copy() -> ResponseReturnValue:
    """The form again, one day's times ticked on others; nothing is stored yet."""
    form = WeekForm()
    if not form.validate():
        return _page(form, None, 422)
    if not form.onto.data:
        form.onto.errors = ["Tick the days to copy to."]
        return _page(form, _typed(form), 422)
    form.copy()
    flash("Copied, and not saved yet.", "info")
    return _page(form, _typed(form))


@blueprint.post("/count")
@guard("availability.save_week", load=me)
def count() -> ResponseReturnValue:
    """What the week in the form would give; with scripts only that sentence travels."""
    form = WeekForm()
    offer = _typed(form) if form.validate() else None
    if "HX-Request" in request.headers:
        saved = offer is not None and form.is_same(WeekForm(formdata=None, data=_stored()))
        return render_template("times/_offer.html", offer=offer, saved=saved, form=form)
    return _page(form, offer, 200 if offer else 422)


def _typed(form: WeekForm) -> Offer | None:
    """What the week in the form would give beside the stored days that differ and what is booked."""
    try:
        policy = availability.draft(g.now, form.week())
    except Invalid:
        return None
    mine = _mine()
    return _offer(replace(to_times(policy), one_offs=mine.one_offs, busy=mine.busy), g.now)


@blueprint.get("/days")
@guard("availability.see", load=me)
def days() -> ResponseReturnValue:
    """The days that differ, and a form for more."""
    return _days(DaysForm())


def _days(form: DaysForm, status: int = 200) -> ResponseReturnValue:
    policy = policy_of(g.db, g.obj)
    today = civil_day(policy.zone if policy else USUAL, g.now)
    to_come = [one for one in policy.exceptions if one.last_day >= today] if policy else []
    return render_template(
        "times/days.html",
        form=form,
        policy=policy,
        days=to_come,
        booked=_booked(to_come, policy.zone) if policy and to_come else {},
        kinds=DIFFERENCES,
        repeats=REPEATS,
    ), status


def _booked(blocks: list[AvailabilityException], zone: str) -> dict[int, list[Meeting]]:
    """What is booked all the same in time that was taken away, by the number of the days."""
    meetings = of_executive(g.db, g.obj, g.now)
    return {
        one.id: [meeting for meeting in meetings if runs_into(meeting, one, ZoneInfo(zone))]
        for one in blocks
        if one.kind is Difference.BLOCK
    }


def runs_into(meeting: Meeting, block: AvailabilityException, clock: ZoneInfo) -> bool:
    """Whether any of the meeting is in the hours of the days, also past midnight."""
    begins, ends = meeting.starts_at.astimezone(clock), meeting.ends_at.astimezone(clock)
    return any(
        block.first_day <= day <= block.last_day
        and begins < _at(day, block.end_minute, clock)
        and ends > _at(day, block.start_minute, clock)
        for day in {meeting.starts_at.astimezone(clock).date(), meeting.ends_at.astimezone(clock).date()}
    )


def _at(day: date, minute: int, clock: ZoneInfo) -> datetime:
    """That many minutes into the day as the clock shows them."""
    return (datetime.combine(day, time()) + timedelta(minutes=minute)).replace(tzinfo=clock)


@blueprint.post("/days")
@guard("availability.add_exception", load=me)
def add_days() -> ResponseReturnValue:
    """Take away or give time on some days."""
    form = DaysForm()
    if not form.validate():
        return _days(form, 422)
    try:
        availability.add_exception(g.db, actor=g.actor, now=g.now, executive=g.obj, **form.facts())
    except (Invalid, Conflict) as fault:
        form.last.errors = [str(fault)]
        return _days(form, 422)
    flash("Saved.", "success")
    return redirect(url_for("times.days"), 303)


@blueprint.post("/days/<int:number>/drop")
@guard("availability.drop_exception", load=me)
def drop_days(number: int) -> ResponseReturnValue:
    """Back to the usual week on those days."""
    found = g.db.get(AvailabilityException, number)
    if found is None or found.policy.executive_id != g.obj.id:
        abort(404)
    availability.drop_exception(g.db, actor=g.actor, now=g.now, executive=g.obj, exception=found)
    flash("Removed: your usual week counts on those days again.", "success")
    return redirect(url_for("times.days"), 303)
