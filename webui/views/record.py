"""The record: rounds with their hashes, seed proofs, runs and signatures."""

from __future__ import annotations

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from models.access import can
from models.queries import record, runs, trail
from models.queries.trail import Sought
from models.rounds import Round
from webui.guards import guard

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
    of_round = Sought(round_id=found.id)
    return render_template(
        "record/round.html",
        round=found,
        proof=record.seed_proof(found),
        snapshots=record.snapshots_of(g.db, found),
        runs=runs.runs(g.db, found),
        signed=runs.signed(g.db, found),
        entries=trail.entries(g.db, of_round)[:LATEST],
        total=trail.count(g.db, of_round),
        sees_trail=can(g.actor, "audit.see", None, now=g.now),
    )
