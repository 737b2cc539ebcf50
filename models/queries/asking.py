"""What a request can be made of: situations, competencies, kinds of work, mentors to meet again."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from models.alliances import MissionCluster
from models.competencies import Competency, Ecq
from models.engagements import OPEN, Engagement
from models.executives import Executive
from models.meetings import Meeting, MeetingState
from models.mentors import MentorProfile
from models.positions import Position
from models.queries.mentor_pool import ASKABLE
from models.requests import MentoringRequest, RequestChoice
from models.situations import JobFunction, Situation, Topic


def situations(session: Session) -> list[Situation]:
    """Every situation, in the order of the page."""
    return list(session.scalars(select(Situation).order_by(Situation.ordinal)))


def topics(session: Session, code: str) -> list[str]:
    """What to speak about in a situation, in order; nothing for a code that names none."""
    theirs = select(Topic.name).join(Situation, Situation.id == Topic.situation_id)
    return list(session.scalars(theirs.where(Situation.code == code).order_by(Topic.ordinal)))


def competencies(session: Session) -> list[tuple[str, Competency]]:
    """Every competency with the name of its qualification, in their order."""
    query = (
        select(Ecq.name, Competency)
        .join(Competency, Competency.ecq_id == Ecq.id)
        .order_by(Ecq.framework_id.desc(), Ecq.ordinal, Competency.ordinal)
    )
    return [(ecq, one) for ecq, one in session.execute(query)]


def functions(session: Session) -> list[tuple[int, str]]:
    """Kinds of work by name."""
    rows = session.execute(select(JobFunction.id, JobFunction.name).order_by(JobFunction.name))
    return [(key, name) for key, name in rows]


def missions(session: Session) -> list[tuple[int, str]]:
    """Mission areas by name."""
    rows = session.execute(select(MissionCluster.id, MissionCluster.name).order_by(MissionCluster.name))
    return [(key, name) for key, name in rows]


def cities(session: Session) -> list[str]:
    """Where positions on record lie, as in “Denver, CO”, those with the most first."""
    where = Position.city, Position.region
    query = select(*where).where(Position.city.is_not(None), Position.region.is_not(None)).group_by(*where)
    return [
        f"{city}, {region}" for city, region in session.execute(query.order_by(func.count().desc(), *where))
    ]


def earlier_mentors(session: Session, draft: MentoringRequest) -> list[MentorProfile]:
    """Who met the person in conversations that are over and stands in the directory for this kind,
    by name; without whom the draft names anyway."""
    met = (
        select(Engagement.profile_id)
        .join(Meeting, Meeting.engagement_id == Engagement.id)
        .where(
            Engagement.executive_id == draft.executive_id,
            Engagement.state.not_in(OPEN),
            Meeting.state == MeetingState.HELD,
        )
    )
    named = select(RequestChoice.profile_id).where(
        RequestChoice.request_id == draft.id,
        RequestChoice.profile_id.is_distinct_from(draft.again_with_id),
    )
    query = (
        select(MentorProfile)
        .join(Executive, Executive.id == MentorProfile.executive_id)
        .where(
            MentorProfile.id.in_(met),
            MentorProfile.id.not_in(named),
            MentorProfile.kind == draft.kind,
            MentorProfile.state.in_(ASKABLE),
            Executive.active,
        )
        .options(joinedload(MentorProfile.executive))
        .order_by(Executive.name, MentorProfile.id)
    )
    return list(session.scalars(query))
