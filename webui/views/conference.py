"""The conference: each agency sees its own moves alone, approves them, or objects to one with a reason."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from models.access import can
from models.agencies import Agency
from models.errors import Conflict
from models.machines import ROUND
from models.proposals import Proposal
from models.queries import agencies
from models.queries import conference as table
from models.queries.board import find_round
from models.queries.our_offers import agencies_of
from models.queries.own_limits import own_limits
from models.releases import Release
from models.rounds import Round
from models.services import conference
from webui.forms.rounds import Reasoned
from webui.guards import guard
from webui.round_next import coming

blueprint = Blueprint("conference", __name__, url_prefix="/conference")


def find_agency(session: Session, code: str, **_address: Any) -> Agency | None:
    """The agency of the address."""
    return agencies.find_agency(session, code)


@blueprint.get("")
@guard("conference.list")
def index() -> ResponseReturnValue:
    """The rounds whose outcome is before the agencies now, and where every other one stands."""
    rounds = table.told(g.db)
    before = [one for one in rounds if "object" in ROUND.actions(one.state)]
    others = [(one, coming(one.state, g.actor, g.now)) for one in rounds if one not in before]
    return render_template("conference/index.html", rounds=before, others=others)


@blueprint.get("/<slug>")
@guard("conference.list", load=table.find_told)
def page(slug: str) -> ResponseReturnValue:
    """The moves of my agencies, and no others."""
    return _page(g.obj)


def _page(round_: Round, fault: str = "", status: int = 200) -> ResponseReturnValue:
    mine = agencies_of(g.db, g.actor, g.now, table.APPROVERS)
    open_ = "object" in ROUND.actions(round_.state)
    seats = [seat for seat in table.seats(g.db, round_) if seat.agency.id in mine] if open_ else []
    rows = table.own_rows(g.db, round_, mine) if open_ else []
    return render_template(
        "conference/page.html",
        round=round_,
        open=open_,
        seats=seats,
        rows=rows,
        sees_release={one.proposal.id for one in rows if _sees_release(one.release)},
        limits=own_limits(g.db, round_, mine),
        fault=fault,
        coming=None if open_ else coming(round_.state, g.actor, g.now),
    ), status


def _sees_release(release: Release | None) -> bool:
    return release is not None and can(g.actor, "releases.see", release, now=g.now)


@blueprint.post("/<slug>/<code>/approve")
@guard("conference.agree", load=find_agency)
def agree(slug: str, code: str) -> ResponseReturnValue:
    """Yes to every move of one agency."""
    round_ = find_round(g.db, slug)
    if round_ is None:
        return _nothing()
    agency: Agency = g.obj
    try:
        conference.agree(g.db, actor=g.actor, now=g.now, agency=agency, round_=round_)
    except Conflict as fault:
        return _page(round_, str(fault), 409)
    flash(f"Approved for {agency.name}.", "success")
    return redirect(url_for("conference.page", slug=slug), 303)


def _nothing() -> ResponseReturnValue:
    return redirect(url_for("conference.index"), 303)


@blueprint.get("/<slug>/moves/<int:number>")
@guard("conference.object_to", load=table.find_proposal)
def object_page(slug: str, number: int) -> ResponseReturnValue:
    """What an objection does, before it is made."""
    return _object_page(Reasoned(formdata=None))


def _object_page(form: Reasoned, status: int = 200) -> ResponseReturnValue:
    move: Proposal = g.obj
    return render_template("conference/object.html", move=move, form=form), status


@blueprint.post("/<slug>/moves/<int:number>")
@guard("conference.object_to", load=table.find_proposal)
def object_to(slug: str, number: int) -> ResponseReturnValue:
    """No to one move: it is forbidden, and the round is solved again."""
    form = Reasoned()
    if not form.validate():
        return _object_page(form, 422)
    try:
        conference.object_to(g.db, actor=g.actor, now=g.now, proposal=g.obj, reason=form.reason.data.strip())
    except Conflict as fault:
        form.reason.errors = [str(fault)]
        return _object_page(form, 409)
    flash("Your objection is on the record. The round is solved again without this move.", "success")
    return redirect(url_for("conference.index"), 303)
