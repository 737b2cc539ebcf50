"""Headcounts and annual reports in the invented world: the year 2026 of Energy, of which E-05 was away."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.headcounts import Headcount
from models.rotation_reports import RotationReport
from models.services import away_checks, headcounts, rotation_reports
from models.services.headcounts import Counts
from tests.models import agreements as made
from tests.models.world import NOW, actor, find

YEAR = 2026
COUNTS = Counts(4, 1, 0)
SOURCE = "Counted by hand from the payroll of 1 October 2025."
AWAY: dict[str, Any] = {"starts_on": date(2026, 6, 2), "ends_on": date(2026, 9, 30)}  # 121 days


def energy(session: Session) -> Agency:
    found: Agency = find(session, Agency, "EN")
    return found


def entered(session: Session, year: int = YEAR, counts: Counts = COUNTS, now: datetime = NOW) -> Headcount:
    return headcounts.enter(
        session,
        actor=actor(session, "coord-EN"),
        now=now,
        agency=energy(session),
        fiscal_year=year,
        counts=counts,
        source=SOURCE,
    )


def confirmed(session: Session, year: int = YEAR, counts: Counts = COUNTS, now: datetime = NOW) -> Headcount:
    headcount = entered(session, year, counts, now)
    by = actor(session, "office")
    headcounts.confirm(session, actor=by, now=now, headcount=headcount, version=headcount.version)
    return headcount


def written(
    session: Session, contact: str = "Ann Otter, ann@energy.example", reason: str = ""
) -> RotationReport:
    """One executive away for 121 days of 2026, four heads, and a report in draft."""
    if session.scalar(select(Headcount.id).limit(1)) is None:
        made.running(session, "E-05", **AWAY)
        confirmed(session)
    known = session.scalar(select(RotationReport))
    return rotation_reports.write(
        session,
        actor=actor(session, "coord-EN"),
        now=NOW,
        agency=energy(session),
        fiscal_year=YEAR,
        contact=contact,
        reason=reason,
        version=0 if known is None else known.version,
    )


def ready(session: Session) -> RotationReport:
    report = written(session)
    rotation_reports.make_ready(session, actor=actor(session, "coord-EN"), now=NOW, report=report)
    return report


def closed(session: Session) -> RotationReport:
    report = ready(session)
    by, digest = actor(session, "office"), report.versions[-1].sha256
    rotation_reports.close(session, actor=by, now=NOW, report=report, sha256=digest)
    return report


def one_more(session: Session) -> None:
    """Another executive of Energy who was away as long, as a fact that became known later."""
    made.running(session, "E-06", **AWAY)


def fill(session: Session, times: int = 1) -> None:
    """Reports in every state, for the pages: Energy's of 2026 is a draft, of 2025 ready, of 2024 closed."""
    office, coordinator = actor(session, "office"), actor(session, "coord-EN")
    written(session)
    for year in (2024, 2025):
        confirmed(session, year)
        report = rotation_reports.write(
            session,
            actor=coordinator,
            now=NOW,
            agency=energy(session),
            fiscal_year=year,
            contact="Ann Otter, ann@energy.example",
            reason="",
        )
        version = rotation_reports.make_ready(session, actor=coordinator, now=NOW, report=report)
        if year == 2024:
            digest = version.sha256
            rotation_reports.close(session, actor=office, now=NOW, report=report, sha256=digest)
    headcounts.count(session, actor=actor(session, "system"), now=NOW)
    right = made.asked(session, "E-08")
    away_checks.tick(session, actor=coordinator, now=NOW, right=right, line="award_pool")
    for slug in ("E-06", "E-07")[: times - 1]:
        made.running(session, slug, **(AWAY | {"starts_on": date(2026, 8, 3)}))  # too short to count
