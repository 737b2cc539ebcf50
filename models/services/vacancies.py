"""Projected vacancies: listed, corrected, turned into an opportunity, or given up."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from models.access import require
from models.actors import Actor
from models.agencies import Agency
from models.audit import record
from models.errors import Conflict, Invalid
from models.lifecycles import advance, must_allow
from models.opportunities import Opportunity, OpportunityState
from models.outbox import post
from models.positions import Position
from models.queries.saved_searches import followers
from models.vacancies import Confidence, ProjectedVacancy

LONGEST_TITLE, LONGEST_PLACE = 300, 160
MOST_YEARS = 3


@dataclass(frozen=True)
class Projection:
    """What an agency expects: any day of `month` stands for the month; `position` where it is on record."""

    title: str
    place: str
    month: date
    confidence: Confidence
    position: Position | None = None


def project(
    session: Session, *, actor: Actor, now: datetime, agency: Agency, projection: Projection
) -> ProjectedVacancy:
    """List a post that is expected to fall free."""
    require(actor, "vacancies.project", agency, now=now)
    _check(projection, agency, now)
    vacancy = ProjectedVacancy(agency_id=agency.id, agency=agency, listed_at=now, listed_by_id=actor.id)
    _write(vacancy, projection)
    session.add(vacancy)
    session.flush()
    record(session, vacancy, "vacancies.project", actor=actor, now=now)
    session.flush()
    return vacancy


def correct(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    vacancy: ProjectedVacancy,
    version: int,
    projection: Projection,
) -> None:
    """Change what is expected while it is; Conflict where somebody else did since `version`."""
    require(actor, "vacancies.correct", vacancy, now=now)
    must_allow(vacancy, "become")
    if vacancy.version != version:
        raise Conflict("Somebody changed this since you opened the page.")
    _check(projection, vacancy.agency, now)
    before = {"month": vacancy.month.isoformat(), "confidence": vacancy.confidence.value}
    _write(vacancy, projection)
    session.flush()
    record(session, vacancy, "vacancies.correct", actor=actor, now=now, before=before)
    session.flush()


def _check(projection: Projection, agency: Agency, now: datetime) -> None:
    if not projection.title.strip():
        raise Invalid("Give the title of the post.", about="title")
    if len(projection.title) > LONGEST_TITLE:
        raise Invalid(f"Use at most {LONGEST_TITLE} characters.", about="title")
    if len(projection.place) > LONGEST_PLACE:
        raise Invalid(f"Use at most {LONGEST_PLACE} characters.", about="place")
    first = local_day(now).replace(day=1)
    if not first <= projection.month < first.replace(year=first.year + MOST_YEARS):
        raise Invalid(f"Choose a month of the next {MOST_YEARS} years.", about="month")
    if projection.position is not None and projection.position.agency_id != agency.id:
        raise Invalid("This position is another agency’s.", about="position")


def _write(vacancy: ProjectedVacancy, projection: Projection) -> None:
    vacancy.title, vacancy.place = projection.title.strip(), projection.place.strip()
    vacancy.month = projection.month.replace(day=1)
    vacancy.confidence = projection.confidence
    vacancy.position_id = None if projection.position is None else projection.position.id


def become(
    session: Session, *, actor: Actor, now: datetime, vacancy: ProjectedVacancy, opportunity: Opportunity
) -> None:
    """Say that it came: the agency offers it as this opportunity, which takes over the position on record as
    long as it is a draft."""
    require(actor, "vacancies.become", vacancy, now=now)
    if opportunity.host_agency_id != vacancy.agency_id:
        raise Invalid("This opportunity is another agency’s.")
    must_allow(vacancy, "become")
    if opportunity.state is OpportunityState.DRAFT and opportunity.position_id is None:
        opportunity.position_id = vacancy.position_id
    vacancy.opportunity_id = opportunity.id
    advance(session, vacancy, "become", actor=actor, now=now, opportunity=opportunity.slug)
    session.flush()


def give_up(session: Session, *, actor: Actor, now: datetime, vacancy: ProjectedVacancy) -> None:
    """Say that it did not come; it counts in the agency's record, and whoever follows it is told."""
    require(actor, "vacancies.give_up", vacancy, now=now)
    advance(session, vacancy, "give_up", actor=actor, now=now)
    for follower in followers(session, vacancy.id):
        key = f"vacancy/{vacancy.id}/gone/{follower}"
        post(session, key=key, recipient_id=follower, template="vacancy_gone", now=now, page="searches")
    session.flush()
