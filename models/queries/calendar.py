"""The steps of rounds that the calendar takes by itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.policy.clauses import RELEASE_DAYS
from models.rounds import Round, RoundState


@dataclass(frozen=True)
class Step:
    """One step of one round whose day has come; `words` tell it done."""

    round_id: int
    name: str
    action: str
    words: str


def releases_end_at(round_: Round) -> datetime:
    """When the rankings open by themselves: some days after the lists close, and never later than halfway to
    the end of the rankings, so that hosts keep at least half of that time."""
    half = (round_.rankings_close_at - round_.lists_close_at) / 2
    return round_.lists_close_at + min(timedelta(days=RELEASE_DAYS.figure), half)


def due_steps(session: Session, now: datetime) -> list[Step]:
    """What is due, one step a round, in one statement; a late clock takes the next step at its next tick."""
    waiting = (RoundState.POSTING, RoundState.PREFERENCES, RoundState.RELEASE_REVIEW)
    rounds = session.scalars(select(Round).where(Round.state.in_(waiting)).order_by(Round.id))
    found = []
    for one in rounds:
        at, action, words = {
            RoundState.POSTING: (one.lists_open_at, "open_preferences", "opened for dream sheets"),
            RoundState.PREFERENCES: (one.lists_close_at, "close_preferences", "closed for dream sheets"),
            RoundState.RELEASE_REVIEW: (releases_end_at(one), "open_ranking", "opened for host rankings"),
        }[one.state]
        if at <= now:
            found.append(Step(one.id, one.name, action, words))
    return found
