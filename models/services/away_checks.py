"""Ticking what was done so that an executive loses nothing while away."""

from datetime import datetime

from sqlalchemy.orm import Session

from matcher.policy.away import HOST, HOST_APPRAISAL
from matcher.policy.return_dates import Mark, civil
from models.access import require
from models.actors import Actor
from models.audit import record
from models.away_checks import AwayCheck
from models.errors import Conflict, Invalid
from models.queries.away_checks import lines_of
from models.returns import ReturnRight, ReturnState
from models.services.returns import is_seen_to, lock_right

TOO_EARLY = "The appraisal is entered from the first day away on: there is nothing to appraise before."


def is_too_early(right: ReturnRight, line: str, now: datetime) -> bool:
    """Whether the line is about time away that has not begun."""
    return line == HOST_APPRAISAL and civil(now, right.agreement.zone) < right.starts_on


STANDS = "The return is closed: what was entered for it stands."


def tick(session: Session, *, actor: Actor, now: datetime, right: ReturnRight, line: str) -> AwayCheck:
    """Enter that a line of the checklist is done; at the host only what the host has in hand."""
    require(actor, "away_checks.tick", right, now=now)
    _must_be_in_hand(session, right, line, actor)
    if session.get(AwayCheck, (right.id, line)) is not None:
        raise Conflict("This is done already.")
    today = civil(now, right.agreement.zone)
    if is_too_early(right, line, now):
        raise Invalid(TOO_EARLY, about="line")
    made = AwayCheck(right_id=right.id, line=line, done_on=today, entered_at=now, entered_by_id=actor.id)
    session.add(made)
    if line == HOST_APPRAISAL:
        _close_notice(right, actor, now)
    record(session, right, "away_checks.tick", actor=actor, now=now, line=line)
    session.flush()
    return made


def untick(session: Session, *, actor: Actor, now: datetime, right: ReturnRight, line: str) -> None:
    """Take back what was entered by mistake, while the return is not closed: the line waits again."""
    require(actor, "away_checks.untick", right, now=now)
    _must_be_in_hand(session, right, line, actor)
    if right.state is ReturnState.CLOSED:
        raise Conflict(STANDS)
    made = session.get(AwayCheck, (right.id, line))
    if made is None:
        raise Conflict("This is not entered as done.")
    session.delete(made)
    record(session, right, "away_checks.untick", actor=actor, now=now, line=line)
    session.flush()


def _must_be_in_hand(session: Session, right: ReturnRight, line: str, actor: Actor) -> None:
    lock_right(session, right)
    known = {one.code: one for one in lines_of(right)}
    if line not in known:
        raise Invalid("This is no line of the checklist.", about="line")
    if right.agreement.host_supervisor_id == actor.id and known[line].who != HOST:
        raise Invalid("The home agency has this in hand.", about="line")


def _close_notice(right: ReturnRight, by: Actor, now: datetime) -> None:
    """The notice that calls the appraisal to the supervisor's mind asks for nothing more; one that went home
    is about the move too, and stays."""
    owners = {one.owner_id for one in right.notices if one.mark is Mark.LOGISTICS}
    if owners == {right.agreement.host_supervisor_id}:
        is_seen_to(right, {Mark.LOGISTICS}, by, now)
