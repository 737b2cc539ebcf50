"""The record: rounds with their hashes, seed proofs, runs and signatures."""

from __future__ import annotations

from dataclasses import replace
from shlex import quote

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from matcher.policy.mentoring_clauses import LEAST_SHOWN
from models.access import can
from models.outcomes import Outcome
from models.queries import record, runs, scenarios, solves, totals, trail
from models.queries.board import find_round
from models.queries.calendar import releases_end_at
from models.queries.runs import RunLine
from models.queries.trail import Sought
from models.rounds import Round
from webui.filters import ordinal
from webui.guards import SIGNED_IN, guard
from webui.outcome_words import SHORT_REASONS
from webui.paging import Page, asked
from webui.round_next import on_record
from webui.scenario_words import changes

blueprint = Blueprint("record", __name__, url_prefix="/record")
blueprint.add_app_template_filter(quote, "shell")
LATEST = 20
COMPACT = (
    "python3 -c 'import json, sys; sys.stdout.buffer.write(json.dumps(json.load(open(sys.argv[1], "
    'encoding="utf-8")), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())\''
)
"""A command that writes a portable file in its canonical form, of which the fingerprints are."""


@blueprint.get("")
@guard("outcomes.see")
def index() -> ResponseReturnValue:
    """Every round on record."""
    return render_template("record/index.html", rounds=record.rounds_on_record(g.db))


@blueprint.get("/rounds/<slug>")
@guard("outcomes.see", load=find_round)
def round(slug: str) -> ResponseReturnValue:  # noqa: A001 - the noun of the page
    """What was committed to, frozen, drawn, found and decided, and who did what when."""
    found: Round = g.obj
    every, life = runs.runs(g.db, found), record.life(g.db, found)
    of_round = Sought(round_id=found.id)
    entries, total = trail.latest(g.db, of_round, LATEST)
    return render_template(
        "record/round.html",
        round=found,
        coming=on_record(found.state, life.waiting),
        releases_end=releases_end_at(found),
        proof=record.seed_proof(found),
        life=life,
        runs=every,
        attempts=[one for one in solves.runs(g.db, found, g.now) if one.outcome is None],
        changes=_changes(found, every),
        anything_chosen=any(run.reason for run in every),
        signed=runs.signed(g.db, found),
        entries=entries,
        total=total,
        sees_trail=can(g.actor, "audit.see", None, now=g.now),
    )


@blueprint.get("/rounds/<slug>/acts")
@guard("outcomes.see", load=find_round)
def acts(slug: str) -> ResponseReturnValue:
    """Everything that was done to the round, its pins and its runs, a page at a time."""
    of_round = Sought(round_id=g.obj.id)
    total = trail.count(g.db, of_round)
    number, last = asked(total, trail.PAGE)
    found = Page(trail.entries(g.db, of_round, number), number, last, total, trail.PAGE)
    return render_template("record/acts.html", round=g.obj, entries=found)


def find_published(session: Session, slug: str) -> Outcome | None:
    """The run that was published in the round of the address."""
    round_ = find_round(session, slug)
    return None if round_ is None else totals.published_run(session, round_)


@blueprint.get("/rounds/<slug>/totals")
@guard(SIGNED_IN, load=find_published)
def counts(slug: str) -> ResponseReturnValue:
    """What a published round gave, in counts that everybody may see, and how its seed came about."""
    run: Outcome = g.obj
    found = totals.totals(g.db, run)
    last = len(found.choices)
    return render_template(
        "record/totals.html",
        round=run.round,
        totals=found,
        choices=[
            replace(one, label=f"{ordinal(n).capitalize()}{' or later' if n == last else ''}")
            for n, one in enumerate(found.choices, 1)
        ],
        reasons=[replace(one, label=SHORT_REASONS[one.label]) for one in found.reasons],
        least=LEAST_SHOWN.figure,
        proof=record.seed_proof(run.round),
        entered=record.life(g.db, run.round).entered,
        digest=run.input_sha256,
        compact=COMPACT,
        takes=can(g.actor, "files.take_round", run.round, now=g.now),
    )


def _changes(round_: Round, every: list[RunLine]) -> dict[str, list[str]]:
    """What each scenario that was run changes, by its number and name."""
    if not any(run.scenario for run in every):
        return {}
    return {
        f"{one.scenario.number}. {one.scenario.name}": changes(one)
        for one in scenarios.scenarios(g.db, round_)
    }
