"""Interviews in practice round B, where hosts rank: one of each state at the first opportunities."""

from datetime import UTC, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.mentoring.business import DAY, ZONE, add_business_time, local_day
from models.executives import Executive
from models.interviews import Absent, InterviewState, Topic
from models.opportunities import Opportunity
from models.queries.applicants import applicants, find_place
from models.rankings import ApplicantList
from models.rounds import Round
from models.services import interviews
from models.services.interviews import Came
from seed.loading.people import agency_actor_slug, get_actor

CAME = (
    Came(InterviewState.HELD, None, (Topic.OBJECTIVES, Topic.TIMING), "We agreed to talk once more."),
    None,
    Came(InterviewState.MISSED, Absent.HOST, (), "Our link did not work; we offer another time."),
    Came(InterviewState.CANCELLED),
)
"""One after the other over the opportunities with applicants; with None the slot is still to come."""


def log_interviews(session: Session, *, now: datetime, slug: str = "practice-b") -> int:
    """Log them by the hosts' contacts; how many."""
    round_ = session.scalars(select(Round).where(Round.slug == slug)).one()
    query = (
        select(Opportunity)
        .join(ApplicantList, ApplicantList.opportunity_id == Opportunity.id)
        .where(ApplicantList.round_id == round_.id)
        .order_by(Opportunity.slug)
        .limit(len(CAME))
    )
    for came, opportunity in zip(CAME, session.scalars(query).all(), strict=True):
        _log(session, now, round_, opportunity, came)
    return len(CAME)


def _log(session: Session, now: datetime, round_: Round, opportunity: Opportunity, came: Came | None) -> None:
    place = find_place(session, round_.slug, opportunity.slug)
    if place is None:
        raise LookupError(opportunity.slug)
    person = session.get_one(Executive, next(iter(applicants(session, place).values())).id)
    by = get_actor(session, agency_actor_slug("host", opportunity.host_agency.code))
    starts_at = _next_morning(now) if came is None else now
    made = interviews.schedule(
        session,
        actor=by,
        now=now,
        round_=round_,
        opportunity=opportunity,
        executive=person,
        starts_at=starts_at,
    )
    if came is not None:
        interviews.log(session, actor=by, now=now, interview=made, version=made.version, came=came)


def _next_morning(now: datetime) -> datetime:
    """Ten in the morning, Washington time, one business day from now."""
    day = local_day(add_business_time(now, DAY))
    return datetime.combine(day, time(10), ZONE).astimezone(UTC)
