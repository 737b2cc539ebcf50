"""Agreements and return rights in the invented world: drafted, signed by five, running."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from matcher.policy.periods import DAY
from matcher.policy.return_basis import ReturnBasis, ReturnTarget
from matcher.policy.return_dates import Mark
from models.actors import Actor, Role, RoleGrant
from models.agencies import Agency
from models.agreement_texts import WORDED, Terms
from models.agreements import Agreement, EarlyReason, EventKind
from models.executives import Executive
from models.opportunities import FundingBasis, Kind
from models.queries.agreement_findings import facts_row, findings_of
from models.queries.agreements import open_event
from models.returns import ReturnRight, RiskKind
from models.services import agreement_events, agreement_policy, agreements, people, returns, returns_clock
from models.services.agreement_events import Change
from models.services.agreements import Parties
from models.services.people import NewActor
from tests.models.world import NOW, actor, find, give

STARTS, ENDS = date(2026, 11, 2), date(2027, 10, 29)
SIGNERS = ("supervisor-EN", "supervisor-TR", "coord-EN", "coord-TR")
"""Who signs beside an executive of EN."""


def terms(**more: Any) -> Terms:
    """A year's detail from EN to TR, all written; a move for good has no way back."""
    for_good = more.get("kind", Kind.DETAIL).is_permanent
    usual: dict[str, Any] = {
        "kind": Kind.DETAIL,
        "funding": FundingBasis.REIMBURSABLE_1535,
        "starts_on": STARTS,
        "ends_on": ENDS,
        "latest_end": date(2028, 10, 31),
        "zone": "America/New_York",
        "commuting": True,
        "notice_days": 30,
        "return_basis": ReturnBasis.NONE if for_good else ReturnBasis.REGULATORY,
        "return_target": ReturnTarget.SAME_POSITION,
        "words": {name: f"{title} as both agencies agreed." for name, title in WORDED},
    }
    return Terms(**(usual | more))


def staff(session: Session) -> None:
    """A supervisor at the host; once."""
    if session.scalar(select(Actor.id).where(Actor.slug == "supervisor-TR")) is None:
        office = actor(session, "office")
        people.add_actors(session, actor=office, now=NOW, people=[NewActor("supervisor-TR", "supervisor-TR")])
        give(session, "supervisor-TR", Role.SUPERVISOR, "TR")


def parties(session: Session, slug: str = "E-05") -> Parties:
    staff(session)
    return Parties(
        find(session, Executive, slug),
        find(session, Agency, "TR"),
        actor(session, "supervisor-EN"),
        actor(session, "supervisor-TR"),
    )


def home_coordinator(session: Session, executive: Executive) -> Actor:
    return actor(session, f"coord-{executive.home_agency.code}")


def drafted(session: Session, slug: str = "E-05", now: datetime = NOW, **more: Any) -> Agreement:
    made = parties(session, slug)
    by = home_coordinator(session, made.executive)
    return agreements.enter(session, actor=by, now=now, parties=made, terms=terms(**more))


def satisfy(session: Session, agreement: Agreement, now: datetime = NOW) -> None:
    """Record that the host appraises, and read every warning of policy."""
    facts: dict[str, Any] = {"agreement": agreement, "now": now}
    by = home_coordinator(session, agreement.executive)
    row = facts_row(session, agreement)
    known = {"host_appraises": True, "qualified_on": min(agreement.starts_on, local_day(now))}
    version = 0 if row is None else row.version
    agreement_policy.record_facts(session, actor=by, version=version, facts=known, **facts)
    unread = [one.reason.text for one in findings_of(session, agreement, now) if one.is_unread]
    agreement_policy.acknowledge(session, actor=by, sentences=unread, **facts)


def circulated(session: Session, slug: str = "E-05", now: datetime = NOW, **more: Any) -> Agreement:
    agreement = drafted(session, slug, now, **more)
    by = home_coordinator(session, agreement.executive)
    satisfy(session, agreement, now)
    agreements.circulate(session, actor=by, now=now, agreement=agreement)
    return agreement


def sign(session: Session, agreement: Agreement, slug: str, now: datetime = NOW) -> None:
    event = open_event(agreement)
    assert event is not None
    by = actor(session, slug)
    agreement_events.sign(session, actor=by, now=now, agreement=agreement, sha256=event.sha256)


def sign_all(session: Session, agreement: Agreement, now: datetime = NOW) -> None:
    home = home_coordinator(session, agreement.executive).slug
    for slug in (agreement.executive.slug.lower(), *SIGNERS[:2], home, SIGNERS[3]):
        sign(session, agreement, slug, now)


