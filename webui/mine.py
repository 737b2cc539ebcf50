"""What the pages of an executive begin with: the executive who is signed in, and the round of the address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.dreamsheets import SheetState
from models.executives import Executive
from models.queries.my_rounds import MyRound, my_rounds
from models.rounds import Round, RoundState
from webui.filters import day, last_day
from webui.put_out_words import HAD_LEFT

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
        "sheets/rounds.html",
        endpoint=endpoint,
        title=title,
        nothing=nothing,
        rounds=now or known,
        in_short=in_short,
    )


def in_short(mine: MyRound) -> str:
    """The days of a round that are to come, and the reader's part in it."""
    round_, over = mine.round, mine.has_result or mine.round.state is RoundState.CANCELLED
    days = []
    if round_.state is RoundState.PREFERENCES:
        days.append(f"lists close {day(last_day(round_.lists_close_at))}")
    if not over:
        days.append(f"results {day(last_day(round_.results_at))}")
    return ", ".join([*days, _part(mine)])


def _part(mine: MyRound) -> str:
    if mine.takes_part:
        return "you took part" if mine.has_result else "you take part"
    if mine.kept_home:
        return "your agency does not release you"
    if mine.put_out and not mine.consent_at:
        return HAD_LEFT
    if mine.left or mine.sheet is SheetState.WITHDRAWN:
        return "you withdrew"
    if mine.certified_at:
        return "your consent is missing"
    return "your list is not certified" if mine.sheet else "no sheet of yours"
