"""Requests: drafted in four steps, submitted, answered with a shortlist, and chosen from."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from matcher.mentoring.business import DAY, add_business_time, local_day
from matcher.mentoring.fit import Fitting
from matcher.policy.mentoring_clauses import CHOICE_DAYS, MOST_CHOICES, SHORTLIST
from models.access import require
from models.actors import Actor
from models.agencies import Agency
from models.audit import record
from models.errors import Conflict, Invalid, must_be_none
from models.executives import Executive
from models.lifecycles import advance, must_allow
from models.locks import fresh, lock_mentoring
from models.mentoring_machines import UNMATCHED
from models.mentors import MentorKind, MentorProfile, ProfileState
from models.queries.mentor_pool import Pool
from models.requests import (
    STEPS,
    MentoringRequest,
    RequestChoice,
    RequestRefusal,
    RequestState,
    Suggestion,
)
from models.rows import rewrite
from models.services.drafts import Part
from models.services.placing import live_offer, obstacle_of, offer_next, rows_of, take_back, to_desk, weigh

SUGGESTED = frozenset({RequestState.SUBMITTED, RequestState.MANUAL, RequestState.WAITLISTED})
"""The states in which a request has no live offer and may get one."""


def save(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    executive: Executive,
    part: Part,
    request: MentoringRequest | None = None,
    kind: MentorKind = MentorKind.MENTOR,
    wanted: MentorProfile | None = None,
    only: Agency | None = None,
    earlier: MentoringRequest | None = None,
    carried: Sequence[Part] = (),
) -> MentoringRequest:
    """Write one step of a draft; without a `request` a new one begins, of a `kind` or to one person who is
    `wanted` first: a coach of the directory; or to mentors of one agency `only`: the host of a rotation;
    `earlier` is the request whose question it asks anew, and `carried` are its other steps, still to be
    looked at."""
    require(actor, "requests.save", executive, now=now)
    if request is None:
        request = _begin(executive, kind, wanted, now)
        request.only_agency = only
        if earlier is not None and earlier.submitted_at is not None:
            request.anew_of_id = earlier.anew_of_id or earlier.id
        session.add(request)
    elif request.executive_id != executive.id:
        raise Conflict("This draft is another person's.")
    must_allow(request, "submit")
    for one in (part, *carried):
        must_be_none(one.faults(local_day(now)))
        one.write(session, request)
    request.step, request.changed_at = max(request.step or 1, min(part.step + 1, STEPS)), now
    session.flush()
    record(session, request, "mentoring_requests.save", actor=actor, now=now, step=part.step)
    session.flush()
    return request


def _begin(
    executive: Executive, kind: MentorKind, wanted: MentorProfile | None, now: datetime
) -> MentoringRequest:
    if wanted is not None and wanted.state is not ProfileState.ACTIVE:
        raise Conflict(f"{wanted.executive.name} cannot be asked now.")
    begun = MentoringRequest(executive_id=executive.id, executive=executive, step=1)
    begun.created_at = begun.changed_at = now
    begun.kind = kind if wanted is None else wanted.kind
    begun.choices = [] if wanted is None else [RequestChoice(rank=1, profile_id=wanted.id)]
    return begun


def draft(
    session: Session,
    *,
    by: Actor,
    now: datetime,
    executive: Executive,
    kind: MentorKind,
    parts: Sequence[Part],
) -> MentoringRequest:
    """Several steps of a new draft at once, entered on the executive's behalf: who it is for submits it."""
    must_be_none([fault for part in parts for fault in part.faults(local_day(now))])
    begun = MentoringRequest(
        executive_id=executive.id, executive=executive, kind=kind, created_at=now, changed_at=now, step=1
    )
    session.add(begun)
    for part in parts:
        part.write(session, begun)
        begun.step = max(begun.step, part.step)
    session.flush()
    record(session, begun, "mentoring_requests.save", actor=by, now=now, step=begun.step)
    session.flush()
    return begun


def submit(session: Session, *, actor: Actor, now: datetime, request: MentoringRequest) -> None:
    """Ask: the shortlist is there at once; where it is empty, a coordinator looks at the request."""
    require(actor, "requests.submit", request, now=now)
    must_allow(request, "submit")
    if not request.situations:
        raise Invalid("Choose at least one situation.", about="situation")
    if request.need_by is not None and request.need_by < local_day(now):
        raise Invalid("The day by which a conversation is needed has passed.", about="need_by")
    lock_mentoring(session)
    request.submitted_at = now
    request.due_at = request.in_time(add_business_time(now, CHOICE_DAYS.figure * DAY), now)
    advance(session, request, "submit", actor=actor, now=now)
    session.flush()
    _settle(session, request, actor, now)
    pool, fitting = weigh(session, request, now)
    suggest(session, request, pool, fitting, now)
    if not request.suggestions:
        request.obstacle = obstacle_of(pool, fitting)
        to_desk(session, request, by=actor, now=now)


def _settle(session: Session, request: MentoringRequest, by: Actor, now: datetime) -> None:
    """A question is open once: earlier requests of it without a conversation are withdrawn."""
    if (first := request.anew_of_id) is None:
        return
    one = MentoringRequest
    query = select(one).where(
        or_(one.id == first, one.anew_of_id == first),
        one.id != request.id,
        one.executive_id == request.executive_id,
        one.state.in_(UNMATCHED),
    )
    for unfound in session.scalars(query.order_by(one.id)).all():
        close_down(session, fresh(session, unfound), "withdraw", by=by, now=now)


