"""Scenarios of a frozen round side by side: what each gives, what it costs, and which run is chosen."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.access import can
from models.errors import Conflict, Invalid, WrongState
from models.outcomes import Outcome
from models.queries import scenarios as told
from models.queries import solves as attempts
from models.queries import unplaced
from models.queries.board import find_round
from models.queries.comparison import Column, columns, differences
from models.rounds import Round, RoundState
from models.services import scenarios, solves
from webui.forms.fields import refuse
from webui.forms.scenarios import Choosing, NewScenario
from webui.guards import guard
from webui.paging import cut
from webui.scenario_words import BASELINE, UNCHANGED, Cost, changes, costs, gains, question, rows
from webui.views.outcomes import find_solved

blueprint = Blueprint("scenarios", __name__)
UNPROCESSABLE = 422


@blueprint.get("/scenarios")
@guard("scenarios.see")
def index() -> ResponseReturnValue:
    """The rounds that can have scenarios."""
    return render_template("scenarios/index.html", rounds=told.rounds_with_scenarios(g.db))


@blueprint.get("/rounds/<slug>/scenarios")
@guard("scenarios.see", load=find_round)
def compare(slug: str) -> ResponseReturnValue:
    """Every scenario and its run, side by side."""
    return _compare(NewScenario())


def _compare(form: NewScenario, status: int = 200) -> ResponseReturnValue:
    round_: Round = g.obj
    every, found = columns(g.db, round_), told.scenarios(g.db, round_)
    frozen = _units(every)
    choices = told.choices(g.db, round_)
    counts = choices[0] if choices and not choices[0].stale else None
    return render_template(
        "scenarios/compare.html",
        round=round_,
        columns=every,
        heads=[_head(one.run.scenario_id, found) for one in every],
        rows=rows(every),
        scenarios=[(one, changes(one, frozen)) for one in found],
        choice=counts,
        going=next((one for one in attempts.runs(g.db, round_, g.now) if one.going), None),
        earlier=choices if counts is None else choices[1:],
        costs=_costs(round_, every),
        questions=[(one, question(one, every[0])) for one in every[1:]],
        form=form,
        writes=can(g.actor, "scenarios.begin", round_, now=g.now) and round_.state in solves.SOLVABLE,
        over=round_.state not in solves.SOLVABLE,
        may_solve=can(g.actor, "solves.start", round_, now=g.now),
        chooses=can(g.actor, "scenarios.choose", round_, now=g.now) and round_.state is RoundState.SOLVED,
    ), status


def _units(every: list[Column]) -> dict[str, Any]:
    return {unit["id"]: unit for one in every[:1] for unit in one.run.snapshot.content["units"]}


def _head(scenario_id: int | None, found: list[told.Told]) -> str:
    mine = (one.scenario for one in found if one.scenario.id == scenario_id)
    scenario = next(mine, None)
    return BASELINE if scenario is None else f"{scenario.number}. {scenario.name}"


def _costs(round_: Round, every: list[Column]) -> list[list[Cost] | None]:
    """What limits and pins of each run cost; `None` where it was not worked out."""
    names = told.names_of(g.db, round_, [one.prices for one in every if one.prices is not None])
    return [None if one.prices is None else costs(one.prices, names) for one in every]


@blueprint.post("/rounds/<slug>/scenarios")
@guard("scenarios.begin", load=find_round)
def begin(slug: str) -> ResponseReturnValue:
    """Begin a scenario that changes nothing yet."""
    form = NewScenario()
    if not form.validate():
        return _compare(form, 422)
    try:
        begun = scenarios.begin(
            g.db, actor=g.actor, now=g.now, round_=g.obj, name=(form.name.data or "").strip()
        )
    except (Conflict, Invalid, WrongState) as fault:
        refuse(form, fault)
        return _compare(form, 409)
    flash(f"Scenario {begun.number} is begun. Say what it changes, then run it.", "success")
    return redirect(url_for("scenario_parts.page", slug=slug, number=begun.number), 303)


@blueprint.get("/rounds/<slug>/scenarios/runs/<int:number>")
@guard("scenarios.see", load=find_solved)
def differs(slug: str, number: int) -> ResponseReturnValue:
    """Why a run is different from the baseline: its changes, its binding limits, the people concerned."""
    run: Outcome = g.obj
    every = columns(g.db, run.round)
    mine = next((one for one in every if one.number == number), None)
    if mine is None or not every or every[0].run.scenario_id is not None:
        abort(404)
    found = told.scenarios(g.db, run.round)
    scenario = next((one for one in found if one.scenario.id == run.scenario_id), None)
    return render_template(
        "scenarios/differs.html",
        run=run,
        round=run.round,
        baseline=every[0],
        column=mine,
        title=_head(mine.run.scenario_id, found),
        question=question(mine, every[0]),
        changes=changes(scenario, _units(every)) if scenario else UNCHANGED,
        squeezes=unplaced.squeezes(g.db, run),
        gains=gains(mine.prices),
        people=cut(differences(g.db, every[0].run, run)),
    )


@blueprint.get("/rounds/<slug>/scenarios/runs/<int:number>/choose")
@guard("scenarios.choose", load=find_solved)
def choose_page(slug: str, number: int) -> ResponseReturnValue:
    """Why is this run chosen?"""
    return _choose_page(Choosing())


def _choose_page(form: Choosing, status: int = 200) -> ResponseReturnValue:
    """The page takes what stands now for seen, except where the form itself was wrong."""
    every = told.choices(g.db, g.obj.round)
    if status != UNPROCESSABLE:
        form.seen.data = str(every[0].id) if every else "0"
    choices = [one for one in every if not one.stale]
    closed = scenarios.why_not_chosen(g.db, g.obj.round, g.obj)
    found = told.scenarios(g.db, g.obj.round)
    return render_template(
        "scenarios/choose.html",
        run=g.obj,
        scenario=_head(g.obj.scenario_id, found),
        form=form,
        choices=choices,
        closed=closed,
    ), status


@blueprint.post("/rounds/<slug>/scenarios/runs/<int:number>/choose")
@guard("scenarios.choose", load=find_solved)
def choose(slug: str, number: int) -> ResponseReturnValue:
    """Choose the run, with the reason on record."""
    form = Choosing()
    if not form.validate():
        return _choose_page(form, UNPROCESSABLE)
    try:
        scenarios.choose(
            g.db,
            actor=g.actor,
            now=g.now,
            outcome=g.obj,
            reason=(form.reason.data or "").strip(),
            seen=form.seen_choice(),
        )
    except (Conflict, Invalid) as fault:
        refuse(form, fault)
        return _choose_page(form, 409)
    flash(f"Run {number} is chosen; the reason is on record.", "success")
    return redirect(url_for("scenarios.compare", slug=slug), 303)
