"""Sweeps: all that waits solved together, looked at beside one at a time, pinned, published as offers."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from matcher.policy.mentoring_clauses import MOST_REFUSALS, OFFER_DAYS, URGENT_OFFER_DAYS
from models.errors import Conflict, Invalid, NotPublishable
from models.mentors import MentorKind, MentorProfile
from models.queries import sweeps as queries
from models.queries.called import is_called
from models.requests import MentoringRequest
from models.services import sweeps
from models.sweeps import SweepState
from webui.downloads import hand_out
from webui.filters import plural
from webui.forms.mentoring_desk import PinForm, PrepareForm
from webui.guards import guard
from webui.paging import cut, whole
from webui.words import HELPERS

blueprint = Blueprint("sweeps", __name__, url_prefix="/mentoring/sweeps")
PAIRS = 20
"""So many pairs are shown on one page, the weakest first."""
MOST = 20
"""So many mentors are offered for a pair that is to be fixed; the others are found by name."""
WHY_NOT = {
    "no_pairs": "nobody fits the request yet",
    queries.TOO_LATE: "nobody can be asked any more, for the day by which it was needed has passed; whoever "
    "asks reads it, with the way to a later day",
    "draw": "another result was just as good, and the draw decided",
    "floor": "serving it would have left somebody with a much weaker match",
    "urgency": "more urgent requests came first",
    "capacity": "whoever fits has no free place",
}


@blueprint.get("")
@guard("sweeps.see")
def index() -> ResponseReturnValue:
    """All sweeps, and a form for another one."""
    return _index(PrepareForm(formdata=None))


def _index(form: PrepareForm, status: int = 200) -> ResponseReturnValue:
    known = {"sweeps": queries.all_sweeps(g.db), "waiting": queries.waiting_by_kind(g.db)}
    return render_template("sweeps/index.html", form=form, **known), status


@blueprint.post("")
@guard("sweeps.prepare")
def prepare() -> ResponseReturnValue:
    """Solve what waits now; nobody is asked yet."""
    form = PrepareForm()
    if not form.validate():
        return _index(form, 422)
    wanted = {"kind": MentorKind(form.kind.data), "with_floor": form.with_floor.data}
    try:
        made = sweeps.prepare(g.db, actor=g.actor, now=g.now, **wanted)
    except Conflict as fault:
        form.kind.errors = [str(fault)]
        return _index(form, 409)
    return redirect(url_for("sweeps.page", number=made.number), 303)


@blueprint.get("/<int:number>")
@guard("sweeps.see", load=queries.find_sweep)
def page(number: int) -> ResponseReturnValue:
    """The result, and what can be done with it; `asks` in the address is a request to be fixed."""
    return _page(PinForm(formdata=None, data={"asks": whole(request.args.get("asks", ""))}))


def _page(form: PinForm, status: int = 200) -> ResponseReturnValue:
    words = request.args.get("who", "").strip()
    shown = _offer_pairs(form, words)
    return render_template(
        "sweeps/page.html",
        sweep=g.obj,
        shown=shown,
        pairs=cut(shown.matches, PAIRS),
        form=form,
        words=words,
        open=g.obj.state is SweepState.PREPARED,
        why_not=WHY_NOT,
        days=(OFFER_DAYS.figure, URGENT_OFFER_DAYS.figure),
        most=MOST_REFUSALS.figure,
    ), status


def _offer_pairs(form: PinForm, words: str = "") -> queries.Shown:
    """The sweep; the form is given the mentors who may be paired with its request."""
    shown = queries.show(g.db, g.obj, g.now, form.asks.data or 0)
    form.helps.label.text = HELPERS[g.obj.kind].capitalize()
    form.helps.choices = [
        SelectChoice(str(one.mentor), _option(one, shown.is_untimed(one.mentor)))
        for one in few(shown.possible, words, form.helps.data)
    ]
    return shown


def _option(one: queries.Pair, untimed: bool) -> str:
    return f"{one.helper}, {one.points} points{', no time that suits both now' if untimed else ''}"


def few(pairs: Sequence[queries.Pair], words: str, chosen: int | None) -> list[queries.Pair]:
    """Those called by the words, the best of them; whoever was chosen stays."""
    named = [one for one in pairs if is_called(one.helper, words)]
    return [one for place, one in enumerate(named) if place < MOST or one.mentor == chosen]


@blueprint.post("/<int:number>/pin")
@guard("sweeps.pin", load=queries.find_sweep)
def pin(number: int) -> ResponseReturnValue:
    """Fix a pair and solve again."""
    form = PinForm()
    _offer_pairs(form)
    if not form.validate():
        return _page(form, 422)
    facts = {
        "request": g.db.get_one(MentoringRequest, form.asks.data),
        "profile": g.db.get_one(MentorProfile, form.helps.data),
    }
    try:
        sweeps.pin(g.db, actor=g.actor, now=g.now, sweep=g.obj, reason=form.reason.data, **facts)
    except (Conflict, Invalid) as fault:
        form.helps.errors = [str(fault)]
        return _page(form, 409)
    if g.obj.status == "optimal":
        flash("Fixed, and solved again: what it costs stands below.", "success")
    else:
        flash("Fixed, but the fixed pairs cannot all hold: free one of those named below.", "warning")
    return redirect(url_for("sweeps.page", number=number), 303)


@blueprint.post("/<int:number>/unpin/<int:asks>")
@guard("sweeps.unpin", load=lambda session, number, asks: queries.find_sweep(session, number))
def unpin(number: int, asks: int) -> ResponseReturnValue:
    """Free it and solve again."""
    fixed = g.db.get(MentoringRequest, asks)
    if fixed is None:
        raise Conflict("This request is not fixed.")
    sweeps.unpin(g.db, actor=g.actor, now=g.now, sweep=g.obj, request=fixed)
    flash("Freed, and solved again.", "success")
    return redirect(url_for("sweeps.page", number=number), 303)


@blueprint.post("/<int:number>/publish")
@guard("sweeps.publish", load=queries.find_sweep)
def publish(number: int) -> ResponseReturnValue:
    """Make the offers."""
    try:
        sweeps.publish(g.db, actor=g.actor, now=g.now, sweep=g.obj)
    except NotPublishable as fault:
        flash(str(fault), "error")
    else:
        made = plural(g.obj.offered, "offer is", "offers are")
        left = plural(g.obj.dropped, "pair was", "pairs were")
        but = (
            f" {left[:1].upper()}{left[1:]} not possible any more: see below which." if g.obj.dropped else ""
        )
        flash(f"Published: {made} made, and each {HELPERS[g.obj.kind]} is told.{but}", "success")
    return redirect(url_for("sweeps.page", number=number), 303)


@blueprint.post("/<int:number>/discard")
@guard("sweeps.discard", load=queries.find_sweep)
def discard(number: int) -> ResponseReturnValue:
    """Put it away."""
    sweeps.discard(g.db, actor=g.actor, now=g.now, sweep=g.obj)
    flash("Put away. Its requests wait on.", "success")
    return redirect(url_for("sweeps.index"), 303)


@blueprint.post("/<int:number>/files/sweep")
@guard("sweeps.take_sweep", load=queries.find_sweep, step_up=True)
def take_sweep(number: int) -> ResponseReturnValue:
    """The portable file, which names nobody."""
    return hand_out(sweeps.take_sweep(g.db, actor=g.actor, now=g.now, sweep=g.obj))


@blueprint.post("/<int:number>/files/outcome")
@guard("sweeps.take_outcome", load=queries.find_sweep, step_up=True)
def take_outcome(number: int) -> ResponseReturnValue:
    """The outcome beside it."""
    return hand_out(sweeps.take_outcome(g.db, actor=g.actor, now=g.now, sweep=g.obj))
