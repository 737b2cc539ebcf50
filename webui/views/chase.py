"""The chase: whom the round waits for, reminded by one act, and deadlines that are extended."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matcher.policy.clauses import RELEASE_DAYS
from models.errors import Conflict, Invalid
from models.queries.board import board, find_round, last_events, moments
from models.queries.calendar import lists_are_closed, releases_end_at
from models.queries.chase import concerned, last_reminders
from models.queries.runs import answers
from models.queries.waivers import BEFORE_FREEZE, hosts_deciding
from models.reminders import Chased
from models.rounds import Round
from models.services import chasing, deadlines
from webui.chase_words import lines, sides, told
from webui.filters import day, last_day, plural
from webui.forms.chase import DEADLINES, Extend, Remind
from webui.forms.fields import refuse
from webui.guards import guard
from webui.round_life import entered

blueprint = Blueprint("chase", __name__, url_prefix="/rounds/<slug>/chase")


@blueprint.get("")
@guard("chasing.remind", load=find_round)
def page(slug: str) -> ResponseReturnValue:
    """Each line with its count, when it was last called to mind, and the dates."""
    return _page(_form())


def _form() -> Extend:
    form = Extend(formdata=None, seen=g.obj.version)
    form.offer(g.obj.state)
    if len(form.deadline.choices or []) == 1:
        form.deadline.data = form.deadline.choices[0].value
    return form


def _page(form: Extend, status: int = 200, fault: str = "") -> ResponseReturnValue:
    taken, counts = moments(last_events(g.db, g.obj)), board(g.db, g.obj)
    last = last_reminders(g.db, g.obj)
    return render_template(
        "chase/page.html",
        round=g.obj,
        lines=lines(counts, last, taken.get("confer"), g.now),
        sides=sides(answers(g.db, g.obj)) if g.obj.state in chasing.OPEN_IN[Chased.ANSWER] else "",
        entered=list(entered(counts)),
        form=form,
        closed=taken.get("close_preferences"),
        published=taken.get("publish"),
        words=DEADLINES,
        told=told(g.obj, concerned(g.db, g.obj)),
        deciding=hosts_deciding(g.db, g.obj) if g.obj.state in BEFORE_FREEZE else [],
        releases_end=releases_end_at(g.obj),
        release_days=RELEASE_DAYS.figure,
        freezes=g.obj.frozen_sha256 is None,
        replaceable=not lists_are_closed(g.obj, g.now),
        fault=fault,
    ), status


@blueprint.post("/remind")
@guard("chasing.remind", load=find_round)
def remind(slug: str) -> ResponseReturnValue:
    """Write to everybody of one line."""
    form = Remind()
    if not form.validate():
        return _page(_form(), 422, "Use the page's own buttons.")
    try:
        made = chasing.remind(g.db, actor=g.actor, now=g.now, round_=g.obj, line=Chased(form.line.data))
    except Conflict as fault:
        return _page(_form(), 409, str(fault))
    flash(f"{plural(made.people, 'person is', 'people are')} reminded.", "success")
    return redirect(url_for("chase.page", slug=slug), 303)


@blueprint.post("/extend")
@guard("deadlines.extend", load=find_round)
def extend(slug: str) -> ResponseReturnValue:
    """Give more time."""
    form = Extend()
    form.offer(g.obj.state)
    if not form.validate():
        return _page(form, 422)
    before = g.obj.rankings_close_at
    try:
        people = deadlines.extend(
            g.db,
            actor=g.actor,
            now=g.now,
            round_=g.obj,
            deadline=deadlines.Deadline(form.deadline.data),
            to=form.moment(),
            reason=form.reason.data.strip(),
            seen=form.seen.data,
            shift=form.shift.data,
        )
    except Invalid as fault:
        refuse(form, fault)
        return _page(form, 422)
    except Conflict as fault:
        form.seen.raw_data, form.seen.data = None, g.obj.version
        return _page(form, 409, str(fault))
    flash(f"The date is later now; {plural(people, 'person is', 'people are')} told.", "success")
    if g.obj.rankings_close_at != before:
        flash(_look_again(g.obj), "warning")
    return redirect(url_for("chase.page", slug=slug), 303)


def _look_again(round_: Round) -> str:
    """What a later freeze can spoil: everybody may know the announced value before it."""
    until = day(last_day(round_.rankings_close_at))
    closed = lists_are_closed(round_, g.now)
    remedy = "freeze the round before that day" if closed else "announce another below"
    return (
        f"The freeze comes later with it, after {until}. Can the outside value be known before then? "
        f"Announced is: {round_.outside_source.rstrip('.')}. If it can, {remedy}."
    )
