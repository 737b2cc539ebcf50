"""A round told to its coordinator: where it stands, and what is ready."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from models.machines import ROUND
from models.queries.board import Board
from models.queries.entered_sheets import OPEN_IN
from models.reminders import Chased
from models.rounds import RoundState
from models.services.consents import GIVEN_IN
from models.services.rules import OPEN
from webui.filters import day, last_day, plural
from webui.ready import REMIND_OR_EXTEND, Ready, beside, remind, rules, without_reminded
from webui.words import UNDECIDED

_S = RoundState
LINE = (
    (_S.DRAFT, "In preparation"),
    (_S.POSTING, "Collecting opportunities"),
    (_S.PREFERENCES, "Dream sheets"),
    (_S.RELEASE_REVIEW, "Releases"),
    (_S.RANKING, "Host rankings"),
    (_S.FROZEN, "Frozen"),
    (_S.SOLVED, "Solved"),
    (_S.CONFERENCE, "In conference"),
    (_S.APPROVED, "Approved"),
    (_S.PUBLISHED, "Published"),
    (_S.CLOSED, "Closed"),
    (_S.ARCHIVED, "Archived"),
)
ICONS = {
    _S.DRAFT: "edit",
    _S.POSTING: "folder_open",
    _S.PREFERENCES: "list",
    _S.RELEASE_REVIEW: "hourglass_empty",
    _S.RANKING: "groups",
    _S.FROZEN: "lock",
    _S.SOLVED: "insights",
    _S.CONFERENCE: "forum",
    _S.APPROVED: "thumb_up_alt",
    _S.PUBLISHED: "campaign",
    _S.SCRAMBLE: "loop",
    _S.CLOSED: "check_circle",
    _S.ARCHIVED: "folder",
    _S.CANCELLED: "cancel",
}
ORDER = [*ROUND.labels]
REACHED_BY = {
    after: action for (before, action), after in reversed(tuple(ROUND.moves.items())) if before is not after
} | {_S.DRAFT: "create"}
"""The action whose moment dates a state: the first of the table that leads there from another."""

SENT_BACK = {action for (_before, action), after in ROUND.moves.items() if after is _S.SOLVED} - {"solve"}
AFTER_SOLVING = (_S.CONFERENCE, _S.APPROVED)


@dataclass(frozen=True)
class Station:
    """One part of the stage line; `place` is done, current or next."""

    label: str
    place: str
    notes: tuple[str, ...]


def line(board: Board, moments: dict[str, datetime]) -> list[Station]:
    """The round's life from its beginning to its end, with dates and counts."""
    counts = _line_counts(board)
    planned = {
        _S.PREFERENCES: ("open", board.lists_open_at),
        _S.RELEASE_REVIEW: ("after", last_day(board.lists_close_at)),
        _S.FROZEN: ("after", last_day(board.rankings_close_at)),
        _S.PUBLISHED: ("due", last_day(board.results_at)),
    }
    found = []
    for state, label in LINE:
        at, place = _reached(state, moments), _place(board.state, state)
        if board.state is _S.CANCELLED and at is None:
            continue
        when = _when(at, planned.get(state), place)
        notes = (when, counts.get(state, "") if place != "next" else "")
        found.append(Station(label, place, tuple(filter(None, notes))))
    if board.state is _S.CANCELLED:
        found.append(Station("Cancelled", "current", (_when(moments.get("cancel"), None, "current"),)))
    return found


def _reached(state: RoundState, moments: dict[str, datetime]) -> datetime | None:
    """When the round came to the state, unless it was sent back from there since."""
    at = moments.get(REACHED_BY[state])
    back = [moments[action] for action in SENT_BACK & moments.keys() if state in AFTER_SOLVING]
    return None if at is None or any(at <= one for one in back) else at


def _place(now: RoundState, state: RoundState) -> str:
    if now is _S.CANCELLED:
        return "done"
    if now is _S.SCRAMBLE and state is _S.PUBLISHED:
        return "current"
    here, there = ORDER.index(now), ORDER.index(state)
    return "current" if here == there else "done" if there < here else "next"


def _when(at: datetime | None, planned: tuple[str, date] | None, place: str) -> str:
    if at is not None and place != "next":
        return day(at)
    return f"{planned[0]} {day(planned[1])}" if planned is not None else ""


