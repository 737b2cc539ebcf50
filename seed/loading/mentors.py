"""Invented mentors by their own verbs: times saved, profiles saved, submitted, approved by the agency."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matcher.availability.problem import Terms
from matcher.mentoring.business import local_day
from models.actors import Actor, Role
from models.agencies import Agency
from models.alliances import MissionCluster
from models.competencies import Competency
from models.executives import Executive
from models.mentors import MentorKind, MentorProfile, Site, SizeBand
from models.services import availability, mentors, roles
from models.services.availability import Week
from models.services.mentors import Profile
from models.situations import JobFunction, Situation
from seed import records
from seed.loading.ids import Ids, find_ids
from seed.loading.people import OFFICER, agency_actor_slug, get_actor, staff

BEFORE = timedelta(days=120)
"""How long before the load the invented history of mentoring begins."""
AWAY = timedelta(days=21)
LATELY = timedelta(days=2)
PAST_REASON = "staff of the invented history of mentoring"
CENTRAL = {"system": Role.SYSTEM, "exchange-1": Role.EXCHANGE_COORDINATOR}


def has_mentors(session: Session) -> bool:
    """Whether somebody mentors already."""
    return session.scalar(select(MentorProfile.id).limit(1)) is not None


def appoint_past_staff(session: Session, *, now: datetime, made: Sequence[records.Mentor]) -> None:
    """Roles that end with the load, so that what happened before it was done by who might."""
    officer, people = get_actor(session, OFFICER.slug), staff(session)
    agencies = {agency.code: agency for agency in session.scalars(select(Agency))}
    wanted: list[tuple[Actor, Role, Agency | None]] = [
        (people[slug], role, None) for slug, role in CENTRAL.items()
    ]
    for code in sorted({_home(one) for one in made}):
        coordinator = people[agency_actor_slug("coordinator", code)]
        wanted.append((coordinator, Role.AGENCY_COORDINATOR, agencies[code]))
    for person, role, agency in wanted:
        roles.grant(
            session,
            actor=officer,
            now=now,
            person=person,
            role=role,
            starts_at=now - BEFORE,
            ends_at=now,
            reason=PAST_REASON,
            agency=agency,
        )


def _home(one: records.Mentor) -> str:
    return one.agencies[0]


def load_mentors(session: Session, *, now: datetime, made: Sequence[records.Mentor]) -> None:
    """Nearly everybody is active some months before `now`, with times to meet."""
    at, people = now - BEFORE, staff(session)
    slugs = [one.executive for one in made]
    query = select(Executive).where(Executive.slug.in_(slugs)).options(joinedload(Executive.home_agency))
    executives = {person.slug: person for person in session.scalars(query)}
    owners = select(Actor).where(Actor.executive_id.in_([person.id for person in executives.values()]))
    actors = {actor.executive_id: actor for actor in session.scalars(owners)}
    facts = fact_ids(session)
    for one in made:
        executive = executives[one.executive]
        actor = actors[executive.id]
        _save_week(session, at, one, executive, actor)
        profile = mentors.save(
            session,
            actor=actor,
            now=at,
            executive=executive,
            kind=MentorKind(one.kind),
            said=_said(one, facts),
        )
        if one.standing == "draft":
            continue
        if one.standing == "submitted":
            mentors.submit(session, actor=actor, now=now - LATELY, profile=profile)
            continue
        mentors.submit(session, actor=actor, now=at, profile=profile)
        approver = people[agency_actor_slug("coordinator", _home(one))]
        mentors.approve(session, actor=approver, now=at, profile=profile)
        if one.standing == "paused":
            back = local_day(now) + AWAY
            mentors.pause(session, actor=actor, now=at, profile=profile, returns_on=back)
        elif one.standing == "retired":
            mentors.retire(session, actor=actor, now=at, profile=profile)


def fact_ids(session: Session) -> dict[str, Ids]:
    """The ids of what profiles and requests name."""
    return {
        "situations": find_ids(session, Situation.code, Situation.id),
        "competencies": find_ids(session, Competency.name, Competency.id),
        "functions": find_ids(session, JobFunction.code, JobFunction.id),
        "missions": find_ids(session, MissionCluster.code, MissionCluster.id),
        "agencies": find_ids(session, Agency.code, Agency.id),
    }


def _said(one: records.Mentor, facts: dict[str, Ids]) -> Profile:
    return Profile(
        capacity=one.capacity,
        about=one.about,
        site=Site(one.site),
        size_band=SizeBand(one.size_band) if one.size_band else None,
        situations={facts["situations"][code]: (last, before) for code, last, before in one.situations},
        competencies={facts["competencies"][name]: level for name, level in one.competencies},
        functions=[facts["functions"][code] for code in one.functions],
        missions=[facts["missions"][code] for code in one.missions],
        agencies=[facts["agencies"][code] for code in one.agencies],
    )


def _save_week(
    session: Session, at: datetime, one: records.Mentor, executive: Executive, actor: Actor
) -> None:
    week = Week(
        zone=one.zone,
        terms=Terms(),
        windows=[(day, 60 * begin, 60 * end) for day, begin, end in one.windows],
        first_week=at.date(),
        every={},
    )
    availability.save_week(session, actor=actor, now=at, executive=executive, version=0, week=week)
