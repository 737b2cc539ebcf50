"""Mentors and coaches: the profile, its approval by the agency, away and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from matcher.policy.mentoring_clauses import MOST_PAIRINGS, USUAL_PAIRINGS
from models.access import require
from models.actors import Actor
from models.audit import record
from models.engagements import OPEN, Engagement
from models.errors import Conflict, Denied, Invalid, must_be_none
from models.executives import Executive
from models.lifecycles import advance, must_allow
from models.locks import fresh, lock_mentoring
from models.mentors import (
    MentorAgency,
    MentorCompetency,
    MentorFunction,
    MentorKind,
    MentorMission,
    MentorProfile,
    MentorSituation,
    ProfileState,
    Site,
    SizeBand,
)
from models.services.placing import release
from models.services.telling import tell

LONGEST_ABOUT = 2000
FIRST_YEAR = 1950
Years = tuple[int, int | None]


@dataclass(frozen=True)
class Profile:
    """What a mentor says. `situations` maps situations to the year of the last time and of the time before,
    `competencies` to levels from 1 to 5."""

    capacity: int = USUAL_PAIRINGS.figure
    about: str = ""
    site: Site | None = None
    size_band: SizeBand | None = None
    situations: Mapping[int, Years] = field(default_factory=dict)
    competencies: Mapping[int, int] = field(default_factory=dict)
    functions: Sequence[int] = ()
    missions: Sequence[int] = ()
    agencies: Sequence[int] = ()


def find_profile(session: Session, executive: Executive, kind: MentorKind) -> MentorProfile | None:
    """The executive's profile of that kind."""
    query = select(MentorProfile).where(
        MentorProfile.executive_id == executive.id, MentorProfile.kind == kind
    )
    return session.scalar(query)


def save(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    executive: Executive,
    kind: MentorKind,
    said: Profile,
    version: int | None = None,
) -> MentorProfile:
    """Write the profile, or begin one; what an agency approved stays approved when the mentor adds to it.

    Conflict where it changed since `version` (None: it did not exist).
    """
    require(actor, "mentors.save", executive, now=now)
    must_be_none(faults(said, now))
    lock_mentoring(session)
    profile = find_profile(session, executive, kind)
    if (None if profile is None else profile.version) != version:
        raise Conflict("Somebody changed this profile since you opened the page.")
    if profile is None:
        return begin(session, by=actor, now=now, executive=executive, kind=kind, said=said)
    _store(session, profile, said, by=actor, now=now)
    return profile


def begin(
    session: Session, *, by: Actor, now: datetime, executive: Executive, kind: MentorKind, said: Profile
) -> MentorProfile:
    """Write the first draft of a profile, the mentor's own or one entered on the mentor's behalf."""
    must_be_none(faults(said, now))
    profile = MentorProfile(executive_id=executive.id, executive=executive, kind=kind)
    session.add(profile)
    _store(session, profile, said, by=by, now=now)
    return profile


def _store(session: Session, profile: MentorProfile, said: Profile, *, by: Actor, now: datetime) -> None:
    _write(profile, said)
    session.flush()
    record(session, profile, "mentor_profiles.save", actor=by, now=now, capacity=said.capacity)
    session.flush()


def faults(said: Profile, now: datetime) -> list[Invalid]:
    """What breaks a rule of form, each about the part of the profile."""
    found = []
    if not 1 <= said.capacity <= MOST_PAIRINGS.figure:
        limit = f"The limit must be between 1 and {MOST_PAIRINGS.figure} conversations at a time."
        found.append(Invalid(limit, about="capacity"))
    if len(said.about) > LONGEST_ABOUT:
        found.append(Invalid(f"Write at most {LONGEST_ABOUT} characters about yourself.", about="about"))
    if any(not 1 <= level <= 5 for level in said.competencies.values()):
        found.append(Invalid("A level is between 1 and 5.", about="competencies"))
    this_year = local_day(now).year
    if not all(_was_lived(years, this_year) for years in said.situations.values()):
        years = f"A year lies between {FIRST_YEAR} and {this_year}, the time before no later."
        found.append(Invalid(years, about="situations"))
    return found


def _was_lived(years: Years, this_year: int) -> bool:
    last, before = years
    return FIRST_YEAR <= last <= this_year and (before is None or FIRST_YEAR <= before <= last)


