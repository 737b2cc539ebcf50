"""What the verbs of headcounts and annual reports are tried with, and by whom."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.evaluations import MEASURES, Evaluation, Side
from models.queries.report_people import digest_of
from models.services import away_checks
from models.services.exports import Format
from tests.models import agreements as made
from tests.models import reports
from tests.models.reports import COUNTS, SOURCE, YEAR
from tests.models.world import NOW, actor

Given = Callable[[Session], dict[str, Any]]
OFFICES, COORDINATOR = {"office", "office-2"}, {"coord-EN"}


def of_agency(**more: Any) -> Given:
    return lambda session: {"agency": reports.energy(session), "fiscal_year": YEAR, **more}


def counted(session: Session) -> dict[str, Any]:
    headcount = reports.entered(session)
    return {"headcount": headcount, "version": headcount.version}


def all_counted(session: Session) -> dict[str, Any]:
    headcount = reports.entered(session)
    return {"fiscal_year": YEAR, "seen": digest_of([headcount])}


def confirmed(session: Session) -> dict[str, Any]:
    counts = replace(COUNTS, ses=COUNTS.ses + 1)
    return {"headcount": reports.confirmed(session), "counts": counts, "reason": "One was missed."}


def closed(session: Session) -> dict[str, Any]:
    report = reports.closed(session)
    reports.one_more(session)
    return {"report": report, "reason": "One more is on record."}


def ready(session: Session) -> dict[str, Any]:
    report = reports.ready(session)
    return {"report": report, "sha256": report.versions[-1].sha256}


def asked(session: Session) -> dict[str, Any]:
    right = made.asked(session)
    query = select(Evaluation).where(Evaluation.right_id == right.id, Evaluation.side == Side.EXECUTIVE)
    return {"evaluation": session.scalars(query).one(), "figures": dict.fromkeys(MEASURES, 4)}


def ticked(session: Session) -> dict[str, Any]:
    facts = {"right": made.running(session), "line": "award_pool"}
    away_checks.tick(session, actor=actor(session, "coord-EN"), now=NOW, **facts)  # type: ignore[arg-type]
    return facts


TRIALS: dict[str, dict[str, tuple[set[str], Given]]] = {
    "start": {
        "headcounts.count": ({"system"}, lambda _session: {}),
        "headcounts.enter": (COORDINATOR | OFFICES, of_agency(counts=COUNTS, source=SOURCE)),
        "headcounts.confirm": (OFFICES, counted),
        "headcounts.confirm_all": (OFFICES, all_counted),
        "headcounts.correct": (OFFICES, confirmed),
        "rotation_reports.write": (COORDINATOR, of_agency(contact="Ann Otter", reason="")),
        "rotation_reports.make_ready": (
            COORDINATOR,
            lambda session: {"report": reports.written(session)},
        ),
        "rotation_reports.send_back": (
            OFFICES,
            lambda session: {"report": reports.ready(session), "reason": "Look again."},
        ),
        "rotation_reports.close": (OFFICES, ready),
        "rotation_reports.correct": (OFFICES, closed),
        "rotation_reports.show_names": (COORDINATOR | OFFICES, of_agency()),
        "evaluations.answer": ({"e-05"}, asked),
        "away_checks.tick": (
            {"coord-EN", "supervisor-EN"},
            lambda session: {"right": made.running(session), "line": "award_pool"},
        ),
        "away_checks.untick": ({"coord-EN", "supervisor-EN"}, ticked),
        "report_files.take": (
            COORDINATOR | OFFICES | {"auditor"},
            of_agency(format_=Format.CSV),
        ),
        "report_files.take_all": (
            OFFICES | {"auditor"},
            lambda _session: {"fiscal_year": YEAR, "format_": Format.XLSX},
        ),
    },
}
