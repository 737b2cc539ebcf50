"""Relations: who supervises, rates, reviews or examines whom."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models.actors import Actor
from models.executives import Executive
from models.relations import Relation, RelationKind
from models.services import relations
from models.table_kinds.cells import Cells
from models.table_kinds.column import Column
from models.table_kinds.kind import Kind, Line, Work
from models.uploads import TableKind

HINT = "Number, e-mail address, or a name that nobody else has."
COLUMNS = (
    Column("executive", "Executive", HINT, required=True, names=("employee", "email", "name", "subordinate")),
    Column(
        "other", "The other person", HINT, required=True, names=("supervisor", "manager", "rating official")
    ),
    Column(
        "relation",
        "What the other person is",
        "Supervisor, rating official, reviewing official, review board, resources board or oversight.",
        required=True,
        names=("kind", "type", "role"),
    ),
    Column(
        "starts_on",
        "First day",
        "As 1/31/2027.",
        required=True,
        names=("since", "from", "start", "start date"),
    ),
    Column("ends_on", "Last day", "Empty while it lasts.", names=("until", "to", "end", "end date")),
)


def make(work: Work, cells: Cells) -> list[Any]:
    """One relation."""
    people = work.book.executives
    executive = cells.one("executive", people, "executive", required="Name the executive.")
    other = cells.one("other", people, "executive", required="Name the other person.")
    kind = cells.choice("relation", RelationKind)
    if kind is None and not cells.given.get("relation", "").strip():
        cells.blame("relation", "Say what the other person is.")
    starts_on = cells.day("starts_on", required="Enter the first day.")
    ends_on = cells.day("ends_on")
    cells.must_be_good()
    assert kind is not None and starts_on is not None  # noqa: S101, PT018 - every lack was noted
    return [
        relations.add(
            work.session,
            actor=work.actor,
            now=work.now,
            executive=work.session.get_one(Executive, executive),
            other=work.session.get_one(Executive, other),
            kind=kind,
            starts_on=starts_on,
            ends_on=ends_on,
        )
    ]


def take(session: Session, actor: Actor, now: datetime) -> Iterator[Line]:
    """Every relation on record."""
    person, other = aliased(Executive), aliased(Executive)
    query = (
        select(Relation, person.slug, other.slug)
        .join(person, person.id == Relation.executive_id)
        .join(other, other.id == Relation.other_id)
        .order_by(person.slug, other.slug, Relation.id)
    )
    for one, slug, others in session.execute(query):
        yield {
            "executive": slug,
            "other": others,
            "relation": one.kind.value.replace("_", " "),
            "starts_on": one.starts_on.isoformat(),
            "ends_on": "" if one.ends_on is None else one.ends_on.isoformat(),
        }


RELATIONS = Kind(
    TableKind.RELATIONS,
    "Relations",
    "relations",
    COLUMNS,
    make,
    take,
    "Each keeps the two people apart in mentoring from then on.",
)
