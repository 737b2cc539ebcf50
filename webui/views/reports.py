"""The annual rotation report: of all agencies, of one, and the table of runs behind its figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from matcher.policy.annual_report import law_of
from matcher.policy.periods import fiscal_year
from matcher.policy.programme import check_agency, check_programme
from matcher.policy.report_dates import close_by, confirm_by, ready_by
from models.access import can
from models.actors import Role
from models.agencies import Agency
from models.errors import Conflict, Invalid, Trouble, WrongState
from models.queries.annual import Ledger, load
from models.queries.names import person_names
from models.queries.our_offers import agencies_of
from models.queries.report_people import digest_of, find_agency, positions_of, sent_back, waiting_of
from models.rotation_reports import ReportState, RotationReport
from models.services import report_files, rotation_reports
from models.services.exports import Format
from models.services.rotation_reports import find_report, is_as_kept
from webui.downloads import hand_out
from webui.errors import status_of
from webui.forms.fields import fresh, refuse
from webui.forms.reports import Back, Close, ConfirmAll, Correct, Take, Write
from webui.guards import guard
from webui.report_words import GROUPS, PLACES, SCOPES, TYPES, percent

blueprint = Blueprint("reports", __name__, url_prefix="/reports")
COORDINATORS = frozenset({Role.AGENCY_COORDINATOR})
FIRST, LAST = 2016, 2100
WORDS = {"groups": GROUPS, "types": TYPES, "places": PLACES, "scopes": SCOPES, "percent": percent}
BY = {"confirm": confirm_by, "ready": ready_by, "close": close_by}
"""By when each step of a fiscal year is done."""


def one(session: Session, year: int, code: str, **_address: Any) -> Agency | None:
    """The agency of the address, in a year that can have a report."""
    return find_agency(session, code) if FIRST < year < LAST else None


def ended_year() -> int:
    """The fiscal year that ended last."""
    return fiscal_year(local_day(g.now)) - 1


@blueprint.get("")
@guard("rotation_reports.list")
def index() -> ResponseReturnValue:
    """The reports of a year: the actor's own agencies, or all and their sum."""
    year = request.args.get("year", ended_year(), int)
    if not FIRST < year < LAST:
        abort(404)
    everywhere = can(g.actor, "report_files.take_all", None, now=g.now)
    found = load(g.db, [year], local_day(g.now))
    mine = found.tree.reporting if everywhere else agencies_of(g.db, g.actor, g.now, COORDINATORS)
    rows = [
        (
            found.standing(agency, year),
            found.reports.get((agency, year)),
            _stands(found, agency, year),
            found.is_awaited(agency, year),
        )
        for agency in found.tree.reporting
        if agency in set(mine) and (not everywhere or found.has_anything(agency, year))
    ]
    rows.sort(key=lambda row: (_turn(row[1], row[3]), -row[0].people))
    return render_template(
        "reports/index.html",
        rows=rows,
        awaited=sum(row[3] for row in rows),
        year=year,
        ended=ended_year(),
        sum=found.government(year) if everywhere else None,
        said=check_programme(law_of(year)),
        confirm=_to_confirm(year) if can(g.actor, "headcounts.confirm_all", None, now=g.now) else None,
        take=Take(formdata=None),
        by=BY,
        today=found.today,
        **WORDS,
    )


def _stands(found: Ledger, agency: int, year: int) -> str:
    """Where a report stands, and that it is late."""
    return found.state(agency, year) + (", late" if found.is_late(agency, year) else "")


def _to_confirm(year: int) -> tuple[int, ConfirmAll] | None:
    """How many headcounts wait, and the form that confirms them as they are now."""
    waiting = waiting_of(g.db, year)
    form = ConfirmAll(formdata=None, data={"seen": digest_of(waiting)})
    return (len(waiting), form) if waiting else None


def _turn(report: RotationReport | None, is_awaited: bool) -> int:
    """What waits first: ready, then in draft, then not begun, then closed or never made."""
    order = {ReportState.READY: 0, ReportState.DRAFT: 1, ReportState.CLOSED: 3}
    if not is_awaited:
        return order[ReportState.CLOSED]
    return 2 if report is None else order[report.state]


@blueprint.post("/<int:year>/file")
@guard("report_files.take_all", step_up=True)
def take_all(year: int) -> ResponseReturnValue:
    """All agencies as a file."""
    form = Take()
    if not form.validate() or not FIRST < year < LAST:
        abort(404)
    kind = Format(form.format.data)
    return hand_out(report_files.take_all(g.db, actor=g.actor, now=g.now, fiscal_year=year, format_=kind))


@blueprint.get("/<int:year>/<code>")
@guard("rotation_reports.see", load=one)
def page(year: int, code: str) -> ResponseReturnValue:
    """One report: its figures, where it stands, what is to be done."""
    return _page(year)


def _page(year: int, status: int = 200, **typed: FlaskForm) -> ResponseReturnValue:
    agency: Agency = g.obj
    found = load(g.db, [year], local_day(g.now), [agency.id])
    report, figures = found.reports.get((agency.id, year)), found.standing(agency.id, year)
    latest = None if report is None else report.latest
    positions = positions_of(g.db, found.tree, agency.id)
    forms = {
        "write": Write(formdata=None, obj=report),
        "back": Back(formdata=None),
        "close": Close(formdata=None, data={"sha256": latest.sha256 if latest else ""}),
        "correct": Correct(formdata=None),
        "take": Take(formdata=None),
        **typed,
    }
    return render_template(
        "reports/page.html",
        agency=agency,
        year=year,
        report=report,
        state=_stands(found, agency.id, year),
        awaited=found.is_awaited(agency.id, year),
        latest=latest,
        as_kept=report is not None and is_as_kept(report, found.live(agency.id, year)),
        back=sent_back(g.db, report),
        figures=figures,
        over=year <= ended_year(),
        forms=forms,
        failed=next(iter(typed.values()), None),
        writes=can(g.actor, "rotation_reports.write", agency, now=g.now),
        by=BY,
        today=found.today,
        closes=can(g.actor, "rotation_reports.close", agency, now=g.now),
        said=[
            *check_agency(agency.code, agency.name, positions, law_of(year)),
            *check_programme(law_of(year)),
        ],
        **WORDS,
    ), status


