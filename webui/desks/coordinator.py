"""What waits for an exchange coordinator: what the calendar asks next in each round, and what went wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from models.access import can
from models.actors import Actor
from models.queries.board import Board, open_boards
from models.queries.chase import reminded_today
from models.queries.pair_rules import waiting_for
from models.queries.solves import is_lost
from models.reminders import Chased
from models.rounds import RoundState
from models.solves import SolveState
from webui.act import Act
from webui.desk import News, Task
from webui.ending_act import JOINED, answer_days
from webui.filters import plural
from webui.next_act import next_act


def provide(session: Session, actor: Actor, now: datetime) -> Iterator[Task | News]:
    """Each round that has not ended, and the pins that wait for this second person."""
    if not can(actor, "rounds.create_round", None, now=now):
        return
    rounds = open_boards(session)
    if not rounds:
        yield Task("There is no open round", None, "Begin one", url_for("rounds.new"))
    waiting = waiting_for(session, actor)
    conferring = [board.id for board in rounds if board.state is RoundState.CONFERENCE]
    today = reminded_today(session, conferring, now) if conferring else {}
    for board in rounds:
        yield from _round(board, now, today.get(board.id, ()))
        if count := waiting.get(board.id):
            wait = plural(count, "pin or forbidden pair waits", "pins and forbidden pairs wait")
            address = url_for("pairs.index", slug=board.slug)
            yield Task(
                f"{board.name}: {wait} for a second person", board.rankings_close_at, "Decide", address
            )


def _round(board: Board, now: datetime, today: Collection[Chased]) -> Iterator[Task | News]:
    here = url_for("rounds.board", slug=board.slug)
    act = next_act(board, now)
    if act is None:
        return
    if board.state is RoundState.APPROVED:
        sentence = f"{board.name} is approved; the programme office publishes it."
        yield News(sentence, board.results_at, address=here)
    elif board.state in (RoundState.PUBLISHED, RoundState.SCRAMBLE) and board.open_offers:
        yield _answers(board, act)
    elif board.state is RoundState.CONFERENCE and board.agencies_waiting:
        waits = plural(board.agencies_waiting, "agency has", "agencies have")
        sentence = f"{board.name} is {board.words}; {waits} not approved yet: see which"
        reminded, late = Chased.APPROVE in today, board.results_at < now
        sentence += ("" if reminded else ", or remind them") + (", or give more time" if late else "")
        address = url_for("chase.page", slug=board.slug)
        if late:
            yield Task(sentence, act.due, "See or extend …" if reminded else "See or remind …", address)
        else:
            yield News(f"{sentence}.", act.due, address=address)
    elif board.state is RoundState.SOLVED and board.outdated and act.post:
        sentence = f"{board.name}: {board.outdated}, and the round is to be solved again"
        yield Task(sentence, act.due, "Solve again …", here)
    elif board.may_still_place:
        yield Task(_free(board), act.due, "See or close …", here)
    elif act.early:
        comes = f"{act.label[0].lower()}{act.label[1:]}{_but(board, act)}"
        yield News(f"{board.name} is {board.words}; next comes: {comes}.", act.due, address=here)
    elif board.state is RoundState.FROZEN and _went_wrong(board, now):
        why = "the limits and pins cannot hold together" if board.run_status == "infeasible" else "it failed"
        runs = url_for("solves.index", slug=board.slug)
        yield Task(
            f"{board.name}: the last run of the solver ended without a placement, {why}",
            act.due,
            "Read",
            runs,
        )
    else:
        sentence = f"{board.name} is {board.words}: {act.label[0].lower()}{act.label[1:]}{_but(board, act)}"
        label, address = (f"{act.label} …", here) if act.post else (act.label, act.address)
        yield Task(sentence, act.due, label, address)


def _but(board: Board, act: Act) -> str:
    """What may keep a round from its freeze. Whether pins can hold is read from the lists, so its page says
    it, and not the desk, for each round."""
    if board.state is not RoundState.RANKING:
        return ""
    if act.held:
        return f"; it is not {act.left_alone} by itself while {act.held}"
    return f"; its page says whether its {plural(board.pins, 'pin')} can hold" if board.pins else ""


def _free(board: Board) -> str:
    """Every offer is settled and somebody may still get a place: what to see before the round is closed."""
    free = f"{plural(board.ended_offers, 'seat')} came free since run {board.run}"
    why, see = free if board.ended_offers else JOINED, "see the next offers"
    if board.state is RoundState.PUBLISHED:
        see = "see the repair"
        if board.kept_sheets:
            keep = plural(board.kept_sheets, "person keeps a sheet", "people keep their sheets")
            see = f"{keep}: see the repair, and whether the scramble can be opened"
    return f"{board.name}: every offer is settled, and {why}; {see}, or close the round"


def _answers(board: Board, act: Act) -> Task | News:
    """Whoever keeps a sheet waits for the scramble, and in it for the next pass; else answers are awaited."""
    if board.leads_to_scramble:
        return Task(f"{board.name}: {act.says.removesuffix('.')}", act.due, act.label, act.address)
    waits = f"{plural(board.open_offers, 'offer')} not settled yet"
    match answer_days(board):
        case [first, last]:
            waits = f"{waits}, the first answer due by {first} and the last by {last}"
    ended = plural(board.ended_offers, "offer")
    if board.has_next_pass:
        why = f"{ended} ended" if board.ended_offers else JOINED
        return Task(
            f"{board.name} is {board.words}: {why}; look at whom the free seats can be offered",
            board.first_answer_at,
            "Look for next offers",
            url_for("repairs.page", slug=board.slug),
        )
    also, leads = "", "rounds.board"
    if board.ended_offers and board.state is RoundState.SCRAMBLE:
        also = f", {ended} ended and nobody is left to be offered a seat"
    elif board.ended_offers:
        also, leads = f", {ended} ended: see what a repair would do", "repairs.page"
    address = url_for(leads, slug=board.slug)
    return News(f"{board.name} is {board.words}; {waits}{also}.", board.first_answer_at, address=address)


def _went_wrong(board: Board, now: datetime) -> bool:
    lost = is_lost(board.solve_state, board.solve_sign, now)
    return lost or board.solve_state is SolveState.FAILED or board.run_status == "infeasible"
