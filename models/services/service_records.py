"""The executive's own record of service: written, and its attestations given or taken back.

The trail, which others read, tells that it was done, never what was written.
"""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from models.access import require
from models.actors import Actor
from models.audit import record
from models.errors import Conflict, Invalid
from models.executives import Executive
from models.locks import store_first
from models.opportunities import Kind, Opportunity
from models.service_records import Service, ServiceRecord

STATEMENT = (
    "On the day this sabbatical begins I am not eligible for voluntary retirement with an immediate annuity."
)
CHANGED = "Your record changed since you opened the page."


def write(
    session: Session, *, actor: Actor, now: datetime, executive: Executive, version: int, service: Service
) -> None:
    """Replace the three days; `version` 0 where nothing was written when the page was opened. What was
    attested stays."""
    require(actor, "service_records.write", executive, now=now)
    for name, why in wrong_days(service, executive, local_day(now)).items():
        raise Invalid(why, about=name)
    row = _locked(session, executive)
    if (0 if row is None else row.version) != version:
        raise Conflict(CHANGED)
    kept = Service() if row is None else row.service
    _store(session, row, executive, replace(service, attested=kept.attested))
    record(session, executive, "service_records.write", actor=actor, now=now)
    session.flush()


def wrong_days(service: Service, executive: Executive, today: date) -> dict[str, str]:
    """Which of the days cannot be, and why, by the name of the day."""
    found = {}
    if service.civil_since is not None and service.civil_since > executive.ses_since:
        found["civil_since"] = "Service that counts begins by your first day in the Senior Executive Service."
    for name in ("last_sabbatical", "last_away"):
        if (getattr(service, name) or today) > today:
            found[name] = "Write a day that is past."
    return found


def attest(
    session: Session, *, actor: Actor, now: datetime, executive: Executive, opportunity: Opportunity
) -> None:
    """State that no immediate annuity is open at the start of this sabbatical; nothing else is asked."""
    require(actor, "service_records.attest", executive, now=now)
    if opportunity.kind is not Kind.SABBATICAL:
        raise Invalid("Only a sabbatical asks for this.")
    row = _locked(session, executive)
    own = Service() if row is None else row.service
    told = {**(own.attested or {}), opportunity.slug: local_day(now)}
    _store(session, row, executive, replace(own, attested=told))
    record(session, executive, "service_records.attest", actor=actor, now=now)
    session.flush()


def take_back(
    session: Session, *, actor: Actor, now: datetime, executive: Executive, opportunity: Opportunity
) -> None:
    """State it no longer; a draft with this sabbatical on it cannot be filed any more."""
    require(actor, "service_records.take_back", executive, now=now)
    row = _locked(session, executive)
    if row is None or opportunity.slug not in row.service.sabbaticals:
        raise Conflict("You have not stated this.")
    own = row.service
    told = {slug: day for slug, day in (own.attested or {}).items() if slug != opportunity.slug}
    _store(session, row, executive, replace(own, attested=told))
    record(session, executive, "service_records.take_back", actor=actor, now=now)
    session.flush()


def _locked(session: Session, executive: Executive) -> ServiceRecord | None:
    return session.get(ServiceRecord, executive.id, with_for_update=True, populate_existing=True)


def _store(session: Session, row: ServiceRecord | None, executive: Executive, service: Service) -> None:
    if row is not None:
        row.write(service)
        session.flush()
        return
    first = ServiceRecord(executive_id=executive.id)
    first.write(service)
    if not store_first(session, first):
        raise Conflict(CHANGED)
