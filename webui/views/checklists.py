"""No penalty while away: what is to be done for one executive, by whom, and what is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from matcher.policy.away import HOST
from models.access import can
from models.errors import Conflict, Invalid
from models.queries.away_checks import done_lines, find_right_of, lines_of, not_asked
from models.returns import ReturnRight, ReturnState
from models.services import away_checks
from models.services.away_checks import is_too_early
from webui.checklist_words import done_of
from webui.errors import status_of
from webui.guards import guard
from webui.paging import whole

blueprint = Blueprint("checklists", __name__, url_prefix="/agreements/<number>/no-penalty")
blueprint.add_app_template_filter(done_of)


def one(session: Session, number: str, **_address: Any) -> ReturnRight | None:
    """The return right of the agreement of the address."""
    return find_right_of(session, whole(number))


@blueprint.get("")
@guard("away_checks.see", load=one)
def page(number: str) -> ResponseReturnValue:
    """The checklist."""
    return _page()


def _page(status: int = 200) -> ResponseReturnValue:
    right: ReturnRight = g.obj
    at_host = right.agreement.host_supervisor_id == g.actor.id
    may = can(g.actor, "away_checks.tick", right, now=g.now)
    ticks = {
        line.code: "Done" if at_host or line.who != HOST else "Enter as done for the host"
        for line in lines_of(right)
        if may and (line.who == HOST or not at_host) and not is_too_early(right, line.code, g.now)
    }
    done = done_lines(g.db, right)
    return render_template(
        "returns/checklist.html",
        right=right,
        lines=lines_of(right),
        done=done,
        not_asked=not_asked(right, done),
        ticks=ticks,
        backs=() if right.state is ReturnState.CLOSED else ticks,
    ), status


@blueprint.post("/<line>")
@guard("away_checks.tick", load=one)
def tick(number: str, line: str) -> ResponseReturnValue:
    """One line is done."""
    return _do(away_checks.tick, number, line, "It is entered as done.")


@blueprint.post("/<line>/take-back")
@guard("away_checks.untick", load=one)
def untick(number: str, line: str) -> ResponseReturnValue:
    """It was entered by mistake."""
    return _do(away_checks.untick, number, line, "Taken back: it waits to be done again.")


def _do(verb: Callable[..., Any], number: str, line: str, said: str) -> ResponseReturnValue:
    try:
        verb(g.db, actor=g.actor, now=g.now, right=g.obj, line=line)
    except (Invalid, Conflict) as fault:
        flash(str(fault), "error")
        return _page(status_of(fault))
    flash(said, "success")
    return redirect(url_for("checklists.page", number=number), 303)
