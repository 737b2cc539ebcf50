"""Interviews logged by the host: a slot, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from models.access import require
from models.actors import Actor
from models.audit import record
from models.errors import Conflict, Invalid
from models.executives import Executive
from models.interviews import LONGEST_REMARK, Absent, Interview, InterviewState, Topic
from models.lifecycles import advance, must_allow
from models.locks import lock_opportunity, lock_round
from models.opportunities import Opportunity
from models.outbox import post
from models.queries.applicants import applicants, find_place
from models.queries.recipients import actor_of
from models.rounds import Round, RoundState

LOGGED_IN = frozenset({RoundState.RANKING})
ACTS = {
    InterviewState.HELD: "hold",
    InterviewState.MISSED: "miss",
    InterviewState.CANCELLED: "cancel",
}


@dataclass(frozen=True)
class Came:
    """What came of an interview; `absent` names who missed it, and nobody otherwise."""

    outcome: InterviewState
    absent: Absent | None = None
    topics: Sequence[Topic] = ()
    remark: str = ""


def schedule(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_: Round,
    opportunity: Opportunity,
    executive: Executive,
    starts_at: datetime,
) -> Interview:
    """Log the slot agreed with an applicant who consented; the executive is told.

    Conflict outside the weeks of the rankings, and while another slot of the two stands.
    """
    require(actor, "interviews.schedule", opportunity, now=now)
    _must_be_ranking(session, round_, now)
    _must_have_asked(session, round_, opportunity, executive)
    if starts_at > round_.rankings_close_at:
        raise Invalid("The rankings are closed by then.", about="day")
    lock_opportunity(session, opportunity.id)
    here = Interview.round_id == round_.id, Interview.opportunity_id == opportunity.id
    stands = Interview.executive_id == executive.id, Interview.state == InterviewState.SCHEDULED
    if session.scalar(select(Interview.id).where(*here, *stands)) is not None:
        raise Conflict("An interview with this person stands already: say first what came of it.")
    made = Interview(
        round_id=round_.id,
        opportunity_id=opportunity.id,
        opportunity=opportunity,
        executive_id=executive.id,
        starts_at=starts_at,
        logged_at=now,
        logged_by_id=actor.id,
    )
    session.add(made)
    session.flush()
    record(session, made, "interviews.schedule", actor=actor, now=now)
    _tell(session, made, now)
    session.flush()
    return made


def _must_be_ranking(session: Session, round_: Round, now: datetime) -> None:
    current = lock_round(session, round_)
    if current.state not in LOGGED_IN or now > current.rankings_close_at:
        raise Conflict("Interviews are logged while hosts rank.")


def _must_have_asked(session: Session, round_: Round, opportunity: Opportunity, who: Executive) -> None:
    place = find_place(session, round_.slug, opportunity.slug)
    if place is None or who.slug not in applicants(session, place):
        raise Invalid("This person did not ask for the opportunity, or took the consent back.")


def log(
    session: Session, *, actor: Actor, now: datetime, interview: Interview, version: int, came: Came
) -> None:
    """Say what came of a slot; what is logged is final, and the executive reads all of it."""
    require(actor, "interviews.log", interview, now=now)
    _must_be_ranking(session, interview.round, now)
    if came.outcome not in ACTS:
        raise Invalid("Say what came of it.", about="outcome")
    must_allow(interview, ACTS[came.outcome])
    if interview.version != version:
        raise Conflict("Somebody changed this since you opened the page.")
    if (came.outcome is InterviewState.MISSED) != (came.absent is not None):
        raise Invalid(
            "If somebody did not come, choose who; otherwise choose “everybody came”.", about="absent"
        )
    if came.outcome is not InterviewState.CANCELLED and interview.starts_at > now:
        raise Invalid("It has not begun yet; it can be cancelled.", about="outcome")
    if len(came.remark) > LONGEST_REMARK:
        raise Invalid(f"Use at most {LONGEST_REMARK} characters: one sentence.", about="remark")
    interview.absent = came.absent
    interview.topics = [topic.value for topic in Topic if topic in came.topics]
    interview.remark = " ".join(came.remark.split())
    interview.logged_at, interview.logged_by_id = now, actor.id
    advance(session, interview, ACTS[came.outcome], actor=actor, now=now)
    session.flush()
    _tell(session, interview, now)
    session.flush()


def call_off(session: Session, whose: ColumnElement[bool], *, by: Actor, now: datetime) -> None:
    """Cancel the slots to come of whoever leaves the round, for a verb that asked for permission; whoever
    logged one is told, and not why."""
    ahead = Interview.state == InterviewState.SCHEDULED, Interview.starts_at > now
    query = select(Interview).where(whose, *ahead).order_by(Interview.id)
    place = joinedload(Interview.opportunity), joinedload(Interview.round)
    for one in session.scalars(query.options(*place)).all():
        advance(session, one, "cancel", actor=by, now=now)
        key, page = f"interviews/{one.id}/off", f"applicants/{one.round.slug}/{one.opportunity.slug}"
        post(session, key=key, recipient_id=one.logged_by_id, template="interview_off", now=now, page=page)
    session.flush()


def _tell(session: Session, interview: Interview, now: datetime) -> None:
    recipient = actor_of(session, interview.executive_id)
    if recipient is not None:
        post(
            session,
            key=f"interviews/{interview.id}/{interview.state.value}",
            recipient_id=recipient,
            template="interview",
            now=now,
            page="interviews",
        )
