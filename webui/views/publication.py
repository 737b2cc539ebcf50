"""The decision: one person chooses the run, one approves it, another publishes it."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.access import can
from models.actors import Actor, Role
from models.machines import ROUND
from models.outcomes import Outcome
from models.proposals import PENDING
from models.queries import conference, frozen, runs, scramble, standing, unplaced
from models.queries.board import board, find_round, last_events, moments
from models.queries.chase import reminded_today
from models.queries.recipients import by_name
from models.queries.scenarios import count_not_run
from models.queries.speakers import speakers
from models.reminders import Chased
from models.rounds import Round, RoundState
from models.services import results
from webui.guards import guard
from webui.next_act import next_act
from webui.views.outcomes import find_run

blueprint = Blueprint("publication", __name__, url_prefix="/rounds/<slug>/decision")
ACTS = ("confer", "approve", "publish", "close")
OVER = (RoundState.CLOSED, RoundState.ARCHIVED)


@blueprint.get("")
@guard("outcomes.see", load=find_round)
def page(slug: str) -> ResponseReturnValue:
    """What is decided, what comes next, by whom, and what it will do."""
    round_: Round = g.obj
    signed, numbered = runs.signed(g.db, round_), runs.runs(g.db, round_)
    repaired = signed is not None and numbered[0].repairs is not None
    number = None if signed is None else numbered[0].number if repaired else signed.number
    chosen = runs.counting_run(g.db, round_) if number is None else runs.find_run(g.db, slug, number)
    anew = next((one.stale for one in numbered if chosen and one.number == chosen.number), None)
    possible = ROUND.actions(round_.state)
    seats = conference.seats(g.db, round_) if "object" in possible else []
    waiting = [seat.agency.id for seat in seats if seat.approved_at is None]
    answers = runs.answers(g.db, round_) if chosen else Counter[str]()
    waits = any(answers[state] for state in PENDING)
    ended = standing.ended_since(g.db, round_) if "repair" in possible else 0
    faults = runs.publication_faults(g.db, chosen) if chosen else []
    return render_template(
        "publication/page.html",
        round=round_,
        run=chosen,
        signed=signed,
        repaired=repaired,
        faults=faults,
        anew=anew,
        objected=anew in frozen.OBJECTIONS,
        overdue=results.OVERDUE if round_.results_at <= g.now else "",
        unrun=count_not_run(g.db, round_) if "confer" in possible else 0,
        unchosen="confer" in possible and runs.awaits_choice(g.db, round_),
        runs=numbered,
        people=frozen.people(chosen.snapshot) if chosen else 0,
        withdrew=unplaced.reasons(g.db, chosen)[unplaced.WITHDREW] if chosen else 0,
        answers=answers,
        waits=waits,
        answers_due=scramble.answers_due(g.db, round_) if waits and "close" in possible else None,
        choice=_choice(numbered, signed.number if signed else chosen.number if chosen else None),
        ends=moments(last_events(g.db, round_)) if round_.state in OVER else {},
        ended=ended,
        possible=possible,
        seats=seats,
        reminded=waiting and Chased.APPROVE in reminded_today(g.db, [round_.id], g.now).get(round_.id, ()),
        asked=speakers(g.db, waiting, g.now) if waiting else {},
        publishers=_publishers(signed) if "publish" in possible and signed else [],
        repair=has_repair(round_, ended) and can(g.actor, "repairs.make", round_, now=g.now),
        mine=[act for act in ACTS if can(g.actor, f"results.{act}", round_, now=g.now)],
        same_person=signed is not None
        and signed.approved is not None
        and signed.approved.actor_id == g.actor.id,
    )


def _publishers(signed: runs.Signed) -> list[Actor]:
    """Who can sign second: the programme office without whoever approved."""
    first = signed.approved.actor_id if signed.approved else None
    return [one for one in by_name(g.db, Role.PROGRAMME_OFFICE, g.now) if one.id != first]


def _choice(lines: list[runs.RunLine], number: int | None) -> runs.RunLine | None:
    """That run, where somebody chose it with a reason that still counts."""
    return next((one for one in lines if one.number == number and one.reason and not one.stale), None)


def has_repair(round_: Round, ended: int) -> bool:
    """Whether the round can be repaired and has seats that were freed since the outcome that stands."""
    return ended > 0 and "repair" in ROUND.actions(round_.state)


@blueprint.post("/confer/<int:number>")
@guard("results.confer", load=find_run)
def confer(slug: str, number: int) -> ResponseReturnValue:
    """Choose the run that is put before the agencies."""
    run: Outcome = g.obj
    results.confer(g.db, actor=g.actor, now=g.now, round_=run.round, outcome=run)
    return _back(slug, f"Run {number} is before the agencies.")


@blueprint.post("/approve")
@guard("results.approve", load=find_round)
def approve(slug: str) -> ResponseReturnValue:
    """The first signature."""
    results.approve(g.db, actor=g.actor, now=g.now, round_=g.obj)
    return _back(slug, "Approved. A second person, of the programme office, publishes it.")


@blueprint.post("/publish")
@guard("results.publish", load=find_round, step_up=True)
def publish(slug: str) -> ResponseReturnValue:
    """The second signature, by another person."""
    results.publish(g.db, actor=g.actor, now=g.now, round_=g.obj)
    return _back(slug, "Published. Everybody finds their own result on their desk, and is told by mail.")


@blueprint.get("/close")
@guard("results.close", load=find_round)
def closing(slug: str) -> ResponseReturnValue:
    """What closing ends for good, and who would get nothing, before it is done."""
    shown = board(g.db, g.obj)
    if "close" not in ROUND.actions(g.obj.state) or shown.open_offers:
        return redirect(url_for("publication.page", slug=slug), 303)
    return render_template("rounds/step.html", board=shown, act=next_act(shown, g.now))


@blueprint.post("/close")
@guard("results.close", load=find_round)
def close(slug: str) -> ResponseReturnValue:
    """End the round."""
    results.close(g.db, actor=g.actor, now=g.now, round_=g.obj)
    flash("The round is closed.", "success")
    return redirect(url_for("rounds.board", slug=slug), 303)


def _back(slug: str, sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(url_for("publication.page", slug=slug), 303)
