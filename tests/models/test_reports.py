"""Headcounts and annual rotation reports: what verbs and database refuse, and what a version holds."""

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from matcher.files import sha256
from models.db import unit_of_work
from models.errors import Conflict, Invalid, WrongState
from models.executives import AppointmentType, Executive, PayPlan
from models.headcounts import HeadcountState
from models.queries.annual import load
from models.rotation_reports import ReportState, VersionKind
from models.services import headcounts, returns, rotation_reports
from models.services.headcounts import Counts
from tests.models import agreements as made
from tests.models import reports
from tests.models.world import NOW, actor, find


def test_clock_counts_the_people_on_record_once(session: Session) -> None:
    found = find(session, Executive, "E-05")
    found.pay_plan = PayPlan.ST
    find(session, Executive, "E-06").appointment = AppointmentType.NONCAREER
    system = actor(session, "system")
    assert headcounts.count(session, actor=system, now=NOW) == 3
    assert headcounts.count(session, actor=system, now=NOW) == 0
    energy = load(session, [2027], NOW.date()).heads[3, 2027]
    assert (energy.ses, energy.sl, energy.st, energy.state) == (2, 0, 1, HeadcountState.COUNTED)
    assert energy.source == "Counted by Roundtrip from the people on record on 23 November 2026."


def test_forest_service_is_counted_under_agriculture(session: Session) -> None:
    headcounts.count(session, actor=actor(session, "system"), now=NOW)
    assert load(session, [2027], NOW.date()).heads[1, 2027].ses == 4


def test_confirmed_figures_change_by_an_erratum_alone(session: Session) -> None:
    headcount = reports.confirmed(session)
    with pytest.raises(WrongState, match=r"^This headcount is confirmed: it changes by an erratum alone\.$"):
        reports.entered(session)
    by = actor(session, "office")
    with pytest.raises(Invalid, match=r"^Write what was wrong: it stays on the record\.$"):
        headcounts.correct(
            session, actor=by, now=NOW, headcount=headcount, counts=Counts(5, 1, 0), reason=" "
        )
    headcounts.correct(
        session, actor=by, now=NOW, headcount=headcount, counts=Counts(5, 1, 0), reason="One was missed."
    )
    assert (headcount.ses, headcount.standing.ses) == (4, 5)


def test_figures_that_changed_since_they_were_read_are_not_confirmed(session: Session) -> None:
    headcount = reports.entered(session)
    read = headcount.version
    reports.entered(session, counts=Counts(6, 0, 0))
    with pytest.raises(Conflict, match="Somebody changed these figures since you opened the page"):
        headcounts.confirm(
            session, actor=actor(session, "office"), now=NOW, headcount=headcount, version=read
        )


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"counts": Counts(-1, 0, 0)}, r"^Enter a count of people: 0 or more\.$"),
        ({"source": ""}, r"^Write where the figures come from\.$"),
        ({"fiscal_year": 2028}, r"^The headcount of a year is entered once the year has begun\.$"),
    ],
)
def test_headcount_is_refused(session: Session, facts: dict[str, object], sentence: str) -> None:
    usual = {"fiscal_year": 2026, "counts": reports.COUNTS, "source": reports.SOURCE} | facts
    by, agency = actor(session, "coord-EN"), reports.energy(session)
    with pytest.raises(Invalid, match=sentence):
        headcounts.enter(session, actor=by, now=NOW, agency=agency, **usual)  # type: ignore[arg-type]


def test_version_holds_the_eight_fields_and_their_runs_without_a_name(session: Session) -> None:
    report = reports.ready(session)
    (version,) = report.versions
    assert (report.state, version.kind, version.number) == (ReportState.READY, VersionKind.READY, 1)
    held = json.loads(version.content)
    assert version.sha256 == sha256(held)
    assert held == {
        "format": "roundtrip.rotation-report/1",
        "agency": {"code": "EN", "name": "Energy"},
        "fiscal_year": 2026,
        "counted_until": "2026-09-30",
        "served": {"ES": 1, "SL": 0, "ST": 0},
        "reached": {"ES": 1, "SL": 0, "ST": 0},
        "types": {
            "developmental": 0, "detail": 1, "sabbatical": 0, "reassignment": 0, "transfer": 0, "ipa": 0,
        },
        "places": {"internal": 0, "agency": 1, "outside": 0},
        "heads": {"ES": 4, "SL": 1, "ST": 0, "source": reports.SOURCE, "confirmed": True},
        "before": None,
        "contact": "Ann Otter, ann@energy.example",
        "reason": "",
        "runs": [
            {
                "executive": "E-05", "group": "ES", "type": "detail", "scope": "other_agency",
                "from": "2026-06-02", "to": "2026-09-30", "days": 121,
            }
        ],
    }  # fmt: skip


def test_early_return_shortens_the_run(session: Session) -> None:
    right = made.running(session, "E-05", starts_on=date(2026, 6, 2), ends_on=date(2026, 12, 31))
    by = actor(session, "coord-EN")
    returns.enter_return(session, actor=by, now=NOW, right=right, returned_on=date(2026, 9, 29))
    figures = load(session, [2026], NOW.date()).live(3, 2026)
    ((run, days),) = figures.runs
    assert (run.span.end, days, figures.people) == (date(2026, 9, 28), 119, 0)


