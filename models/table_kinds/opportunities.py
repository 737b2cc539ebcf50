"""Opportunities of the actor's agencies: drafts that are then submitted and approved like any other."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from matcher.policy.return_clauses import FOR_GOOD_DAYS
from models.access import can
from models.actors import Actor
from models.agencies import Agency
from models.competencies import Ecq
from models.executives import Clearance
from models.opportunities import (
    ExpectedResult,
    FundingBasis,
    Indicator,
    Objective,
    Opportunity,
    Remote,
)
from models.opportunities import (
    Kind as OpportunityKind,
)
from models.opportunity_texts import NO_LENGTH, OUT_OF_ORDER
from models.services import opportunities
from models.table_kinds.cells import Cells
from models.table_kinds.column import Column
from models.table_kinds.kind import Kind, Line, Work
from models.uploads import TableKind

DAYS_HINT = "Calendar days, both ends counted; empty for a transfer or reassignment."
COLUMNS = (
    Column("number", "Number", "A short code of your own that no other has.", required=True, names=("code",)),
    Column("agency", "Host agency", "Code, name or abbreviation.", required=True, names=("host",)),
    Column("title", "Title", required=True),
    Column("purpose", "Purpose", required=True, names=("description",)),
    Column("kind", "Kind", "Detail, acting detail, reassignment, …", required=True, names=("type",)),
    Column("duration_days", "Days", DAYS_HINT, required=True, names=("duration",)),
    Column("starts_from", "Earliest start", required=True, names=("start from",)),
    Column("starts_until", "Latest start", required=True, names=("start until",)),
    Column("seats", "Seats", "Empty: 1."),
    Column("min_seats", "Least seats", "Empty: 0."),
    Column("clearance", "Clearance", "None, secret or top secret. Empty: none."),
    Column("remote", "Remote work", "None, hybrid or full. Empty: none."),
    Column("place", "Place", "City, ST.", required=True, names=("location",)),
    Column("supervisor", "Supervisor’s title", required=True, names=("supervisor",)),
    Column("funding", "Funding basis", "Such as reimbursable 1535.", required=True, names=("funding",)),
    Column("objectives", "Objectives", "Separated by semicolons."),
    Column("results", "Results expected", "Separated by semicolons.", names=("results",)),
    Column("indicators", "Indicators of success", "Separated by semicolons.", names=("indicators",)),
    Column("ecqs", "ECQs developed", "Separated by semicolons.", names=("ecq",)),
)
ENUMERATIONS = {"kind": OpportunityKind, "clearance": Clearance, "remote": Remote, "funding": FundingBasis}
USUAL = {"clearance": Clearance.NONE, "remote": Remote.NONE}


def make(work: Work, cells: Cells) -> list[Any]:
    """One draft."""
    values = _texts(cells) | _figures(cells) | _choices(cells)
    values["duration_days"] = _days(cells, values["kind"])
    agency = cells.one("agency", work.book.agencies, "open agency", required="Name the host agency.")
    ecqs = cells.several("ecqs", work.book.ecqs, "ECQ")
    objectives, results = cells.entries("objectives"), cells.entries("results")
    indicators = cells.entries("indicators")
    if values["slug"].casefold() in work.book.opportunities:
        cells.blame("number", f"There is an opportunity “{values['slug']}” already.")
    cells.must_be_good()
    work.must_be_first(cells, "number", values["slug"].casefold(), f"“{values['slug']}”")
    made = Opportunity(
        **values,
        host_agency=work.session.get_one(Agency, agency),
        objectives=[Objective(ordinal=place, text=text) for place, text in enumerate(objectives, 1)],
        results=[ExpectedResult(ordinal=place, text=text) for place, text in enumerate(results, 1)],
        indicators=[Indicator(ordinal=place, text=text) for place, text in enumerate(indicators, 1)],
        ecqs=[work.session.get_one(Ecq, number) for number in ecqs],
    )
    if not can(work.actor, "opportunities.add", made, now=work.now):
        cells.blame("agency", "You do not add opportunities for this agency.")
        cells.must_be_good()
    return [opportunities.add(work.session, actor=work.actor, now=work.now, opportunity=made)]


def _texts(cells: Cells) -> dict[str, Any]:
    return {
        "slug": cells.text("number", most=60, required="Give it a number."),
        "title": cells.text("title", most=300, required="Enter the title."),
        "purpose": cells.text("purpose", most=4000, required="Say what it is for."),
        "place": cells.text("place", most=160, required="Name the place."),
        "supervisor": cells.text("supervisor", most=300, required="Enter the supervisor’s title."),
    }


def _figures(cells: Cells) -> dict[str, Any]:
    starts: list[date | None] = [
        cells.day(name, required="Enter the day.") for name in ("starts_from", "starts_until")
    ]
    if None not in starts and starts[0] > starts[1]:  # type: ignore[operator]
        cells.blame("starts_until", OUT_OF_ORDER)
    seats, least = cells.whole("seats", 1), cells.whole("min_seats", 0)
    if seats < 1:
        cells.blame("seats", "There must be at least one seat.")
    if least > seats:
        cells.blame("min_seats", "The least seats do not exceed the seats.")
    return {
        "starts_from": starts[0],
        "starts_until": starts[1],
        "seats": seats,
        "min_seats": least,
    }


def _days(cells: Cells, kind: OpportunityKind | None) -> int:
    """The length that is stored; of a move for good none is read."""
    if kind is not None and kind.is_permanent:
        cells.shown["duration_days"] = "for good"
        return FOR_GOOD_DAYS.figure
    days = cells.whole("duration_days", 0)
    if days < 1:
        cells.blame("duration_days", NO_LENGTH)
    return days


def _choices(cells: Cells) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, kind in ENUMERATIONS.items():
        found[name] = cells.choice(name, kind, USUAL.get(name))
        if found[name] is None and not cells.given.get(name, "").strip():
            cells.blame(name, f"Choose one of: {', '.join(one.value.replace('_', ' ') for one in kind)}.")
    return found


def take(session: Session, actor: Actor, now: datetime) -> Iterator[Line]:
    """Every opportunity of the agencies that the actor acts for."""
    query = (
        select(Opportunity)
        .options(joinedload(Opportunity.host_agency))
        .options(*(selectinload(part) for part in _parts()))
        .order_by(Opportunity.slug)
    )
    for one in session.scalars(query):
        if can(actor, "offers.see", one, now=now):
            yield {
                "number": one.slug,
                "agency": one.host_agency.code,
                "state": one.state.value,
                **{name: str(getattr(one, name)) for name in ("title", "purpose", "place", "supervisor")},
                **{name: getattr(one, name).value.replace("_", " ") for name in ENUMERATIONS},
                "duration_days": "" if one.kind.is_permanent else str(one.duration_days),
                **{name: str(getattr(one, name)) for name in ("seats", "min_seats")},
                **{name: getattr(one, name).isoformat() for name in ("starts_from", "starts_until")},
                "objectives": "; ".join(part.text for part in one.objectives),
                "results": "; ".join(part.text for part in one.results),
                "indicators": "; ".join(part.text for part in one.indicators),
                "ecqs": "; ".join(ecq.name for ecq in one.ecqs),
            }


def _parts() -> tuple[Any, ...]:
    return Opportunity.objectives, Opportunity.results, Opportunity.indicators, Opportunity.ecqs


OPPORTUNITIES = Kind(
    TableKind.OPPORTUNITIES,
    "Opportunities",
    "opportunities",
    COLUMNS,
    make,
    take,
    "Each is a draft: submit it for approval when it is complete.",
)
