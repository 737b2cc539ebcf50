"""Rounds: the list, a new one, and the board from which a coordinator moves it."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.policy.clauses import RELEASE_DAYS
from models.access import can
from models.days import iso_day
from models.errors import Conflict, Invalid, Trouble
from models.queries import board as boards
from models.queries.calendar import lists_are_closed, releases_end_at, usual_opening
from models.queries.catalogue_choice import agencies_with, approved, chosen
from models.queries.chase import reminded_today
from models.queries.last_word import last_word
from models.queries.seats import also_offered
from models.rounds import Round, RoundState
from models.services import limits, rounds
from models.unfit_pins import pins_too_many, unfit_pins
from webui.filters import plural
from webui.forms.fields import refuse
from webui.forms.rounds import Chosen, NewRound, Outside, Reasoned, ticked
from webui.guards import guard
from webui.next_act import next_act
from webui.ready import beside
from webui.round_life import ICONS, line, readiness
from webui.round_next import RECORD
from webui.views.round_steps import add_steps

blueprint = Blueprint("rounds", __name__)
blueprint.add_app_template_filter(ICONS.__getitem__, "round_icon")


@blueprint.get("/rounds")
@guard("rounds.see")
def index() -> ResponseReturnValue:
    """Every round, the newest first."""
    found = boards.boards(g.db)
    acts = {one.slug: next_act(one, g.now) for one in found}
    return render_template(
        "rounds/index.html",
        rounds=found,
        acts=acts,
        mine=[slug for slug, act in acts.items() if act and can(g.actor, act.action, None, now=g.now)],
        may_begin=can(g.actor, "rounds.create_round", None, now=g.now),
    )


@blueprint.get("/rounds/new")
@guard("rounds.create_round")
def new() -> ResponseReturnValue:
    """A form, filled with an earlier round's settings where one is chosen."""
    form = NewRound()
    earlier = boards.find_round(g.db, request.args.get("from", ""))
    form.begin(earlier, _opens(earlier))
    return _new_page(form)


def _opens(earlier: Round | None) -> date:
    """The opening day that was asked for, else the usual one."""
    return iso_day(request.args.get("opens", "")) or usual_opening(g.now, earlier)


def _new_page(form: NewRound, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "rounds/new.html", form=form, rounds=boards.names(g.db), round=None, release_days=RELEASE_DAYS.figure
    ), status


@blueprint.post("/rounds/new")
@guard("rounds.create_round")
def create() -> ResponseReturnValue:
    """Begin a round."""
    form = NewRound()
    if not form.validate():
        return _new_page(form, 422)
    if boards.find_round(g.db, form.slug) is not None:
        form.name.errors = [f"A round is already known as “{form.slug}”: choose another name."]
        return _new_page(form, 422)
    try:
        made = _begun(form)
    except Invalid as fault:
        refuse(form, fault)
        return _new_page(form, 422)
    earlier = boards.find_round(g.db, form.earlier.data or "")
    if earlier is not None:
        limits.copy(g.db, actor=g.actor, now=g.now, round_=made, earlier=earlier)
    flash(
        "The round is begun. Nobody sees it yet but coordinators, the programme office and auditors.",
        "success",
    )
    return redirect(url_for("rounds.board", slug=made.slug), 303)


def _begun(form: NewRound) -> Round:
    return rounds.create_round(g.db, actor=g.actor, now=g.now, slug=form.slug, **form.settings())


@blueprint.get("/rounds/<slug>")
@guard("rounds.see", load=boards.find_round)
def board(slug: str) -> ResponseReturnValue:
    """Where the round stands, what is ready, and the one next act."""
    shown, unfit = boards.board(g.db, g.obj), pins_too_many(g.db, g.obj)
    act, events = next_act(shown, g.now, unfit), boards.last_events(g.db, g.obj)
    moments = boards.moments(events)
    today = reminded_today(g.db, [g.obj.id], g.now) if "remind" in moments else {}
    return render_template(
        "rounds/board.html",
        board=shown,
        stations=line(shown, moments),
        closed=moments.get("close_preferences"),
        published=moments.get("publish"),
        ready=readiness(shown, unfit, today.get(g.obj.id, ())),
        act=act,
        over="" if act else RECORD[shown.state],
        ended=last_word(g.db, g.obj, "rounds.cancel") if g.obj.state is RoundState.CANCELLED else None,
        refused=boards.refusal(g.obj, events),
        may=lambda action: can(g.actor, action, g.obj, now=g.now),
        releases_end=releases_end_at(shown),
        cancellable="cancel" in boards.possible(g.obj),
    )


add_steps(blueprint)


@blueprint.get("/rounds/<slug>/opportunities")
@guard("rounds.offer_opportunities", load=boards.find_round)
def catalogue(slug: str) -> ResponseReturnValue:
    """Approved opportunities that are not in the round, by agency."""
    return _catalogue_page()


