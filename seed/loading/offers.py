"""Opportunities by the verbs of their life: added by the host's contact, approved by another person."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.policy.return_basis import ReturnBasis, ReturnTarget
from models.agencies import Agency, Organization
from models.competencies import Ecq
from models.executives import Clearance
from models.opportunities import (
    ExpectedResult,
    FundingBasis,
    Indicator,
    Kind,
    Objective,
    Opportunity,
    Remote,
    StatedReturn,
)
from models.positions import Position
from models.services import opportunities as verbs
from seed import records
from seed.loading.facts import position_slug
from seed.loading.ids import find_ids
from seed.loading.people import agency_actor_slug, ecq_ids, staff
from seed.loading.requirements import require_of


def offer_all(session: Session, *, now: datetime, items: Sequence[records.Opportunity]) -> int:
    """Add, submit and approve every opportunity that is not there yet; how many were added."""
    known = set(session.scalars(select(Opportunity.slug)))
    new = [item for item in items if item.slug not in known]
    agencies = {agency.code: agency for agency in session.scalars(select(Agency))}
    actors = staff(session)
    organizations = find_ids(session, Organization.source_key, Organization.id)  # type: ignore[arg-type]
    positions = find_ids(session, Position.slug, Position.id)
    by_ordinal = {ordinal: session.get_one(Ecq, row) for ordinal, row in ecq_ids(session).items()}
    for item in new:
        host = actors[agency_actor_slug("host", item.host_agency)]
        approver = actors[agency_actor_slug("coordinator", item.host_agency)]
        row = _row(item)
        row.host_agency = agencies[item.host_agency]
        row.organization_id = organizations[item.organization_id]
        row.position_id = positions[position_slug(item.post_id)]
        row.ecqs = [by_ordinal[ordinal] for ordinal in item.ecqs]
        verbs.add(session, actor=host, now=now, opportunity=row)
        require_of(session, actor=host, now=now, opportunity=row, item=item)
        verbs.submit(session, actor=host, now=now, opportunity=row)
        verbs.approve(session, actor=approver, now=now, opportunity=row)
    return len(new)


def _row(item: records.Opportunity) -> Opportunity:
    return Opportunity(
        slug=item.slug,
        title=item.title,
        purpose=item.purpose,
        kind=Kind(item.kind),
        duration_days=item.duration_days,
        starts_from=item.starts_from,
        starts_until=item.starts_until,
        seats=item.seats,
        clearance=Clearance(item.clearance),
        remote=Remote(item.remote),
        place=item.place,
        supervisor=item.supervisor,
        funding=FundingBasis(item.funding),
        objectives=[Objective(ordinal=place, text=text) for place, text in enumerate(item.objectives, 1)],
        results=[ExpectedResult(ordinal=place, text=text) for place, text in enumerate(item.results, 1)],
        way_back=None if item.way_back is None else _stated(*item.way_back),
        indicators=[Indicator(ordinal=place, text=text) for place, text in enumerate(item.indicators, 1)],
    )


def _stated(basis: str, target: str) -> StatedReturn:
    return StatedReturn(basis=ReturnBasis(basis), target=ReturnTarget(target))
