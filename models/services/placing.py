"""The places of mentors: taken by an offer in the transaction that makes it, freed, and handed on.

Nothing here asks for permission: the verbs do, and they hold the lock on all places while they call it.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.mentoring.business import DAY, add_business_time, business_time_between
from matcher.mentoring.fit import Fitting, Row, Suggested
from matcher.mentoring.rules import Obstacle
from matcher.policy.mentoring_clauses import DESK_DAYS, MOST_REFUSALS, OFFER_DAYS, URGENT_OFFER_DAYS
from models.actors import Actor, Role
from models.lifecycles import advance
from models.mentoring_offers import LIVE, MentoringOffer, Origin
from models.mentors import MentorProfile
from models.queries.asks import fittings
from models.queries.bookable import with_starts
from models.queries.mentor_pool import Pool, load_pool
from models.requests import MentoringRequest, RequestState
from models.services.telling import tell, tell_role

EASED_BY_DAY = (Obstacle.DAY, Obstacle.EITHER)
"""What a later day alone could ease."""


def weigh(session: Session, request: MentoringRequest, now: datetime) -> tuple[Pool, Fitting]:
    """Everybody who could help, and the request against them."""
    pool = load_pool(session, request.kind, now, [request])
    fitting = fittings(session, [request], pool)[request.id]
    return pool, with_starts(session, fitting, now)


def obstacle_of(pool: Pool, fitting: Fitting) -> Obstacle | None:
    """What keeps everybody from being asked; the calendars that matter are read together."""
    near = fitting.within_reach(pool.candidates.values())
    fitting.look_up(near)
    return fitting.obstacle(near)


def offer_next(
    session: Session,
    request: MentoringRequest,
    *,
    by: Actor,
    now: datetime,
    weighed: tuple[Pool, Fitting] | None = None,
) -> None:
    """Ask the next mentor: of those chosen, in their order; then, or where the service chooses, the best of
    the list, in whose points a wish by name counts. Where there is none, or too many refused, the request
    goes to the coordinator's desk, with the day where that is what stands against it. `weighed` spares a
    second look."""
    if request.refusals < MOST_REFUSALS.figure:
        pool, fitting = weighed or weigh(session, request, now)
        for profile_id in () if request.service_chooses else fitting.ask.choices:
            one = pool.candidates.get(profile_id)
            if one is not None and fitting.may(one):
                offer_to(session, request, fitting.suggest(one), Origin.CHOICE, by=by, now=now)
                return
        for suggested in fitting.shortlist(pool.candidates.values(), 1):
            offer_to(session, request, suggested, Origin.SERVICE, by=by, now=now)
            return
        found = obstacle_of(pool, fitting)
        request.obstacle = found if found in EASED_BY_DAY else None
    to_desk(session, request, by=by, now=now)


def offer_to(
    session: Session,
    request: MentoringRequest,
    suggested: Suggested,
    origin: Origin,
    *,
    by: Actor,
    now: datetime,
) -> MentoringOffer:
    """Ask one mentor and hold the place; the database refuses a place that is not there. Whoever waited on
    the list is told."""
    waited = request.state is RequestState.WAITLISTED
    due_at, remind_at = answer_times(request, now)
    offer = MentoringOffer(
        request_id=request.id,
        request=request,
        profile_id=suggested.candidate.id,
        number=_count(session, request) + 1,
        origin=origin,
        points=suggested.points,
        coverage=suggested.coverage,
        ledger=rows_of(suggested.ledger),
        offered_at=now,
        due_at=due_at,
        remind_at=remind_at,
    )
    request.due_at = request.obstacle = None
    advance(session, request, "offer", actor=by, now=now, origin=origin)
    session.add(offer)
    session.flush()
    tell(
        session,
        suggested.candidate.person,
        "mentoring_offer",
        f"offer/{offer.id}/made",
        now=now,
        by=offer.due_at,
    )
    if waited:
        tell(session, request.executive_id, "mentoring_asked", f"offer/{offer.id}/listed", now=now)
    return offer


def _count(session: Session, request: MentoringRequest) -> int:
    query = select(func.count()).select_from(MentoringOffer).where(MentoringOffer.request_id == request.id)
    return session.scalars(query).one()


def answer_times(request: MentoringRequest, now: datetime) -> tuple[datetime, datetime]:
    """When an offer made now ends, and the half of its time."""
    return end_and_half(request, now, _whole_time(request))


def _whole_time(request: MentoringRequest) -> timedelta:
    return (URGENT_OFFER_DAYS if request.urgent else OFFER_DAYS).figure * DAY


def was_cut_short(offer: MentoringOffer) -> bool:
    """Whether the day until which a meeting helps ended an offer before its whole time."""
    return offer.due_at < add_business_time(offer.offered_at, _whole_time(offer.request))


def end_and_half(request: MentoringRequest, now: datetime, span: timedelta) -> tuple[datetime, datetime]:
    """When a span of business time that begins now has passed, or sooner the day until which a meeting helps;
    and when half of that has."""
    due = request.in_time(add_business_time(now, span), now)
    return due, add_business_time(now, min(span, business_time_between(now, due)) / 2)


def rows_of(ledger: tuple[Row, ...]) -> list[dict[str, object]]:
    """The ledger as it is stored."""
    return [
        {
            "criterion": row.criterion,
            "raw": row.raw,
            "weight": row.weight,
            "points": row.points,
            "evidence": row.evidence,
        }
        for row in ledger
    ]


def to_desk(session: Session, request: MentoringRequest, *, by: Actor, now: datetime) -> None:
    """Let a coordinator look at it, within days."""
    request.due_at = add_business_time(now, DESK_DAYS.figure * DAY)
    advance(session, request, "to_desk", actor=by, now=now)
    session.flush()
    visit = f"request/{request.id}/desk/{request.version}"
    tell_role(session, Role.EXCHANGE_COORDINATOR, "mentoring_desk", visit, now=now)
    tell(session, request.executive_id, "mentoring_news", visit, now=now)


def live_offer(session: Session, request: MentoringRequest) -> MentoringOffer | None:
    """The offer that waits for an answer, if any."""
    query = select(MentoringOffer).where(
        MentoringOffer.request_id == request.id, MentoringOffer.state.in_(LIVE)
    )
    return session.scalar(query)


def take_back(session: Session, offer: MentoringOffer, *, by: Actor, now: datetime) -> None:
    """End a live offer without anybody's answer; its place is free, and the mentor is told."""
    offer.ended_at = now
    offer.remind_at = None
    advance(session, offer, "withdraw", actor=by, now=now)
    session.flush()
    person = offer.profile.executive_id
    tell(session, person, "mentoring_offer_ended", f"offer/{offer.id}/withdrawn", now=now)


def release(session: Session, profile: MentorProfile, *, by: Actor, now: datetime) -> int:
    """Take back every live offer of a mentor and hand each request on; how many there were."""
    query = (
        select(MentoringOffer)
        .where(MentoringOffer.profile_id == profile.id, MentoringOffer.state.in_(LIVE))
        .order_by(MentoringOffer.id)
    )
    offers = session.scalars(query).all()
    for offer in offers:
        take_back(session, offer, by=by, now=now)
        if offer.request.state is RequestState.OFFERED:
            offer_next(session, offer.request, by=by, now=now)
    return len(offers)
