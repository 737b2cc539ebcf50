"""The words of a message: a subject, a sentence and a link, and never a list, a rank or a place."""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound
from sqlalchemy.orm import Session

from models.outbox import Notice
from models.queries.mail import invitation_token
from models.services.accounts import invitation_ends
from webui.filters import deadline
from webui.invitations import invite
from webui.unsendable import Moot, Unsendable

if TYPE_CHECKING:
    from webui.mailer import MailSettings

FOLDER = Path(__file__).parent / "templates"


@cache
def _texts() -> Environment:
    return Environment(  # noqa: S701 - plain text, no HTML
        loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def gone(notice: Notice) -> str | None:
    """Why nobody reads a notice any more: it is dropped, also where it was written before its reader left."""
    person = notice.recipient
    return None if person.active else f"{person.name} is not active any more."


def build_message(session: Session, notice: Notice, settings: MailSettings, now: datetime) -> EmailMessage:
    """The message of one notice; Unsendable where there is nobody, no address or no text."""
    person = notice.recipient
    if (why := gone(notice)) is not None:
        raise Moot(why)
    if not person.email:
        raise Unsendable(f"{person.name} has no e-mail address on record.")
    invited = invite(session, notice, settings, now) if "meeting" in notice.payload else None
    more = {} if invited is None else invited.facts
    subject, text = render(notice, person.name, _link(session, notice, settings, now), **more)
    sender = settings.sender.rpartition("@")
    message = EmailMessage()
    try:
        message["From"] = Address("Roundtrip", addr_spec=settings.sender)
        message["To"] = Address(_line(person.name), addr_spec=person.email)
        message["Subject"] = subject
        message["Date"] = format_datetime(notice.created_at)
        message["Message-ID"] = f"<{hashlib.sha256(notice.key.encode()).hexdigest()[:32]}@{sender[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        if invited is not None and invited.calendar is not None:
            kind = {"method": invited.method, "charset": "UTF-8"}
            message.add_alternative(invited.calendar, subtype="calendar", params=kind)
    except (ValueError, IndexError) as fault:
        raise Unsendable(f"The address {person.email!r} cannot be written to: {fault}") from fault
    return message


def preview(notice: Notice, site: str) -> tuple[str, str]:
    """Subject and text of a notice as the office reads them: what is for its reader alone, the link of an
    invitation and the time of a conversation, is named in brackets instead. Unsendable without a text."""
    link = f"{site}/{notice.payload['page']}" if "page" in notice.payload else f"{site}/"
    more = {"when": "[the time, for the two of them alone]"} if "meeting" in notice.payload else {}
    if "invitation" in notice.payload:
        link = "[the link, for the person alone]"
    return render(notice, notice.recipient.name, link, **more)


def render(notice: Notice, name: str, link: str, **more: str) -> tuple[str, str]:
    """Subject and text of a notice; `more` is what is known only when it is sent, `by` when what is asked
    ends."""
    facts = {key: _line(str(value)) for key, value in notice.payload.items()} | more
    if "invitation" in facts:
        facts["ends"] = deadline(invitation_ends(notice.created_at))
    if "by" in facts:
        facts["by"] = deadline(datetime.fromisoformat(facts["by"]))
    try:
        template = _texts().get_template(f"email/{notice.template}.txt")
    except TemplateNotFound as fault:
        raise Unsendable(f"There is no text for '{notice.template}'.") from fault
    head, _, text = template.render(name=_line(name), link=link, **facts).partition("\n\n")
    return head.removeprefix("Subject: "), text.strip() + "\n"


def _link(session: Session, notice: Notice, settings: MailSettings, now: datetime) -> str:
    if meeting := notice.payload.get("meeting"):
        return f"{settings.address}/meetings/{meeting}"
    if page := notice.payload.get("page"):
        return f"{settings.address}/{page}"
    number = notice.payload.get("invitation")
    if number is None:
        return f"{settings.address}/"
    token = invitation_token(session, number, now)
    if token is None:
        raise Unsendable("The invitation has ended, or was replaced: invite the person again.")
    return f"{settings.address}/invitation/{token}"


def _line(text: str) -> str:
    """One line, whatever somebody typed."""
    return " ".join(text.split())
