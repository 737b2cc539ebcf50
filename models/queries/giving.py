"""What a mentor gives: the offers that wait, the conversations, and what they add up to."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, literal, select, union_all
from sqlalchemy.orm import Session, contains_eager, joinedload

from matcher.policy.mentoring_clauses import LEAST_SHOWN
from models.alliances import MissionCluster
from models.competencies import Competency
from models.engagements import Engagement, Side
from models.executives import Executive
from models.feedback import Feedback
from models.meetings import Meeting, MeetingState
from models.mentoring_offers import LIVE, MentoringOffer
from models.mentors import MentorProfile
from models.requests import MentoringRequest, RequestCompetency, RequestSituation
from models.situations import JobFunction, Situation

THANKFUL = 4
"""From this answer on, of five, to "the advice answered my question", a mentee says thanks."""


@dataclass(frozen=True)
class Waiting:
    """An offer without an answer, and the situation its request is about."""

    offer: MentoringOffer
    about: str


@dataclass(frozen=True)
class Talk:
    """One engagement of a mentor: its held meetings, their minutes, and the mentee's answer, from 1 to 5, to
    "the advice answered my question"."""

    engagement: Engagement
    about: str
    held: int
    minutes: int
    advice: int | None


@dataclass(frozen=True)
class Asked:
    """What a request says, in words; situations and competencies in the order of their rank."""

    situations: list[str]
    competencies: list[str]
    function: str | None
    mission: str | None


def find_offer(session: Session, number: int) -> MentoringOffer | None:
    """The offer of the address, with the people of both sides."""
    mentor = joinedload(MentoringOffer.profile).joinedload(MentorProfile.executive)
    mentee = joinedload(MentoringOffer.request).joinedload(MentoringRequest.executive)
    query = select(MentoringOffer).where(MentoringOffer.id == number)
    return session.scalar(query.options(mentor, mentee.joinedload(Executive.home_agency)))


def waiting_offers(session: Session, executive: int) -> list[Waiting]:
    """The offers that wait for that executive's answer, the first to end first."""
    query = (
        select(MentoringOffer, Situation.name)
        .join(MentoringOffer.profile)
        .join(MentoringOffer.request)
        .options(contains_eager(MentoringOffer.profile), contains_eager(MentoringOffer.request))
        .where(MentorProfile.executive_id == executive, MentoringOffer.state.in_(LIVE))
        .order_by(MentoringOffer.due_at, MentoringOffer.id)
    )
    return [Waiting(offer, name or "a question") for offer, name in session.execute(_about(query))]


def _about(query: Any) -> Any:
    """The same with the request's first situation beside it."""
    first = and_(RequestSituation.request_id == MentoringRequest.id, RequestSituation.rank == 1)
    return query.outerjoin(RequestSituation, first).outerjoin(
        Situation, Situation.id == RequestSituation.situation_id
    )


def talks(session: Session, executive: Executive) -> list[Talk]:
    """Every engagement of the mentor, the newest first, in two statements."""
    thanks = and_(Feedback.engagement_id == Engagement.id, Feedback.side == Side.MENTEE)
    query = (
        select(Engagement, Situation.name, Feedback.advice)
        .join(Engagement.profile)
        .join(Engagement.request)
        .options(joinedload(Engagement.mentee))
        .outerjoin(Feedback, thanks)
        .where(MentorProfile.executive_id == executive.id)
        .order_by(Engagement.began_at.desc(), Engagement.id.desc())
    )
    lengths = _held(session, executive)
    return [
        Talk(one, name or "a question", len(lengths[one.id]), sum(lengths[one.id]), advice)
        for one, name, advice in session.execute(_about(query))
    ]


def thanks(talks: Iterable[Talk]) -> int | None:
    """How many mentees say thanks; None while so few have answered that one could be recognised."""
    said = [(one.engagement.executive_id, one.advice) for one in talks if one.advice is not None]
    if len({person for person, _ in said}) < LEAST_SHOWN.figure:
        return None
    return len({person for person, advice in said if advice >= THANKFUL})


def _held(session: Session, executive: Executive) -> defaultdict[int, list[int]]:
    """Engagement → the minutes of each meeting that was held."""
    mine = Meeting.mentor_id == executive.id, Meeting.state == MeetingState.HELD
    found: defaultdict[int, list[int]] = defaultdict(list)
    for talk, start, end in session.execute(
        select(Meeting.engagement_id, Meeting.starts_at, Meeting.ends_at).where(*mine)
    ):
        found[talk].append((end - start) // timedelta(minutes=1))
    return found


def asked(session: Session, request: MentoringRequest) -> Asked:
    """What the request says, in one statement."""
    wants: list[Any] = [
        select(literal("situations").label("what"), RequestSituation.rank.label("rank"), Situation.name)
        .join(Situation, Situation.id == RequestSituation.situation_id)
        .where(RequestSituation.request_id == request.id),
        select(literal("competencies"), RequestCompetency.rank, Competency.name)
        .join(Competency, Competency.id == RequestCompetency.competency_id)
        .where(RequestCompetency.request_id == request.id),
        select(literal("function"), literal(1), JobFunction.name).where(
            JobFunction.id == request.function_id
        ),
        select(literal("mission"), literal(1), MissionCluster.name).where(
            MissionCluster.id == request.cluster_id
        ),
    ]
    found: defaultdict[str, list[str]] = defaultdict(list)
    for what, _, name in sorted(session.execute(union_all(*wants)).all()):
        found[what].append(name)
    function, mission = (next(iter(found[what]), None) for what in ("function", "mission"))
    return Asked(found["situations"], found["competencies"], function, mission)
