"""The scramble of a published round: what it has to work with, its opening, and its passes."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matcher.policy.offer_clauses import SCRAMBLE_ANSWER_DAYS
from models.errors import Conflict
from models.machines import ROUND
from models.queries import board as boards
from models.queries.board import find_round
from models.queries.scramble import pool
from models.queries.standing import ended_since
from models.rounds import RoundState
from models.services import scramble
from webui.guards import guard
from webui.next_act import next_act

blueprint = Blueprint("scramble", __name__, url_prefix="/rounds/<slug>/scramble")


@blueprint.get("")
@guard("scramble.see", load=find_round)
def page(slug: str) -> ResponseReturnValue:
    """What opening it does, in numbers; once it is open, how to go on."""
    return _page()


def _page(fault: str = "", status: int = 200) -> ResponseReturnValue:
    board = boards.board(g.db, g.obj)
    return render_template(
        "scramble/page.html",
        round=g.obj,
        offers_more=board.has_next_pass,
        next=next_act(board, g.now),
        pool=pool(g.db, g.obj),
        ended=ended_since(g.db, g.obj),
        days=SCRAMBLE_ANSWER_DAYS.figure,
        possible="open_scramble" in ROUND.actions(g.obj.state),
        is_open=g.obj.state is RoundState.SCRAMBLE,
        fault=fault,
    ), status


@blueprint.post("")
@guard("scramble.open_scramble", load=find_round)
def open_scramble(slug: str) -> ResponseReturnValue:
    """Begin the second pass."""
    try:
        scramble.open_scramble(g.db, actor=g.actor, now=g.now, round_=g.obj)
    except Conflict as fault:
        return _page(str(fault), 409)
    flash("The scramble is open.", "success")
    return redirect(url_for("scramble.page", slug=slug), 303)
