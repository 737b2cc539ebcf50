"""What a notice about a meeting becomes when it is sent: its time in words, and the object for calendars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from models.meetings import Meeting, MeetingState
from models.outbox import Notice
from models.queries.meetings import people
from webui.calendars import CANCEL, invitation
from webui.unsendable import Moot
from webui.when import both

if TYPE_CHECKING:
    from webui.mailer import MailSettings


@dataclass(frozen=True)
class Invited:
    """`calendar` is empty for a reminder, which changes nothing in a calendar."""

    facts: dict[str, str]
    method: str | None
    calendar: str | None


def invite(session: Session, notice: Notice, settings: MailSettings, now: datetime) -> Invited:
    """The parts of one notice; Moot where a later change has its own notice, or the time has passed."""
    meeting = session.get_one(Meeting, notice.payload["meeting"])
    method = notice.payload.get("method")
    if meeting.sequence != notice.payload["sequence"]:
        raise Moot("A later change of the meeting has its own message.")
    if method != CANCEL and (meeting.state is not MeetingState.BOOKED or meeting.starts_at <= now):
        raise Moot("The meeting has begun, or is off.")
    sides = people(session, meeting)
    own, other = sides if notice.recipient.executive_id == sides[0].executive else sides[::-1]
    facts = {"when": both(meeting.starts_at, own.zone, other.zone)}
    if method is None:
        return Invited(facts, None, None)
    link = f"{settings.address}/meetings/{meeting.id}"
    text = invitation(
        meeting, sides, method=method, organizer=settings.sender, link=link, now=notice.created_at
    )
    return Invited(facts, method, text)