def _line_counts(board: Board) -> dict[RoundState, str]:
    if board.state is _S.CANCELLED:
        return {}  # what a round offered that never came to its end is nobody's figure, and moves on
    return {
        _S.POSTING: f"{plural(board.offered, 'opportunity', 'opportunities')}, {plural(board.seats, 'seat')}",
        _S.PREFERENCES: f"{board.certified:,} of {plural(board.sheets, 'sheet')} certified",
        _S.RANKING: f"{board.ranked - board.overtaken:,} of {board.asked_for:,} ranked",
        _S.FROZEN: f"{plural(board.entrants, 'person', 'people')} in it now",
        _S.SOLVED: _solved(board),
    }


def _solved(board: Board) -> str:
    if board.placed is None:
        return ""
    if board.outdated:
        return "frozen anew since" + (": to be solved again" if board.state is _S.SOLVED else "")
    if board.unchosen:
        return "no run is chosen yet"
    confirmed = f"{board.confirmed:,} confirmed of " if board.is_over else ""
    return f"run {board.run}: {confirmed}{board.placed:,} placed"


def readiness(board: Board, unfit: int = 0, reminded: Collection[Chased] = ()) -> list[Ready]:
    """What is ready and what is not, as counts, with where it is mended; `unfit` pins have to go, and nobody
    is to be reminded of what they were `reminded` of today."""
    if board.state in (_S.PUBLISHED, _S.SCRAMBLE):
        return list(_answers(board))
    if board.state not in OPEN:
        return []
    lines = [
        *_catalogue(board),
        *beside([(board.also_by, board.also_offered)] if board.also_by else []),
        *_sheets(board),
        *_demand(board),
        *_waivers(board),
        *_releases(board),
        *_rankings(board),
        *rules(board, unfit),
    ]
    return without_reminded(lines, reminded)


def _answers(board: Board) -> Iterator[Ready]:
    if board.open_offers:
        open_ = plural(board.open_offers, "offer is", "offers are")
        decision = url_for("publication.page", slug=board.slug)
        yield Ready(f"{open_} not settled yet.", False, "See the answers", decision)
    if board.ended_offers:
        since = f" since run {board.run}; "
        ended = plural(
            board.ended_offers,
            f"offer has ended{since}its seat is free unless its host withdrew it",
            f"offers have ended{since}their seats are free unless their hosts withdrew them",
        )
        repair = url_for("repairs.page", slug=board.slug)
        see = "Look for next offers" if board.state is _S.SCRAMBLE else "See what a repair would do"
        if board.set_aside:
            yield Ready(f"{ended}, but for nobody who waits.", True, "See why", repair)
        else:
            yield Ready(f"{ended}.", False, see, repair)
    if board.kept_sheets:
        kept = plural(board.kept_sheets, "person keeps a sheet", "people keep their sheets")
        yield Ready(f"{kept} for the scramble.", True, "Scramble", url_for("scramble.page", slug=board.slug))


def _catalogue(board: Board) -> Iterator[Ready]:
    offered, seats = plural(board.offered, "opportunity", "opportunities"), plural(board.seats, "seat")
    if board.state in (_S.DRAFT, _S.POSTING):
        choose = url_for("rounds.catalogue", slug=board.slug)
        link = ("Choose", choose) if board.state is _S.POSTING and board.available else ("", "")
        waiting = f"{board.available:,} approved opportunities are not in the round."
        yield Ready(
            waiting if board.available else "Every approved opportunity is in the round.", True, *link
        )
        if board.submitted:
            yield Ready(f"{board.submitted:,} opportunities wait for their agency's approval.", False)
    gone = (
        f" {plural(board.gone, 'other was', 'others were')} filled or withdrawn since and will not be in it."
    )
    held = (
        f" Every seat of {board.held_elsewhere:,} of them is held by another round now;"
        " they are in this one only if that ends before the freeze."
    )
    more = (gone if board.gone else "") + (held if board.held_elsewhere else "")
    yield Ready(
        f"The round offers {offered} with {seats}.{more}", board.to_seal > 0 and not board.held_elsewhere
    )


