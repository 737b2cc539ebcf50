"""What pages of reports need beside the figures: agencies by code, positions on record, names."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from matcher.files import sha256
from matcher.policy.periods import fiscal_year
from models.agencies import Agency
from models.headcounts import Headcount, HeadcountState
from models.positions import Position
from models.queries.annual import Tree
from models.queries.last_word import LastWord, last_word
from models.rotation_reports import ReportState, RotationReport

SENT_BACK = f"{RotationReport.__tablename__}.send_back"


def find_agency(session: Session, code: str) -> Agency | None:
    """The agency of that code, where it reports itself."""
    return session.scalar(select(Agency).where(Agency.code == code, Agency.parent_id.is_(None)))


def find_headcount(session: Session, agency: Agency, year: int) -> Headcount | None:
    """The headcount of that agency and year with its errata."""
    query = select(Headcount).where(Headcount.agency_id == agency.id, Headcount.fiscal_year == year)
    return session.scalar(query.options(selectinload(Headcount.errata)))


def waiting_of(session: Session, year: int) -> Sequence[Headcount]:
    """The headcounts of the year that are not confirmed, by number."""
    query = select(Headcount).where(Headcount.fiscal_year == year, Headcount.state == HeadcountState.COUNTED)
    return session.scalars(query.order_by(Headcount.id)).all()


def years_to_close(session: Session, agency: Agency, today: date) -> list[int]:
    """The fiscal years over whose confirmed headcount there is no closed report yet."""
    closed = select(RotationReport.fiscal_year).where(
        RotationReport.agency_id == agency.id, RotationReport.state == ReportState.CLOSED
    )
    query = select(Headcount.fiscal_year).where(
        Headcount.agency_id == agency.id,
        Headcount.state == HeadcountState.CONFIRMED,
        Headcount.fiscal_year < fiscal_year(today),
        Headcount.fiscal_year.not_in(closed),
    )
    return list(session.scalars(query.order_by(Headcount.fiscal_year)))


def sent_back(session: Session, report: RotationReport | None) -> LastWord | None:
    """Who sent a draft back, when and why; None where it was not ready before."""
    if report is None or report.state is not ReportState.DRAFT or report.latest is None:
        return None
    return last_word(session, report, SENT_BACK)


def digest_of(headcounts: Iterable[Headcount]) -> str:
    """What stands for exactly these figures."""
    return sha256([[one.id, one.version] for one in headcounts])


def positions_of(session: Session, known: Tree, agency: int) -> int:
    """How many positions are on record at the agency and below."""
    query = select(func.count()).select_from(Position).where(Position.agency_id.in_(known.line(agency)))
    return session.scalars(query).one()
