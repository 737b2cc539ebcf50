"""That somebody's part in a round ended with the entry of the programme office that they had left."""

from typing import Any

from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, SQLColumnExpression, case, func, select
from sqlalchemy.orm import aliased

from models.actors import Actor
from models.audit import AuditEvent
from models.consents import Consent
from models.dreamsheets import DreamSheet

Id = SQLColumnExpression[int] | BindParameter[int] | int


def was_put_out(round_id: Id, executive_id: Id) -> ColumnElement[bool]:
    """Whether sheet and consent ended last in one transaction with that entry, as an expression; who ended
    them without it withdrew."""
    left, who = aliased(AuditEvent), aliased(Actor)
    query = select(left.id).join(who, who.id == left.object_id)
    query = query.where(left.object_type == Actor.__tablename__, left.action == "actors.leave")
    ended_at = _ended_at(round_id, executive_id)
    found = query.where(who.executive_id == executive_id, left.at == ended_at)
    return found.correlate_except(left, who).exists()


def _ended_at(round_id: Id, executive_id: Id) -> ColumnElement[Any]:
    """When the person was in the round last, by the sheet that was withdrawn or the consent that ended."""
    sheet, consent = _withdrawn_at(round_id, executive_id), _consent_ended_at(round_id, executive_id)
    return func.coalesce(case((sheet > consent, sheet), else_=consent), sheet)


def _withdrawn_at(round_id: Id, executive_id: Id) -> ScalarSelect[Any]:
    sheet, event = aliased(DreamSheet), aliased(AuditEvent)
    theirs = select(sheet.id).where(sheet.round_id == round_id, sheet.executive_id == executive_id)
    query = select(func.max(event.at)).where(
        event.object_type == DreamSheet.__tablename__,
        event.object_id == theirs.correlate_except(sheet).scalar_subquery(),
        event.action == f"{DreamSheet.__tablename__}.withdraw",
    )
    return query.correlate_except(event).scalar_subquery()


def _consent_ended_at(round_id: Id, executive_id: Id) -> ScalarSelect[Any]:
    consent = aliased(Consent)
    query = select(func.max(consent.withdrawn_at))
    query = query.where(consent.round_id == round_id, consent.executive_id == executive_id)
    return query.correlate_except(consent).scalar_subquery()