def _sheets(board: Board) -> Iterator[Ready]:
    if board.state in (_S.DRAFT, _S.POSTING):
        return
    open_ = board.sheets - board.certified
    without = board.unconsented
    yield Ready(
        f"{plural(board.entrants, 'person', 'people')} would take part now: certified, with consent.",
        board.entrants > 0,
    )
    if open_ and board.state is _S.PREFERENCES:
        uncertified = f"{plural(open_, 'dream sheet is', 'dream sheets are')} not certified."
        yield remind(board, Chased.CERTIFY, uncertified)
    elif open_:
        left = plural(
            open_, "dream sheet was not certified and does", "dream sheets were not certified and do"
        )
        yield Ready(f"{left} not count.", True)
    yield from entered(board)
    if without and board.state in GIVEN_IN:
        lacks = plural(without, "certified sheet lacks its owner's", "certified sheets lack their owners'")
        yield remind(board, Chased.CONSENT, f"{lacks} consent.")
    elif without:
        had = plural(without, "certified sheet has", "certified sheets have")
        yield Ready(f"{had} no consent and {'does' if without == 1 else 'do'} not count.", True)


def entered(board: Board) -> Iterator[Ready]:
    """Lists entered for somebody: those that still wait, and those that the lists' end overtook."""
    if board.state not in OPEN_IN:
        return
    waiting = board.entered_late if board.state is _S.RELEASE_REVIEW else board.entered
    see, missed = url_for("entered_sheets.choose", _anchor="waiting"), board.entered - waiting
    if waiting:
        wait = plural(waiting, "entered dream sheet waits", "entered dream sheets wait")
        word = f"{wait} for the executive's word and {'does' if waiting == 1 else 'do'} not count before."
        yield Ready(word, False, "See whose", see)
    if missed:
        late = plural(missed, "entered dream sheet was", "entered dream sheets were")
        does = "does" if missed == 1 else "do"
        sentence = f"{late} not confirmed before the lists closed and {does} not count."
        yield Ready(sentence, False, "See whose", see)


def _demand(board: Board) -> Iterator[Ready]:
    """Warnings while lists are open, in numbers of opportunities alone."""
    if board.state is not _S.PREFERENCES:
        return
    if board.orphans:
        nobody = plural(board.orphans, "opportunity is", "opportunities are")
        yield Ready(f"{nobody} on no certified sheet, as last counted.", False)
    if board.crowded:
        many = plural(board.crowded, "opportunity is", "opportunities are")
        yield Ready(f"{many} on many more sheets than there are seats, as last counted.", False)


def _waivers(board: Board) -> Iterator[Ready]:
    if board.waivers:
        wait = plural(board.waivers, "waiver waits", "waivers wait")
        sentence = f"{wait} for the host agency's decision; until then the round cannot be frozen."
        yield remind(board, Chased.WAIVE, sentence)


def _releases(board: Board) -> Iterator[Ready]:
    if board.state not in (_S.PREFERENCES, _S.RELEASE_REVIEW):
        return
    if board.undecided:
        wait = plural(board.undecided, "release is", "releases are")
        sentence = f"{wait} undecided; what is left counts as {UNDECIDED[board.undecided_as]}."
        yield remind(board, Chased.RELEASE, sentence)
    elif board.entrants or board.kept:
        yield Ready("Every release is decided.", True)
    if board.kept:
        yield Ready(f"{plural(board.kept, 'person is', 'people are')} not released by their agency.", True)


def _rankings(board: Board) -> Iterator[Ready]:
    if board.state is not _S.RANKING:
        return
    nobody = board.offered - board.asked_for
    missing = board.asked_for - board.ranked
    if nobody > 0:
        yield Ready(f"{plural(nobody, 'opportunity has', 'opportunities have')} no applicant.", False)
    if missing:
        without = plural(missing, "opportunity has", "opportunities have")
        sentence = f"{without} applicants and no certified ranking: everyone there counts as equal."
        yield remind(board, Chased.RANK, sentence, REMIND_OR_EXTEND)
    if board.overtaken:
        ranked = plural(board.overtaken, "opportunity is", "opportunities are")
        sentence = f"{ranked} ranked without an applicant who came after that."
        yield remind(board, Chased.RANK, sentence, REMIND_OR_EXTEND)
    if not missing and not board.overtaken:
        yield Ready("Every opportunity with applicants is ranked.", True)
