"""Invented people into the database: executives with their cards, and the staff who run the round."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.files import sha256
from matcher.policy.clauses import LONGEST_GRANT
from models.actors import Actor, Role
from models.agencies import Agency
from models.base import Base
from models.competencies import Ecq, EcqFramework
from models.errors import Conflict
from models.executives import (
    AppointmentType,
    CareerStage,
    Clearance,
    EcqEvidence,
    Education,
    Executive,
    Relocation,
    Skill,
    TargetJob,
)
from models.positions import Position
from models.services import people, roles
from models.services import reference as verbs
from models.services.people import NewActor
from models.sources import ReferenceSource
from seed import records
from seed.loading.facts import position_slug
from seed.loading.ids import Ids, find_ids, number_rows, release_ids
from seed.market import units
from seed.records import Demonstration
from seed.reference import ECQ_FRAMEWORK

SYSTEM = "system"
OFFICER = NewActor("office-1", "First programme officer (invented)", "office-1@demonstration.example")
CENTRAL_STAFF: dict[str, tuple[str, Role]] = {
    "office-2": ("Second programme officer (invented)", Role.PROGRAMME_OFFICE),
    "exchange-1": ("First exchange coordinator (invented)", Role.EXCHANGE_COORDINATOR),
    "exchange-2": ("Second exchange coordinator (invented)", Role.EXCHANGE_COORDINATOR),
    "auditor-1": ("Auditor (invented)", Role.AUDITOR),
}
AGENCY_STAFF: dict[str, tuple[str, Role]] = {
    "host": ("Host contact", Role.HOST_CONTACT),
    "coordinator": ("Agency coordinator", Role.AGENCY_COORDINATOR),
}
GRANT_REASON = "staff of the demonstration round (invented)"
GENERATED = "Roundtrip's generator; every person, preference and limit is invented"


def install_staff(session: Session, *, now: datetime) -> Actor:
    """The system's actor; on an empty database the first actors are installed.

    Raises Conflict on a database that somebody else's installation has filled.
    """
    system = find_actor(session, SYSTEM)
    if system is None:
        return people.install(session, now=now, officer=OFFICER)[0]
    if find_actor(session, OFFICER.slug) is None:
        raise Conflict("This database holds another installation: the demonstration needs an empty one.")
    return system


def find_actor(session: Session, slug: str) -> Actor | None:
    """The actor of that slug."""
    return session.scalar(select(Actor).where(Actor.slug == slug))


def get_actor(session: Session, slug: str) -> Actor:
    """The actor of that slug; raises NoResultFound where there is none."""
    return session.scalars(select(Actor).where(Actor.slug == slug)).one()


def get_owner(session: Session, executive: Executive) -> Actor:
    """The actor who is that executive."""
    return session.scalars(select(Actor).where(Actor.executive_id == executive.id)).one()


def staff(session: Session) -> dict[str, Actor]:
    """Slug -> actor of everybody who is no executive."""
    query = select(Actor).where(Actor.executive_id.is_(None))
    return {actor.slug: actor for actor in session.scalars(query)}


def agency_actor_slug(kind: str, code: str) -> str:
    """The slug of an agency's staff: "host-dn", "coordinator-dn"."""
    return f"{kind}-{code.lower()}"


def appoint_staff(session: Session, *, now: datetime) -> int:
    """Add central and agency staff and grant their roles; how many were added."""
    officer = get_actor(session, OFFICER.slug)
    agencies = {agency.code: agency for agency in session.scalars(select(Agency))}
    wanted = list(_staff(agencies))
    known = set(session.scalars(select(Actor.slug)))
    new = [entry for entry in wanted if entry[0].slug not in known]
    added = people.add_actors(session, actor=officer, now=now, people=[entry[0] for entry in new])
    for person, (_, role, agency) in zip(added, new, strict=True):
        roles.grant(
            session,
            actor=officer,
            now=now,
            person=person,
            role=role,
            starts_at=now,
            ends_at=now + timedelta(days=LONGEST_GRANT.figure),
            reason=GRANT_REASON,
            agency=agency,
        )
    return len(added)


