"""Mentoring requests on behalf of executives: drafts that each executive reads and submits."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from matcher.mentoring.business import local_day
from models.actors import Actor
from models.alliances import MissionCluster
from models.competencies import Competency
from models.executives import Executive
from models.mentors import MentorKind, Site, SizeBand
from models.requests import DESK_NAMES, DESK_READS, MentoringRequest, RequestState
from models.services import requests
from models.services.drafts import LONGEST_PLACE, Help, Question, When
from models.situations import JobFunction, Situation
from models.table_kinds.cells import Cells
from models.table_kinds.column import Column
from models.table_kinds.kind import Kind, Line, Work
from models.table_kinds.mentors import FUNCTION_NAMES, PERSON, read_levels
from models.uploads import TableKind, is_brought_in

COLUMNS = (
    PERSON,
    Column("kind", "Mentor or coach", "Empty: mentor."),
    Column("situations", "Situations", "The most important first, separated by semicolons.", required=True),
    Column(
        "competencies", "Competencies", "Each with their own level from 1 to 5: “Financial Management: 2”."
    ),
    Column("function", "Kind of work", names=FUNCTION_NAMES),
    Column("mission", "Mission area", names=("mission area",)),
    Column("site", "Headquarters or field"),
    Column("size_band", "People led", "Under 100, under 1000 or from 1000.", names=("size",)),
    Column("need_by", "Needed by", "As 1/31/2027.", names=("need by", "deadline")),
    Column("urgent", "Urgent", "Yes or no."),
    Column("in_person", "In person", "Yes or no."),
    Column("place", "Place", "Needed for a meeting in person."),
)
LEFT_OUT = (
    RequestState.DRAFT,
    RequestState.ACCEPTED,
    RequestState.CLOSED,
    RequestState.WITHDRAWN,
    RequestState.CANCELLED,
)
"""A draft is nobody's but its owner's; the others are over."""
ASKED = "A draft brought in for {name} before asks about the same."
Names = dict[Any, dict[int, str]]
"""What situations and the like are called, by table and id."""


def make(work: Work, cells: Cells) -> list[Any]:
    """One draft."""
    book = work.book
    person = cells.one("executive", book.executives, "executive", required="Name the executive.")
    kind = cells.choice("kind", MentorKind, MentorKind.MENTOR)
    asked = cells.several("situations", book.situations, "situation")
    if not asked and not cells.shown["situations"]:
        cells.blame("situations", "Name at least one situation.")
    levels = read_levels(cells, cells.noted("competencies", book.competencies, "competency"))
    parts = (
        Question([(number, False) for number in asked]),
        Help(
            [(number, level, False) for number, level in levels.items()],
            function_id=cells.one("function", book.functions, "kind of work"),
            cluster_id=cells.one("mission", book.missions, "mission area"),
            site=cells.choice("site", Site),
            size_band=cells.choice("size_band", SizeBand),
        ),
        When(
            need_by=cells.day("need_by"),
            urgent=cells.truth("urgent"),
            in_person=cells.truth("in_person"),
            place=cells.text("place", most=LONGEST_PLACE),
        ),
    )
    for part in parts:
        cells.blame_for(part.faults(local_day(work.now)))
    cells.must_be_good()
    assert kind is not None  # noqa: S101 - the usual one stands for an empty cell
    executive = work.session.get_one(Executive, person)
    asks = (person, kind, *asked)
    work.must_be_first(cells, "situations", asks, f"The same request of {executive.name}")
    if asks in _brought_in(work.session, executive):
        cells.blame("situations", ASKED.format(name=executive.name))
        cells.must_be_good()
    return [
        requests.draft(work.session, by=work.actor, now=work.now, executive=executive, kind=kind, parts=parts)
    ]


def _brought_in(session: Session, executive: Executive) -> set[tuple[Any, ...]]:
    """What drafts ask that a table made for somebody, while they are as it made them: what else the person
    drafts is nobody's to know."""
    query = (
        select(MentoringRequest)
        .where(MentoringRequest.executive_id == executive.id, MentoringRequest.state == RequestState.DRAFT)
        .where(is_brought_in(MentoringRequest))
        .options(selectinload(MentoringRequest.situations))
    )
    return {
        (one.executive_id, one.kind, *(row.situation_id for row in one.situations))
        for one in session.scalars(query)
    }


def take(session: Session, actor: Actor, now: datetime) -> Iterator[Line]:
    """Every request that was submitted and is not over: what it is about as far as the desk reads it, and
    nobody's own words."""
    names = {
        table: dict(session.execute(select(table.id, table.name)).all())
        for table in (Situation, Competency, JobFunction, MissionCluster)
    }
    query = (
        select(MentoringRequest)
        .where(MentoringRequest.state.not_in(LEFT_OUT))
        .options(joinedload(MentoringRequest.executive))
        .options(selectinload(MentoringRequest.situations), selectinload(MentoringRequest.competencies))
        .order_by(MentoringRequest.id)
    )
    for one in session.scalars(query):
        line = {
            "executive": one.executive.slug,
            "state": one.state.value.replace("_", " "),
            "kind": one.kind.value,
            "need_by": "" if one.need_by is None else one.need_by.isoformat(),
            "urgent": "yes" if one.urgent else "no",
        }
        if one.state in DESK_READS:
            yield line | _about(one, names)
        elif one.state in DESK_NAMES:
            yield line | {"situations": "; ".join(_situations(one, names)[:1])}
        else:
            yield line


def _situations(one: MentoringRequest, names: Names) -> list[str]:
    return [names[Situation][row.situation_id] for row in one.situations]


def _about(one: MentoringRequest, names: Names) -> Line:
    levels = [
        f"{names[Competency][row.competency_id]}: {row.level}"
        for row in one.competencies
        if row.level is not None
    ]
    return {
        "situations": "; ".join(_situations(one, names)),
        "competencies": "; ".join(levels),
        "function": names[JobFunction].get(one.function_id or 0, ""),
        "mission": names[MissionCluster].get(one.cluster_id or 0, ""),
        "site": one.site or "",
        "size_band": (one.size_band or "").replace("_", " "),
        "in_person": "yes" if one.in_person else "no",
        "place": one.place or "",
    }


REQUESTS = Kind(
    TableKind.REQUESTS,
    "Mentoring requests",
    "requests",
    COLUMNS,
    make,
    take,
    "Each is a draft: the executive reads it and submits it.",
)