def _try(
    year: int, form: FlaskForm, name: str, verb: Callable[..., object], said: str, **facts: Any
) -> ResponseReturnValue:
    """One verb of the page: what it refuses stands beside its field."""
    if not form.validate():
        return _page(year, 422, **{name: form})
    try:
        verb(g.db, actor=g.actor, now=g.now, **facts)
    except (Invalid, WrongState, Conflict) as fault:
        return _refused(year, form, name, fault)
    flash(said, "success")
    return redirect(url_for("reports.page", year=year, code=g.obj.code), 303)


def _refused(year: int, form: FlaskForm, name: str, fault: Trouble) -> ResponseReturnValue:
    refuse(form, fault)
    if isinstance(fault, Conflict) and (report := find_report(g.db, g.obj, year)) is not None:
        fresh(form, version=report.version, sha256=report.latest.sha256 if report.latest else "")
    return _page(year, status_of(fault), **{name: form})


def _report(year: int) -> RotationReport:
    report = find_report(g.db, g.obj, year)
    if report is None:
        abort(404)
    return report


@blueprint.post("/<int:year>/<code>")
@guard("rotation_reports.write", load=one)
def write(year: int, code: str) -> ResponseReturnValue:
    """Contact and reason."""
    form = Write()
    facts = {"contact": form.contact.data or "", "reason": form.reason.data or ""}
    known = {"agency": g.obj, "fiscal_year": year, "version": form.version.data or 0}
    said = "It is written down. Make the report ready once it is whole."
    return _try(year, form, "write", rotation_reports.write, said, **known, **facts)


@blueprint.post("/<int:year>/<code>/ready")
@guard("rotation_reports.make_ready", load=one)
def make_ready(year: int, code: str) -> ResponseReturnValue:
    """The agency stands by the figures."""
    report = _report(year)
    form = Write(formdata=None, obj=report)
    try:
        rotation_reports.make_ready(g.db, actor=g.actor, now=g.now, report=report)
    except (Invalid, WrongState) as fault:
        return _refused(year, form, "write", fault)
    flash("The report is ready; the programme office closes it.", "success")
    return redirect(url_for("reports.page", year=year, code=code), 303)


@blueprint.post("/<int:year>/<code>/back")
@guard("rotation_reports.send_back", load=one)
def send_back(year: int, code: str) -> ResponseReturnValue:
    """The agency looks again."""
    form, report = Back(), _report(year)
    facts = {"report": report, "reason": form.reason.data}
    said = "The agency is asked to look again."
    return _try(year, form, "back", rotation_reports.send_back, said, **facts)


@blueprint.post("/<int:year>/<code>/close")
@guard("rotation_reports.close", load=one)
def close(year: int, code: str) -> ResponseReturnValue:
    """For good."""
    form, report = Close(), _report(year)
    facts = {"report": report, "sha256": form.sha256.data}
    said = "The report is closed. Later facts give a numbered correction."
    return _try(year, form, "close", rotation_reports.close, said, **facts)


@blueprint.post("/<int:year>/<code>/correct")
@guard("rotation_reports.correct", load=one)
def correct(year: int, code: str) -> ResponseReturnValue:
    """A numbered correction."""
    form, report = Correct(), _report(year)
    facts = {"report": report, "reason": form.reason.data}
    said = "The correction is on record, beside the closed version."
    return _try(year, form, "correct", rotation_reports.correct, said, **facts)


@blueprint.post("/<int:year>/<code>/file")
@guard("report_files.take", load=one, step_up=True)
def take(year: int, code: str) -> ResponseReturnValue:
    """The report as a file."""
    form = Take()
    if not form.validate():
        abort(404)
    facts = {"agency": g.obj, "fiscal_year": year, "format_": Format(form.format.data)}
    return hand_out(report_files.take(g.db, actor=g.actor, now=g.now, **facts))


@blueprint.get("/<int:year>/<code>/runs")
@guard("rotation_reports.see", load=one)
def runs(year: int, code: str) -> ResponseReturnValue:
    """The runs behind the figures, without names."""
    return _runs(year, {})


@blueprint.post("/<int:year>/<code>/runs")
@guard("rotation_reports.show_names", load=one)
def show_names(year: int, code: str) -> ResponseReturnValue:
    """The same with names; that they were shown is on the trail."""
    rotation_reports.show_names(g.db, actor=g.actor, now=g.now, agency=g.obj, fiscal_year=year)
    found = load(g.db, [year], local_day(g.now), [g.obj.id]).standing(g.obj.id, year)
    return _runs(year, person_names(g.db, {run.executive for run, _ in found.runs}))


def _runs(year: int, names: dict[str, str]) -> ResponseReturnValue:
    found = load(g.db, [year], local_day(g.now), [g.obj.id])
    return render_template(
        "reports/runs.html",
        agency=g.obj,
        year=year,
        figures=found.standing(g.obj.id, year),
        names=names,
        may_see=can(g.actor, "rotation_reports.show_names", g.obj, now=g.now),
        **WORDS,
    )
