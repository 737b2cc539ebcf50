"""The executive's own assignment, agreed or begun, as a part of the one statement of `waiting`."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, and_, case, cast, null, or_, select

from matcher.mentoring.business import local_day
from models.actors import Actor
from models.agencies import Agency
from models.agreements import Agreement, AgreementEvent, AgreementSignature, AgreementState, Party
from models.base import UtcInstant

TO_COME, AWAY, OUT = "my_start", "my_absence", "my_agreement"


def my_absences(actor: Actor, now: datetime) -> Any:
    """Agreements of the executive the actor is, in force or signed by the executive and not by all; None for
    whoever is none. `slug` is the first day away or, once away, the last."""
    if actor.executive_id is None:
        return None
    begun = and_(Agreement.state == AgreementState.IN_FORCE, Agreement.starts_on <= local_day(now))
    kind = case((begun, AWAY), (Agreement.state == AgreementState.IN_FORCE, TO_COME), else_=OUT)
    day = case((begun, Agreement.ends_on), else_=Agreement.starts_on)
    signed = (
        select(AgreementSignature.id)
        .join(AgreementEvent, AgreementEvent.id == AgreementSignature.event_id)
        .where(
            AgreementEvent.agreement_id == Agreement.id,
            AgreementEvent.dropped_at.is_(None),
            AgreementSignature.party == Party.EXECUTIVE,
        )
    )
    out = and_(Agreement.state == AgreementState.IN_SIGNATURE, signed.exists())
    return (
        select(kind, Agreement.id, cast(day, String), Agency.name, cast(null(), UtcInstant))
        .join(Agency, Agency.id == Agreement.host_agency_id)
        .where(
            Agreement.executive_id == actor.executive_id, or_(Agreement.state == AgreementState.IN_FORCE, out)
        )
    )
