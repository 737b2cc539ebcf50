"""The coordinator's desk: requests that found nobody by themselves, and what went wrong."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor
from models.audit import record
from models.engagements import EndReason, MisuseReport, Side
from models.errors import Conflict, Invalid, Unmet
from models.lifecycles import advance, must_allow
from models.locks import fresh, lock_mentoring
from models.mentoring_offers import MentoringOffer, Origin
from models.mentors import MentorProfile
from models.queries.mentoring_state import open_engagement
from models.requests import MentoringRequest, RequestState
from models.services.engagements import stop
from models.services.placing import offer_to, weigh
from models.services.reasons import must_be_written
from models.services.requests import SUGGESTED, close_down
from models.services.telling import tell


def offer(
    session: Session, *, actor: Actor, now: datetime, request: MentoringRequest, profile: MentorProfile
) -> MentoringOffer:
    """Ask a mentor whom a coordinator picked; Unmet with every hard rule that forbids it."""
    require(actor, "mentoring_desk.offer", request, now=now)
    lock_mentoring(session)
    if fresh(session, request).state not in SUGGESTED:
        raise Conflict(f"This request does not wait for a {request.kind} now.")
    pool, fitting = weigh(session, request, now)
    candidate = pool.candidates.get(profile.id)
    if candidate is None:
        raise Conflict(f"{profile.executive.name} is not in the directory now.")
    if faults := fitting.faults(candidate):
        raise Unmet([fault.finding for fault in faults])
    made = offer_to(session, request, fitting.suggest(candidate), Origin.DESK, by=actor, now=now)
    session.flush()
    return made


def give_up(session: Session, *, actor: Actor, now: datetime, request: MentoringRequest, reason: str) -> None:
    """Tell the person that nobody was found, with the reason; the waiting list is open."""
    require(actor, "mentoring_desk.give_up", request, now=now)
    lock_mentoring(session)
    give_up_now(session, fresh(session, request), by=actor, now=now, reason=reason)


def give_up_now(
    session: Session, request: MentoringRequest, *, by: Actor, now: datetime, reason: str
) -> None:
    """End a request at the desk without a mentor."""
    must_allow(request, "give_up")
    request.due_at, request.closed_at = None, now
    advance(session, request, "give_up", actor=by, now=now, reason=reason)
    session.flush()
    key = f"request/{request.id}/no_match/{request.version}"
    tell(session, request.executive_id, "mentoring_no_match", key, now=now)
    session.flush()


def cancel(session: Session, *, actor: Actor, now: datetime, request: MentoringRequest, reason: str) -> None:
    """End a request, and its engagement if one runs, for a reason that stays on the record; whoever asked is
    told, with the way to it."""
    require(actor, "mentoring_desk.cancel", request, now=now)
    lock_mentoring(session)
    cancel_now(session, fresh(session, request), by=actor, now=now, reason=reason)
    key, page = f"request/{request.id}/cancelled", f"requests/{request.id}"
    tell(session, request.executive_id, "mentoring_cancelled", key, now=now, page=page)


def cancel_now(session: Session, request: MentoringRequest, *, by: Actor, now: datetime, reason: str) -> None:
    """Cancel a request whose place is locked; whoever asked is told by the caller, or has left."""
    must_allow(request, "cancel")
    must_be_written(reason)
    running = open_engagement(session, request) if request.state is RequestState.ACCEPTED else None
    if running is not None:
        stop(session, running, EndReason.LEFT, by=by, now=now, knows=Side.MENTEE)
    close_down(session, request, "cancel", by=by, now=now, reason=reason)


def handle_report(
    session: Session, *, actor: Actor, now: datetime, report: MisuseReport, handling: str
) -> None:
    """Write down what was done about a report, and tell whoever made it that it was looked into; neither side
    of the conversation does. Of two who do so at the same time the second finds it handled."""
    require(actor, "mentoring_desk.handle_report", report, now=now)
    session.refresh(report, with_for_update=True)
    if report.handled_at is not None:
        raise Conflict("This report is handled already.")
    if not handling.strip():
        raise Invalid("Write what was done: it stays on the record.")
    report.handled_at, report.handled_by_id, report.handling = now, actor.id, handling.strip()
    record(session, report, "misuse_reports.handle", actor=actor, now=now)
    if report.reporter.executive_id is not None:
        key = f"report/{report.id}/handled"
        tell(session, report.reporter.executive_id, "mentoring_looked_into", key, now=now)
    session.flush()
