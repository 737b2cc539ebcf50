"""What ends a round once its result is published: its answers, what came free, its closing."""

from __future__ import annotations

from datetime import datetime

from flask import url_for

from models.queries.board import Board
from webui.act import Act
from webui.filters import at_the_latest, plural

JOINED = "somebody joined since the last pass"
"""Why free seats are looked at again though no offer ended."""
LAPSE = "An offer without an answer lapses by itself; the round itself waits for a person."
STEPS = "Each yes asks the next side, with days of its own"


def end(board: Board, _now: datetime) -> Act:
    """While offers wait, what is left to do for who has no place, else the answers; then the closing."""
    if board.open_offers and board.has_next_pass:
        return _next_pass(board)
    if board.open_offers and board.leads_to_scramble:
        return _to_scramble(board)
    if board.open_offers:
        waiting = plural(board.open_offers, "offer is", "offers are")
        says = (
            f"{waiting} not settled yet; the round can be closed once each is confirmed, declined, refused or"
            " lapsed."
        )
        address = url_for("publication.page", slug=board.slug)
        due = board.first_answer_at
        return Act(
            "See the answers", says, due, address, "rounds.see", post=False, waits=LAPSE, clock=_clock(board)
        )
    says = (
        f"{plural(board.confirmed, 'place is', 'places are')} confirmed by all three, and every other offer "
        "was declined, refused or lapsed. Closing ends the round for good: no seat of it is offered any more."
    )
    if board.may_still_place:
        says = f"{says} See first whom a seat that came free can be offered"
    if board.kept_sheets:
        keep = plural(board.kept_sheets, "person still keeps a sheet", "people still keep their sheets")
        says = f"{says}{':' if board.may_still_place else ' But'} {keep} and would get nothing"
    says = f"{says.removesuffix('.')}."
    close, early = url_for("publication.closing", slug=board.slug), board.may_still_place
    then = "What is confirmed stays as it is."
    return Act("Close the round", says, None, close, "results.close", post=False, early=early, then=then)


def answer_days(board: Board) -> list[str]:
    """By when the answers asked for now are due; the first and the last where they are several."""
    due = filter(None, (board.first_answer_at, board.last_answer_at))
    return list(dict.fromkeys(map(at_the_latest, due)))


def _clock(board: Board, *, to_last: bool = False) -> str:
    """Leads to the day of the first answer, or of the last."""
    match answer_days(board):
        case [first, _last] if to_last:
            return f"{STEPS}. Of the answers asked for now the first is due by {first}, the last by"
        case [_first, last]:
            return f"{STEPS}. Of the answers asked for now the last is due by {last}, the first by"
    return f"{STEPS}; the answers asked for now are due by"


def _next_pass(board: Board) -> Act:
    ended = plural(board.ended_offers, "offer has ended", "offers have ended")
    keep = plural(board.kept_sheets, "person keeps a sheet", "people keep their sheets")
    why = f"{ended} since run {board.run}" if board.ended_offers else JOINED.capitalize()
    says = (
        f"{why}, and {keep}: the page shows whom the free seats can be offered before anything is done. "
        f"Meanwhile {plural(board.open_offers, 'offer is', 'offers are')} not settled yet."
    )
    address, due = url_for("repairs.page", slug=board.slug), board.first_answer_at
    return Act(
        "Look for next offers",
        says,
        due,
        address,
        "repairs.make",
        post=False,
        waits=LAPSE,
        clock=_clock(board),
    )


def _to_scramble(board: Board) -> Act:
    """Before the last offer is answered: a place that came free is offered by a repair first."""
    first = board.ended_offers > 0
    ended = plural(board.ended_ever, "offer has ended", "offers have ended")
    keep = plural(board.kept_sheets, "person without a place keeps", "people without a place keep")
    order = "see the repair first, then open the scramble" if first else "open the scramble for them"
    says = f"{ended}, and {keep} a sheet: {order}, before the last answer."
    label, leads, action = (
        ("See the repair", "repairs.page", "repairs.make")
        if first
        else ("Open the scramble", "scramble.page", "scramble.open_scramble")
    )
    address = url_for(leads, slug=board.slug)
    due, clock = board.last_answer_at, _clock(board, to_last=True)
    return Act(label, says, due, address, action, post=False, waits=LAPSE, clock=clock)


def archive(board: Board, _now: datetime) -> Act:
    """Of a closed round, what it still keeps beyond its record is erased."""
    says = (
        "Erases what nobody needs any more: drafts of sheets and rankings beside the certified ones, and the "
        "notes of supervisors and agencies on releases. The frozen file, certified lists, runs, offers and "
        "the audit trail are kept and stay readable; nothing else can be done with the round."
    )
    address = url_for("rounds.archive_page", slug=board.slug)
    return Act("Archive the round", says, None, address, "rounds.archive", post=False)
