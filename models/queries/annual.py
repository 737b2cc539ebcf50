"""Annual rotation reports from agreements and headcounts: live, or as a version froze them."""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matcher.policy.annual_report import Annual, Heads, annual, read, total
from matcher.policy.clauses import ROTATION_DAYS
from matcher.policy.periods import Span, fiscal_span
from matcher.policy.report_dates import ready_by
from matcher.policy.rotation_report import TYPE_OF, Stay
from models.agencies import Agency
from models.agreements import Agreement, AgreementState
from models.executives import AppointmentType, Executive, PayPlan
from models.headcounts import Headcount, HeadcountState
from models.opportunities import Kind
from models.report_machines import ROTATION_REPORT
from models.returns import ReturnRight
from models.rotation_reports import ReportState, RotationReport

DAY = timedelta(days=1)
COUNTED = (AgreementState.IN_FORCE, AgreementState.ENDED, AgreementState.ENDED_EARLY)
OUTSIDE = (Kind.IPA, Kind.SABBATICAL)
"""Assignments outside the Federal Government."""


@dataclass(frozen=True)
class Tree:
    """Which agency each agency reports through: the one on top of its line; names by id; and of those that
    are closed the one they were merged into, None where it is none."""

    top: dict[int, int]
    names: dict[int, tuple[str, str]]
    gone: dict[int, int | None]

    @property
    def reporting(self) -> list[int]:
        """The agencies that report or did before they were closed, by name."""
        return sorted(set(self.top.values()), key=lambda one: self.names[one][1])

    def merged_into(self, agency: int) -> list[int]:
        """The agencies that reported themselves before they were merged into this one, also step by step."""
        return [one for one in self.gone if one == self.top[one] and self._heir(one) == agency]

    def _heir(self, agency: int | None) -> int | None:
        while agency in self.gone:
            successor = self.gone[agency]
            agency = None if successor is None else self.top[successor]
        return agency

    def line(self, agency: int) -> set[int]:
        """The agency and all below it."""
        return {one for one, top in self.top.items() if top == agency}


def tree(session: Session) -> Tree:
    """All agencies, in one statement."""
    columns = Agency.id, Agency.parent_id, Agency.code, Agency.name, Agency.active, Agency.successor_id
    rows = session.execute(select(*columns)).all()
    above = {row.id: row.parent_id for row in rows}

    def top(one: int) -> int:
        while (parent := above[one]) is not None:
            one = parent
        return one

    return Tree(
        {row.id: top(row.id) for row in rows},
        {row.id: (row.code, row.name) for row in rows},
        {row.id: row.successor_id for row in rows if not row.active},
    )


@dataclass(frozen=True)
class Ledger:
    """What reports are made of: stays by reporting agency, headcounts and reports by agency and year."""

    tree: Tree
    stays: dict[int, list[Stay]]
    heads: dict[tuple[int, int], Headcount]
    reports: dict[tuple[int, int], RotationReport]
    today: date

    def live(self, agency: int, year: int) -> Annual:
        """The figures as the facts are today."""
        found = self._bare(agency, year, self._before(agency, year - 1))
        report = self.reports.get((agency, year))
        if report is None:
            return found
        return replace(found, contact=report.contact, reason=report.reason)

    def standing(self, agency: int, year: int) -> Annual:
        """The latest version of a report that is ready or closed, else the figures of today."""
        kept = self._kept(agency, year)
        return self.live(agency, year) if kept is None else kept

    def _kept(self, agency: int, year: int) -> Annual | None:
        report = self.reports.get((agency, year))
        if report is None or report.state is ReportState.DRAFT or report.latest is None:
            return None
        return read(json.loads(report.latest.content))

    def is_awaited(self, agency: int, year: int) -> bool:
        """Whether there is a report, or somebody makes one: nobody does for an agency that is closed."""
        report = self.reports.get((agency, year))
        return agency not in self.tree.gone or (report is not None and report.state is not ReportState.DRAFT)

    def state(self, agency: int, year: int) -> str:
        """Where the report stands, or what became of an agency that makes none, in words."""
        if not self.is_awaited(agency, year):
            heir = self.tree.gone[agency]
            return "agency closed" if heir is None else f"merged into {self.tree.names[heir][1]}"
        report = self.reports.get((agency, year))
        return "not begun" if report is None else ROTATION_REPORT.labels[report.state]

    def is_late(self, agency: int, year: int) -> bool:
        """Whether people were counted and the report is still to be made ready, its day being over."""
        report, counted = self.reports.get((agency, year)), (agency, year) in self.heads
        waits = self.is_awaited(agency, year) and (report is None or report.state is ReportState.DRAFT)
        return counted and waits and ready_by(year) < self.today

    def has_anything(self, agency: int, year: int) -> bool:
        """Whether there is a headcount, a report or a rotation to report."""
        known = (agency, year) in self.heads or (agency, year) in self.reports
        return known or bool(self.live(agency, year).runs)

    def telling(self, year: int) -> list[int]:
        """The agencies that have something to report, by name."""
        return [one for one in self.tree.reporting if self.has_anything(one, year)]

    def government(self, year: int) -> Annual:
        """The sum of what stands for every agency."""
        return total((self.standing(one, year) for one in self.telling(year)), year, self.today)

    def _bare(self, agency: int, year: int, before: tuple[int, int] | None) -> Annual:
        heads, told, last = self._heads(agency, year), self._told(agency, year), fiscal_span(year).end
        stays = [
            stay for stay in self.stays.get(agency, ()) if not any(_covers(run, stay, last) for run in told)
        ]
        return annual(self.tree.names[agency], year, self.today, stays, heads, before)

    def _told(self, agency: int, year: int) -> list[Stay]:
        """The runs of which the report of an agency that was merged into this one tells already."""
        reports = (self._kept(one, year) for one in self.tree.merged_into(agency))
        return [run for report in reports if report is not None for run, _ in report.runs]

    def _before(self, agency: int, year: int) -> tuple[int, int] | None:
        """How many served of how many: as the report said, else from the facts; None without a headcount."""
        report = self.reports.get((agency, year))
        closed = report is not None and report.state is ReportState.CLOSED
        found = self.standing(agency, year) if closed else self._bare(agency, year, None)
        return (found.people, found.total) if found.heads is not None else None

    def _heads(self, agency: int, year: int) -> Heads | None:
        found = self.heads.get((agency, year))
        if found is None:
            return None
        counts = found.standing
        erratum = f" Corrected by erratum {found.errata[-1].number}." if found.errata else ""
        confirmed = found.state is HeadcountState.CONFIRMED
        return Heads(counts.ses, counts.sl, counts.st, found.source + erratum, confirmed)


