"""Waivers asked of my agency: each granted or refused, with a reason, before the freeze."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.errors import Conflict, WrongState
from models.queries.certified_rankings import COUNTING
from models.queries.waivers import find_request, requests
from models.rounds import RoundState
from models.services import waivers
from models.services.dreamsheets import is_filing
from models.services.rankings import find_ranking
from models.waiver_machine import REQUIREMENT_ANSWER
from models.waivers import AnswerState, RequirementAnswer
from webui.forms.fields import refuse
from webui.forms.requirements import DecideForm
from webui.guards import guard
from webui.paging import cut

blueprint = Blueprint("waivers", __name__, url_prefix="/waivers")
ICONS = {AnswerState.GRANTED: "check_circle", AnswerState.REFUSED: "cancel"}


@blueprint.get("")
@guard("waivers.list")
def index() -> ResponseReturnValue:
    """Those that wait first."""
    rows = requests(g.db, g.actor, g.now)
    waiting = sum(row.state is AnswerState.ASKED for row in rows)
    labels, icons = REQUIREMENT_ANSWER.labels, ICONS
    return render_template("waivers/index.html", page=cut(rows), waiting=waiting, labels=labels, icons=icons)


@blueprint.get("/<int:number>")
@guard("waivers.decide", load=find_request)
def page(number: int) -> ResponseReturnValue:
    """One request, and the decision."""
    return _page(DecideForm(formdata=None, data={"version": g.obj.version}))


def _page(form: DecideForm, status: int = 200) -> ResponseReturnValue:
    answer: RequirementAnswer = g.obj
    ranks = answer.state is AnswerState.ASKED and answer.round.state is RoundState.RANKING
    ranking = find_ranking(g.db, answer.round, answer.requirement.opportunity) if ranks else None
    return render_template(
        "waivers/page.html",
        answer=answer,
        form=form,
        label=REQUIREMENT_ANSWER.labels[answer.state],
        icon=ICONS.get(answer.state, "schedule"),
        open=answer.state is AnswerState.ASKED and answer.round.state in waivers.DECIDED_IN,
        asks_again=is_filing(answer.round, g.now),
        ranks=ranks,
        closed=ranks and g.now > answer.round.rankings_close_at,
        certified=ranking is not None and ranking.state in COUNTING,
    ), status


@blueprint.post("/<int:number>")
@guard("waivers.decide", load=find_request)
def decide(number: int) -> ResponseReturnValue:
    """Waive it for this person, or not."""
    form = DecideForm()
    if not form.validate():
        return _page(form, 422)
    answer: RequirementAnswer = g.obj
    said = {"version": form.version.data, "verdict": form.chosen(), "reason": form.reason.data or ""}
    try:
        waivers.decide(g.db, actor=g.actor, now=g.now, answer=answer, **said)
    except (Conflict, WrongState) as fault:
        refuse(form, fault)
        form.version.raw_data, form.version.data = None, answer.version
        return _page(form, 409)
    told = answer.shown_at is not None and g.now <= answer.round.rankings_close_at
    comes = " Your host contacts have a new applicant to rank, and are told, too." if told else ""
    flash(f"Decided, and {answer.executive.name} is told.{comes}", "success")
    return redirect(url_for("waivers.index"), 303)
