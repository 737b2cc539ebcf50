"""What is on record of executives' service and earlier assignments, as the gates of opportunities see it."""

from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from matcher.policy.past import Past
from matcher.policy.periods import Span
from models.agreements import BEGUN, Agreement
from models.executives import Executive
from models.opportunities import Kind, Opportunity
from models.service_records import Service, ServiceRecord


def past_of(session: Session, executive: Executive) -> Past:
    """The executive's own, in one statement."""
    return pasts(session, Executive.id == executive.id)[executive.slug]


def pasts(session: Session, whom: ColumnElement[bool]) -> dict[str, Past]:
    """By slug: those of the executives that `whom` selects, in one statement."""
    query = (
        select(Executive.slug, Executive.appointment, Executive.ses_since, ServiceRecord, *_AGREED)
        .outerjoin(ServiceRecord, ServiceRecord.executive_id == Executive.id)
        .outerjoin(Agreement, and_(Agreement.executive_id == Executive.id, Agreement.state.in_(BEGUN)))
        .where(whom)
    )
    rows: dict[str, list[Any]] = {}
    for slug, *row in session.execute(query):
        rows.setdefault(slug, []).append(row)
    return {slug: _past(found) for slug, found in rows.items()}


_AGREED = (Agreement.kind, Agreement.starts_on, Agreement.ends_on)


def attested(session: Session, past: Past) -> list[tuple[str, str]]:
    """Slug and title of the sabbaticals that the executive stated to be open, by title."""
    if not past.attested:
        return []
    query = select(Opportunity.slug, Opportunity.title).where(Opportunity.slug.in_(past.attested))
    return [(slug, title) for slug, title in session.execute(query.order_by(Opportunity.title))]


def _past(rows: list[Any]) -> Past:
    appointment, since, own, *_ = rows[0]
    written: Service = Service() if own is None else own.service
    away = [(kind, Span(start, end)) for *_, kind, start, end in rows if kind is not None]
    sabbaticals = [span.start for kind, span in away if kind is Kind.SABBATICAL]
    ends = [span.end for kind, span in away if not kind.is_permanent]
    return Past(
        appointment=appointment,
        ses_since=since,
        civil_since=written.civil_since,
        last_sabbatical=_last(sabbaticals, written.last_sabbatical),
        last_away=_last(ends, written.last_away),
        ipa=tuple(sorted(span for kind, span in away if kind is Kind.IPA)),
        attested=written.sabbaticals,
    )


def _last(days: list[Any], own: Any) -> Any:
    return max([*days, *([] if own is None else [own])], default=None)
