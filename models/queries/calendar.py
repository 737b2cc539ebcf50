"""The steps of rounds that the calendar takes by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.mentoring.business import ZONE, add_business_time, is_business_day, local_day, take_business_time
from matcher.policy.clauses import RELEASE_DAYS
from matcher.policy.release_clauses import RELEASE_ESCALATION, RELEASE_REMINDER
from models.rounds import Round, RoundState

MOMENT = timedelta(minutes=1)
"""Hosts rank until the minute the rankings close; the freeze comes after it."""
BEFORE_LISTS_CLOSE = frozenset({RoundState.DRAFT, RoundState.POSTING, RoundState.PREFERENCES})
AHEAD = timedelta(days=14)
"""How far off the opening of a new round is proposed."""


class Dated(Protocol):
    """What has the state and the moments of a round: the round itself, or its board."""

    @property
    def state(self) -> RoundState: ...
    @property
    def lists_open_at(self) -> datetime: ...
    @property
    def lists_close_at(self) -> datetime: ...
    @property
    def rankings_close_at(self) -> datetime: ...


@dataclass(frozen=True)
class Step:
    """One step of one round whose day has come; `words` tell it done."""

    round_id: int
    name: str
    action: str
    words: str


def lists_are_closed(round_: Dated, now: datetime) -> bool:
    """Whether no list is taken any more in the usual way, ended by the calendar or by a person before it."""
    return round_.state not in BEFORE_LISTS_CLOSE or now > round_.lists_close_at


def releases_end_at(round_: Dated) -> datetime:
    """When the rankings open by themselves: business days after the lists close, and not later than
    halfway to the end of the rankings, so that hosts keep at least half of that time."""
    return releases_end_between(round_.lists_close_at, round_.rankings_close_at)


def releases_end_between(lists_close_at: datetime, rankings_close_at: datetime) -> datetime:
    """The same of a round that is known by these two moments alone."""
    usual = add_business_time(_in_business(lists_close_at), timedelta(days=RELEASE_DAYS.figure))
    return min(usual, lists_close_at + (rankings_close_at - lists_close_at) / 2)


def _in_business(closes_at: datetime) -> datetime:
    """The same hour of the last business day until then: lists that close on a weekend keep the hour at which
    releases end."""
    at = closes_at.astimezone(ZONE)
    while not is_business_day(local_day(at - timedelta.resolution)):
        at -= timedelta(days=1)
    return at


def recommended_by(decided_by: datetime) -> datetime:
    """Until when a supervisor recommends: then what is left comes to the agency, and what that left to its
    board."""
    return take_business_time(decided_by, timedelta(days=RELEASE_ESCALATION.figure))


def reminded_of_releases_at(decided_by: datetime) -> datetime:
    """From when those who have not decided are reminded."""
    return take_business_time(decided_by, timedelta(days=RELEASE_REMINDER.figure))


def usual_opening(now: datetime, earlier: Round | None) -> date:
    """The opening day proposed for a new round: two weeks from now, on the weekday on which the `earlier`
    round opened, or the next business day."""
    soonest = local_day(now) + AHEAD
    later = 0 if earlier is None else (local_day(earlier.lists_open_at).weekday() - soonest.weekday()) % 7
    found = soonest + timedelta(days=later)
    return next(day for ahead in range(7) if is_business_day(day := found + timedelta(days=ahead)))


MOVES: dict[RoundState, tuple[Callable[[Dated], datetime], str, str]] = {
    RoundState.POSTING: (lambda one: one.lists_open_at, "open_preferences", "opened for dream sheets"),
    RoundState.PREFERENCES: (lambda one: one.lists_close_at, "close_preferences", "closed for dream sheets"),
    RoundState.RELEASE_REVIEW: (releases_end_at, "open_ranking", "opened for host rankings"),
    RoundState.RANKING: (lambda one: one.rankings_close_at + MOMENT, "freeze", "frozen"),
}
"""By state: when the round moves on by itself, by which action, and how that is told. Every other step is
taken by people."""


def moves_at(state: RoundState, one: Dated) -> datetime | None:
    """When a round in that state moves on by itself; None where people move it."""
    move = MOVES.get(state)
    return None if move is None else move[0](one)


def moves_to(state: RoundState) -> str:
    """What a round in that state is once it moved on by itself; empty where people move it."""
    return MOVES[state][2] if state in MOVES else ""


def due_steps(session: Session, now: datetime) -> list[Step]:
    """What is due, one step a round, in one statement; a late clock takes the next step at its next tick."""
    found = []
    for one in session.scalars(select(Round).where(Round.state.in_(MOVES)).order_by(Round.id)):
        at, action, words = MOVES[one.state]
        if at(one) <= now:
            found.append(Step(one.id, one.name, action, words))
    return found
