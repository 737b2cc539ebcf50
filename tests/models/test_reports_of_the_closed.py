"""Annual reports of agencies that were merged or closed: past totals stand, and nothing waits."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.audit import AuditEvent
from models.errors import WrongState
from models.opportunities import Kind
from models.queries.annual import Ledger, load
from models.rotation_reports import ReportState, RotationReport
from models.services import agencies, report_files, rotation_reports
from models.services.exports import Format
from tests.models import agreements as made
from tests.models import reports
from tests.models.world import NOW, actor, find

EN, HEIR = 3, "AG"


def ledger(session: Session) -> Ledger:
    session.expire_all()
    return load(session, [reports.YEAR], NOW.date())


def merge(session: Session) -> Agency:
    into: Agency = find(session, Agency, HEIR)
    office = actor(session, "office")
    agencies.merge(session, actor=office, now=NOW, agency=reports.energy(session), into=into, reason="Law.")
    return into


def sums(session: Session) -> tuple[int, int]:
    found = ledger(session).government(reports.YEAR)
    return found.people, found.total


@pytest.mark.parametrize("stand", ["written", "ready", "closed"])
def test_merger_leaves_the_totals_of_a_past_year_and_closes_its_report(session: Session, stand: str) -> None:
    getattr(reports, stand)(session)
    assert sums(session) == (1, 5)
    into = merge(session)
    report = ledger(session).reports[EN, reports.YEAR]
    assert (report.state, len(report.versions)) == (ReportState.CLOSED, 1)
    assert sums(session) == (1, 5)
    assert ledger(session).live(into.id, reports.YEAR).people == 0  # told by the report of before
    assert load(session, [reports.YEAR], NOW.date(), [into.id]).live(into.id, reports.YEAR).people == 0


def test_report_that_was_never_begun_is_closed_with_its_reason(session: Session) -> None:
    made.running(session, "E-05", **reports.AWAY)
    reports.confirmed(session)
    merge(session)
    report = ledger(session).reports[EN, reports.YEAR]
    assert (report.contact, report.reason, report.state) == (
        f"{actor(session, 'office').name}, programme office",
        "Closed as it stood when Energy was merged into Agriculture.",
        ReportState.CLOSED,
    )
    query = select(AuditEvent).where(AuditEvent.object_type == RotationReport.__tablename__)
    said = {one.action: one for one in session.scalars(query)}
    made_ready, closed = said["rotation_reports.make_ready"], said["rotation_reports.close"]
    digest = report.versions[0].sha256
    assert (made_ready.facts["sha256"], closed.facts["sha256"]) == (digest, digest)
    assert closed.reason == report.reason


def test_headcount_of_the_open_year_stays_with_what_became_of_the_agency(session: Session) -> None:
    reports.confirmed(session, 2027)
    merge(session)
    found = load(session, [2027], NOW.date())
    assert (found.government(2027).total, found.state(EN, 2027), found.is_awaited(EN, 2027)) == (
        5,
        "merged into Agriculture",
        False,
    )


def test_closed_report_of_a_merged_agency_is_not_corrected(session: Session) -> None:
    report = reports.closed(session)
    merge(session)
    with pytest.raises(WrongState) as refused:
        rotation_reports.correct(
            session, actor=actor(session, "office"), now=NOW, report=report, reason="One more."
        )
    assert str(refused.value) == (
        "The agency was merged: its closed reports stay as they are, and a rotation that becomes known later "
        "is reported by its successor."
    )


def test_successor_reports_what_the_closed_report_does_not_tell(session: Session) -> None:
    """Also of a person of whom it tells: another run. What it tells of is counted once."""
    reports.closed(session)
    made.running(session, "E-06", **reports.AWAY)
    earlier: dict[str, Any] = {"starts_on": date(2025, 12, 1), "ends_on": date(2026, 4, 30)}
    made.running(session, "E-05", kind=Kind.JOINT_TEAM, **earlier)
    into = merge(session)
    found = ledger(session).live(into.id, reports.YEAR)
    assert [(run.executive, run.span.start, days) for run, days in found.runs] == [
        ("E-05", date(2025, 12, 1), 151),
        ("E-06", date(2026, 6, 2), 121),
    ]


def test_run_at_the_successor_before_the_merger_stays_in_its_own_report(session: Session) -> None:
    """E-05 was away from Agriculture first, then from Energy: both agencies tell of their run."""
    into: Agency = find(session, Agency, HEIR)
    first = made.running(session, "E-05", starts_on=date(2025, 12, 1), ends_on=date(2026, 4, 30)).agreement
    first.home_agency = into
    session.flush()
    reports.closed(session)
    before = ledger(session).live(into.id, reports.YEAR)
    merge(session)
    after = ledger(session).live(into.id, reports.YEAR)
    assert (before.people, after.served, after.runs) == (1, before.served, before.runs)


def test_file_of_all_says_what_the_page_says(session: Session) -> None:
    reports.confirmed(session)
    facts = {"fiscal_year": reports.YEAR, "format_": Format.CSV}
    taken = report_files.take_all(session, actor=actor(session, "office"), now=NOW, **facts)  # type: ignore[arg-type]
    rows = csv.DictReader(io.StringIO(taken.content.decode("utf-8-sig")))
    assert [row["state"] for row in rows] == ["not begun", "sum of the lines above"]