def load(session: Session, years: Sequence[int], today: date, only: Collection[int] | None = None) -> Ledger:
    """What the reports of these years need, in four statements; `only` names the reporting agencies."""
    found = tree(session)
    wanted = {min(years) - 1, *years}
    heads = select(Headcount).where(Headcount.fiscal_year.in_(wanted)).options(joinedload(Headcount.errata))
    reports = (
        select(RotationReport)
        .where(RotationReport.fiscal_year.in_(wanted))
        .options(joinedload(RotationReport.versions))
    )
    if only is not None:
        only = [*only, *(gone for one in only for gone in found.merged_into(one))]
        heads, reports = (
            heads.where(Headcount.agency_id.in_(only)),
            reports.where(RotationReport.agency_id.in_(only)),
        )
    return Ledger(
        found,
        _stays(session, found, Span(fiscal_span(min(wanted)).start, fiscal_span(max(wanted)).end)),
        {(one.agency_id, one.fiscal_year): one for one in session.scalars(heads).unique()},
        {(one.agency_id, one.fiscal_year): one for one in session.scalars(reports).unique()},
        today,
    )


def _stays(session: Session, known: Tree, frame: Span) -> dict[int, list[Stay]]:
    """Stays by the agency that reports them: the executive's own, of a transfer the one it leads into. A run
    that ended so long before the frame that its day 120 lies before it too is left out."""
    query = (
        select(
            Executive.slug,
            Executive.pay_plan,
            Executive.appointment,
            Agreement.kind,
            Agreement.home_agency_id,
            Agreement.host_agency_id,
            Agreement.starts_on,
            Agreement.ends_on,
            ReturnRight.returned_on,
        )
        .join(Executive, Executive.id == Agreement.executive_id)
        .outerjoin(ReturnRight, ReturnRight.agreement_id == Agreement.id)
        .where(
            Agreement.state.in_(COUNTED),
            Agreement.starts_on <= frame.end,
            Agreement.ends_on >= frame.start - ROTATION_DAYS.figure * DAY,
        )
    )
    found: dict[int, list[Stay]] = defaultdict(list)
    for slug, plan, appointment, kind, home, host, begins, ends, returned in session.execute(query):
        group, last = _group(plan, appointment), ends if returned is None else min(ends, returned - DAY)
        if group is None or kind.value not in TYPE_OF or last < begins:
            continue
        tops = known.top[home], known.top[host]
        stay = Stay(slug, group, TYPE_OF[kind.value], _scope(kind, *tops), Span(begins, last))
        found[tops[1] if kind is Kind.TRANSFER else tops[0]].append(stay)
    return dict(found)


def _covers(run: Stay, stay: Stay, last: date) -> bool:
    """Whether the run that was reported holds the stay up to the last day of its year; the scope is left
    aside, because a merger changes it."""
    same = (run.executive, run.kind) == (stay.executive, stay.kind)
    return same and run.span.start <= stay.span.start and min(stay.span.end, last) <= run.span.end


def _group(plan: PayPlan, appointment: AppointmentType) -> str | None:
    """Which of the three groups the call for data names; of the Service career appointees alone."""
    if plan is PayPlan.ES and appointment is not AppointmentType.CAREER:
        return None
    return plan.value.upper()


def _scope(kind: Kind, home: int, host: int) -> str:
    if kind in OUTSIDE:
        return "other_sector_nonfederal"
    return "other_component" if home == host else "other_agency"