def test_day_that_has_not_come_is_not_counted(session: Session) -> None:
    made.running(session, "E-05", starts_on=date(2026, 10, 1), ends_on=date(2027, 9, 30))
    ((_, days),) = load(session, [2027], NOW.date()).live(3, 2027).runs
    assert days == 54  # 1 October to 23 November


def test_report_is_not_ready_before_the_year_is_over(session: Session) -> None:
    by = actor(session, "coord-EN")
    facts: dict[str, Any] = {"contact": "Ann Otter", "reason": ""}
    report = rotation_reports.write(
        session, actor=by, now=NOW, agency=reports.energy(session), fiscal_year=2027, **facts
    )
    with pytest.raises(Invalid, match=r"^The year is not over: .* after 30 September 2027\.$"):
        rotation_reports.make_ready(session, actor=by, now=NOW, report=report)


def test_report_without_a_contact_or_a_confirmed_headcount_is_not_ready(session: Session) -> None:
    by = actor(session, "coord-EN")
    report = reports.written(session, contact="")
    with pytest.raises(Invalid, match=r"^Name whom to ask at the agency\.$"):
        rotation_reports.make_ready(session, actor=by, now=NOW, report=report)


def test_reason_is_asked_at_a_percentage_point_of_change(session: Session) -> None:
    reports.confirmed(session, 2025)
    made.running(session, "E-05", **reports.AWAY)
    reports.confirmed(session)
    report, by = reports.written(session), actor(session, "coord-EN")
    with pytest.raises(Invalid, match="Participation moved by a percentage point or more"):
        rotation_reports.make_ready(session, actor=by, now=NOW, report=report)
    reports.written(session, reason="The first year of rotations.")
    rotation_reports.make_ready(session, actor=by, now=NOW, report=report)
    assert json.loads(report.versions[0].content)["before"] == [0, 5]


def test_figures_that_changed_are_not_closed_but_sent_back(session: Session) -> None:
    report, by = reports.ready(session), actor(session, "office")
    made.running(session, "E-06", **reports.AWAY)
    digest = report.versions[-1].sha256
    with pytest.raises(WrongState, match="The figures changed since the report was made ready"):
        rotation_reports.close(session, actor=by, now=NOW, report=report, sha256=digest)
    rotation_reports.send_back(session, actor=by, now=NOW, report=report, reason="One more is on record.")
    rotation_reports.make_ready(session, actor=actor(session, "coord-EN"), now=NOW, report=report)
    assert [json.loads(one.content)["served"]["ES"] for one in report.versions] == [1, 2]


def test_report_is_closed_under_the_name_of_its_day(session: Session) -> None:
    report, by = reports.ready(session), actor(session, "office")
    report.agency.name = "Energy and Climate"
    session.flush()
    digest = report.versions[-1].sha256
    rotation_reports.close(session, actor=by, now=NOW, report=report, sha256=digest)
    assert report.state is ReportState.CLOSED
    with pytest.raises(WrongState, match="Nothing changed since the last version"):
        rotation_reports.correct(session, actor=by, now=NOW, report=report, reason="A new name.")
    made.running(session, "E-06", **reports.AWAY)
    rotation_reports.correct(session, actor=by, now=NOW, report=report, reason="One more is on record.")
    assert {json.loads(one.content)["agency"]["name"] for one in report.versions} == {"Energy"}


def test_closed_report_gets_a_numbered_correction(session: Session) -> None:
    report, by = reports.closed(session), actor(session, "office")
    with pytest.raises(WrongState, match="Nothing changed since the last version"):
        rotation_reports.correct(session, actor=by, now=NOW, report=report, reason="One more.")
    made.running(session, "E-06", **reports.AWAY)
    rotation_reports.correct(session, actor=by, now=NOW, report=report, reason="One more is on record.")
    assert [(one.number, one.kind) for one in report.versions] == [
        (1, VersionKind.READY),
        (2, VersionKind.CORRECTION),
    ]
    assert load(session, [2026], NOW.date()).standing(3, 2026).people == 2


FORBIDDEN = {
    "UPDATE headcounts SET ses = 9": "a confirmed headcount changes by an erratum alone",
    "DELETE FROM headcounts": "a confirmed headcount is kept",
    "UPDATE rotation_reports SET contact = 'x'": "a (closed )?report does not",
    "UPDATE rotation_reports SET state = 'draft', closed_at = NULL": "a (closed )?report does not",
    "UPDATE report_versions SET content = '{}'": "a version does not change",
    "DELETE FROM report_versions": "a version is kept",
}


def test_database_itself_refuses_to_change_what_is_closed(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        reports.closed(session)
    for statement, sentence in FORBIDDEN.items():
        with pytest.raises(Invalid, match=sentence), unit_of_work(engine) as session:
            session.execute(text(statement))
