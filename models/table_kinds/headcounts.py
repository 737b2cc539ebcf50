"""Headcounts of the 1 October that opened a fiscal year, for as long as they are not confirmed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.access import can
from models.actors import Actor
from models.agencies import Agency
from models.headcounts import Headcount
from models.queries.report_people import find_headcount
from models.services import headcounts
from models.services.headcounts import LONGEST_WORDS, Counts
from models.table_kinds.cells import Cells
from models.table_kinds.column import Column
from models.table_kinds.kind import Kind, Line, Work
from models.uploads import TableKind

COLUMNS = (
    Column(
        "agency",
        "Agency",
        "Code, name or abbreviation of an agency that reports.",
        required=True,
        names=("department", "organization", "code"),
    ),
    Column(
        "fiscal_year",
        "Fiscal year",
        "The year that 1 October opened: 2027 for 1 October 2026.",
        required=True,
        names=("year", "fy"),
    ),
    Column(
        "ses",
        "Career appointees of the Senior Executive Service",
        "On 1 October; 0 where there are none.",
        required=True,
        names=("career ses",),
    ),
    Column("sl", "Senior-level positions", "Empty: none.", names=("senior level",)),
    Column("st", "Scientific and professional positions", "Empty: none.", names=("scientific",)),
    Column(
        "source",
        "Source",
        "Such as the payroll of that day.",
        required=True,
        names=("where from", "origin"),
    ),
)


def make(work: Work, cells: Cells) -> list[Any]:
    """The figures of one agency and year, in place of those that are not confirmed."""
    number = cells.one("agency", work.book.agencies, "open agency", required="Name the agency.")
    year = cells.whole("fiscal_year", 0)
    if not 2000 <= year <= 2100 and not any(column == "fiscal_year" for column, _ in cells.faults):
        cells.blame("fiscal_year", "Enter the fiscal year, such as 2027.")
    if not cells.given.get("ses", "").strip():
        cells.blame("ses", "Enter how many there are; 0 where there are none.")
    counts = Counts(*(cells.whole(name, 0) for name in ("ses", "sl", "st")))
    source = cells.text("source", most=LONGEST_WORDS, required="Write where the figures come from.")
    cells.must_be_good()
    agency = work.session.get_one(Agency, number)
    if not can(work.actor, "headcounts.enter", agency, now=work.now):
        cells.blame("agency", f"You do not enter the figures of {agency.name}.")
    work.must_be_first(cells, "agency", (agency.id, year), f"{agency.name} for {year}")
    known = find_headcount(work.session, agency, year)
    before = None if known is None else values_of(known)
    facts = {"agency": agency, "fiscal_year": year, "counts": counts, "source": source}
    made = headcounts.enter(work.session, actor=work.actor, now=work.now, **facts)  # type: ignore[arg-type]
    if before is not None:
        work.before[made] = before
    return [made]


def values_of(one: Headcount) -> dict[str, Any]:
    """What another entry would replace."""
    counts = {name: getattr(one, name) for name in ("ses", "sl", "st")}
    return {
        **counts,
        "source": one.source,
        "counted_on": one.counted_on.isoformat(),
        "counted_by_id": one.counted_by_id,
    }


def take(session: Session, actor: Actor, now: datetime) -> Iterator[Line]:
    """The figures that stand now, of the agencies whose report the actor reads."""
    query = (
        select(Headcount)
        .join(Agency, Agency.id == Headcount.agency_id)
        .options(joinedload(Headcount.agency), selectinload(Headcount.errata))
        .order_by(Headcount.fiscal_year, Agency.code)
    )
    for one in session.scalars(query):
        if can(actor, "headcounts.see", one.agency, now=now):
            yield {
                "agency": one.agency.code,
                "fiscal_year": str(one.fiscal_year),
                **{name: str(getattr(one.standing, name)) for name in ("ses", "sl", "st")},
                "source": one.source,
                "state": one.state.value,
            }


HEADCOUNTS = Kind(
    TableKind.HEADCOUNTS,
    "Headcounts of 1 October",
    "headcounts",
    COLUMNS,
    make,
    take,
    "The programme office confirms them; after that they change by an erratum alone.",
)
