"""Mentors and coaches: profiles as drafts, which their owners send to the agency for approval."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from re import fullmatch
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from matcher.policy.mentoring_clauses import MOST_PAIRINGS, USUAL_PAIRINGS
from models.actors import Actor
from models.agencies import Agency
from models.alliances import MissionCluster
from models.competencies import Competency
from models.executives import Executive
from models.mentors import MentorKind, MentorProfile, ProfileState, Site, SizeBand
from models.services import mentors
from models.services.mentors import Profile, Years
from models.situations import JobFunction, Situation
from models.table_kinds.cells import Cells
from models.table_kinds.column import Column
from models.table_kinds.kind import Kind, Line, Work
from models.uploads import TableKind

PERSON = Column(
    "executive",
    "Executive",
    "Number, e-mail address, or a name that nobody else has.",
    required=True,
    names=("email address", "email", "name", "number", "mentor", "coach", "mentee"),
)
FUNCTION_NAMES = ("profession", "function", "occupation")
COLUMNS = (
    PERSON,
    Column("capacity", "Conversations at a time", f"1 to {MOST_PAIRINGS.figure}.", names=("limit",)),
    Column("site", "Headquarters or field"),
    Column("size_band", "People led", "Under 100, under 1000 or from 1000.", names=("size",)),
    Column(
        "situations",
        "Situations handled",
        "Each with the year of the last time, and of the time before: “Reorganization: 2024, 2019; …”.",
    ),
    Column("competencies", "Competencies", "Each with a level from 1 to 5: “Financial Management: 4; …”."),
    Column("functions", "Kinds of work", "Separated by semicolons.", names=FUNCTION_NAMES),
    Column("missions", "Mission areas", "Separated by semicolons.", names=("mission", "mission area")),
    Column("agencies", "Agencies served in", "Separated by semicolons.", names=("agencies served",)),
)


def make(kind: MentorKind, work: Work, cells: Cells) -> list[Any]:
    """The profile of one person as a draft; a profile that exists is never written over."""
    book = work.book
    person = cells.one("executive", book.executives, "executive", required="Name the executive.")
    said = Profile(
        capacity=cells.whole("capacity", USUAL_PAIRINGS.figure),
        site=cells.choice("site", Site),
        size_band=cells.choice("size_band", SizeBand),
        situations=_years(cells, cells.noted("situations", book.situations, "situation")),
        competencies=read_levels(cells, cells.noted("competencies", book.competencies, "competency")),
        functions=cells.several("functions", book.functions, "kind of work"),
        missions=cells.several("missions", book.missions, "mission area"),
        agencies=cells.several("agencies", book.agencies, "open agency"),
    )
    cells.blame_for(mentors.faults(said, work.now))
    cells.must_be_good()
    executive = work.session.get_one(Executive, person)
    work.must_be_first(cells, "executive", person, executive.name)
    if mentors.find_profile(work.session, executive, kind) is not None:
        cells.blame("executive", f"{executive.name} has a profile already: its owner changes it.")
        cells.must_be_good()
    return [
        mentors.begin(work.session, by=work.actor, now=work.now, executive=executive, kind=kind, said=said)
    ]


def _years(cells: Cells, noted: list[tuple[int, str]]) -> dict[int, Years]:
    found: dict[int, Years] = {}
    for number, note in noted:
        years = note.replace(",", " ").split()
        if not 1 <= len(years) <= 2 or not all(fullmatch("[0-9]{4}", year) for year in years):
            cells.blame(
                "situations", "Write the year of the last time after a colon: “Reorganization: 2024”."
            )
        else:
            found[number] = (int(years[0]), int(years[1]) if len(years) == 2 else None)
    return found


def read_levels(cells: Cells, noted: list[tuple[int, str]]) -> dict[int, int]:
    """Levels from 1 to 5 after the names."""
    found: dict[int, int] = {}
    for number, note in noted:
        if note in set("12345"):
            found[number] = int(note)
        else:
            cells.blame("competencies", "Write a level from 1 to 5 after a colon: “Financial Management: 4”.")
    return found


def take(kind: MentorKind, session: Session, actor: Actor, now: datetime) -> Iterator[Line]:
    """Every profile that is not retired; nobody's own words."""
    names = {
        table: dict(session.execute(select(table.id, table.name)).all())
        for table in (Situation, Competency, JobFunction, MissionCluster)
    }
    codes = dict(session.execute(select(Agency.id, Agency.code)).all())
    lists = ("situations", "competencies", "functions", "missions", "agencies")
    query = (
        select(MentorProfile)
        .where(MentorProfile.kind == kind, MentorProfile.state != ProfileState.RETIRED)
        .options(joinedload(MentorProfile.executive))
        .options(*(selectinload(getattr(MentorProfile, name)) for name in lists))
        .order_by(MentorProfile.id)
    )
    for one in session.scalars(query):
        situations = [
            f"{names[Situation][row.situation_id]}: {row.last_year}"
            + ("" if row.year_before is None else f", {row.year_before}")
            for row in one.situations
        ]
        levels = [f"{names[Competency][row.competency_id]}: {row.level}" for row in one.competencies]
        yield {
            "executive": one.executive.slug,
            "name": one.executive.name,
            "state": one.state.value,
            "capacity": str(one.capacity),
            "site": one.site or "",
            "size_band": (one.size_band or "").replace("_", " "),
            "situations": "; ".join(sorted(situations)),
            "competencies": "; ".join(sorted(levels)),
            "functions": "; ".join(sorted(names[JobFunction][row.function_id] for row in one.functions)),
            "missions": "; ".join(sorted(names[MissionCluster][row.cluster_id] for row in one.missions)),
            "agencies": "; ".join(sorted(codes[row.agency_id] for row in one.agencies)),
        }


AFTER = "Each is a draft: the person reads it and sends it to the agency for approval."
MENTORS = Kind(
    TableKind.MENTORS,
    "Mentors",
    "profiles of mentors",
    COLUMNS,
    partial(make, MentorKind.MENTOR),
    partial(take, MentorKind.MENTOR),
    AFTER,
)
COACHES = Kind(
    TableKind.COACHES,
    "Coaches",
    "profiles of coaches",
    COLUMNS,
    partial(make, MentorKind.COACH),
    partial(take, MentorKind.COACH),
    AFTER,
)