def in_force(session: Session, slug: str = "E-05", now: datetime = NOW, **more: Any) -> Agreement:
    agreement = circulated(session, slug, now, **more)
    sign_all(session, agreement, now)
    return agreement


def without_way_back(session: Session, slug: str = "E-05", **more: Any) -> Agreement:
    """In force, and the executive wrote that no way back is kept."""
    agreement = circulated(session, slug, return_basis=ReturnBasis.NONE, **more)
    agreements.acknowledge_none(session, actor=actor(session, slug.lower()), now=NOW, agreement=agreement)
    sign_all(session, agreement)
    return agreement


def change(kind: EventKind, ends_on: date | None = None) -> Change:
    early = EarlyReason.MISSION if kind is EventKind.EARLY_END else None
    return Change(kind, "Both agencies agreed on it.", ends_on, early, read=True)


def agreed(
    session: Session, agreement: Agreement, kind: EventKind, ends_on: date, now: datetime = NOW
) -> None:
    """Put to signature, and signed by all five."""
    by = actor(session, "coord-EN")
    agreement_events.propose(session, actor=by, now=now, agreement=agreement, change=change(kind, ends_on))
    sign_all(session, agreement, now)


def right_of(session: Session, agreement: Agreement) -> ReturnRight:
    return session.scalars(select(ReturnRight).where(ReturnRight.agreement_id == agreement.id)).one()


def running(session: Session, slug: str = "E-05", now: datetime = NOW, **more: Any) -> ReturnRight:
    return right_of(session, in_force(session, slug, now, **more))


def tick(session: Session, right: ReturnRight, now: datetime) -> int:
    """One look of the clock."""
    return returns_clock.act(session, actor=actor(session, "system"), now=now, right=right)


def at(day: date, hour: int = 16) -> datetime:
    """An instant of that day, after nine in the morning everywhere in the United States but Guam."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=NOW.tzinfo) + timedelta(hours=4)


def lasting(session: Session) -> None:
    """Let every role be held for as long as a test lets time pass."""
    for grant in session.scalars(select(RoleGrant)).all():
        grant.ends_at = NOW + timedelta(days=2000)
    session.flush()


def reminded_of_the_appraisal(session: Session) -> tuple[ReturnRight, int]:
    """A return a month before its last day, and the number of the notice that calls the appraisal to mind."""
    right = running(session)
    lasting(session)
    for before in range(120, 28, -1):
        tick(session, right, at(right.ends_on - before * DAY))
    return right, next(one.id for one in right.notices if one.mark is Mark.LOGISTICS)


def asked(session: Session, slug: str = "E-05") -> ReturnRight:
    """Somebody who has been back for three months to the day, of whom three people are asked."""
    right = running(session, slug, starts_on=date(2026, 2, 2), ends_on=date(2026, 8, 21))
    by = actor(session, "coord-EN")
    returns.enter_return(session, actor=by, now=NOW, right=right, returned_on=date(2026, 8, 23))
    tick(session, right, NOW)
    return right


def fill(session: Session, times: int = 1) -> None:
    """Executives of EN away from TR, each at another step, for the pages; `times` more rows."""
    by = actor(session, "coord-EN")
    first = running(session, "E-05")
    owner = actor(session, "e-05")
    what = "The office is merged."
    kind = RiskKind.UNIT_CHANGED
    returns.report_change(session, actor=owner, now=NOW, right=first, kind=kind, detail=what)
    right = running(session, "E-06")
    returns.propose(session, actor=by, now=NOW, right=right, placement="Deputy director")
    notice_of(session, right)
    away = in_force(session, "E-07")
    extension = change(EventKind.EXTENSION, date(2028, 1, 31))
    agreement_events.propose(session, actor=by, now=NOW, agreement=away, change=extension)
    returns.waive(session, actor=actor(session, "e-07"), now=NOW, right=right_of(session, away))
    back = running(session, "E-08", ends_on=date(2027, 1, 29))
    returns.enter_return(session, actor=by, now=NOW, right=back, returned_on=NOW.date())
    circulated(session, "E-08", starts_on=date(2026, 12, 1), return_basis=ReturnBasis.NONE)
    drafted(session, "E-01")
    running(session, "E-01", starts_on=date(2026, 11, 30))
    for slug in ("E-02", "E-03", "E-04", "E-08")[:times]:
        running(session, slug, starts_on=date(2026, 10, 1))
    session.flush()


def notice_of(session: Session, right: ReturnRight) -> None:
    """Notices told already, one of them the executive's."""
    right.counted_from = STARTS
    tick(session, right, at(date(2027, 5, 3)))
    right.next_due_at = NOW + timedelta(days=200)
