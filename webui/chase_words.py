"""The lines of the chase: what is still to be done, and when it was last called to mind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from models.proposals import TURN, Party
from models.queries.board import Board
from models.queries.chase import Concerned
from models.reminders import Chased, Reminder
from models.rounds import Round, RoundState
from models.services.chasing import OPEN_IN, is_closed
from models.services.deadlines import Deadline, movable
from webui.filters import plural


@dataclass(frozen=True)
class Line:
    """One line; `last` is its newest reminder, `today` says whether that was today, `earlier` whether it was
    about a run that was sent back since, `closed` whether it takes more time first."""

    line: Chased
    sentence: str
    last: Reminder | None
    today: bool
    earlier: bool
    closed: bool


def _count(board: Board, line: Chased) -> int:
    return {
        Chased.CERTIFY: board.sheets - board.certified,
        Chased.CONSENT: board.unconsented,
        Chased.RELEASE: board.undecided,
        Chased.WAIVE: board.waivers,
        Chased.RANK: board.asked_for - board.ranked + board.overtaken,
        Chased.APPROVE: board.agencies_waiting,
        Chased.ANSWER: board.open_offers,
    }[line]


_SAID: dict[Chased, Callable[[int], str]] = {
    Chased.CERTIFY: lambda n: f"{plural(n, 'dream sheet is', 'dream sheets are')} not certified.",
    Chased.CONSENT: lambda n: f"{plural(n, 'certified sheet lacks', 'certified sheets lack')} consent.",
    Chased.RELEASE: lambda n: f"{plural(n, 'release is', 'releases are')} undecided.",
    Chased.WAIVE: lambda n: f"{plural(n, 'waiver waits', 'waivers wait')} for the host agency's decision.",
    Chased.RANK: lambda n: (
        f"{plural(n, 'opportunity has', 'opportunities have')} applicants and no certified ranking, "
        "or one from before somebody came."
    ),
    Chased.APPROVE: lambda n: (
        f"{plural(n, 'agency has', 'agencies have')} not approved {'its' if n == 1 else 'their'} moves yet."
    ),
    Chased.ANSWER: lambda n: f"{plural(n, 'offer is', 'offers are')} not settled yet.",
}


_SIDES = {Party.EXECUTIVE: "the executive", Party.HOME: "the home agency", Party.HOST: "the host"}


def sides(answers: Mapping[str, int]) -> str:
    """Of how many open offers each side has the next answer; empty where none is open."""
    found = [(answers[state], _SIDES[side]) for state, side in TURN.items() if answers.get(state)]
    if not found:
        return ""
    (first, side), *others = found
    begins = f"{plural(first, 'waits', 'wait')} for {side}"
    return f"{', '.join([begins, *(f'{count:,} for {side}' for count, side in others)])}."


def told(round_: Round, asked: Concerned) -> str:
    """Whom each deadline that can still move is told to, as the end of a sentence."""
    hosts = f"the host contacts of {plural(asked.hosting, 'agency', 'agencies')}"
    filers = plural(asked.filers, "executive")
    results = f"{hosts} and {filers} with a sheet"
    if round_.state is RoundState.CONFERENCE:
        results = (
            f"{hosts}, {filers} with a sheet and whoever has still to approve the moves of an agency, "
            "whose day moves with it"
        )
    people = {
        Deadline.LISTS: f"for the dream sheets {filers} with a sheet",
        Deadline.RANKINGS: f"for the rankings {hosts}",
        Deadline.RESULTS: f"for the results {results}",
    }
    said = [people[one] for one in movable(round_.state)]
    if asked.undecided:
        releases = plural(asked.undecided, "release")
        said.append(f"and where the day of releases moves with it, whoever has still to act on {releases}")
    return "; ".join(said)


def lines(
    board: Board,
    last: Mapping[Chased, Reminder],
    conferred_at: datetime | None,
    now: datetime,
) -> list[Line]:
    """Those that can still be done and are not; `conferred_at` is when a run was last put before them."""
    found = []
    for line, states in OPEN_IN.items():
        if board.state in states and (count := _count(board, line)) > 0:
            newest = last.get(line)
            before = newest is not None and conferred_at is not None and newest.sent_at < conferred_at
            earlier = line is Chased.APPROVE and before
            closed = is_closed(board.rankings_close_at, line, now)
            today = newest is not None and newest.is_of_today(now)
            found.append(Line(line, _SAID[line](count), newest, today, earlier, closed))
    return found
