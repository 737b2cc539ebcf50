"""The annual rotation report as a file: one line for each figure, no formula, and on the trail."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from fractions import Fraction

from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from matcher.policy.annual_report import GROUPS, Annual
from matcher.policy.rotation_report import TYPES
from models.access import require
from models.actors import Actor
from models.agencies import Agency
from models.audit import record
from models.queries.annual import Ledger, load
from models.rotation_reports import ReportState
from models.services.exports import Format
from models.services.files import Taken
from models.spreadsheets.write import write_csv, write_xlsx

HEADER = (
    "agency code", "agency", "fiscal year", "state", "version", "sha256",
    *(f"120 days within the year, {group}" for group in ("career SES", "SL", "ST")),
    *(f"day 120 in the year, {group}" for group in ("career SES", "SL", "ST")),
    *(f"executives on 1 October, {group}" for group in ("career SES", "SL", "ST")),
    "source of the headcount", "developmental assignment",
    "detail or acting in another executive position", "sabbatical", "reassignment",
    "transfer into the agency", "IPA", "internal to the agency", "another Federal agency",
    "outside the Federal Government", "participation in percent", "in the year before",
    "reason of a change", "point of contact",
)  # fmt: skip


def take(
    session: Session, *, actor: Actor, now: datetime, agency: Agency, fiscal_year: int, format_: Format
) -> Taken:
    """One agency's report as it stands."""
    require(actor, "report_files.take", agency, now=now)
    found = load(session, [fiscal_year], local_day(now), [agency.id])
    name = f"rotations-{agency.code}-{fiscal_year}.{format_}"
    return _write(session, actor, now, name, "report_files.take", [line(found, agency.id, fiscal_year)])


def take_all(session: Session, *, actor: Actor, now: datetime, fiscal_year: int, format_: Format) -> Taken:
    """Every agency's report as it stands, and their sum as the last line."""
    require(actor, "report_files.take_all", None, now=now)
    found = load(session, [fiscal_year], local_day(now))
    lines = [line(found, one, fiscal_year) for one in found.telling(fiscal_year)]
    lines.append(_sum(fiscal_year, found))
    name = f"rotations-government-{fiscal_year}.{format_}"
    return _write(session, actor, now, name, "report_files.take_all", lines)


def line(found: Ledger, agency: int, year: int) -> list[str]:
    """The cells of one agency, under `HEADER`."""
    report, figures = found.reports.get((agency, year)), found.standing(agency, year)
    version = None if report is None or report.state is ReportState.DRAFT else report.latest
    return [
        *figures.agency,
        str(year),
        found.state(agency, year),
        "" if version is None else str(version.number),
        "" if version is None else version.sha256,
        *_figures(figures),
        percent(figures.share),
        percent(figures.share_before),
        figures.reason,
        figures.contact,
    ]


def percent(share: Fraction | None) -> str:
    """Percent with two digits; empty of nobody."""
    return "" if share is None else f"{float(share):.2f}"


def _figures(figures: Annual) -> Iterator[str]:
    for counts in (figures.served, figures.reached):
        yield from (str(counts[group]) for group in GROUPS)
    heads = figures.heads
    yield from (("", "", "") if heads is None else (str(heads.counts()[group]) for group in GROUPS))
    yield "" if heads is None else heads.source
    yield from (str(figures.types[kind]) for kind in TYPES)
    yield from (str(figures.places[place]) for place in ("internal", "agency", "outside"))


def _sum(year: int, found: Ledger) -> list[str]:
    total = found.government(year)
    heading = ["", "Government-wide", str(year), "sum of the lines above", "", ""]
    return [*heading, *_figures(total), percent(total.share), percent(total.share_before), "", ""]


def _write(
    session: Session, actor: Actor, now: datetime, name: str, action: str, lines: Iterable[list[str]]
) -> Taken:
    rows = list(lines)
    content = (
        write_csv(HEADER, rows)
        if name.endswith(Format.CSV)
        else write_xlsx("Annual rotation report", HEADER, rows)
    )
    digest = hashlib.sha256(content).hexdigest()
    record(session, actor, action, actor=actor, now=now, file=name, rows=len(rows), file_sha256=digest)
    session.flush()
    return Taken(name, content)