def _catalogue_page(fault: str = "", status: int = 200) -> ResponseReturnValue:
    agency = request.values.get("agency", "")
    return render_template(
        "rounds/catalogue.html",
        round=g.obj,
        form=Chosen(),
        agency=agency,
        agencies=agencies_with(g.db, g.obj),
        choices=approved(g.db, g.obj, agency),
        board=boards.board(g.db, g.obj),
        also=list(beside(also_offered(g.db, g.obj, agency))),
        fault=fault,
    ), status


@blueprint.post("/rounds/<slug>/opportunities")
@guard("rounds.offer_opportunities", load=boards.find_round)
def offer(slug: str) -> ResponseReturnValue:
    """Put the ticked ones into the round, or all of the agency that is shown which have a seat."""
    every = request.form.get("every") == "yes"
    picked = None if every else ticked(request.form.getlist("opportunity"))
    found = chosen(g.db, g.obj, request.form.get("agency", ""), picked)
    if not found:
        return _catalogue_page("Tick one opportunity or more.", 422)
    rounds.offer_opportunities(g.db, actor=g.actor, now=g.now, round_=g.obj, opportunities=found)
    more = plural(len(found), "opportunity was", "opportunities were")
    flash(f"{more} put into the round.", "success")
    return redirect(url_for("rounds.board", slug=slug), 303)


@blueprint.get("/rounds/<slug>/freeze")
@guard("rounds.freeze", load=boards.find_round)
def freeze_page(slug: str) -> ResponseReturnValue:
    """What will be frozen, and what nobody can change afterwards."""
    return _freeze_page()


def _freeze_page(fault: str = "", status: int = 200) -> ResponseReturnValue:
    shown = boards.board(g.db, g.obj)
    possible = "freeze" in boards.possible(g.obj)
    return render_template(
        "rounds/freeze.html",
        board=shown,
        possible=possible,
        unfit=unfit_pins(g.db, g.obj) if possible else [],
        form=Chosen(),
        fault=fault,
    ), status


@blueprint.post("/rounds/<slug>/freeze")
@guard("rounds.freeze", load=boards.find_round)
def freeze(slug: str) -> ResponseReturnValue:
    """Seal what the solver will read."""
    try:
        taken = rounds.freeze(g.db, actor=g.actor, now=g.now, round_=g.obj)
    except Invalid as fault:
        return _freeze_page(str(fault), 422)
    flash(f"The round is frozen. Its hash begins with {taken.sha256[:12]}.", "success")
    return redirect(url_for("rounds.board", slug=slug), 303)


@blueprint.get("/rounds/<slug>/outside-value")
@guard("rounds.enter_outside", load=boards.find_round)
def outside_page(slug: str) -> ResponseReturnValue:
    """The public value that settles the lottery."""
    return _outside_page(Outside())


def _outside_page(form: Outside, fault: str = "", status: int = 200) -> ResponseReturnValue:
    replaceable = not lists_are_closed(g.obj, g.now)
    page = render_template(
        "rounds/outside.html", round=g.obj, form=form, fault=fault, replaceable=replaceable
    )
    return page, status


@blueprint.post("/rounds/<slug>/outside-value")
@guard("rounds.enter_outside", load=boards.find_round)
def outside(slug: str) -> ResponseReturnValue:
    """Show it once more beside its source; then enter it, once."""
    form = Outside()
    if not form.validate():
        return _outside_page(form, status=422)
    if g.obj.outside is None and not form.looked_at():
        return render_template("rounds/outside_check.html", round=g.obj, form=form)
    try:
        rounds.enter_outside(g.db, actor=g.actor, now=g.now, round_=g.obj, outside=form.outside.data)
    except (Conflict, Invalid) as fault:
        return _outside_page(form, str(fault), 409)
    flash(
        "The outside value is entered; the lottery's seed is settled and the round can be solved.", "success"
    )
    return redirect(url_for("rounds.board", slug=slug), 303)


@blueprint.get("/rounds/<slug>/cancel")
@guard("rounds.cancel", load=boards.find_round)
def cancel_page(slug: str) -> ResponseReturnValue:
    """What ending the round will do, while it can be ended."""
    if "cancel" not in boards.possible(g.obj):
        return redirect(url_for("rounds.board", slug=slug), 303)
    return render_template("rounds/cancel.html", board=boards.board(g.db, g.obj), form=Reasoned(), fault="")


@blueprint.post("/rounds/<slug>/cancel")
@guard("rounds.cancel", load=boards.find_round)
def cancel(slug: str) -> ResponseReturnValue:
    """End it before publication."""
    form = Reasoned()
    shown = boards.board(g.db, g.obj)
    if not form.validate():
        return render_template("rounds/cancel.html", board=shown, form=form, fault=""), 422
    try:
        rounds.cancel(g.db, actor=g.actor, now=g.now, round_=g.obj, reason=form.reason.data.strip())
    except Trouble as fault:
        return render_template("rounds/cancel.html", board=shown, form=form, fault=str(fault)), 409
    flash("The round is cancelled: executives, homes, hosts and coordinators in it are told.", "success")
    return redirect(url_for("rounds.board", slug=slug), 303)
