"""What mentoring speaks of: situations with their neighbours and topics, and kinds of work."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.services import reference as verbs
from models.situations import JobFunction, Situation, SituationNeighbour, Topic
from models.sources import ReferenceSource
from seed.loading.facts import Rows, source_of
from seed.loading.ids import number_rows, release_ids
from seed.reference import read_table

FIRST = "situations.csv"


def load_mentoring_facts(session: Session, *, actor: Actor, now: datetime) -> bool:
    """Load the four files together; False where they are there already."""
    if session.scalar(select(ReferenceSource.id).where(ReferenceSource.file == FIRST)) is not None:
        return False
    sources = {row["file"]: row for row in read_table("sources.csv")}
    for file, rows in _tables(session).items():
        verbs.load(session, actor=actor, now=now, source=source_of(sources[file]), rows=rows)
    release_ids(session, (Situation, JobFunction))
    return True


def _tables(session: Session) -> dict[str, Rows]:
    situations = read_table(FIRST)
    functions = read_table("job_functions.csv")
    ids = number_rows(session, Situation, [row["code"] for row in situations])
    kinds = number_rows(session, JobFunction, [row["code"] for row in functions])
    pairs = [
        sorted((ids[row["first"]], ids[row["second"]])) for row in read_table("situation_neighbours.csv")
    ]
    return {
        FIRST: {
            Situation: [
                {"id": ids[row["code"]], "ordinal": place, **row} for place, row in enumerate(situations, 1)
            ]
        },
        "situation_neighbours.csv": {
            SituationNeighbour: [{"first_id": first, "second_id": second} for first, second in pairs]
        },
        "topics.csv": {
            Topic: [
                {"situation_id": ids[row["situation"]], "ordinal": int(row["ordinal"]), "name": row["name"]}
                for row in read_table("topics.csv")
            ]
        },
        "job_functions.csv": {JobFunction: [{"id": kinds[row["code"]], **row} for row in functions]},
    }
