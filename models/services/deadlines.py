"""A later deadline: with a reason, in an order that holds, and told to everybody concerned."""

import enum
from datetime import datetime

from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor
from models.audit import record
from models.errors import Conflict, Invalid
from models.locks import lock_round
from models.outbox import post
from models.queries.calendar import releases_end_at, releases_end_between
from models.queries.chase import waits_for
from models.queries.ids import actors_of, filers
from models.queries.round_people import hosts_in
from models.reminders import Chased
from models.rounds import Round, RoundState


class Deadline(enum.StrEnum):
    LISTS = "lists_close_at"
    RANKINGS = "rankings_close_at"
    RESULTS = "results_at"


_S = RoundState
_LISTS_OPEN = (_S.POSTING, _S.PREFERENCES)
_RANKINGS_OPEN = (*_LISTS_OPEN, _S.RELEASE_REVIEW, _S.RANKING)
MOVABLE_IN: dict[Deadline, tuple[RoundState, ...]] = {
    Deadline.LISTS: _LISTS_OPEN,
    Deadline.RANKINGS: _RANKINGS_OPEN,
    Deadline.RESULTS: (*_RANKINGS_OPEN, _S.FROZEN, _S.SOLVED, _S.CONFERENCE, _S.APPROVED),
}
"""While the round has not gone past the deadline; in preparation its settings move it (`round_settings`)."""


def movable(state: RoundState) -> list[Deadline]:
    """Which deadlines of a round in that state can be extended."""
    return [deadline for deadline, states in MOVABLE_IN.items() if state in states]


def extend(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_: Round,
    deadline: Deadline,
    to: datetime,
    reason: str,
    seen: int,
    shift: bool = False,
) -> int:
    """Move a deadline later; with `shift` every later one by as much. How many people were told.

    `seen` is the version of the round that was shown: Conflict where it was changed since. Invalid where the
    new moment is not later, lies in the past, or comes after the next deadline.
    """
    require(actor, "deadlines.extend", round_, now=now)
    current = lock_round(session, round_, write=True)
    if current.state not in MOVABLE_IN[deadline]:
        raise Conflict("The round has gone past this deadline.")
    if current.version != seen:
        raise Conflict("The round was changed since you opened this page: look at its dates again.")
    before = {one: getattr(current, one) for one in Deadline}
    if not reason.strip():
        raise Invalid("Write the reason.", about="reason")
    if to <= before[deadline] or to <= now:
        raise Invalid("The new day must be later than the one it replaces, and still to come.", about="day")
    after = _moved(before, deadline, to, shift)
    for one, moment in after.items():
        setattr(current, one, moment)
    session.flush()
    moved = {one for one in Deadline if after[one] != before[one]}
    releases = releases_end_between(before[Deadline.LISTS], before[Deadline.RANKINGS])
    told = _tell(session, current, moved, now, releases=releases_end_at(current) != releases)
    dates = {one: moment.isoformat() for one, moment in after.items()}
    record(session, current, "rounds.extend", actor=actor, now=now, reason=reason, dates=dates, told=told)
    session.flush()
    return told


def _moved(
    before: dict[Deadline, datetime], deadline: Deadline, to: datetime, shift: bool
) -> dict[Deadline, datetime]:
    order = list(Deadline)
    later = order[order.index(deadline) + 1 :]
    by = to - before[deadline]
    after = before | {deadline: to} | ({one: before[one] + by for one in later} if shift else {})
    if later and after[later[0]] <= to:
        raise Invalid(
            "The new day comes after the next deadline: choose an earlier one, or move the later ones too.",
            about="day",
        )
    return after


def _tell(session: Session, round_: Round, moved: set[Deadline], now: datetime, *, releases: bool) -> int:
    people = waits_for(session, round_, Chased.RELEASE, now) if releases else set()
    if moved & {Deadline.LISTS, Deadline.RESULTS}:  # whoever filed nothing was told of no day before
        people |= set(actors_of(session, filers(session, round_)))
    if moved & {Deadline.RANKINGS, Deadline.RESULTS}:
        people |= hosts_in(session, round_, now)
    if round_.state is RoundState.CONFERENCE:
        people |= waits_for(session, round_, Chased.APPROVE, now)
    for person in sorted(people):
        key = f"round/{round_.slug}/deadline/{round_.version}/{person}"
        post(session, key=key, recipient_id=person, template="deadline_moved", now=now, round=round_.name)
    return len(people)
