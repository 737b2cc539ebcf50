"""The ledger of exchange: what each agency sent and received in a fiscal year, and what is owed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from models.access import can
from models.agencies import Agency
from models.errors import Conflict, Denied, Invalid
from models.ledger import LedgerCorrection
from models.queries import ledger as queries
from models.queries.agencies import find_agency
from models.services import ledger
from models.services.exports import Format
from webui.charts import balance_chart
from webui.downloads import hand_out
from webui.forms.fields import refuse
from webui.forms.ledger import CorrectionForm, TakeLedger
from webui.guards import guard

blueprint = Blueprint("ledger", __name__, url_prefix="/ledger")


@blueprint.get("")
@guard("ledger.list")
def index() -> ResponseReturnValue:
    """The agencies the reader may see, in one fiscal year."""
    return _index(TakeLedger(formdata=None))


def _index(take: TakeLedger, status: int = 200) -> ResponseReturnValue:
    own = queries.own_agencies(g.db, g.actor, g.now)
    shown = queries.ledger(g.db, g.now, own)
    asked = request.args.get("year", type=int)
    year = asked if asked in shown.years else shown.this_year
    lines = shown.lines(year)
    known = {line.code for line in lines}
    least = min((line.depth for line in lines), default=0)
    return render_template(
        "ledger/index.html",
        whole=own is None,
        years=shown.years,
        year=year,
        this_year=shown.this_year,
        lines=lines,
        least=least,
        others=[(code, name) for code, (name, _depth) in shown.shown.items() if code not in known],
        chart=balance_chart([(line.name, line.balance.net) for line in lines if line.depth == least]),
        corrections=queries.corrections(g.db, own),
        looks=can(g.actor, "ledger.look", None, now=g.now),
        take=take,
    ), status


@blueprint.post("/taken")
@guard("ledger.take", step_up=True)
def take() -> ResponseReturnValue:
    """Every year as a file."""
    form = TakeLedger()
    if not form.validate():
        return _index(form, 422)
    return hand_out(ledger.take(g.db, actor=g.actor, now=g.now, format_=Format(form.format.data)))


@blueprint.get("/<code>")
@guard("ledger.see", load=find_agency)
def account(code: str) -> ResponseReturnValue:
    """One agency, year by year, with its corrections."""
    return _account(CorrectionForm(formdata=None))


def _account(form: CorrectionForm, status: int = 200) -> ResponseReturnValue:
    agency: Agency = g.obj
    shown = queries.ledger(g.db, g.now, frozenset({agency.id}))
    if form.year.data is None and not form.errors:
        form.year.data = shown.this_year
    return render_template(
        "ledger/account.html",
        agency=agency,
        years=shown.of(agency.code),
        this_year=shown.this_year,
        corrections=queries.corrections(g.db, frozenset({agency.id})),
        looks=can(g.actor, "ledger.look", None, now=g.now),
        writes=can(g.actor, "ledger.correct", agency, now=g.now),
        form=form,
    ), status


@blueprint.post("/<code>")
@guard("ledger.correct", load=find_agency)
def correct(code: str) -> ResponseReturnValue:
    """Write a correction down; it waits for a second person."""
    form = CorrectionForm()
    if not form.validate():
        return _account(form, 422)
    given: dict[str, Any] = {"year": form.year.data, "figures": form.figures(), "reason": form.reason.data}
    try:
        ledger.correct(g.db, actor=g.actor, now=g.now, agency=g.obj, **given)
    except Invalid as fault:
        refuse(form, fault)
        return _account(form, 422)
    flash("The correction is written down; it counts once another coordinator lets it stand.", "success")
    return redirect(url_for("ledger.account", code=code), 303)


def find_correction(session: Session, number: int, **_address: Any) -> LedgerCorrection | None:
    """The correction of the address."""
    return queries.find_correction(session, number)


@blueprint.post("/corrections/<int:number>/<any(stand, refuse):answer>")
@guard("ledger.look", load=find_correction)
def look(number: int, answer: str) -> ResponseReturnValue:
    """The second person's answer."""
    stands = answer == "stand"
    try:
        ledger.look(g.db, actor=g.actor, now=g.now, correction=g.obj, stands=stands)
    except (Conflict, Denied) as fault:
        flash(str(fault), "warning")
    else:
        said = "stands and counts now" if stands else "does not stand; it stays on the ledger as refused"
        flash(f"The correction {said}.", "success")
    return redirect(url_for("ledger.index", _anchor="corrections"), 303)
