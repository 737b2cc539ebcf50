"""Reference data as its pages show it."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.competencies import Ecq, EcqFramework
from models.sources import ReferenceSource


def sources(session: Session) -> list[ReferenceSource]:
    """Every file that was loaded, in the order of loading."""
    return list(session.scalars(select(ReferenceSource).order_by(ReferenceSource.id)))


def frameworks(session: Session) -> list[EcqFramework]:
    """The qualifications with their competencies, newest first, in three statements."""
    query = select(EcqFramework).order_by(EcqFramework.effective_from.desc())
    return list(
        session.scalars(query.options(selectinload(EcqFramework.ecqs).selectinload(Ecq.competencies)))
    )
