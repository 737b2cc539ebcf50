"""The annual rotation report: written, made ready, sent back, closed; then corrected by numbered versions."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.files import canonical, sha256
from matcher.mentoring.business import local_day
from matcher.policy.annual_report import Annual, read
from matcher.policy.periods import fiscal_span
from matcher.policy.rotation import written
from models.access import require
from models.actors import Actor, Role
from models.agencies import Agency
from models.audit import record
from models.errors import Conflict, Invalid, WrongState
from models.lifecycles import advance, must_allow
from models.outbox import post
from models.queries.annual import load
from models.queries.recipients import holders_at
from models.queries.report_people import years_to_close
from models.rotation_reports import ReportState, ReportVersion, RotationReport, VersionKind

LONGEST_WORDS = 2000
LONGEST_CONTACT = 300
CHANGED = "The figures changed since the report was made ready: send it back, so that the agency reads them."

CLOSED_WITH_IT = (
    "The agency was merged: its closed reports stay as they are, and a rotation that becomes known later is "
    "reported by its successor."
)


def write(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    agency: Agency,
    fiscal_year: int,
    contact: str,
    reason: str,
    version: int = 0,
) -> RotationReport:
    """Whom to ask, and why participation rose or fell; `version` is that of the report as it was read, 0 of
    none."""
    require(actor, "rotation_reports.write", agency, now=now)
    if agency.parent_id is not None:
        raise Invalid("An agency reports through the department that it belongs to.")
    called, why = _words(contact, "contact", LONGEST_CONTACT), _words(reason, "reason", LONGEST_WORDS)
    report = find_report(session, agency, fiscal_year)
    if (0 if report is None else report.version) != version:
        raise Conflict(
            "Somebody changed this report since you opened the page: look at it, then write yours again."
        )
    if report is None:
        report = RotationReport(agency=agency, fiscal_year=fiscal_year, contact="", reason="")
        session.add(report)
    elif report.state is not ReportState.DRAFT:
        raise WrongState("A report is written while it is a draft.")
    report.contact, report.reason = called, why
    record(session, report, "rotation_reports.write", actor=actor, now=now, year=fiscal_year)
    session.flush()
    return report


def make_ready(session: Session, *, actor: Actor, now: datetime, report: RotationReport) -> ReportVersion:
    """The agency stands by the figures: they are kept as a version, and the programme office closes them."""
    require(actor, "rotation_reports.make_ready", report, now=now)
    must_allow(report, "make_ready")
    found = _live(session, report, now)
    _must_be_whole(report, found, now)
    version = _keep(session, report, found, VersionKind.READY, None, actor, now)
    advance(session, report, "make_ready", actor=actor, now=now, sha256=version.sha256)
    session.flush()
    return version


def send_back(session: Session, *, actor: Actor, now: datetime, report: RotationReport, reason: str) -> None:
    """The office asks the agency to look again, and its coordinators are written to; the version that was
    ready stays on the record."""
    require(actor, "rotation_reports.send_back", report, now=now)
    if not reason.strip():
        raise Invalid("Write what the agency is to look at again.", about="reason")
    advance(session, report, "send_back", actor=actor, now=now, reason=reason.strip())
    page = f"reports/{report.fiscal_year}/{report.agency.code}"
    for who in holders_at(session, Role.AGENCY_COORDINATOR, report.agency, now):
        key = f"report/{report.id}/{len(report.versions)}/back/{who}"
        post(session, key=key, recipient_id=who, template="report_sent_back", now=now, page=page)
    session.flush()


def close(session: Session, *, actor: Actor, now: datetime, report: RotationReport, sha256: str) -> None:
    """Close the report as it was read, `sha256` being of that version, under the name that the agency had
    when it was made ready; from then on it never changes."""
    require(actor, "rotation_reports.close", report, now=now)
    must_allow(report, "close")
    latest = report.latest
    if latest is None or latest.sha256 != sha256:
        raise Conflict("This is another version than the one you read: read it again.")
    if _text(_as_called(report, _live(session, report, now))) != latest.content:
        raise WrongState(CHANGED)
    advance(session, report, "close", actor=actor, now=now, sha256=sha256)
    report.closed_at, report.closed_by_id = now, actor.id
    session.flush()


def close_all(session: Session, agency: Agency, *, why: str, by: Actor, now: datetime) -> int:
    """Close the reports of the years that are over as they stand, before the agency itself is closed or
    merged: nobody is left who makes them ready. How many."""
    years = years_to_close(session, agency, local_day(now))
    for year in years:
        report = find_report(session, agency, year)
        if report is None:
            report = RotationReport(agency=agency, fiscal_year=year, contact="", reason="")
            session.add(report)
        if report.state is ReportState.DRAFT:
            report.contact = report.contact or f"{by.name}, programme office"
            report.reason = report.reason or why
            session.flush()
            kept = _keep(session, report, _live(session, report, now), VersionKind.READY, None, by, now)
            advance(session, report, "make_ready", actor=by, now=now, sha256=kept.sha256)
            session.flush()  # the database wants it step by step
        digest = None if report.latest is None else report.latest.sha256
        advance(session, report, "close", actor=by, now=now, reason=why, sha256=digest)
        report.closed_at, report.closed_by_id = now, by.id
        session.flush()
    return len(years)


def correct(
    session: Session, *, actor: Actor, now: datetime, report: RotationReport, reason: str
) -> ReportVersion:
    """What became known after the close, as a numbered correction; the closed version stays as it was."""
    require(actor, "rotation_reports.correct", report, now=now)
    session.refresh(report, with_for_update=True)
    if report.state is not ReportState.CLOSED or report.latest is None:
        raise WrongState("A report is corrected once it is closed.")
    if report.agency.successor is not None:
        raise WrongState(CLOSED_WITH_IT)
    words = _words(reason, "reason", LONGEST_WORDS)
    if not words:
        raise Invalid("Write what became known: it stands beside the correction.", about="reason")
    found = _as_called(report, _live(session, report, now))
    if is_as_kept(report, found):
        raise WrongState("Nothing changed since the last version: there is nothing to correct.")
    version = _keep(session, report, found, VersionKind.CORRECTION, words, actor, now)
    facts: dict[str, Any] = {"number": version.number, "sha256": version.sha256}
    record(session, report, "rotation_reports.correct", actor=actor, now=now, reason=words, **facts)
    session.flush()
    return version


def is_as_kept(report: RotationReport, found: Annual) -> bool:
    """Whether `found`, the figures of today, are those of the last version: there is nothing to correct."""
    return report.latest is not None and _text(_as_called(report, found)) == report.latest.content


def show_names(session: Session, *, actor: Actor, now: datetime, agency: Agency, fiscal_year: int) -> None:
    """Record that the actor looks at who stands behind the figures, before it is shown."""
    require(actor, "rotation_reports.show_names", agency, now=now)
    record(session, agency, "rotation_reports.show_names", actor=actor, now=now, year=fiscal_year)
    session.flush()


def find_report(session: Session, agency: Agency, fiscal_year: int) -> RotationReport | None:
    """The report of that agency and year under a lock."""
    query = select(RotationReport).where(
        RotationReport.agency_id == agency.id, RotationReport.fiscal_year == fiscal_year
    )
    return session.scalar(query.with_for_update())


def _live(session: Session, report: RotationReport, now: datetime) -> Annual:
    found = load(session, [report.fiscal_year], local_day(now), [report.agency_id])
    return found.live(report.agency_id, report.fiscal_year)


def _as_called(report: RotationReport, found: Annual) -> Annual:
    """The figures under the name that the agency has in the version that is kept."""
    return (
        found
        if report.latest is None
        else replace(found, agency=read(json.loads(report.latest.content)).agency)
    )


def _must_be_whole(report: RotationReport, found: Annual, now: datetime) -> None:
    """Nothing is missing that was asked for."""
    end = fiscal_span(report.fiscal_year).end
    if local_day(now) <= end:
        raise Invalid(f"The year is not over: a report is made ready after {written(end)}.")
    if found.heads is None:
        raise Invalid("There is no headcount of the 1 October that opened the year: enter it first.")
    if not found.heads.confirmed:
        raise Invalid("The programme office has not confirmed the headcount of 1 October yet.")
    if not report.contact:
        raise Invalid("Name whom to ask at the agency.", about="contact")
    if found.asks_reason and not report.reason:
        raise Invalid(
            "Participation moved by a percentage point or more: write why it rose or fell.", about="reason"
        )


def _keep(
    session: Session,
    report: RotationReport,
    found: Annual,
    kind: VersionKind,
    reason: str | None,
    by: Actor,
    now: datetime,
) -> ReportVersion:
    version = ReportVersion(
        number=len(report.versions) + 1,
        kind=kind,
        content=_text(found),
        sha256=sha256(found.content()),
        reason=reason,
        made_at=now,
        made_by_id=by.id,
    )
    report.versions.append(version)
    session.flush()
    return version


def _text(found: Annual) -> str:
    return canonical(found.content()).decode()


def _words(text: str, about: str, longest: int) -> str:
    words = text.strip()
    if len(words) > longest:
        raise Invalid(f"Use at most {longest:,} characters.", about=about)
    return words
