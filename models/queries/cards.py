"""Baseball cards as people read them, for one executive or for many in the same number of statements."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from matcher.policy.clauses import TARGET_JOBS
from models.competencies import Ecq, EcqFramework
from models.executives import AppointmentType, CareerStage, Clearance, Executive, Relocation
from models.positions import Position

FEWEST_SKILLS = 3


@dataclass(frozen=True)
class Evidence:
    """One ECQ of the framework in force, and what the person did that shows it ("" while nothing is said)."""

    ecq_id: int
    ecq: str
    text: str


@dataclass(frozen=True)
class CardView:
    """Everything a card shows. `known_as_of` is the day the position of record is known from."""

    slug: str
    name: str
    invented: bool
    version: int
    home: str
    position: str | None
    organization: str | None
    known_as_of: date | None
    appointment: AppointmentType
    career_stage: CareerStage
    ses_since: date
    current_position_since: date
    clearance: Clearance
    moves: int
    skills: tuple[str, ...]
    education: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    target_jobs: tuple[str, ...]
    relocation: Relocation
    places: tuple[str, ...]
    open_to_remote: bool
    mobility: str


@dataclass(frozen=True)
class Gap:
    """What a card lacks: the section where it is added, and what to add."""

    section: str
    what: str


@dataclass(frozen=True)
class Completeness:
    """How many of the parts of a card are there; `gaps` in the order in which they help a host most."""

    there: int
    of: int
    gaps: tuple[Gap, ...]


def card(session: Session, executive: Executive, day: date) -> CardView:
    """The card of one executive, with the ECQs in force on `day`."""
    return cards(session, [executive.id], day)[executive.slug]


def cards(session: Session, executive_ids: Collection[int], day: date) -> dict[str, CardView]:
    """By slug: the cards of these executives."""
    query = (
        select(Executive)
        .where(Executive.id.in_(executive_ids))
        .options(
            joinedload(Executive.home_agency),
            joinedload(Executive.position).joinedload(Position.organization),
            joinedload(Executive.target_jobs),
            selectinload(Executive.skills),
            joinedload(Executive.education),
            selectinload(Executive.evidence),
        )
        .order_by(Executive.slug)
    )
    framework = ecqs_in_force(session, day)
    found = session.scalars(query, execution_options={"populate_existing": True}).unique().all()
    return {one.slug: _view(one, framework) for one in found}


def ecqs_in_force(session: Session, day: date) -> list[tuple[int, str]]:
    """(id, name) of the ECQs of the framework in force on `day`, in its own order."""
    query = (
        select(Ecq.id, Ecq.name)
        .join(EcqFramework, EcqFramework.id == Ecq.framework_id)
        .where(
            EcqFramework.effective_from <= day,
            EcqFramework.effective_to.is_(None) | (EcqFramework.effective_to >= day),
        )
        .order_by(EcqFramework.effective_from, Ecq.ordinal)
    )
    return [(id_, name) for id_, name in session.execute(query)]


def _view(one: Executive, framework: list[tuple[int, str]]) -> CardView:
    said = {line.ecq_id: line.text for line in one.evidence}
    post = one.position
    part = post.organization.name if post and post.organization else None
    return CardView(
        slug=one.slug,
        name=one.name,
        invented=one.invented,
        version=one.version,
        home=one.home_agency.name,
        position=post.title if post else None,
        organization=None if part == one.home_agency.name else part,
        known_as_of=post.as_of if post else None,
        appointment=one.appointment,
        career_stage=one.career_stage,
        ses_since=one.ses_since,
        current_position_since=one.current_position_since,
        clearance=one.clearance,
        moves=one.moves,
        skills=tuple(skill.name for skill in one.skills),
        education=tuple(line.text for line in one.education),
        evidence=tuple(Evidence(id_, name, said.get(id_, "")) for id_, name in framework),
        target_jobs=tuple(job.title for job in one.target_jobs),
        relocation=one.relocation,
        places=tuple(one.places),
        open_to_remote=one.open_to_remote,
        mobility=one.mobility,
    )


def completeness(view: CardView) -> Completeness:
    """What is there and what to add next."""
    parts = list(_parts(view))
    gaps = tuple(gap for there, gap in parts if not there)
    return Completeness(len(parts) - len(gaps), len(parts), gaps)


def _parts(view: CardView) -> Iterator[tuple[bool, Gap]]:
    missing = FEWEST_SKILLS - len(view.skills)
    more = "another strength" if missing == 1 else f"{missing} more strengths"
    yield missing <= 0, Gap("strengths", more)
    for line in view.evidence:
        yield bool(line.text), Gap("evidence", f"what you did that shows “{line.ecq}”")
    most = TARGET_JOBS.figure
    yield bool(view.target_jobs), Gap("next-jobs", f"a job you would take next (up to {most})")
    goes = view.relocation is not Relocation.NO  # what a card says before anybody has said anything
    there = bool(view.mobility or view.places) or goes or view.open_to_remote
    yield there, Gap("mobility", "when and where you can go, as places or in your own words")
    yield bool(view.education), Gap("experience", "your education")
