"""Reference data: files of real facts, loaded whole, each with its source and hash."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor
from models.agencies import Agency, AgencyAlias, Organization
from models.alliances import AgencyCluster, Alliance, AllianceMember, MissionCluster
from models.audit import record
from models.base import Base
from models.competencies import Competency, Ecq, EcqFramework
from models.errors import Conflict, Invalid
from models.executives import EcqEvidence, Education, Executive, Skill, TargetJob
from models.positions import Position
from models.situations import JobFunction, Situation, SituationNeighbour, Topic
from models.sources import ReferenceSource

LOADABLE = (
    Agency,
    AgencyAlias,
    Organization,
    MissionCluster,
    AgencyCluster,
    Alliance,
    AllianceMember,
    EcqFramework,
    Ecq,
    Competency,
    Position,
    Executive,
    Skill,
    Education,
    EcqEvidence,
    TargetJob,
    JobFunction,
    Situation,
    SituationNeighbour,
    Topic,
)


def load(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    source: ReferenceSource,
    rows: Mapping[type[Base], Sequence[Mapping[str, Any]]],
) -> bool:
    """Insert the rows of one file, table by table in the order given; False where it is loaded already.

    A file of the same name with another hash raises Conflict: its facts are in use, so replacing them is an
    edit of those rows. Every table's rows carry the same keys.
    """
    require(actor, "reference.load", source, now=now)
    if foreign := [table.__tablename__ for table in rows if table not in LOADABLE]:
        raise Invalid(f"Not reference data: {', '.join(foreign)}.")
    known = session.scalar(select(ReferenceSource).where(ReferenceSource.file == source.file))
    if known is not None:
        if known.sha256 != source.sha256:
            raise Conflict(f"{source.file} is loaded already with other content.")
        return False
    source.loaded_at = now
    session.add(source)
    session.flush()
    for table, values in rows.items():
        if values:
            session.execute(insert(table), list(values))
            _number_on(session, table, values[0])
    counts = {table.__tablename__: len(values) for table, values in rows.items()}
    record(
        session,
        source,
        "reference_sources.load",
        actor=actor,
        now=now,
        file=source.file,
        sha256=source.sha256,
        rows=counts,
    )
    session.flush()
    return True


def _number_on(session: Session, table: type[Base], row: Mapping[str, Any]) -> None:
    """PostgreSQL's own numbering does not notice ids that a file brings: let it go on after them."""
    if "id" in row and session.get_bind().dialect.name == "postgresql":
        last = select(func.max(table.__table__.c.id)).scalar_subquery()
        session.execute(select(func.setval(func.pg_get_serial_sequence(table.__tablename__, "id"), last)))
