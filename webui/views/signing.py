"""Development plans to sign: a supervisor reads a plan, signs it or sends it back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from models.errors import Conflict, Invalid
from models.plans import DevelopmentPlan, PlanState
from models.queries.plan_people import board_of
from models.queries.plans import find_plan_of, named_in
from models.services import plans
from webui.errors import status_of
from webui.forms.plans import SendBack, Sign
from webui.guards import guard
from webui.paging import cut

blueprint = Blueprint("signing", __name__, url_prefix="/plans-to-sign")
NO_BOARD = (
    "the board reviews it once the programme office, which finds this on its desk, has named its members"
)


def read_by_others(session: Session, slug: str, **_address: Any) -> DevelopmentPlan | None:
    """The plan of the executive of that slug; a draft is nobody's but its owner's."""
    found = find_plan_of(session, slug)
    return None if found is None or found.state is PlanState.DRAFT else found


@blueprint.get("")
@guard("signing.list")
def index() -> ResponseReturnValue:
    """The plans that name me, those that wait first."""
    rows = named_in(g.db, g.actor)
    waiting = sum(row.state is PlanState.SUBMITTED for row in rows)
    return render_template("plans/to_sign.html", page=cut(rows), waiting=waiting, address=_address)


def _address(slug: str) -> str:
    return url_for("signing.page", slug=slug)


@blueprint.get("/<slug>")
@guard("signing.see", load=read_by_others)
def page(slug: str) -> ResponseReturnValue:
    """One plan, to be read and signed."""
    return _sign_page(Sign(formdata=None, data={"version": g.obj.version}))


def _sign_page(form: Sign, status: int = 200) -> ResponseReturnValue:
    return render_template("plans/sign.html", plan=g.obj, form=form), status


@blueprint.post("/<slug>")
@guard("plans.sign", load=read_by_others)
def sign(slug: str) -> ResponseReturnValue:
    """Sign it."""
    form = Sign()
    if not form.validate():
        return _sign_page(form, 422)
    try:
        plans.sign(
            g.db,
            actor=g.actor,
            now=g.now,
            plan=g.obj,
            version=form.version.data,
            note=form.note.data or "",
        )
    except Conflict as fault:
        form.note.errors = [str(fault)]
        form.version.raw_data, form.version.data = None, g.obj.version
        return _sign_page(form, 409)
    then = "the board reviews it next" if board_of(g.db, g.obj, g.now) else NO_BOARD
    flash(f"You signed the plan of {g.obj.executive.name}; {then}.", "success")
    return redirect(url_for("signing.index"), 303)


@blueprint.get("/<slug>/send-back")
@guard("plans.send_back", load=read_by_others)
def ask_to_send_back(slug: str) -> ResponseReturnValue:
    """What is to be changed first?"""
    return _send_back_page(SendBack(formdata=None, data={"version": g.obj.version}))


def _send_back_page(form: SendBack, status: int = 200) -> ResponseReturnValue:
    return render_template("plans/send_back.html", plan=g.obj, form=form), status


@blueprint.post("/<slug>/send-back")
@guard("plans.send_back", load=read_by_others)
def send_back(slug: str) -> ResponseReturnValue:
    """Return it to its owner."""
    form = SendBack()
    if not form.validate():
        return _send_back_page(form, 422)
    facts = {"version": form.version.data, "reason": form.reason.data}
    try:
        plans.send_back(g.db, actor=g.actor, now=g.now, plan=g.obj, **facts)
    except (Conflict, Invalid) as fault:
        form.reason.errors = [str(fault)]
        form.version.raw_data, form.version.data = None, g.obj.version
        return _send_back_page(form, status_of(fault))
    flash(f"The plan is back with {g.obj.executive.name}.", "success")
    return redirect(url_for("signing.index"), 303)
