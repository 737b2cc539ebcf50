"""What the pages of an executive begin with: the executive who is signed in, and the round of the address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.executives import Executive
from models.queries.my_rounds import MyRound, my_rounds
from models.rounds import Round, RoundState

HIDDEN = (RoundState.DRAFT, RoundState.POSTING)


def me(session: Session, **_address: Any) -> Executive | None:
    """The executive the actor is: these pages have no address for anybody else's."""
    query = (
        select(Executive)
        .where(Executive.id == g.actor.executive_id)
        .options(joinedload(Executive.home_agency))
    )
    return None if g.actor.executive_id is None else session.scalar(query)


def find_round(slug: str) -> Round:
    """The round of the address; 404 before its catalogue is open."""
    found: Round | None = g.db.scalar(select(Round).where(Round.slug == slug))
    if found is None or found.state in HIDDEN:
        abort(404)
    return found


def choose_round(
    endpoint: str, title: str, nothing: str, wanted: Callable[[MyRound], bool]
) -> ResponseReturnValue:
    """To the one round that is wanted now; where there are several, or none, a list of all."""
    known = [mine for mine in my_rounds(g.db, g.obj.id) if mine.round.state not in HIDDEN]
    now = [mine for mine in known if wanted(mine)]
    if len(now) == 1:
        return redirect(url_for(endpoint, slug=now[0].round.slug))
    return render_template(
        "sheets/rounds.html", endpoint=endpoint, title=title, nothing=nothing, rounds=now or known
    )
