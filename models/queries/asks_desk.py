"""What mentoring leaves for the desk, in one statement: requests that wait, offers to answer, what the other
side of running conversations wants, questions afterwards."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, Select, String, and_, case, cast, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from matcher.mentoring.business import local_day
from models.actors import Actor
from models.audit import AuditEvent
from models.engagements import OPEN, EndReason, Engagement, EngagementState, Message, Side
from models.executives import Executive
from models.feedback import Feedback, Pulse
from models.mentoring_machines import MENTORING_REQUEST
from models.mentoring_offers import LIVE, MentoringOffer, OfferState
from models.mentors import MentorProfile
from models.queries.columns import NO_DAY, NO_MOMENT, NO_NUMBER, NO_TEXT, named
from models.queries.given import ACTOR, LATELY, ME, NOW, TODAY
from models.queries.meetings import LATELY as TOLD_FOR
from models.requests import ASKER_LEFT, MentoringRequest, RequestSituation, RequestState
from models.situations import Situation
from models.uploads import is_brought_in

QUESTIONED, FEEDBACK, PULSE = "needs_info", "feedback", "pulse"
EXTENSION, MESSAGE, ASKED_SOON, ENDED = "extension", "message", "asked_soon", "ended"
RAN_OUT = "ran_out"
"""Conversations that ended with their time, before the two met."""
ANSWER, REPLY, REPLIED, BROUGHT_IN = "answer", "reply", "replied", "brought_in"
PUT_OUT = "put_out"
"""It was cancelled with the entry that whoever asked had left."""
TOO_LATE = "too_late"
"""It waits on the list, and the day until which a conversation helps has passed."""
WAITING = [state for state in RequestState if "withdraw" in MENTORING_REQUEST.actions(state)]
"""Whoever can still withdraw has no mentor yet."""


@dataclass(frozen=True)
class Line:
    """One entry: a state of a request, or what is asked; the id of the request, offer or engagement; the
    situation; the other person; when it ends by itself, for a draft when it was last touched, for a message
    when it was written; its step; the last day of the conversations for which more time is asked."""

    kind: str
    number: int
    about: str | None
    name: str | None
    at: datetime | None
    step: int | None
    until: date | None


def asks_desk(session: Session, actor: Actor, now: datetime) -> list[Line]:
    """Everything of the executive the actor is: requests and offers, then what is asked afterwards, each by
    number."""
    me = actor.executive_id
    if me is None:
        return []
    moments = {"now": now, "today": local_day(now), "lately": now - TOLD_FOR}
    rows: Iterable[Any] = session.execute(_lines(), {"me": me, "actor": actor.id, **moments})
    talks = (FEEDBACK, PULSE, EXTENSION, MESSAGE, ASKED_SOON, ENDED, RAN_OUT)
    found = [Line(**row._mapping) for row in rows]
    return sorted(found, key=lambda one: (one.kind in talks, one.number, one.kind))


@cache
def _lines() -> CompoundSelect[*tuple[Any, ...]]:
    parts = _requests, _answers, _feedback, _pulses, _extensions, _messages, _asked_soon, _ended
    return union_all(*(part() for part in parts))


def _line(
    kind: Any,
    number: Any,
    *,
    about: Any = NO_TEXT,
    name: Any = NO_TEXT,
    at: Any = NO_MOMENT,
    step: Any = NO_NUMBER,
    until: Any = NO_DAY,
) -> Select[*tuple[Any, ...]]:
    return named(kind=kind, number=number, about=about, name=name, at=at, step=step, until=until)


def _requests() -> Any:
    """Those without a mentor yet, and those that were cancelled a while ago."""
    live = MentoringOffer.request_id == MentoringRequest.id, MentoringOffer.state.in_(LIVE)
    first = RequestSituation.request_id == MentoringRequest.id, RequestSituation.rank == 1
    asked = MentoringOffer.asked_at.is_not(None) & MentoringOffer.answer.is_(None)
    draft = MentoringRequest.state == RequestState.DRAFT
    brought = draft & is_brought_in(MentoringRequest)
    cancelled = MentoringRequest.state == RequestState.CANCELLED, MentoringRequest.closed_at > LATELY
    late = (MentoringRequest.state == RequestState.WAITLISTED) & (MentoringRequest.need_by < TODAY)
    kinds = (
        (asked, literal(QUESTIONED)),
        (brought, literal(BROUGHT_IN)),
        (late, literal(TOO_LATE)),
        (and_(cancelled[0], _was_put_out()), literal(PUT_OUT)),
    )
    return (
        _line(
            case(*kinds, else_=cast(MentoringRequest.state, String)),
            MentoringRequest.id,
            about=Situation.name,
            name=Executive.name,
            at=func.coalesce(
                MentoringOffer.due_at, MentoringRequest.due_at, case((draft, MentoringRequest.changed_at))
            ),
            step=MentoringRequest.step,
        )
        .outerjoin(RequestSituation, and_(*first))
        .outerjoin(Situation, Situation.id == RequestSituation.situation_id)
        .outerjoin(MentoringOffer, and_(*live))
        .outerjoin(MentorProfile, MentorProfile.id == MentoringOffer.profile_id)
        .outerjoin(Executive, Executive.id == MentorProfile.executive_id)
        .where(
            MentoringRequest.executive_id == ME,
            or_(MentoringRequest.state.in_(WAITING), and_(*cancelled, _not_anew())),
        )
    )


def _was_put_out() -> Any:
    """Whether a request was cancelled with the entry that whoever asked had left."""
    said = AuditEvent.object_type == MentoringRequest.__tablename__, AuditEvent.reason == ASKER_LEFT
    query = select(AuditEvent.id).where(*said, AuditEvent.object_id == MentoringRequest.id)
    return query.correlate(MentoringRequest).exists()


def _answers() -> Any:
    """Offers to the mentor: one to answer, one whose question the mentee has answered, or one still waiting
    for that."""
    first = RequestSituation.request_id == MentoringRequest.id, RequestSituation.rank == 1
    asked = MentoringOffer.state == OfferState.NEEDS_INFO
    return (
        _line(
            case(
                (asked, literal(REPLY)),
                (MentoringOffer.answer.is_not(None), literal(REPLIED)),
                else_=literal(ANSWER),
            ),
            MentoringOffer.id,
            about=Situation.name,
            at=MentoringOffer.due_at,
        )
        .join(MentorProfile, MentorProfile.id == MentoringOffer.profile_id)
        .join(MentoringRequest, MentoringRequest.id == MentoringOffer.request_id)
        .outerjoin(RequestSituation, and_(*first))
        .outerjoin(Situation, Situation.id == RequestSituation.situation_id)
        .where(MentorProfile.executive_id == ME, MentoringOffer.state.in_(LIVE))
    )


def _feedback() -> Any:
    """The four questions to either side, while they are open."""
    other = aliased(Executive)
    mentee, mentor = Engagement.executive_id == ME, MentorProfile.executive_id == ME
    theirs = case((mentee, MentorProfile.executive_id), else_=Engagement.executive_id)
    mine = or_(
        and_(mentee, Feedback.side == Side.MENTEE),
        and_(mentor, Feedback.side == Side.MENTOR),
    )
    return (
        _line(FEEDBACK, Engagement.id, name=other.name, at=Feedback.closes_at)
        .join(Engagement, Engagement.id == Feedback.engagement_id)
        .join(MentorProfile, MentorProfile.id == Engagement.profile_id)
        .join(other, other.id == theirs)
        .where(mine, Feedback.answered_at.is_(None), Feedback.closes_at >= NOW)
    )


def _pulses() -> Any:
    """The one question to the mentee, months later."""
    return (
        _line(PULSE, Engagement.id, name=Executive.name)
        .join(Pulse, Pulse.engagement_id == Engagement.id)
        .join(MentorProfile, MentorProfile.id == Engagement.profile_id)
        .join(Executive, Executive.id == MentorProfile.executive_id)
        .where(Engagement.executive_id == ME, Pulse.answered_at.is_(None))
    )


def _extensions() -> Any:
    """Running conversations for which the other side alone asks for more time."""
    mentee, mentor = Engagement.executive_id == ME, MentorProfile.executive_id == ME
    asked = or_(and_(mentee, Engagement.mentor_extends), and_(mentor, Engagement.mentee_extends))
    return _talks(EXTENSION, OPEN, until=Engagement.runs_until).where(asked)


def _asked_soon() -> Any:
    """Conversations that have just ended, whose four questions are not asked yet."""
    put = select(Feedback.engagement_id).where(Feedback.engagement_id == Engagement.id)
    return _talks(ASKED_SOON, [EngagementState.FEEDBACK]).where(~put.exists())


def _ended() -> Any:
    """Requests whose conversations somebody else, or the time, ended early a while ago, with nobody else
    asked."""
    return (
        _line(
            case((Engagement.end_reason == EndReason.NO_MEETING, literal(RAN_OUT)), else_=literal(ENDED)),
            Engagement.request_id,
            name=Executive.name,
        )
        .join(MentorProfile, MentorProfile.id == Engagement.profile_id)
        .join(Executive, Executive.id == MentorProfile.executive_id)
        .join(MentoringRequest, MentoringRequest.id == Engagement.request_id)
        .where(
            Engagement.executive_id == ME,
            Engagement.state == EngagementState.ENDED,
            func.coalesce(Engagement.ended_by, Side.MENTOR) == Side.MENTOR,
            Engagement.ended_at > LATELY,
            MentoringRequest.state == RequestState.CLOSED,
            _not_anew(),
        )
    )


def _not_anew() -> Any:
    """Whether the same question was not asked again since."""
    later, first = aliased(MentoringRequest), func.coalesce(MentoringRequest.anew_of_id, MentoringRequest.id)
    same = later.anew_of_id == first, later.id > MentoringRequest.id, later.submitted_at.is_not(None)
    return ~select(later.id).where(*same).exists()


def _messages() -> Any:
    """Running conversations in which the other side wrote last, and it is not read yet."""
    later = aliased(Message)
    newer = later.engagement_id == Message.engagement_id, later.number > Message.number
    return (
        _talks(MESSAGE, OPEN, at=Message.at)
        .join(Message, Message.engagement_id == Engagement.id)
        .where(
            Message.author_id != ACTOR, Message.read_at.is_(None), ~select(later.id).where(*newer).exists()
        )
    )


def _talks(kind: str, states: Collection[EngagementState], **facts: Any) -> Any:
    """Engagements of either side, with the other person and these facts of a line."""
    other = aliased(Executive)
    mentee, mentor = Engagement.executive_id == ME, MentorProfile.executive_id == ME
    theirs = case((mentee, MentorProfile.executive_id), else_=Engagement.executive_id)
    return (
        _line(kind, Engagement.id, name=other.name, **facts)
        .select_from(Engagement)
        .join(MentorProfile, MentorProfile.id == Engagement.profile_id)
        .join(other, other.id == theirs)
        .where(or_(mentee, mentor), Engagement.state.in_(states))
    )
