"""One scenario: its rules, limits and pins until the first run, and the run itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy import select

from models.access import can
from models.agencies import Agency
from models.errors import Conflict, Denied, Invalid, Trouble, WrongState
from models.pin_refusals import run_with_accounts
from models.queries import scenarios as told
from models.queries import solves as attempts
from models.queries.pair_rules import find_executives, find_offered
from models.scenarios import Scenario, ScenarioPin
from models.services import scenario_copies, scenarios, solves
from webui.filters import plural
from webui.forms.fields import refuse
from webui.forms.scenarios import FROZEN, AgencyLimits, PairsForm, PinForm, Rules, Seen
from webui.forms.solves import MINUTE, Ask
from webui.guards import guard
from webui.scenario_seen import limits_seen, pairs_seen, rules_seen
from webui.scenario_words import (
    UNCHANGED,
    changes,
    figures_in_words,
    limits_in_words,
    not_any_more,
    pairs_in_words,
    rules_in_words,
)
from webui.views.pairs import only
from webui.views.solves import begin_after_commit

blueprint = Blueprint("scenario_parts", __name__, url_prefix="/rounds/<slug>/scenarios/<int:number>")


@blueprint.get("")
@guard("scenarios.see", load=told.find_scenario)
def page(slug: str, number: int) -> ResponseReturnValue:
    """What it changes, and what can still be changed."""
    return _page()


def _page(
    faulty: FlaskForm | None = None, status: int = 200, account: dict[str, Any] | None = None
) -> ResponseReturnValue:
    """The page with one of its forms as it was sent, if that was refused; `account` is where the choices of
    the executive of a refused pin can be read."""
    scenario: Scenario = g.obj
    mine = _mine()
    frozen = told.frozen_rules(g.db, scenario)
    names = told.names(g.db, frozen.units)
    forms = _forms(mine, names, faulty)
    forms["limits"].offer(
        {code: f"{name} (frozen: {figures_in_words(frozen.units[code])})" for code, name in names.items()}
    )
    open_ = scenario.round.state in solves.SOLVABLE and not mine.stale
    changed = changes(mine, frozen.units)
    going = attempts.going_of(g.db, scenario, g.now) if mine.asked and mine.run is None else None
    may_solve = can(g.actor, "solves.start", scenario.round, now=g.now)
    ready = not mine.waiting and going is None and (mine.asked or changed != UNCHANGED)
    return render_template(
        "scenarios/page.html",
        round=scenario.round,
        told=mine,
        changes=changed,
        pairs_in_words=pairs_in_words(mine, frozen, names) if mine.pairs is not None else [],
        anyone=frozen.pairs is None,
        going=going,
        faulty=faulty,
        writes=open_ and not mine.asked and can(g.actor, "scenarios.set_rules", scenario, now=g.now),
        runs=open_ and ready and may_solve,
        over=not_any_more(scenario.round) if scenario.round.state not in solves.SOLVABLE else "",
        account=account,
        may_solve=may_solve,
        again=mine.stale
        and scenario.round.state in solves.SOLVABLE
        and can(g.actor, "scenario_copies.begin_again", scenario, now=g.now),
        approves=can(g.actor, "scenarios.approve_pin", scenario, now=g.now),
        **forms,
    ), status


FORMS: tuple[tuple[str, type[FlaskForm]], ...] = (
    ("rules", Rules),
    ("limits", AgencyLimits),
    ("pairs", PairsForm),
    ("pin", PinForm),
    ("ask", Ask),
)


def _forms(mine: told.Told, agencies: dict[str, str], faulty: FlaskForm | None) -> dict[str, Any]:
    """Every form of the page; a refused one as it was sent."""
    forms: dict[str, Any] = {
        name: faulty if isinstance(faulty, kind) else kind(formdata=None) for name, kind in FORMS
    }
    if forms["rules"] is not faulty:
        forms["rules"].begin(mine.scenario)
    forms["pairs"].offer(agencies)
    for name, stands in (
        ("rules", rules_seen(mine)),
        ("limits", limits_seen(mine)),
        ("pairs", pairs_seen(mine)),
    ):
        if forms[name] is not faulty:
            forms[name].seen.data = stands
    return forms


def _mine() -> told.Told:
    scenario: Scenario = g.obj
    return next(one for one in told.scenarios(g.db, scenario.round) if one.scenario.id == scenario.id)


def _stale(form: Seen, theirs: str, yours: str) -> ResponseReturnValue:
    """Both versions: what somebody else saved meanwhile, and what was typed here, which stays."""
    form.form_errors = [
        f"While you edited, somebody else saved: {theirs}",
        f"Yours, below, is: {yours} Saving again puts yours in place.",
    ]
    return _page(form, 409)


def _refused(form: FlaskForm, fault: Trouble) -> ResponseReturnValue:
    refuse(form, fault)
    return _page(form, 409)


def _back(slug: str, number: int, sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(url_for("scenario_parts.page", slug=slug, number=number), 303)


@blueprint.post("/again")
@guard("scenario_copies.begin_again", load=told.find_scenario)
def again(slug: str, number: int) -> ResponseReturnValue:
    """Begin it again on what is frozen now."""
    begun, left = scenario_copies.begin_again(g.db, actor=g.actor, now=g.now, scenario=g.obj)
    for sentence in left:
        flash(f"Not taken over. {sentence}", "warning")
    does = "is begun without that" if left else f"changes what scenario {number} did"
    return _back(slug, begun.number, f"Scenario {begun.number} {does}.")


@blueprint.post("/rules")
@guard("scenarios.set_rules", load=told.find_scenario)
def rules(slug: str, number: int) -> ResponseReturnValue:
    """Mechanism, objective, alliances."""
    form = Rules()
    if not form.validate():
        return _page(form, 422)
    mine = _mine()
    if form.is_stale(rules_seen(mine)):
        return _stale(form, rules_in_words(mine), f"{form.in_words()}.")
    asked: dict[str, Any] = {
        "mechanism": form.chosen_mechanism(),
        "stages": form.chosen_stages(),
        "hops": form.chosen_hops(),
    }
    try:
        scenarios.set_rules(g.db, actor=g.actor, now=g.now, scenario=g.obj, **asked)
    except (Conflict, Invalid, WrongState) as fault:
        return _refused(form, fault)
    return _back(slug, number, "The rules of the scenario are saved.")


@blueprint.post("/limits")
@guard("scenarios.set_limits", load=told.find_scenario)
def limits(slug: str, number: int) -> ResponseReturnValue:
    """The limits of one agency."""
    form, frozen, mine = AgencyLimits(), told.frozen_rules(g.db, g.obj), _mine()
    form.offer(told.names(g.db, frozen.units))
    form.stands = told.standing(frozen, mine)
    if not form.validate():
        return _page(form, 422)
    if form.is_stale(limits_seen(mine)):
        figures = form.figures()
        yours = "the frozen limits" if figures is None else figures_in_words(figures)
        return _stale(form, " ".join(limits_in_words(mine)), f"{yours}.")
    agency = g.db.scalars(select(Agency).where(Agency.code == form.agency.data)).one()
    try:
        scenarios.set_limits(
            g.db, actor=g.actor, now=g.now, scenario=g.obj, agency=agency, figures=form.figures()
        )
    except (Conflict, Invalid, WrongState) as fault:
        return _refused(form, fault)
    return _back(slug, number, f"The limits of {agency.name} are saved in the scenario.")


@blueprint.post("/pairs")
@guard("scenarios.set_pairs", load=told.find_scenario)
def pairs(slug: str, number: int) -> ResponseReturnValue:
    """One alliance pair more or fewer, or the frozen ones again."""
    form, frozen, mine = PairsForm(), told.frozen_rules(g.db, g.obj), _mine()
    form.offer(told.names(g.db, frozen.units))
    if not form.validate():
        return _page(form, 422)
    if form.is_stale(pairs_seen(mine)):
        theirs = (
            "the frozen alliances."
            if mine.pairs is None
            else f"{plural(len(mine.pairs), 'pair')} of its own."
        )
        return _stale(form, theirs, f"{form.in_words()}.")
    wanted = None if form.act.data == FROZEN else form.applied(mine.pairs, frozen.pairs)
    try:
        scenarios.set_pairs(g.db, actor=g.actor, now=g.now, scenario=g.obj, pairs=_agencies(wanted))
    except (Conflict, Invalid, WrongState) as fault:
        return _refused(form, fault)
    return _back(slug, number, "The alliances of the scenario are saved.")


def _agencies(wanted: Iterable[tuple[str, str]] | None) -> list[tuple[Agency, Agency]] | None:
    if wanted is None:
        return None
    pairs = list(wanted)
    codes = {code for pair in pairs for code in pair}
    found = {one.code: one for one in g.db.scalars(select(Agency).where(Agency.code.in_(codes)))}
    return [(found[one], found[other]) for one, other in pairs]


@blueprint.post("/pins")
@guard("scenarios.pin", load=told.find_scenario)
def pin(slug: str, number: int) -> ResponseReturnValue:
    """Write a pin down; it waits for a second person."""
    form = PinForm()
    if not form.validate():
        return _page(form, 422)
    people, places = told.entered(g.db, g.obj)
    who = find_executives(g.db, form.executive.data.strip(), people)
    where = find_offered(g.db, g.obj.round, form.opportunity.data.strip(), places)
    executive = only(form.executive, who, "executive of the frozen round")
    opportunity = only(form.opportunity, where, "opportunity of the frozen round")
    if executive is None or opportunity is None:
        return _page(form, 422)
    pair = {"executive": executive, "opportunity": opportunity, "reason": form.reason.data}
    try:
        scenarios.pin(g.db, actor=g.actor, now=g.now, scenario=g.obj, **pair)
    except (Conflict, Invalid, WrongState) as fault:
        refuse(form, fault)
        return _page(form, 409, {"who": executive, "run": run_with_accounts(g.db, g.obj)})
    return _back(slug, number, "The pin is written down and waits for another coordinator.")


def find_pin(session: Any, slug: str, number: int, pin: int) -> ScenarioPin | None:
    """The pin of the address."""
    return told.find_pin(session, slug, number, pin)


@blueprint.post("/pins/<int:pin>/approve")
@guard("scenarios.approve_pin", load=find_pin)
def approve_pin(slug: str, number: int, pin: int) -> ResponseReturnValue:
    """Put a pin into force."""
    try:
        scenarios.approve_pin(g.db, actor=g.actor, now=g.now, pin=g.obj)
    except (Conflict, Denied, WrongState) as fault:
        flash(str(fault), "warning")
        return redirect(url_for("scenario_parts.page", slug=slug, number=number), 303)
    return _back(slug, number, "The pin is in force in the scenario.")


@blueprint.post("/pins/<int:pin>/drop")
@guard("scenarios.drop_pin", load=find_pin)
def drop_pin(slug: str, number: int, pin: int) -> ResponseReturnValue:
    """Take a pin away; the trail keeps it."""
    try:
        scenarios.drop_pin(g.db, actor=g.actor, now=g.now, pin=g.obj)
    except (Conflict, WrongState) as fault:
        flash(str(fault), "warning")
        return redirect(url_for("scenario_parts.page", slug=slug, number=number), 303)
    return _back(slug, number, "The pin is taken away; the record keeps that it was there.")


@blueprint.post("/run")
@guard("solves.start", load=told.find_scenario)
def run(slug: str, number: int) -> ResponseReturnValue:
    """Ask for a run of the scenario; from here on it stays as it is."""
    form = Ask()
    if not form.validate():
        return _page(form, 422)
    scenario: Scenario = g.obj
    limit = form.minutes.data * MINUTE
    try:
        asked = solves.start(
            g.db, actor=g.actor, now=g.now, round_=scenario.round, time_limit=limit, scenario=scenario
        )
    except (Conflict, Invalid, WrongState) as fault:
        return _refused(form, fault)
    begin_after_commit(asked)
    return redirect(url_for("solves.page", slug=slug, number=asked.id), 303)
