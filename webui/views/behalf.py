"""The home agency asks a host to waive a requirement on an executive's behalf."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from models.errors import Conflict
from models.executives import Executive
from models.queries.gates import against_release, as_agencies_know
from models.queries.releases import find_release
from models.queries.waivers import asked_on_behalf, gated, gates_of
from models.releases import ReleaseState
from models.requirements import Requirement
from models.rounds import Round
from models.services import waivers
from models.services.dreamsheets import is_filing
from models.services.entered_sheets import why_kept_home
from webui.forms.fields import refuse
from webui.forms.requirements import BehalfForm
from webui.guards import guard
from webui.mine import find_round

blueprint = Blueprint("behalf", __name__, url_prefix="/releases")


def find(session: Session, round_slug: str, slug: str) -> Executive | None:
    """The executive of that release, while the consent stands."""
    release = find_release(session, round_slug, slug)
    return None if release is None or release.state is ReleaseState.WITHDRAWN else release.executive


def _asked_of() -> str:
    return request.args.get("opportunity", "").strip()


@blueprint.get("/<round_slug>/of/<slug>/waiver")
@guard("waivers.ask_on_behalf", load=find)
def page(round_slug: str, slug: str) -> ResponseReturnValue:
    """The gates of one opportunity, and what asking tells to whom."""
    round_ = find_round(round_slug)
    gates = gates_of(g.db, round_, _asked_of())
    return _page(round_, gates, BehalfForm(formdata=None))


def _page(
    round_: Round, gates: list[Requirement], form: BehalfForm, status: int = 200
) -> ResponseReturnValue:
    form.offer(gates)
    return render_template(
        "releases/waiver.html",
        round=round_,
        person=g.obj,
        opportunity=_asked_of(),
        asked="opportunity" in request.args,
        places=gated(g.db, round_),
        gates=gates,
        said=as_agencies_know(g.db, round_, g.obj, _asked_of()) if gates else [],
        closed=against_release(g.db, round_, g.obj, _asked_of()) if gates else [],
        earlier=asked_on_behalf(g.db, round_, g.obj),
        form=form,
        possible=is_filing(round_, g.now),
        kept=why_kept_home(g.db, g.actor, round_, g.obj, g.now),
    ), status


@blueprint.post("/<round_slug>/of/<slug>/waiver")
@guard("waivers.ask_on_behalf", load=find)
def ask(round_slug: str, slug: str) -> ResponseReturnValue:
    """Ask the host, and tell the executive."""
    round_, form = find_round(round_slug), BehalfForm()
    gates = gates_of(g.db, round_, _asked_of())
    form.offer(gates)
    if not form.validate():
        return _page(round_, gates, form, 422)
    question = waivers.Question(round_, g.obj, form.chosen(gates), form.reason.data or "")
    try:
        waivers.ask_on_behalf(g.db, actor=g.actor, now=g.now, question=question)
    except Conflict as fault:
        refuse(form, fault)
        return _page(round_, gates, form, 409)
    flash(f"{g.obj.name} is told. The host is asked, unless {g.obj.name} had answered it already.", "success")
    return redirect(url_for("releases.page", round_slug=round_slug, slug=slug), 303)
