"""One scenario: its rules, limits and pins until the first run, and the run itself."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy import select

from models.access import can
from models.agencies import Agency
from models.errors import Conflict, Denied, Invalid, Trouble, WrongState
from models.queries import scenarios as told
from models.queries.pair_rules import find_executives, find_offered
from models.scenarios import Scenario, ScenarioPin
from models.services import scenarios, solves
from webui.forms.fields import refuse
from webui.forms.scenarios import AgencyLimits, PinForm, Rules
from webui.forms.solves import MINUTE, Ask
from webui.guards import guard
from webui.scenario_words import changes
from webui.views.pairs import only
from webui.views.solves import begin_after_commit

blueprint = Blueprint("scenario_parts", __name__, url_prefix="/rounds/<slug>/scenarios/<int:number>")


@blueprint.get("")
@guard("scenarios.see", load=told.find_scenario)
def page(slug: str, number: int) -> ResponseReturnValue:
    """What it changes, and what can still be changed."""
    return _page()


def _page(faulty: FlaskForm | None = None, status: int = 200) -> ResponseReturnValue:
    """The page with one of its forms as it was sent, if that was refused."""
    scenario: Scenario = g.obj
    mine = next(one for one in told.scenarios(g.db, scenario.round) if one.scenario.id == scenario.id)
    frozen = told.frozen_units(g.db, scenario)
    forms: dict[str, Any] = {}
    for name, kind in (("rules", Rules), ("limits", AgencyLimits), ("pin", PinForm), ("ask", Ask)):
        forms[name] = faulty if isinstance(faulty, kind) else kind(formdata=None)
    if forms["rules"] is not faulty:
        forms["rules"].begin(scenario)
    forms["limits"].offer(told.names(g.db, frozen))
    open_ = scenario.round.state in solves.SOLVABLE and not mine.stale
    return render_template(
        "scenarios/page.html",
        round=scenario.round,
        told=mine,
        changes=changes(mine, frozen),
        faulty=faulty,
        writes=open_ and not mine.asked and can(g.actor, "scenarios.set_rules", scenario, now=g.now),
        runs=open_ and not mine.waiting and can(g.actor, "solves.start", scenario.round, now=g.now),
        approves=can(g.actor, "scenarios.approve_pin", scenario, now=g.now),
        **forms,
    ), status


def _refused(form: FlaskForm, fault: Trouble) -> ResponseReturnValue:
    refuse(form, fault)
    return _page(form, 409)


def _back(slug: str, number: int, sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(url_for("scenario_parts.page", slug=slug, number=number), 303)


@blueprint.post("/rules")
@guard("scenarios.set_rules", load=told.find_scenario)
def rules(slug: str, number: int) -> ResponseReturnValue:
    """Mechanism, objective, alliances."""
    form = Rules()
    if not form.validate():
        return _page(form, 422)
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
    form = AgencyLimits()
    form.offer(told.names(g.db, told.frozen_units(g.db, g.obj)))
    if not form.validate():
        return _page(form, 422)
    agency = g.db.scalars(select(Agency).where(Agency.code == form.agency.data)).one()
    try:
        scenarios.set_limits(
            g.db, actor=g.actor, now=g.now, scenario=g.obj, agency=agency, figures=form.figures()
        )
    except (Conflict, Invalid, WrongState) as fault:
        return _refused(form, fault)
    return _back(slug, number, f"The limits of {agency.name} are saved in the scenario.")


@blueprint.post("/pins")
@guard("scenarios.pin", load=told.find_scenario)
def pin(slug: str, number: int) -> ResponseReturnValue:
    """Write a pin down; it waits for a second person."""
    form = PinForm()
    if not form.validate():
        return _page(form, 422)
    executive = only(form.executive, find_executives(g.db, form.executive.data.strip()), "executive")
    found = find_offered(g.db, g.obj.round, form.opportunity.data.strip())
    opportunity = only(form.opportunity, found, "opportunity")
    if executive is None or opportunity is None:
        return _page(form, 422)
    pair = {"executive": executive, "opportunity": opportunity, "reason": form.reason.data}
    try:
        scenarios.pin(g.db, actor=g.actor, now=g.now, scenario=g.obj, **pair)
    except (Conflict, Invalid, WrongState) as fault:
        return _refused(form, fault)
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