def _staff(agencies: dict[str, Agency]) -> Iterable[tuple[NewActor, Role, Agency | None]]:
    for slug, (name, role) in CENTRAL_STAFF.items():
        yield _new(slug, name), role, None
    for code in units():
        for kind, (name, role) in AGENCY_STAFF.items():
            slug = agency_actor_slug(kind, code)
            yield _new(slug, f"{name}, {agencies[code].name} (invented)"), role, agencies[code]


def _new(slug: str, name: str, executive_id: int | None = None) -> NewActor:
    return NewActor(slug, name, f"{slug}@demonstration.example", executive_id)


def people_file(number: int) -> str:
    """The name under which the invented people stand in the list of sources."""
    return f"demonstration {number} (invented people)"


def find_people(session: Session, number: int) -> ReferenceSource | None:
    """The source row of the invented people, once they are loaded; its `as_of` is their day."""
    return session.scalar(select(ReferenceSource).where(ReferenceSource.file == people_file(number)))


def load_people(session: Session, *, actor: Actor, now: datetime, made: Demonstration) -> int:
    """Insert every executive with the card, and an actor for each; how many were added."""
    if find_people(session, made.number) is not None:
        return 0
    source = ReferenceSource(
        file=people_file(made.number),
        source=GENERATED,
        licence="CC0-1.0",
        as_of=made.as_of,
        sha256=sha256([_plain(card) for card in made.executives]),
    )
    ids = number_rows(session, Executive, [card.slug for card in made.executives])
    verbs.load(session, actor=actor, now=now, source=source, rows=_cards(session, made.executives, ids))
    release_ids(session, [Executive])
    newcomers = [_new(card.slug.lower(), card.name, ids[card.slug]) for card in made.executives]
    return len(people.add_actors(session, actor=actor, now=now, people=newcomers))


def _plain(card: records.Executive) -> dict[str, Any]:
    """The card as JSON allows it."""
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(card).items()
    }


def _cards(
    session: Session, cards: Sequence[records.Executive], ids: Ids
) -> dict[type[Base], list[dict[str, Any]]]:
    agencies = find_ids(session, Agency.code, Agency.id)
    positions = find_ids(session, Position.slug, Position.id)
    ecqs = ecq_ids(session)
    return {
        Executive: [_executive(card, ids, agencies, positions) for card in cards],
        Skill: [
            {"executive_id": ids[card.slug], "ordinal": place, "name": skill}
            for card in cards
            for place, skill in enumerate(card.skills, 1)
        ],
        Education: [
            {"executive_id": ids[card.slug], "ordinal": place, "text": text}
            for card in cards
            for place, text in enumerate(card.education, 1)
        ],
        EcqEvidence: [
            {"executive_id": ids[card.slug], "ecq_id": ecqs[ordinal], "text": text}
            for card in cards
            for ordinal, text in enumerate(card.evidence, 1)
        ],
        TargetJob: [
            {"executive_id": ids[card.slug], "ordinal": place, "title": title}
            for card in cards
            for place, title in enumerate(card.target_jobs, 1)
        ],
    }


def ecq_ids(session: Session) -> dict[int, int]:
    """Ordinal -> id of the qualifications of ECQ-2025."""
    query = select(Ecq.ordinal, Ecq.id).join(EcqFramework).where(EcqFramework.code == ECQ_FRAMEWORK)
    return dict(session.execute(query).all())


def _executive(card: records.Executive, ids: Ids, agencies: Ids, positions: Ids) -> dict[str, Any]:
    return {
        "id": ids[card.slug],
        "slug": card.slug,
        "name": card.name,
        "invented": card.invented,
        "home_agency_id": agencies[card.home_agency],
        "position_id": positions[position_slug(card.post_id)],
        "appointment": AppointmentType(card.appointment),
        "career_stage": CareerStage(card.career_stage),
        "ses_since": card.ses_since,
        "current_position_since": card.current_position_since,
        "clearance": Clearance(card.clearance),
        "moves": card.moves,
        "relocation": Relocation(card.relocation),
        "places": list(card.places),
        "open_to_remote": card.open_to_remote,
        "mobility": card.mobility,
    }
