"""What waits for one person of annual reports, as parts of the one statement of `waiting`."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select

from matcher.mentoring.business import local_day
from matcher.policy.periods import fiscal_year
from models.actors import Actor, Role
from models.agencies import Agency
from models.audit import AuditEvent
from models.headcounts import Headcount, HeadcountState
from models.holding import Holder
from models.queries.desk_lines import line
from models.queries.report_people import SENT_BACK
from models.rotation_reports import ReportState, RotationReport


def headcounts_to_confirm(actor: Actor, now: datetime) -> Any:
    """How many figures of each year that has some wait for the office."""
    if not Holder(actor, now).has(Role.PROGRAMME_OFFICE):
        return None
    return (
        line(kind="headcounts", number=func.count(), year=Headcount.fiscal_year)
        .where(Headcount.state == HeadcountState.COUNTED)
        .group_by(Headcount.fiscal_year)
    )


def reports_to_close(actor: Actor, now: datetime) -> Any:
    """How many reports of each year wait for the office."""
    if not Holder(actor, now).has(Role.PROGRAMME_OFFICE):
        return None
    return (
        line(kind="reports_to_close", number=func.count(), year=RotationReport.fiscal_year)
        .where(RotationReport.state == ReportState.READY)
        .group_by(RotationReport.fiscal_year)
    )


def reports_to_make_ready(actor: Actor, now: datetime) -> Any:
    """The last year's report of each agency the actor coordinates for, where its headcount is confirmed and
    the report is a draft or not begun; `by`, `why` and `at` of one that was sent back."""
    granted = [grant for grant in Holder(actor, now).grants() if grant.role is Role.AGENCY_COORDINATOR]
    if not granted:
        return None
    year = fiscal_year(local_day(now)) - 1
    mine = RotationReport.agency_id == Headcount.agency_id, RotationReport.fiscal_year == year
    of_it = AuditEvent.object_type == RotationReport.__tablename__, AuditEvent.object_id == RotationReport.id
    newest = select(func.max(AuditEvent.id)).where(*of_it, AuditEvent.action == SENT_BACK)
    called = {"name": Agency.name, "slug": Agency.code, "by": Actor.name}
    return (
        line(
            kind="report_due",
            number=Headcount.fiscal_year,
            why=AuditEvent.reason,
            at=AuditEvent.at,
            **called,
        )
        .join(Agency, Agency.id == Headcount.agency_id)
        .outerjoin(RotationReport, and_(*mine))
        .outerjoin(AuditEvent, AuditEvent.id == newest.correlate(RotationReport).scalar_subquery())
        .outerjoin(Actor, Actor.id == AuditEvent.actor_id)
        .where(
            Agency.id.in_([grant.agency_id for grant in granted]),
            Headcount.fiscal_year == year,
            Headcount.state == HeadcountState.CONFIRMED,
            or_(RotationReport.id.is_(None), RotationReport.state == ReportState.DRAFT),
        )
    )
