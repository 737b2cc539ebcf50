"""The record: rounds with their hashes, seed proofs, runs and signatures."""

from __future__ import annotations

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from models.access import can
from models.queries import record, runs, scenarios, trail
from models.queries.runs import RunLine
from models.queries.trail import Sought
from models.rounds import Round
from webui.guards import guard
from webui.scenario_words import changes

blueprint = Blueprint("record", __name__, url_prefix="/record")
LATEST = 20


@blueprint.get("")
@guard("outcomes.see")
def index() -> ResponseReturnValue:
    """Every round on record."""
    return render_template("record/index.html", rounds=record.rounds_on_record(g.db))


@blueprint.get("/rounds/<slug>")
@guard("outcomes.see", load=record.find_round)
def round(slug: str) -> ResponseReturnValue:  # noqa: A001 - the noun of the page
    """What was committed to, frozen, drawn, found and decided, and who did what when."""
    found: Round = g.obj
    every = runs.runs(g.db, found)
    of_round = Sought(round_id=found.id)
    return render_template(
        "record/round.html",
        round=found,
        proof=record.seed_proof(found),
        snapshots=record.snapshots_of(g.db, found),
        runs=every,
        changes=_changes(found, every),
        anything_chosen=any(run.reason for run in every),
        signed=runs.signed(g.db, found),
        entries=trail.entries(g.db, of_round)[:LATEST],
        total=trail.count(g.db, of_round),
        sees_trail=can(g.actor, "audit.see", None, now=g.now),
    )


def _changes(round_: Round, every: list[RunLine]) -> dict[str, list[str]]:
    """What each scenario that was run changes, by its number and name."""
    if not any(run.scenario for run in every):
        return {}
    return {
        f"{one.scenario.number}. {one.scenario.name}": changes(one)
        for one in scenarios.scenarios(g.db, round_)
    }
