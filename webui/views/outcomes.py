"""The outcome of a run: looked at from above, by person, by agency, and explained."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access import can
from models.executives import Executive
from models.machines import ROUND
from models.outcomes import Outcome
from models.queries import comparison, conference, flows, placements, runs, trail, unplaced
from models.queries.explanations import account
from models.queries.my_result import certified_numbers
from models.queries.placements import Facet
from models.queries.runs import RunLine
from models.queries.told_run import told_run
from models.rounds import RoundState
from models.services import disclosures
from webui.charts import bar_chart, ring_picture
from webui.filters import ordinal
from webui.forms.outcomes import wanted_moves
from webui.guards import guard
from webui.outcome_words import REASONS, SHORT_REASONS, STAGES
from webui.paging import cut
from webui.scenario_words import gains

blueprint = Blueprint("outcomes", __name__, url_prefix="/rounds/<slug>/outcomes")
IN_RING = 16
STEPS = {
    "confer": "Put it before the agencies",
    "approve": "Approve it or not",
    "publish": "Publish it or not",
}
"""The steps of the decision, as the button that leads there says them."""


def find_run(session: Session, slug: str, number: int, **_address: Any) -> Outcome | None:
    """The run of the address."""
    return runs.find_run(session, slug, number)


def find_solved(session: Session, slug: str, number: int, **_address: Any) -> Outcome | None:
    """The run of the address, where it found an outcome."""
    found = runs.find_run(session, slug, number)
    return None if found is None or found.status == "infeasible" else found


@blueprint.get("/<int:number>")
@guard("outcomes.see", load=find_run)
def page(slug: str, number: int) -> ResponseReturnValue:
    """What came out, from above."""
    run: Outcome = g.obj
    every = runs.runs(g.db, run.round)
    if run.status == "infeasible":
        return render_template("outcomes/infeasible.html", run=run, runs=every)
    line = next(line for line in every if line.number == run.number)
    why = unplaced.reasons(g.db, run)
    profile = placements.choice_profile(run)
    return render_template(
        "outcomes/page.html",
        run=run,
        runs=every,
        waiting=_waiting(run, every),
        unchosen=_unchosen(run),
        by=line.by,
        repairs=line.repairs,
        priced=comparison.prices(g.db, run) is not None,
        metrics=run.content["metrics"],
        stages=[(STAGES[one["objective"]], one["value"]) for one in run.content["stages"]],
        people=run.placed + why.total() - why[unplaced.WITHDREW],
        withdrew=why[unplaced.WITHDREW],
        closed=why[unplaced.OFFER_ENDED] + why[unplaced.NOTHING_LEFT],
        profile=profile,
        further_down=placements.further_down(g.db, run),
        choices=bar_chart(
            [(f"{ordinal(n).capitalize()} choice", count) for n, count in enumerate(profile, 1)]
        ),
        why=[(reason, REASONS[reason], count) for reason, count in why.most_common()],
        reasons=bar_chart([(SHORT_REASONS[reason], count) for reason, count in why.most_common()]),
    )


def _unchosen(run: Outcome) -> bool:
    """Whether a run is to be chosen among the scenarios before any step of the decision."""
    return run.round.state is RoundState.SOLVED and runs.awaits_choice(g.db, run.round)


def _waiting(run: Outcome, every: list[RunLine]) -> str:
    """The step of the decision that waits for this person, if any: under the run that counts alone."""
    counts = next((line.number for line in every if line.chosen), every[0].number)
    possible = ROUND.actions(run.round.state) if run.number == counts else []
    mine = (act for act in STEPS if act in possible and can(g.actor, f"results.{act}", run.round, now=g.now))
    act = next(mine, None)
    if act == "approve" and any(one.approved_at is None for one in conference.seats(g.db, run.round)):
        return "See who has approved"
    return STEPS[act] if act else ""


@blueprint.get("/<int:number>/placements")
@guard("outcomes.see", load=find_solved)
def moves(slug: str, number: int) -> ResponseReturnValue:
    """Who goes where."""
    every, wanted = placements.moves(g.db, g.obj), wanted_moves()
    return render_template(
        "outcomes/moves.html",
        run=g.obj,
        every=len(every),
        moves=cut(placements.choose(every, wanted)),
        wanted=wanted,
        homes=placements.home_facets(every),
        hosts=placements.host_facets(every),
        answers=placements.answers(every),
        labels=placements.ANSWERS,
        choices=[
            Facet(str(rank), ordinal(rank).capitalize(), count)
            for rank, count in enumerate(placements.choice_profile(g.obj), 1)
        ],
    )


@blueprint.get("/<int:number>/unplaced")
@guard("outcomes.see", load=find_solved)
def left(slug: str, number: int) -> ResponseReturnValue:
    """Who is not placed, and why."""
    every = unplaced.unplaced(g.db, g.obj)
    asked = {name: request.args.get(name, "") for name in ("reason", "home", "who")}
    return render_template(
        "outcomes/unplaced.html",
        run=g.obj,
        repairs=runs.repaired(g.db, g.obj),
        every=len(every),
        people=cut(unplaced.choose(every, **asked)),
        asked=asked,
        homes=unplaced.home_facets(g.db, g.obj, every),
        reasons=[
            Facet(one, SHORT_REASONS[one], n) for one, n in Counter(one.reason for one in every).most_common()
        ],
        short=SHORT_REASONS,
        why=REASONS,
        one_kind=unplaced.ONE_KIND,
    )


@blueprint.get("/<int:number>/exchange")
@guard("outcomes.see", load=find_solved)
def exchange(slug: str, number: int) -> ResponseReturnValue:
    """How many people go from which agency to which."""
    found = flows.flows(g.db, g.obj)
    ring = flows.ring(found, IN_RING)
    return render_template(
        "outcomes/exchange.html",
        run=g.obj,
        flows=found,
        busiest=found.busiest(),
        ring=ring,
        picture=ring_picture(ring, found),
        parts=flows.parts(found),
    )


@blueprint.get("/<int:number>/limits")
@guard("outcomes.see", load=find_solved)
def limits(slug: str, number: int) -> ResponseReturnValue:
    """The limits that are used up, and whom they hold back; after a repair the standing offers do that."""
    repairs = runs.repaired(g.db, g.obj)
    held_back = () if repairs else unplaced.HELD_BACK
    return render_template(
        "outcomes/limits.html",
        run=g.obj,
        repairs=repairs,
        squeezes=unplaced.squeezes(g.db, g.obj, held_back),
        gains=gains(comparison.prices(g.db, g.obj)),
        held_back=held_back,
        short=SHORT_REASONS,
    )


@blueprint.get("/<int:number>/people/<executive>")
@guard("outcomes.see", load=find_solved)
def person(slug: str, number: int, executive: str) -> ResponseReturnValue:
    """One person's part of the outcome; the whole account once it was opened on record."""
    one, run = _in_run(executive), g.obj
    may_open = can(g.actor, "disclosures.open_account", run.round, now=g.now)
    opened = (
        trail.opened_at(g.db, person=g.actor, now=g.now, outcome=run, executive=one) if may_open else None
    )
    placed = next((match for match in run.content["matches"] if match["executive"] == one.slug), None)
    return render_template(
        "outcomes/person.html",
        run=run,
        person=one,
        placed=placed,
        reason="" if placed else SHORT_REASONS[unplaced.told(g.db, run)[one.slug]],
        may_open=may_open,
        opened=opened,
        told=told_run(g.db, run, one) if may_open else run,
        account=account(g.db, run, one.slug) if opened else None,
        numbers=certified_numbers(g.db, run.round, one) if opened else {},
    )


@blueprint.post("/<int:number>/people/<executive>")
@guard("disclosures.open_account", load=find_solved)
def open_account(slug: str, number: int, executive: str) -> ResponseReturnValue:
    """Open one person's account, on record."""
    one = _in_run(executive)
    disclosures.open_account(g.db, actor=g.actor, now=g.now, outcome=g.obj, executive=one)
    flash(f"The account of {one.name} is open to you. That you opened it is on record.", "success")
    return redirect(url_for("outcomes.person", slug=slug, number=number, executive=executive), 303)


def _in_run(slug: str) -> Executive:
    """The executive, where the run's snapshot has one of that name; else 404."""
    known = {entry["id"] for entry in g.obj.snapshot.content["executives"]}
    found: Executive | None = g.db.scalar(select(Executive).where(Executive.slug == slug))
    if found is None or found.slug not in known:
        abort(404)
    return found
