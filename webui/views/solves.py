"""Runs of the solver: asked for, watched, cancelled, asked for again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, after_this_request, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.errors import Conflict, Invalid, WrongState
from models.queries import solves as runs
from models.queries.board import board, find_round
from models.queries.conflict import conflict
from models.services import solves
from models.solves import Solve, SolveState
from webui.filters import ZONE
from webui.forms.solves import MINUTE, Ask
from webui.guards import guard
from webui.outcome_words import STAGES
from webui.sessions import site
from webui.solving import begin

blueprint = Blueprint("solves", __name__)
ICONS = {
    SolveState.WAITING: "hourglass_empty",
    SolveState.RUNNING: "autorenew",
    SolveState.DONE: "check_circle",
    SolveState.FAILED: "error",
    SolveState.CANCELLED: "cancel",
}
blueprint.add_app_template_filter(ICONS.__getitem__, "solve_icon")


@blueprint.app_template_filter()
def clock(value: datetime) -> str:
    """5:04:09 p.m. Eastern."""
    local = value.astimezone(ZONE)
    half = "a.m." if local.hour < 12 else "p.m."
    return f"{local.hour % 12 or 12}:{local:%M:%S} {half} Eastern"


@blueprint.get("/rounds/<slug>/solves")
@guard("solves.start", load=find_round)
def index(slug: str) -> ResponseReturnValue:
    """Every run of the round, the newest first, and a form for another one."""
    return _index_page(Ask())


def _index_page(form: Ask, status: int = 200) -> ResponseReturnValue:
    found = runs.runs(g.db, g.obj, g.now)
    return render_template(
        "solves/index.html",
        round=g.obj,
        board=board(g.db, g.obj),
        runs=found,
        form=form,
        going=next((run for run in found if run.going), None),
        startable=g.obj.outside is not None and g.obj.state in solves.SOLVABLE,
    ), status


@blueprint.post("/rounds/<slug>/solves")
@guard("solves.start", load=find_round)
def start(slug: str) -> ResponseReturnValue:
    """Ask for a run; its process begins when the request is committed."""
    form = Ask()
    if not form.validate():
        return _index_page(form, 422)
    limit = form.minutes.data * MINUTE
    try:
        asked = solves.start(g.db, actor=g.actor, now=g.now, round_=g.obj, time_limit=limit)
    except (Conflict, Invalid, WrongState) as fault:
        form.minutes.errors = [str(fault)]
        return _index_page(form, 409)
    begin_after_commit(asked)
    return redirect(url_for("solves.page", slug=slug, number=asked.id), 303)


def begin_after_commit(asked: Solve) -> None:
    """Start the process of the run once the transaction around the view is committed."""
    here = site()

    @after_this_request
    def _start(response: Response) -> Response:
        if response.status_code == 303:  # the transaction around the view is committed
            begin(here, asked)
        return response


@blueprint.get("/rounds/<slug>/solves/<int:number>")
@guard("solves.start", load=runs.find_solve)
def page(slug: str, number: int) -> ResponseReturnValue:
    """How far it is, or how it ended."""
    return render_template("solves/page.html", **_shown(slug))


@blueprint.get("/rounds/<slug>/solves/<int:number>/progress")
@guard("solves.start", load=runs.find_solve)
def progress(slug: str, number: int) -> ResponseReturnValue:
    """The part of the page that polls itself; when the run has ended the whole page is read again."""
    shown = _shown(slug)
    headers = {} if shown["run"].going else {"HX-Refresh": "true"}
    return render_template("solves/_progress.html", **shown), headers


def _shown(slug: str) -> dict[str, Any]:
    run = runs.run(g.db, g.obj, g.now)
    outcome = runs.outcome_of(g.db, g.obj)
    clashes = conflict(g.db, outcome) if outcome is not None and outcome.status == "infeasible" else []
    return {"round": g.obj.round, "run": run, "stages": STAGES, "clashes": clashes}


@blueprint.post("/rounds/<slug>/solves/<int:number>/cancel")
@guard("solves.cancel", load=runs.find_solve)
def cancel(slug: str, number: int) -> ResponseReturnValue:
    """End it without an answer."""
    try:
        solves.cancel(g.db, actor=g.actor, now=g.now, solve=g.obj)
        flash("The run is cancelled; its process stops within seconds.", "success")
    except WrongState:
        flash("The run had ended before it could be cancelled.", "warning")
    return redirect(url_for("solves.page", slug=slug, number=number), 303)