def _write(profile: MentorProfile, said: Profile) -> None:
    profile.capacity, profile.about = said.capacity, said.about.strip()
    profile.site, profile.size_band = said.site, said.size_band
    known = {one.situation_id: one for one in profile.situations}
    profile.situations = [known.get(key) or MentorSituation(situation_id=key) for key in said.situations]
    for one in profile.situations:
        one.last_year, one.year_before = said.situations[one.situation_id]
    skills = {one.competency_id: one for one in profile.competencies}
    profile.competencies = [
        skills.get(key) or MentorCompetency(competency_id=key) for key in said.competencies
    ]
    for skill in profile.competencies:
        skill.level = said.competencies[skill.competency_id]
    functions = {one.function_id: one for one in profile.functions}
    profile.functions = [functions.get(key) or MentorFunction(function_id=key) for key in said.functions]
    missions = {one.cluster_id: one for one in profile.missions}
    profile.missions = [missions.get(key) or MentorMission(cluster_id=key) for key in said.missions]
    agencies = {one.agency_id: one for one in profile.agencies}
    profile.agencies = [agencies.get(key) or MentorAgency(agency_id=key) for key in said.agencies]


def submit(session: Session, *, actor: Actor, now: datetime, profile: MentorProfile) -> None:
    """Ask the agency for its approval; a profile without a situation helps nobody."""
    require(actor, "mentors.submit", profile, now=now)
    must_allow(profile, "submit")
    if not profile.situations:
        raise Invalid("Name at least one situation that you have handled.")
    profile.approved_at, profile.approved_by_id = None, None
    advance(session, profile, "submit", actor=actor, now=now)
    session.flush()


def approve(session: Session, *, actor: Actor, now: datetime, profile: MentorProfile) -> None:
    """The agency's yes; nobody approves themselves."""
    require(actor, "mentors.approve", profile, now=now)
    _must_be_another(actor, profile)
    must_allow(profile, "approve")
    profile.approved_at, profile.approved_by_id = now, actor.id
    advance(session, profile, "approve", actor=actor, now=now)
    session.flush()
    tell(session, profile.executive_id, "mentor_approved", _key(profile, "approved"), now=now)
    session.flush()


def send_back(session: Session, *, actor: Actor, now: datetime, profile: MentorProfile, reason: str) -> None:
    """Return it with what is missing."""
    require(actor, "mentors.send_back", profile, now=now)
    _must_be_another(actor, profile)
    advance(session, profile, "send_back", actor=actor, now=now, reason=reason)
    session.flush()
    tell(session, profile.executive_id, "mentor_sent_back", _key(profile, "sent_back"), now=now)
    session.flush()


def _must_be_another(actor: Actor, profile: MentorProfile) -> None:
    if actor.executive_id == profile.executive_id:
        raise Denied("Another person than the mentor decides about a profile.")


def _key(profile: MentorProfile, what: str) -> str:
    return f"profile/{profile.id}/{what}/{profile.version}"


def pause(
    session: Session, *, actor: Actor, now: datetime, profile: MentorProfile, returns_on: date | None = None
) -> int:
    """Be away until the day of return (without one: until further notice). Offers that wait go to the next
    mentor at once, and are counted; conversations go on."""
    require(actor, "mentors.pause", profile, now=now)
    if returns_on is not None and returns_on <= local_day(now):
        raise Invalid("The day of return must be later than today.")
    lock_mentoring(session)
    fresh(session, profile)
    return put_away(session, profile, by=actor, now=now, returns_on=returns_on)


def put_away(
    session: Session, profile: MentorProfile, *, by: Actor, now: datetime, returns_on: date | None = None
) -> int:
    """Pause a profile whose place is locked, and hand on what waits for it."""
    advance(session, profile, "pause", actor=by, now=now)
    profile.returns_on = returns_on
    session.flush()
    return release(session, profile, by=by, now=now)


def resume(session: Session, *, actor: Actor, now: datetime, profile: MentorProfile) -> None:
    """Be back; what went unanswered before is forgotten."""
    require(actor, "mentors.resume", profile, now=now)
    take_up(session, profile, by=actor, now=now)


def take_up(session: Session, profile: MentorProfile, *, by: Actor, now: datetime) -> None:
    """Let a paused mentor be asked again."""
    must_allow(profile, "resume")
    profile.returns_on, profile.silent_offers = None, 0
    advance(session, profile, "resume", actor=by, now=now)
    session.flush()


def retire(session: Session, *, actor: Actor, now: datetime, profile: MentorProfile) -> int:
    """Mentor no longer; Conflict while a conversation runs. The count of offers handed on."""
    require(actor, "mentors.retire", profile, now=now)
    lock_mentoring(session)
    fresh(session, profile)
    must_allow(profile, "retire")
    running = select(Engagement.id).where(Engagement.profile_id == profile.id, Engagement.state.in_(OPEN))
    if session.scalar(running.limit(1)) is not None:
        raise Conflict("A conversation still runs: finish it or end it first.")
    return put_down(session, profile, by=actor, now=now)


def put_down(session: Session, profile: MentorProfile, *, by: Actor, now: datetime) -> int:
    """End a profile whose place is locked, and hand on what waits for it."""
    if profile.state is ProfileState.PAUSED:
        profile.returns_on = None
    advance(session, profile, "retire", actor=by, now=now)
    session.flush()
    return release(session, profile, by=by, now=now)
