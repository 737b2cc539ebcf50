"""What a round means for the hosts in it, at every stage: what happens now, and what comes next, when."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models.actors import Actor
from models.opportunities import Opportunity, OpportunityState
from models.queries.applicants import Place
from models.queries.our_offers import RANKERS, Line, agencies_of, rankings_due
from models.rankings import RankingState
from models.rounds import Round, RoundState
from webui.filters import day as written
from webui.filters import last_day


@dataclass(frozen=True)
class Stage:
    """What happens in a round now; the next thing a host waits for; the day it ends or begins."""

    now: str
    coming: str
    day: datetime | None
    begins: bool = False


WORDS: dict[RoundState, tuple[str, str, str | None]] = {
    RoundState.DRAFT: ("The round is in preparation.", "Dream sheets open", "lists_open_at"),
    RoundState.POSTING: ("The round collects opportunities.", "Dream sheets open", "lists_open_at"),
    RoundState.PREFERENCES: (
        "Executives file their dream sheets, and you may invite people; who asked for you is shown later.",
        "The lists close",
        "lists_close_at",
    ),
    RoundState.RELEASE_REVIEW: (
        "The lists are closed. Who asked for you is shown when the coordinators open the rankings.",
        "The rankings close",
        "rankings_close_at",
    ),
    RoundState.RANKING: ("Hosts rank those who asked for them.", "The rankings close", "rankings_close_at"),
    RoundState.FROZEN: ("The certified rankings are frozen.", "Results come", "results_at"),
    RoundState.SOLVED: ("The result is being looked at.", "Results come", "results_at"),
    RoundState.CONFERENCE: ("The agencies look at the result.", "Results come", "results_at"),
    RoundState.APPROVED: ("The result waits to be published.", "Results come", "results_at"),
    RoundState.PUBLISHED: ("The result is published.", "", None),
    RoundState.SCRAMBLE: ("Free seats are offered in a second pass.", "", None),
    RoundState.CLOSED: ("The round is over; nothing in it waits for you.", "", None),
    RoundState.ARCHIVED: ("The round is over and put away; nothing in it waits for you.", "", None),
    RoundState.CANCELLED: ("The round was cancelled; nobody is placed by it.", "", None),
}
ANSWERED: dict[RoundState, str] = {
    RoundState.PUBLISHED: "Next, you confirm the offers that executives and their homes said yes to.",
    RoundState.SCRAMBLE: "Next, you confirm those that are accepted and agreed to.",
}
"""Who is offered a seat is known, and each is answered in turn: what that asks of a host."""
SETTLED = (
    "No offer of your seats is open now, so there is nothing to confirm; if one comes, your desk says so."
)
UNASKED = "No offer of this one is open now, so there is nothing to confirm; if one comes, your desk says so."
FULL = "Every seat of this one is taken, so nothing is left to confirm."
LATE = {
    "lists_open_at": "Dream sheets were due to open on {}; that is late.",
    "results_at": "Results were due on {}; they are late.",
}
"""By whose day has gone by: what is said instead of that day."""
OVER = frozenset({RoundState.CLOSED, RoundState.ARCHIVED, RoundState.CANCELLED})
RANKINGS: dict[RankingState | None, str] = {
    None: "not ranked",
    RankingState.DRAFT: "draft, does not count yet",
    RankingState.CERTIFIED: "certified",
    RankingState.CHANGED: "changed since it was certified",
    RankingState.WITHDRAWN: "withdrawn",
}
OVERTAKEN = "certified before a new applicant came"
COUNTING = frozenset({RankingState.CERTIFIED, RankingState.CHANGED})


def stage(round_: Round, now: datetime, awaited: bool, nothing: str = SETTLED) -> Stage:
    """Where the round stands for a host; `awaited` says whether an offer of its seats is open, `nothing` what
    is said where none is."""
    if round_.state is RoundState.RANKING and now > round_.rankings_close_at:
        return Stage("The rankings are closed; the coordinators freeze the round next.", "", None)
    sentence, coming, day = WORDS[round_.state]
    if round_.state in ANSWERED:
        sentence = f"{sentence} {ANSWERED[round_.state] if awaited else nothing}"
    at: datetime | None = None if day is None else getattr(round_, day)
    if at is not None and at < now and day in LATE:
        return Stage(f"{sentence} {LATE[day].format(written(last_day(at)))}", "", None)
    return Stage(sentence, coming, at, day == "lists_open_at")


def nothing_to_confirm(opportunity: Opportunity) -> str:
    """What is said of one of whose seats no offer is open."""
    return FULL if opportunity.state is OpportunityState.FILLED else UNASKED


def ranking_words(line: Line) -> str:
    """How far the ranking of one opportunity is."""
    if not line.offered:
        return "not in this round any more"
    if line.applicants is None:
        return "opens with the rankings"
    if not line.applicants:
        return "nobody asked"
    if line.round and line.round.frozen_sha256:
        return "certified" if line.ranking in COUNTING else "none was certified"
    return OVERTAKEN if line.overtaken else RANKINGS[line.ranking]


def to_rank(session: Session, agencies: Collection[int], now: datetime) -> Iterator[Line]:
    """The rankings that wait for hosts of these agencies; the round that closes first comes first."""
    for line in rankings_due(session, agencies):
        is_open = line.round is not None and now <= line.round.rankings_close_at
        if is_open and (line.overtaken or line.ranking is not RankingState.CERTIFIED):
            yield line


def next_to_rank(session: Session, actor: Actor, now: datetime, after: Place) -> Line | None:
    """The first ranking that waits for the actor beside that one; None where none is left."""
    left = to_rank(session, agencies_of(session, actor, now, RANKERS), now)
    here = after.round, after.opportunity
    return next((line for line in left if (line.round, line.opportunity) != here), None)


def can_be_opened(line: Line) -> bool:
    """Whether there is anything to read about applicants: a ranking to give, or one that was certified."""
    if line.round is None or not line.applicants:
        return False
    return (line.offered and line.round.state is RoundState.RANKING) or line.ranking in COUNTING


def asked_to_approve(names: Sequence[str]) -> str:
    """Who is asked to approve an opportunity, by name."""
    if not names:
        return "Nobody else at your agency can approve it yet: the programme office grants the role."
    return f"Next: {' or '.join(names)} approves it."
