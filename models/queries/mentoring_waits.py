"""Where one's own profile stands and which sweeps are prepared, as parts of the statement of `waiting`."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, case, cast, exists, func, literal, select

from matcher.availability.problem import Difference
from matcher.mentoring.business import local_day
from matcher.policy.mentoring_clauses import SILENT_OFFERS
from models.actors import Actor, Role
from models.audit import AuditEvent
from models.availability import AvailabilityException, AvailabilityWindow, BookingPolicy
from models.holding import Holder
from models.mentors import MentorProfile, ProfileState
from models.queries.desk_lines import line
from models.sweeps import Sweep, SweepState
from models.uploads import is_brought_in

DRAFT, SUBMITTED, SENT_BACK, BROUGHT_IN = (
    "my_profile_draft",
    "my_profile_submitted",
    "my_profile_sent_back",
    "my_profile_brought_in",
)
"""The last is a draft that a table of the programme began."""
PAUSE, SILENT_PAUSE = "my_pause", "my_silent_pause"
"""The second where the service paused it, for offers without an answer."""


def my_pauses(actor: Actor, now: datetime) -> Any:
    """As what somebody is not asked now, and the day on which that ends by itself, if any."""
    if actor.executive_id is None:
        return None
    kind, silent = cast(MentorProfile.kind, String), MentorProfile.silent_offers >= SILENT_OFFERS.figure
    mine = MentorProfile.executive_id == actor.executive_id, MentorProfile.state == ProfileState.PAUSED
    by_whom = case((silent, SILENT_PAUSE), else_=PAUSE)
    return line(kind=by_whom, number=MentorProfile.id, name=kind, day=MentorProfile.returns_on).where(*mine)


def my_unapproved(actor: Actor, now: datetime) -> Any:
    """As what somebody is not listed yet, of a kind for each way it can stand."""
    if actor.executive_id is None:
        return None
    kind, draft = cast(MentorProfile.kind, String), MentorProfile.state == ProfileState.DRAFT
    sent_back = draft & exists().where(
        AuditEvent.object_type == MentorProfile.__tablename__,
        AuditEvent.object_id == MentorProfile.id,
        AuditEvent.action == f"{MentorProfile.__tablename__}.send_back",
    )
    began = draft & is_brought_in(MentorProfile)
    stands = case((sent_back, SENT_BACK), (began, BROUGHT_IN), (draft, DRAFT), else_=SUBMITTED)
    waits = MentorProfile.state.in_((ProfileState.DRAFT, ProfileState.SUBMITTED))
    query = line(kind=stands, number=MentorProfile.id, name=kind)
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
    without = own, active, ~weekly.exists(), ~single.exists()
    row = line(kind="my_times", number=func.max(MentorProfile.id), name=kind).where(*without)
    return row.group_by(MentorProfile.executive_id)


def prepared_sweeps(actor: Actor, now: datetime) -> Any:
    """Sweeps that nobody has published or put away yet."""
    if not Holder(actor, now).has(Role.EXCHANGE_COORDINATOR):
        return None
    made = line(kind="sweep", number=Sweep.number, name=cast(Sweep.kind, String), at=Sweep.made_at)
    return made.where(Sweep.state == SweepState.PREPARED)
