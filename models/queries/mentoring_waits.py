"""Where one's own profile stands and which sweeps are prepared, as parts of the statement of `waiting`."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, case, cast, exists, func, literal, null, select

from matcher.availability.problem import Difference
from matcher.mentoring.business import local_day
from models.actors import Actor, Role
from models.audit import AuditEvent
from models.availability import AvailabilityException, AvailabilityWindow, BookingPolicy
from models.base import UtcInstant
from models.holding import Holder
from models.mentors import MentorProfile, ProfileState
from models.queries.uploads import is_brought_in
from models.sweeps import Sweep, SweepState

SENT_BACK, BROUGHT_IN = "sent back", "brought in"
"""In place of the state of a draft that the agency returned, or that a table of the programme began."""


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
    kind, draft = cast(MentorProfile.kind, String), MentorProfile.state == ProfileState.DRAFT
    sent_back = draft & exists().where(
        AuditEvent.object_type == MentorProfile.__tablename__,
        AuditEvent.object_id == MentorProfile.id,
        AuditEvent.action == f"{MentorProfile.__tablename__}.send_back",
    )
    began = draft & is_brought_in(MentorProfile)
    states = (sent_back, literal(SENT_BACK)), (began, literal(BROUGHT_IN))
    state = case(*states, else_=cast(MentorProfile.state, String))
    waits = MentorProfile.state.in_((ProfileState.DRAFT, ProfileState.SUBMITTED))
    query = select(literal("my_profile"), MentorProfile.id, state, kind, cast(null(), UtcInstant))
    return query.where(MentorProfile.executive_id == actor.executive_id, waits)


def my_untimed(actor: Actor, now: datetime) -> Any:
    """As what somebody can be asked though no time of theirs is on record from now on."""
    if actor.executive_id is None:
        return None
    own, active = MentorProfile.executive_id == actor.executive_id, MentorProfile.state == ProfileState.ACTIVE
    mine, today = BookingPolicy.executive_id == actor.executive_id, local_day(now)
    open_end = AvailabilityWindow.valid_until.is_(None) | (AvailabilityWindow.valid_until >= today)
    weekly = select(literal(1)).join_from(BookingPolicy, AvailabilityWindow).where(mine, open_end)
    extra = AvailabilityException.kind == Difference.EXTRA, AvailabilityException.last_day >= today
    single = select(literal(1)).join_from(BookingPolicy, AvailabilityException).where(mine, *extra)
    kind = cast(func.max(MentorProfile.kind), String)
    row = (
        literal("my_times"),
        func.max(MentorProfile.id),
        cast(null(), String),
        kind,
        cast(null(), UtcInstant),
    )
    without = select(*row).where(own, active, ~weekly.exists(), ~single.exists())
    return without.group_by(MentorProfile.executive_id)


def prepared_sweeps(actor: Actor, now: datetime) -> Any:
    """Sweeps that nobody has published or put away yet."""
    if not Holder(actor, now).has(Role.EXCHANGE_COORDINATOR):
        return None
    made = Sweep.number, cast(null(), String), cast(Sweep.kind, String), Sweep.made_at
    return select(literal("sweep"), *made).where(Sweep.state == SweepState.PREPARED)
