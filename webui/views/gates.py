"""The gates of the opportunities on my dream sheet: I attest each, or ask its host to waive it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.dreamsheets import DreamSheet, SheetState
from models.entered_sheets import EnteredSheet
from models.errors import Conflict, WrongState
from models.queries.my_answers import said_to_gates
from models.queries.my_sheet import find_consent, positions
from models.queries.waivers import Gate, my_gates
from models.rounds import Round
from models.services import waivers
from models.services.dreamsheets import find_sheet, is_filing
from models.services.entered_sheets import is_confirmable, waiting_for
from models.waiver_machine import REQUIREMENT_ANSWER
from webui.forms.fields import refuse
from webui.forms.requirements import AskForm
from webui.guards import guard
from webui.mine import find_round, me

blueprint = Blueprint("gates", __name__, url_prefix="/dream-sheet")


@blueprint.get("/<slug>/requirements")
@guard("waivers.see_own", load=me)
def page(slug: str) -> ResponseReturnValue:
    """Every gate of my list, and of one that was entered for me, with what I said to it."""
    return _page(find_round(slug))


def _page(round_: Round, fault: str = "", status: int = 200) -> ResponseReturnValue:
    entered = waiting_for(g.db, round_, g.obj)
    listed = _listed(round_, entered)
    gates = _gates(round_, listed)
    sheet = find_sheet(g.db, round_, g.obj)
    mine = [one for one in gates if one.offered and _slug(one) in listed]
    waits = sum(_state(one) in ("open", "refused") for one in mine)
    certified = sheet is not None and sheet.state in (SheetState.CERTIFIED, SheetState.CHANGED)
    return render_template(
        "gates/page.html",
        round=round_,
        gates=gates,
        listed=listed,
        open=waits,
        to_certify=not waits and _to_certify(round_, sheet),
        mine=mine,
        certified=certified,
        consents=certified and find_consent(g.db, round_, g.obj) is not None,
        labels=REQUIREMENT_ANSWER.labels,
        answering=waivers.takes_answers(g.db, round_, g.obj, g.now),
        late=not is_filing(round_, g.now),
        entered=entered is not None and is_confirmable(entered, g.now),
        may_take_back=round_.state in waivers.DECIDED_IN,
        fault=fault,
    ), status


def _to_certify(round_: Round, sheet: DreamSheet | None) -> bool:
    """Whether the own list is one that certifying makes count."""
    if sheet is None or not sheet.draft or not is_filing(round_, g.now):
        return False
    return sheet.state in (SheetState.DRAFT, SheetState.CHANGED)


def _gates(round_: Round, listed: set[str]) -> list[Gate]:
    """Those of my lists that are still offered, and those that a host was asked to waive, which may be off
    them by now."""
    said = said_to_gates(g.db, round_, g.obj)
    asked = {slug for slug, one in said.items() if one.asked or one.refused or one.granted}
    gates = my_gates(g.db, round_, g.obj, listed | asked)
    return [one for one in gates if one.offered or _slug(one) in asked]


def _listed(round_: Round, entered: EnteredSheet | None) -> set[str]:
    named = {slug for group in (entered.choices if entered else None) or () for slug in group}
    return named | set(positions(g.db, round_, g.obj))


def _slug(gate: Gate) -> str:
    return gate.requirement.opportunity.slug


def _state(gate: Gate) -> str:
    return "open" if gate.answer is None else gate.answer.state.value


def _gate(round_: Round, number: int) -> Gate:
    """The gate of the address; 404 for one that is not on my list."""
    listed = _listed(round_, waiting_for(g.db, round_, g.obj))
    found = next((one for one in _gates(round_, listed) if one.requirement.id == number), None)
    if found is None:
        abort(404)
    return found


@blueprint.post("/<slug>/requirements/<int:number>/attest")
@guard("waivers.attest", load=me)
def attest(slug: str, number: int) -> ResponseReturnValue:
    """My word that I meet it."""
    round_ = find_round(slug)
    asked = {"round_": round_, "executive": g.obj, "requirement": _gate(round_, number).requirement}
    try:
        waivers.attest(g.db, actor=g.actor, now=g.now, **asked)
    except (Conflict, WrongState) as fault:
        return _page(round_, str(fault), 409)
    flash("On record: you meet this requirement.", "success")
    return redirect(url_for("gates.page", slug=slug), 303)


@blueprint.get("/<slug>/requirements/<int:number>/waiver")
@guard("waivers.ask", load=me)
def ask_page(slug: str, number: int) -> ResponseReturnValue:
    """What asking for a waiver tells, and to whom, before it is asked."""
    return _ask_page(find_round(slug), number, AskForm(formdata=None))


def _ask_page(round_: Round, number: int, form: AskForm, status: int = 200) -> ResponseReturnValue:
    return render_template("gates/ask.html", round=round_, gate=_gate(round_, number), form=form), status


@blueprint.post("/<slug>/requirements/<int:number>/waiver")
@guard("waivers.ask", load=me)
def ask(slug: str, number: int) -> ResponseReturnValue:
    """Ask the host to waive it."""
    round_, form = find_round(slug), AskForm()
    if not form.validate():
        return _ask_page(round_, number, form, 422)
    question = waivers.Question(round_, g.obj, _gate(round_, number).requirement, form.reason.data or "")
    try:
        waivers.ask(g.db, actor=g.actor, now=g.now, question=question)
    except (Conflict, WrongState) as fault:
        refuse(form, fault)
        return _ask_page(round_, number, form, 409)
    flash("Asked. The host's agency decides before the freeze, and you are told.", "success")
    return redirect(url_for("gates.page", slug=slug), 303)


@blueprint.post("/<slug>/requirements/<int:number>/take-back")
@guard("waivers.see_own", load=me)
def take_back(slug: str, number: int) -> ResponseReturnValue:
    """Undo my word, or ask no more."""
    round_ = find_round(slug)
    answer = _gate(round_, number).answer
    if answer is None:
        return redirect(url_for("gates.page", slug=slug), 303)
    try:
        waivers.take_back(g.db, actor=g.actor, now=g.now, answer=answer)
    except (Conflict, WrongState) as fault:
        return _page(round_, str(fault), 409)
    again = waivers.takes_answers(g.db, round_, g.obj, g.now)
    until = "Until you answer it, this choice cannot be certified or placed."
    listed = answer.requirement.opportunity.slug in _listed(round_, waiting_for(g.db, round_, g.obj))
    more = "" if not listed else f" {until}" if again else " This choice cannot become your place."
    flash(f"Taken back.{more}", "success")
    return redirect(url_for("gates.page", slug=slug), 303)
