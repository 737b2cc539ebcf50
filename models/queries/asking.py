"""What a request can be made of: situations, competencies, kinds of work, people to avoid or meet again."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.agencies import Agency
from models.alliances import MissionCluster
from models.competencies import Competency, Ecq
from models.engagements import OPEN, Engagement
from models.executives import Executive
from models.mentors import MentorProfile
from models.relations import NoList
from models.situations import JobFunction, Situation, Topic

MOST_FOUND = 10


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


@dataclass(frozen=True)
class Avoiding:
    """Whom somebody does not want to meet."""

    people: list[Executive]
    agencies: list[Agency]


def avoiding(session: Session, executive: Executive) -> Avoiding:
    """The own no-list; nobody else's is ever read so."""
    found = session.get(NoList, executive.id)
    if found is None:
        return Avoiding([], [])
    return Avoiding(people(session, found.content["people"]), agencies(session, found.content["agencies"]))


def people(session: Session, ids: Collection[int]) -> list[Executive]:
    """Executives by id, by name."""
    query = select(Executive).where(Executive.id.in_(ids)).options(joinedload(Executive.home_agency))
    return list(session.scalars(query.order_by(Executive.name, Executive.id)))


def agencies(session: Session, ids: Collection[int] | None = None) -> list[Agency]:
    """Agencies by name: those of the ids, or every active one."""
    wanted = Agency.active if ids is None else Agency.id.in_(ids)
    return list(session.scalars(select(Agency).where(wanted).order_by(Agency.name)))


def find_executives(session: Session, words: str) -> list[Executive]:
    """The first active executives whose name has these words in it."""
    query = (
        select(Executive)
        .where(Executive.active, Executive.name.icontains(words, autoescape=True))
        .options(joinedload(Executive.home_agency))
    )
    return list(session.scalars(query.order_by(Executive.name, Executive.id).limit(MOST_FOUND)))


def earlier_mentors(session: Session, executive: Executive) -> list[MentorProfile]:
    """Who helped somebody before, by name."""
    query = (
        select(MentorProfile)
        .join(Executive, Executive.id == MentorProfile.executive_id)
        .where(
            MentorProfile.id.in_(
                select(Engagement.profile_id).where(
                    Engagement.executive_id == executive.id, Engagement.state.not_in(OPEN)
                )
            )
        )
        .options(joinedload(MentorProfile.executive))
        .order_by(Executive.name, MentorProfile.id)
    )
    return list(session.scalars(query))
