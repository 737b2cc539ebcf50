"""Profiles of mentors and coaches: what can be said in one, one in words, and those an agency looks at."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal, null, select, union_all
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from matcher.mentoring.business import DAY, add_business_time
from matcher.policy.mentoring_clauses import APPROVAL_DAYS
from models.agencies import Agency
from models.alliances import MissionCluster
from models.audit import AuditEvent
from models.competencies import Competency
from models.engagements import OPEN, Engagement
from models.executives import Executive
from models.mentors import (
    MentorAgency,
    MentorCompetency,
    MentorFunction,
    MentorKind,
    MentorMission,
    MentorProfile,
    MentorSituation,
    ProfileState,
)
from models.queries.last_word import LastWord, last_word
from models.situations import JobFunction, Situation

AGAIN = ("send_back", "retire")
"""After these acts a profile is sent anew."""
Option = tuple[int, str]
"""The number of a row and its name."""


@dataclass(frozen=True)
class Options:
    """Everything a profile can name."""

    situations: list[Option]
    competencies: list[Option]
    functions: list[Option]
    missions: list[Option]
    agencies: list[Option]


@dataclass(frozen=True)
class Said:
    """One profile in words: situations with their two years, competencies with their level."""

    situations: list[tuple[str, int, int | None]]
    competencies: list[tuple[str, int]]
    functions: list[str]
    missions: list[str]
    agencies: list[str]


@dataclass(frozen=True)
class Asked:
    """A profile that waits for its agency, and when it was sent; None where the trail does not tell."""

    profile: MentorProfile
    sent_at: datetime | None

    @property
    def due(self) -> datetime | None:
        """By when the agency answers."""
        return self.sent_at and add_business_time(self.sent_at, APPROVAL_DAYS.figure * DAY)


def options(session: Session) -> Options:
    """What can be named now, in one statement."""
    tables: list[Any] = [
        select(
            literal("situations").label("what"),
            Situation.ordinal.label("place"),
            Situation.id,
            Situation.name,
        ),
        select(literal("competencies"), Competency.id, Competency.id, Competency.name),
        select(literal("functions"), literal(0), JobFunction.id, JobFunction.name),
        select(literal("missions"), literal(0), MissionCluster.id, MissionCluster.name),
        select(literal("agencies"), literal(0), Agency.id, Agency.name).where(Agency.active),
    ]
    found: defaultdict[str, list[Option]] = defaultdict(list)
    for what, _, key, name in sorted(
        session.execute(union_all(*tables)).all(), key=lambda row: (row[1], row[3])
    ):
        found[what].append((key, name))
    return Options(*(found[what] for what in Options.__dataclass_fields__))


def returned(session: Session, profile: MentorProfile | None) -> str | None:
    """What the agency missed in a profile that it sent back, until the profile is sent again."""
    if profile is None or profile.state is not ProfileState.DRAFT:
        return None
    said = last_word(session, profile, f"{MentorProfile.__tablename__}.send_back")
    return None if said is None else said.reason


def before(session: Session, profile: MentorProfile) -> LastWord | None:
    """Why a profile is asked for again: it was sent back, or its owner had left; None the first time."""
    return last_word(session, profile, *(f"{MentorProfile.__tablename__}.{act}" for act in AGAIN))


def running(session: Session, profile: MentorProfile) -> list[Engagement]:
    """The conversations of a profile that run, the oldest first, with who asked."""
    query = select(Engagement).where(Engagement.profile_id == profile.id, Engagement.state.in_(OPEN))
    return list(session.scalars(query.options(joinedload(Engagement.mentee)).order_by(Engagement.id)))


def mine(session: Session, executive: Executive) -> list[MentorProfile]:
    """The executive's profiles, as a mentor and as a coach."""
    query = select(MentorProfile).where(MentorProfile.executive_id == executive.id)
    return list(session.scalars(query.order_by(MentorProfile.kind.desc())))


def whole(session: Session, executive: Executive, kind: MentorKind) -> MentorProfile | None:
    """One of them with everything it says, in six statements."""
    parts = (
        MentorProfile.situations,
        MentorProfile.competencies,
        MentorProfile.functions,
        MentorProfile.missions,
        MentorProfile.agencies,
    )
    query = select(MentorProfile).where(
        MentorProfile.executive_id == executive.id, MentorProfile.kind == kind
    )
    return session.scalar(query.options(*(selectinload(part) for part in parts)))


def find_profile(session: Session, number: int) -> MentorProfile | None:
    """The profile of the address, with whose it is."""
    owner = joinedload(MentorProfile.executive).joinedload(Executive.home_agency)
    return session.scalar(select(MentorProfile).where(MentorProfile.id == number).options(owner))


def to_approve(session: Session, agencies: Collection[int]) -> list[Asked]:
    """The profiles that wait for one of these agencies, by name."""
    sent = select(func.max(AuditEvent.at)).where(
        AuditEvent.object_type == MentorProfile.__tablename__,
        AuditEvent.object_id == MentorProfile.id,
        AuditEvent.action == f"{MentorProfile.__tablename__}.submit",
    )
    query = (
        select(MentorProfile, sent.correlate(MentorProfile).scalar_subquery())
        .join(MentorProfile.executive)
        .join(Executive.home_agency)
        .options(contains_eager(MentorProfile.executive).contains_eager(Executive.home_agency))
        .where(Executive.home_agency_id.in_(agencies), MentorProfile.state == ProfileState.SUBMITTED)
        .order_by(Executive.name, MentorProfile.id)
    )
    return [Asked(*row) for row in session.execute(query)]


def said(session: Session, profile: MentorProfile) -> Said:
    """What a profile says, in one statement."""
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for what, name, one, two in sorted(session.execute(_words(profile.id)).all(), key=lambda row: row[:2]):
        found[what].append((name, one, two))
    return Said(
        situations=found["situations"],
        competencies=[(name, level) for name, level, _ in found["competencies"]],
        functions=[row[0] for row in found["functions"]],
        missions=[row[0] for row in found["missions"]],
        agencies=[row[0] for row in found["agencies"]],
    )


def _words(profile: int) -> Any:
    """What is said, its name, and its figures."""
    situations = (
        select(
            literal("situations").label("what"),
            Situation.name,
            MentorSituation.last_year.label("one"),
            MentorSituation.year_before.label("two"),
        )
        .join(Situation, Situation.id == MentorSituation.situation_id)
        .where(MentorSituation.profile_id == profile)
    )
    competencies = (
        select(literal("competencies"), Competency.name, MentorCompetency.level, null())
        .join(Competency, Competency.id == MentorCompetency.competency_id)
        .where(MentorCompetency.profile_id == profile)
    )
    named: list[Any] = [
        select(literal(what), table.name, literal(0), null())
        .join(link, key == table.id)
        .where(link.profile_id == profile)
        for what, table, link, key in (
            ("functions", JobFunction, MentorFunction, MentorFunction.function_id),
            ("missions", MissionCluster, MentorMission, MentorMission.cluster_id),
            ("agencies", Agency, MentorAgency, MentorAgency.agency_id),
        )
    ]
    return union_all(situations, competencies, *named)
