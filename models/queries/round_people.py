"""Who has a part in a round, beside whoever filed a sheet in it."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Role
from models.agencies import Agency
from models.dreamsheets import DreamSheet
from models.executives import Executive
from models.opportunities import Opportunity
from models.queries.ids import actors_of, filers
from models.queries.recipients import holders, holders_at
from models.rounds import Round, RoundOpportunity


def everyone_in(session: Session, round_: Round, now: datetime) -> set[int]:
    """The ids of the active actors who filed a sheet, coordinate for a home of theirs, answer for a host, or
    run the exchange."""
    homes = (
        select(Executive.home_agency_id)
        .join(DreamSheet, DreamSheet.executive_id == Executive.id)
        .where(DreamSheet.round_id == round_.id)
    )
    return {
        *actors_of(session, filers(session, round_)),
        *holders(session, Role.EXCHANGE_COORDINATOR, now),
        *_holders_in(session, Role.AGENCY_COORDINATOR, homes, now),
        *hosts_in(session, round_, now),
    }


def hosts_in(session: Session, round_: Round, now: datetime) -> set[int]:
    """The ids of the active host contacts of the opportunities of the round."""
    hosts = (
        select(Opportunity.host_agency_id)
        .join(RoundOpportunity, RoundOpportunity.opportunity_id == Opportunity.id)
        .where(RoundOpportunity.round_id == round_.id)
    )
    return _holders_in(session, Role.HOST_CONTACT, hosts, now)


def _holders_in(session: Session, role: Role, agencies: Any, now: datetime) -> set[int]:
    found = session.scalars(select(Agency).where(Agency.id.in_(agencies)))
    return {person for one in found for person in holders_at(session, role, one, now)}
