"""The directory of the Federal Coaching Network: coaches who may be asked, found by what they know."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import literal, or_, select, union_all
from sqlalchemy.orm import Session, contains_eager

from matcher.mentoring.rules import is_same_agency
from models.agencies import Agency
from models.competencies import Competency
from models.executives import Executive
from models.mentors import MentorCompetency, MentorKind, MentorProfile, MentorSituation, ProfileState
from models.queries.loads import loads
from models.queries.mentor_pool import Lines
from models.situations import Situation


@dataclass(frozen=True)
class Coach:
    """One coach: what the profile names, and how many places are free now."""

    profile: MentorProfile
    situations: list[str]
    competencies: list[str]
    free: int


def coaches(session: Session, words: str = "", situation: int = 0, competency: int = 0) -> list[Coach]:
    """Active coaches whose name, agency or own words hold these words, by name, in four statements."""
    query = (
        select(MentorProfile)
        .join(MentorProfile.executive)
        .join(Executive.home_agency)
        .options(contains_eager(MentorProfile.executive).contains_eager(Executive.home_agency))
        .where(
            MentorProfile.kind == MentorKind.COACH,
            MentorProfile.state == ProfileState.ACTIVE,
            Executive.active,
        )
        .order_by(Executive.name, MentorProfile.id)
    )
    if words:
        texts = Executive.name, Agency.name, MentorProfile.about
        query = query.where(or_(*(text.icontains(words, autoescape=True) for text in texts)))
    if situation:
        query = query.where(MentorProfile.situations.any(MentorSituation.situation_id == situation))
    if competency:
        query = query.where(MentorProfile.competencies.any(MentorCompetency.competency_id == competency))
    found = session.scalars(query).all()
    named, taken = _named(session), loads(session)
    return [
        Coach(
            one,
            named["situations", one.id],
            named["competencies", one.id],
            max(0, one.capacity - taken.get(one.id, 0)),
        )
        for one in found
    ]


def _named(session: Session) -> defaultdict[tuple[str, int], list[str]]:
    """What coaches name, by kind and profile, in the order of the names."""
    ours = select(MentorProfile.id).where(MentorProfile.kind == MentorKind.COACH)
    situations = (
        select(literal("situations").label("what"), MentorSituation.profile_id, Situation.name)
        .join(Situation, Situation.id == MentorSituation.situation_id)
        .where(MentorSituation.profile_id.in_(ours))
    )
    competencies = (
        select(literal("competencies"), MentorCompetency.profile_id, Competency.name)
        .join(Competency, Competency.id == MentorCompetency.competency_id)
        .where(MentorCompetency.profile_id.in_(ours))
    )
    found: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for what, profile, name in sorted(session.execute(union_all(situations, competencies)).all()):
        found[what, profile].append(name)
    return found


def free_places(session: Session, profile: MentorProfile) -> int:
    """How many conversations more a coach can take on now."""
    return max(0, profile.capacity - loads(session).get(profile.id, 0))


def is_at_home(session: Session, profile: MentorProfile, person: Executive) -> bool:
    """Whether a coach is in the person's own agency or department, and so forbidden by the rules."""
    lines = Lines(session)
    return is_same_agency(lines.up(profile.executive.home_agency_id), lines.up(person.home_agency_id))


def find_coach(session: Session, number: int) -> MentorProfile | None:
    """The coach of the address, while in the directory."""
    query = (
        select(MentorProfile)
        .join(MentorProfile.executive)
        .join(Executive.home_agency)
        .options(contains_eager(MentorProfile.executive).contains_eager(Executive.home_agency))
        .where(
            MentorProfile.id == number,
            MentorProfile.kind == MentorKind.COACH,
            MentorProfile.state == ProfileState.ACTIVE,
        )
    )
    return session.scalar(query)
