"""What a round is planned with: its calendar, its name, the stages of its solver; and the rules they keep."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from models.errors import Invalid
from models.rounds import Round, RoundState, Stage

USUAL_STAGES = (Stage.MATCHED, Stage.PRIORITY, Stage.CHOICE_TOTAL, Stage.HOST_TOTAL)
FIRST_STAGES = (Stage.MATCHED, Stage.PRIORITY, Stage.CHOICE_PROFILE, Stage.HOST_PROFILE)
USUAL_LENGTHS: tuple[timedelta, ...] = timedelta(days=21), timedelta(days=35), timedelta(days=49)
"""From the opening to the end of the lists, of the rankings, and the results; or the next business day."""


@dataclass(frozen=True)
class Calendar:
    """The instants of a round, each later than the one before."""

    lists_open_at: datetime
    lists_close_at: datetime
    rankings_close_at: datetime
    results_at: datetime


def check_settings(
    session: Session,
    now: datetime,
    name: str,
    calendar: Calendar,
    stages: Sequence[Stage],
    enough_moves: int | None,
    of: Round | None = None,
) -> None:
    """Raise Invalid where a round cannot have these; `of` is the one that has others until now."""
    _check_name(session, name, of)
    _check_stages(stages)
    _check_calendar(calendar, now)
    if enough_moves is not None and enough_moves < 0:
        raise Invalid("Enter how many moves are enough, or nothing.", about="enough_moves")


def _check_name(session: Session, name: str, of: Round | None) -> None:
    same = func.lower(Round.name) == func.lower(name.strip()), Round.state != RoundState.CANCELLED
    others = () if of is None else (Round.id != of.id,)
    if session.scalar(select(Round.id).where(*same, *others).limit(1)) is not None:
        raise Invalid("A round has this name already: give this one another.", about="name")


def _check_stages(stages: Sequence[Stage]) -> None:
    if not stages or len(set(stages)) < len(stages):
        raise Invalid("A round names one or more stages, each once.")
    if stages[0] not in FIRST_STAGES:
        known = ", ".join(FIRST_STAGES)
        raise Invalid(f"The first stage must be one of {known}: '{stages[0]}' is best served by nobody.")


def _check_calendar(calendar: Calendar, now: datetime) -> None:
    days = [calendar.lists_open_at, calendar.lists_close_at, calendar.rankings_close_at, calendar.results_at]
    if any(later <= earlier for earlier, later in itertools.pairwise(days)):
        raise Invalid(
            "The dates of a round follow one another: lists open, lists close, rankings close, results."
        )
    if local_day(calendar.lists_open_at) < local_day(now):
        raise Invalid("The dream sheets open today at the earliest: choose another day.", about="lists_open")
    if local_day(calendar.lists_close_at) <= local_day(now):
        raise Invalid("The dream sheets close after today: choose a later day.", about="lists_close")