def suggest(session: Session, request: MentoringRequest, pool: Pool, fitting: Fitting, now: datetime) -> None:
    """Write the shortlist down as it is now, each place with its ledger. Whoever was wanted by name and may
    be asked stands on it, if need be in the last place."""
    best = fitting.shortlist(pool.candidates.values())
    listed = {one.candidate.id for one in best}
    chosen = [pool.candidates[key] for key in fitting.ask.choices if key in pool.candidates.keys() - listed]
    named = [fitting.suggest(one) for one in chosen if fitting.may(one)]
    best = best[: SHORTLIST.figure - len(named)] + named
    places = [
        Suggestion(
            place=place,
            profile_id=one.candidate.id,
            points=one.points,
            coverage=one.coverage,
            ledger=rows_of(one.ledger),
            made_at=now,
        )
        for place, one in enumerate(best, 1)
    ]
    rewrite(session, request.suggestions, places)
    session.flush()


def choose(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    request: MentoringRequest,
    profiles: Sequence[MentorProfile],
) -> None:
    """Name up to three mentors in order; the first who may be asked is asked at once.

    Conflict for a mentor who cannot be asked any more; why is not said, because it may be private.
    """
    require(actor, "requests.choose", request, now=now)
    _must_be_choosing(session, request)
    if not 1 <= len(profiles) <= MOST_CHOICES.figure or len({one.id for one in profiles}) < len(profiles):
        raise Invalid(f"Choose one to {MOST_CHOICES.figure} different people.")
    pool, fitting = weigh(session, request, now)
    for one in profiles:
        candidate = pool.candidates.get(one.id)
        if candidate is None or not fitting.may(candidate):
            raise Conflict(f"{one.executive.name} cannot be asked now: choose another {request.kind}.")
    request.service_chooses = False
    _set_choices(session, request, profiles)
    names = [one.id for one in profiles]
    record(session, request, "mentoring_requests.choose", actor=actor, now=now, profiles=names)
    chosen = replace(fitting, ask=replace(fitting.ask, choices=tuple(names)))
    offer_next(session, request, by=actor, now=now, weighed=(pool, chosen))


def _set_choices(session: Session, request: MentoringRequest, profiles: Sequence[MentorProfile]) -> None:
    chosen = [RequestChoice(rank=rank, profile_id=one.id) for rank, one in enumerate(profiles, 1)]
    rewrite(session, request.choices, chosen)
    session.flush()


def leave_choice(session: Session, *, actor: Actor, now: datetime, request: MentoringRequest) -> None:
    """Let the service choose: the first of the list is asked at once. A wish by name stays, for the list is
    ranked by it."""
    require(actor, "requests.leave_choice", request, now=now)
    _must_be_choosing(session, request)
    request.service_chooses = True
    record(session, request, "mentoring_requests.leave_choice", actor=actor, now=now)
    offer_next(session, request, by=actor, now=now)


def _must_be_choosing(session: Session, request: MentoringRequest) -> None:
    lock_mentoring(session)
    if fresh(session, request).state is not RequestState.SUBMITTED:
        raise Conflict("Whom to ask is chosen after the request is submitted and before anybody is asked.")


def set_aside(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    request: MentoringRequest,
    profile: MentorProfile,
    reason: str = "",
) -> None:
    """Not this mentor for this request; the reason, if any, is the person's own. The shortlist closes up.

    The trail is never erased, so it does not name the mentor.
    """
    require(actor, "requests.set_aside", request, now=now)
    lock_mentoring(session)
    if fresh(session, request).state not in SUGGESTED:
        raise Conflict("Nobody can be set aside now.")
    if any(one.profile_id == profile.id for one in request.refused):
        raise Conflict(f"{profile.executive.name} is set aside already.")
    request.refused.append(RequestRefusal(profile_id=profile.id, reason=reason.strip() or None, at=now))
    rest = [one.profile for one in request.choices if one.profile_id != profile.id]
    _set_choices(session, request, rest)
    record(session, request, "mentoring_requests.set_aside", actor=actor, now=now)
    pool, fitting = weigh(session, request, now)
    suggest(session, request, pool, fitting, now)


def withdraw(session: Session, *, actor: Actor, now: datetime, request: MentoringRequest) -> None:
    """Ask no longer; no reason is asked, and a mentor who was asked is told."""
    require(actor, "requests.withdraw", request, now=now)
    lock_mentoring(session)
    close_down(session, fresh(session, request), "withdraw", by=actor, now=now)


def close_down(
    session: Session,
    request: MentoringRequest,
    action: str,
    *,
    by: Actor,
    now: datetime,
    reason: str | None = None,
) -> None:
    """Withdraw or cancel a request whose place is locked, and take a live offer back."""
    must_allow(request, action)
    request.closed_at, request.due_at = now, None
    advance(session, request, action, actor=by, now=now, reason=reason)
    session.flush()
    if (offer := live_offer(session, request)) is not None:
        take_back(session, offer, by=by, now=now)


def wait(session: Session, *, actor: Actor, now: datetime, request: MentoringRequest) -> None:
    """Go on the waiting list: the next sweep looks again."""
    require(actor, "requests.wait", request, now=now)
    must_allow(request, "wait")
    if request.purged_at is not None:
        raise Conflict("What this request was about is erased: ask anew.")
    if request.is_too_late(now):
        raise Conflict("The day by which a conversation was needed has passed: ask anew with a later day.")
    request.closed_at = None
    advance(session, request, "wait", actor=actor, now=now)
    session.flush()
