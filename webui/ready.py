"""One line of what is ready in a round, and those of its limits and pins."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from flask import url_for

from models.queries.board import Board
from models.reminders import Chased
from models.rounds import RoundState
from webui.filters import plural

REMINDED = "Reminded today; possible again tomorrow."
REMIND_OR_EXTEND = "Remind or give more time"


@dataclass(frozen=True)
class Ready:
    """One line of the readiness list; `act` names the link to `address`, `line` the reminder it asks for."""

    sentence: str
    fine: bool
    act: str = ""
    address: str = ""
    line: Chased | None = None


def remind(board: Board, line: Chased, sentence: str, act: str = "Remind") -> Ready:
    """A line whose people can be reminded on the page of the chase."""
    return Ready(sentence, False, act, url_for("chase.page", slug=board.slug), line)


def without_reminded(lines: Iterable[Ready], today: Collection[Chased]) -> list[Ready]:
    """The lines; where one was reminded of today it says so, and asks for what is left to do, if anything."""
    return [_calm(one) if one.line in today else one for one in lines]


def _calm(line: Ready) -> Ready:
    left = {REMIND_OR_EXTEND: "Give more time"}.get(line.act, "")
    return replace(line, sentence=f"{line.sentence} {REMINDED}", act=left, address=left and line.address)


def beside(also: Iterable[tuple[str, int]]) -> Iterator[Ready]:
    """What other rounds that are not frozen yet offer too, and which of them has the seat."""
    for name, count in also:
        those = plural(count, "opportunity is", "opportunities are")
        goes = "its seats go" if count == 1 else "their seats go"
        yield Ready(f"{those} offered by {name} too: {goes} with the round that is frozen first.", False)


def rules(board: Board, unfit: int) -> Iterator[Ready]:
    """Limits, and pins and forbidden pairs; `unfit` pins have to go."""
    if board.pins and board.state is RoundState.RANKING:
        pins, freeze = (
            plural(board.pins, "pin is", "pins are"),
            url_for("rounds.freeze_page", slug=board.slug),
        )
        if unfit:
            yield Ready(
                f"{pins} in force; {unfit:,} cannot hold as the lists stand.", False, "See which", freeze
            )
        else:
            yield Ready(f"{pins} in force.", True, "See whether the lists allow it", freeze)
    table = url_for("limits.table", slug=board.slug)
    have = plural(board.limits, "agency has limits", "agencies have limits")
    yield Ready(f"{have}." if board.limits else "No agency has a limit.", board.limits > 0, "Edit", table)
    if board.waiting_rules:
        wait = plural(board.waiting_rules, "pin or forbidden pair waits", "pins and forbidden pairs wait")
        pairs = url_for("pairs.index", slug=board.slug)
        yield Ready(f"{wait} for a second person; until then it does not count.", False, "See which", pairs)
