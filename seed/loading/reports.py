"""Invented headcounts of four years and annual rotation reports in every state, by their own verbs.

The people on record stand for those of each 1 October: nobody knows who would have been there.
"""

from datetime import datetime

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from matcher.policy.periods import fiscal_year
from models.actors import Actor, Role
from models.agencies import Agency
from models.db import unit_of_work
from models.headcounts import Headcount
from models.queries.recipients import holders_at
from models.rotation_reports import RotationReport
from models.services import headcounts, rotation_reports
from models.services.headcounts import Counts
from seed.loading.agreements import DEPARTMENTS
from seed.loading.people import OFFICER, SYSTEM, get_actor

EARLIER = 3
SOURCE = "Invented: the people of the demonstration, as if they had been there on that day."
REASON = "Rotations began in earnest this year (invented)."


def load_reports(engine: Engine, *, now: datetime) -> int:
    """Add them where there are no headcounts; how many reports. Agreements come before."""
    this = fiscal_year(local_day(now))
    with unit_of_work(engine, read_only=True) as session:
        if session.scalar(select(func.count()).select_from(Headcount)):
            return 0
    with unit_of_work(engine) as session:
        headcounts.count(session, actor=get_actor(session, SYSTEM), now=now)
        for year in range(this - EARLIER, this):
            _confirm(session, now, year)
        last = [_write(session, now, code, this - 1) for code in DEPARTMENTS]
        before = [_write(session, now, code, this - 2) for code in DEPARTMENTS]
        for report in (*before, *last[:1]):
            _make_ready(session, now, report)
            _close(session, now, report)
        for report in last[1:2]:
            _make_ready(session, now, report)
        return len(last) + len(before)


def _confirm(session: Session, now: datetime, year: int) -> None:
    """The counts of today as those of an earlier year."""
    office = get_actor(session, OFFICER.slug)
    counted = session.scalars(select(Headcount).where(Headcount.fiscal_year == fiscal_year(local_day(now))))
    for one in counted.all():
        counts = Counts(one.ses, one.sl, one.st)
        made = headcounts.enter(
            session,
            actor=office,
            now=now,
            agency=one.agency,
            fiscal_year=year,
            counts=counts,
            source=SOURCE,
        )
        headcounts.confirm(session, actor=office, now=now, headcount=made, version=made.version)


def _write(session: Session, now: datetime, code: str, year: int) -> RotationReport:
    agency = session.scalars(select(Agency).where(Agency.code == code)).one()
    by = _coordinator(session, agency, now)
    contact = f"{by.name}, {by.email or 'executive resources office'}"
    facts = {"contact": contact, "reason": REASON}
    return rotation_reports.write(
        session, actor=by, now=now, agency=agency, fiscal_year=year, version=0, **facts
    )


def _make_ready(session: Session, now: datetime, report: RotationReport) -> None:
    by = _coordinator(session, report.agency, now)
    rotation_reports.make_ready(session, actor=by, now=now, report=report)


def _close(session: Session, now: datetime, report: RotationReport) -> None:
    by, version = get_actor(session, OFFICER.slug), report.versions[-1]
    rotation_reports.close(session, actor=by, now=now, report=report, sha256=version.sha256)


def _coordinator(session: Session, agency: Agency, now: datetime) -> Actor:
    return session.get_one(Actor, holders_at(session, Role.AGENCY_COORDINATOR, agency, now)[0])
