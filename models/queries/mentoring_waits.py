"""Where one's own profile stands and which sweeps are prepared, as parts of the statement of `waiting`."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, literal, null, select

from models.actors import Actor, Role
from models.base import UtcInstant
from models.holding import Holder
from models.mentors import MentorProfile, ProfileState
from models.sweeps import Sweep, SweepState


def my_pauses(actor: Actor, now: datetime) -> Any:
    """As what somebody is not asked now, and the day on which that ends by itself, if any."""
    if actor.executive_id is None:
        return None
    kind, back = cast(MentorProfile.kind, String), cast(MentorProfile.returns_on, String)
    mine = MentorProfile.executive_id == actor.executive_id, MentorProfile.state == ProfileState.PAUSED
    return select(literal("my_pause"), MentorProfile.id, back, kind, cast(null(), UtcInstant)).where(*mine)


def my_unapproved(actor: Actor, now: datetime) -> Any:
    """As what somebody is not listed yet, with the state: to be sent, or read by the agency."""
    if actor.executive_id is None:
        return None
    kind, state = cast(MentorProfile.kind, String), cast(MentorProfile.state, String)
    waits = MentorProfile.state.in_((ProfileState.DRAFT, ProfileState.SUBMITTED))
    query = select(literal("my_profile"), MentorProfile.id, state, kind, cast(null(), UtcInstant))
    return query.where(MentorProfile.executive_id == actor.executive_id, waits)


def prepared_sweeps(actor: Actor, now: datetime) -> Any:
    """Sweeps that nobody has published or put away yet."""
    if not Holder(actor, now).has(Role.EXCHANGE_COORDINATOR):
        return None
    made = Sweep.number, cast(null(), String), cast(Sweep.kind, String), Sweep.made_at
    return select(literal("sweep"), *made).where(Sweep.state == SweepState.PREPARED)
