"""Days of leadership assessments: entered and struck by the executive; never a score."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from models.access import require
from models.actors import Actor
from models.audit import record
from models.errors import Conflict, Invalid
from models.executives import Executive
from models.plans import LeadershipAssessment


def enter(
    session: Session, *, actor: Actor, now: datetime, executive: Executive, done_on: date
) -> LeadershipAssessment:
    """Enter the day of an assessment; Invalid for a day to come or before the service."""
    require(actor, "assessments.enter", executive, now=now)
    if done_on > local_day(now):
        raise Invalid("An assessment is entered once it is done: this day is still to come.")
    if done_on < executive.ses_since:
        raise Invalid("The record begins with the service: this day is before it.")
    same = LeadershipAssessment.executive_id == executive.id, LeadershipAssessment.done_on == done_on
    if session.scalar(select(LeadershipAssessment.id).where(*same)) is not None:
        raise Conflict("An assessment of this day is on record already.")
    entered = LeadershipAssessment(executive_id=executive.id, done_on=done_on, entered_at=now)
    session.add(entered)
    record(session, entered, "leadership_assessments.enter", actor=actor, now=now)
    session.flush()
    return entered


def strike(
    session: Session, *, actor: Actor, now: datetime, executive: Executive, assessment: LeadershipAssessment
) -> None:
    """Take a day off that was entered by mistake."""
    require(actor, "assessments.strike", executive, now=now)
    if assessment.executive_id != executive.id:
        raise Conflict("This assessment is not on record.")
    record(session, assessment, "leadership_assessments.strike", actor=actor, now=now)
    session.delete(assessment)
    session.flush()
