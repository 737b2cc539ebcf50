"""Whose record a row of the audit trail is about, where its number alone tells a reader nothing."""

from typing import Any

from sqlalchemy import ColumnElement, Select, case, select
from sqlalchemy.orm import aliased

from models.accounts import Invitation
from models.actors import Actor, RoleGrant
from models.agencies import Agency
from models.agreements import Agreement
from models.audit import AuditEvent
from models.executives import Executive
from models.headcounts import Headcount
from models.returns import ReturnRight
from models.rotation_reports import RotationReport


def whose() -> ColumnElement[str | None]:
    """The person or agency of an agreement, a way back, a role, an invitation, a headcount, a report, or the
    agency itself; of nothing that is confidential."""
    person, agency, holder = aliased(Executive), aliased(Agency), aliased(Actor)
    found: dict[str, Select[Any]] = {
        "agreements": _of(person, Agreement, Agreement.executive_id),
        "return_rights": _of(person, ReturnRight, ReturnRight.executive_id),
        "invitations": _of(holder, Invitation, Invitation.actor_id),
        "role_grants": _of(holder, RoleGrant, RoleGrant.actor_id),
        "headcounts": _of(agency, Headcount, Headcount.agency_id),
        "rotation_reports": _of(agency, RotationReport, RotationReport.agency_id),
        "agencies": select(agency.name).where(agency.id == AuditEvent.object_id),
    }
    return case(
        *((AuditEvent.object_type == table, query.scalar_subquery()) for table, query in found.items()),
        else_=None,
    )


def _of(owner: Any, table: Any, key: Any) -> Select[Any]:
    """The name of the owner of the row that the event is about."""
    return select(owner.name).join(table, key == owner.id).where(table.id == AuditEvent.object_id)
