"""Sending what lies in the outbox: one neutral message for each notice, by SMTP.

Each notice is claimed, sent outside of any transaction, and marked, so a crash loses nothing; at worst the
same message, with the same Message-ID, goes out twice. A server that cannot be reached costs no notice a try:
the run ends with the server's words, and the next minute begins anew.
"""

from __future__ import annotations

import os
import smtplib
import ssl
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from threading import Event
from urllib.parse import SplitResult, unquote, urlsplit

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.actors import SYSTEM, Actor
from models.db import unit_of_work
from models.errors import Conflict, Invalid, WrongState
from models.outbox import Notice
from models.queries.directory import find_person
from models.queries.mail import due, holding
from models.services import mail
from webui.incomplete import Incomplete
from webui.messages import build_message
from webui.unsendable import Moot, Unsendable

SCHEMES = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
SERVER, ADDRESS, SENDER = "ROUNDTRIP_SMTP", "ROUNDTRIP_ADDRESS", "ROUNDTRIP_MAIL_FROM"
OWN_MACHINE = ("localhost", "127.0.0.1", "::1")
HELD = (
    "Mail is held since the database was restored from a backup: drop what was sent in the meantime, "
    "then let it go again under Mail."
)
NO_SERVER = f"No mail server is set ({SERVER}), so nothing was sent."


class Unreachable(Exception):
    """The mail server takes nothing from us now; `str()` is a sentence with its own words."""


@dataclass(frozen=True)
class MailSettings:
    """Where mail goes out, whose it is, and the address of the pages that it links to."""

    server: str
    address: str
    sender: str
    patience: float = 30.0

    @property
    def parts(self) -> SplitResult:
        return urlsplit(self.server)


def mail_settings(environment: Mapping[str, str] = os.environ) -> MailSettings | None:
    """The settings of this machine, None without a server; Invalid, with the remedy, where they are wrong.

    `smtp://host` is for a relay on this machine; `smtp+starttls://user:password@host` and `smtps://…` are
    for any.
    """
    if not environment.get(SERVER):
        return None
    missing = [name for name in (ADDRESS, SENDER) if not environment.get(name)]
    if missing:
        raise Invalid(f"{SERVER} is set, so {' and '.join(missing)} must be too.")
    found = MailSettings(environment[SERVER], environment[ADDRESS].rstrip("/"), environment[SENDER])
    parts = found.parts
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise Invalid(f"{SERVER} must begin with one of {', '.join(f'{name}://' for name in SCHEMES)}.")
    if parts.scheme == "smtp" and parts.hostname not in OWN_MACHINE:
        raise Invalid(f"{SERVER}: without encryption only to this machine; use smtp+starttls:// or smtps://.")
    if urlsplit(found.address).scheme not in ("http", "https") or "@" not in found.sender:
        raise Invalid(f"{ADDRESS} is the https:// address of the pages, {SENDER} an e-mail address.")
    return found


def send_due(
    engine: Engine, clock: Callable[[], datetime], settings: MailSettings | None, told: Event | None = None
) -> str:
    """Try everything that is due once, or until told to end; a sentence with the counts.

    Raises Unreachable where the server cannot be reached.
    """
    told = told or Event()
    with unit_of_work(engine, read_only=True) as session:
        if holding(session):
            return HELD
        waits = bool(due(session, clock(), 1))
    if not waits:
        return "Nothing was due."
    if settings is None:
        return NO_SERVER
    done: Counter[str] = Counter()
    with _Line(settings) as line:
        while not told.is_set() and (batch := _batch(engine, clock())):
            for number in batch:
                done[_one(engine, clock, line, number)] += 1
    return ", ".join(f"{word} {count:,}" for word, count in sorted(done.items())).capitalize() + "."


def _batch(engine: Engine, now: datetime) -> list[int]:
    with unit_of_work(engine, read_only=True) as session:
        return due(session, now)


def _one(engine: Engine, clock: Callable[[], datetime], line: _Line, number: int) -> str:
    """What became of one notice: sent, put off, given up, or taken by another worker."""
    try:
        with unit_of_work(engine) as session:
            notice = session.get_one(Notice, number, with_for_update=True)
            mail.claim(session, now=clock(), notice=notice)
            message = build_message(session, notice, line.settings, clock())
    except (Conflict, WrongState):
        return "taken"
    except Moot as fault:
        return _drop(engine, clock(), number, str(fault))
    except Unsendable as fault:
        return _mark(engine, clock(), number, _refused(str(fault)))
    try:
        outcome = line.send(message)
    except Unreachable as fault:
        _mark(engine, clock(), number, _delayed(str(fault)))
        raise
    return _mark(engine, clock(), number, outcome)


@dataclass(frozen=True)
class Outcome:
    """What the server made of one message."""

    word: str
    answer: str


def _refused(answer: str) -> Outcome:
    return Outcome("given up", answer)


def _delayed(answer: str) -> Outcome:
    return Outcome("put off", answer)


def _mark(engine: Engine, now: datetime, number: int, outcome: Outcome) -> str:
    with unit_of_work(engine) as session:
        notice = session.get_one(Notice, number, with_for_update=True)
        return _write(session, notice, now, outcome)


def _drop(engine: Engine, now: datetime, number: int, reason: str) -> str:
    with unit_of_work(engine) as session:
        notice = session.get_one(Notice, number, with_for_update=True)
        with suppress(WrongState):
            mail.drop(session, actor=find_system(session), now=now, notice=notice, reason=reason)
    return "dropped"


def find_system(session: Session) -> Actor:
    """Roundtrip's own actor, who is there from the first day on; Incomplete before."""
    system = find_person(session, SYSTEM)
    if system is None:
        raise Incomplete("This database has no actors yet: load it first.")
    return system


def _write(session: Session, notice: Notice, now: datetime, outcome: Outcome) -> str:
    """Write the outcome down; a notice that somebody dropped meanwhile stays dropped."""
    system, answer = find_system(session), outcome.answer
    with suppress(WrongState):
        if outcome.word == "put off" and mail.put_off(session, notice=notice, answer=answer):
            return outcome.word
        if outcome.word == "sent":
            mail.mark_sent(session, actor=system, now=now, notice=notice, answer=answer)
            return outcome.word
        mail.give_up(session, actor=system, now=now, notice=notice, answer=answer)
    return "given up"


class _Line:
    """A connection to the server, made when the first message needs it and again after it broke."""

    def __init__(self, settings: MailSettings) -> None:
        self.settings = settings
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> _Line:
        self._smtp = _connect(self.settings)
        return self

    def __exit__(self, *_: object) -> None:
        if self._smtp is not None:
            with suppress(smtplib.SMTPException, OSError):  # everything said so far has its answer
                self._smtp.quit()

    def send(self, message: EmailMessage) -> Outcome:
        """Hand one message over; Unreachable where the server refuses us rather than the message."""
        if self._smtp is None:
            self._smtp = _connect(self.settings)
        try:
            self._smtp.send_message(message)
        except smtplib.SMTPRecipientsRefused as fault:
            return _judge(*next(iter(fault.recipients.values())))
        except smtplib.SMTPDataError as fault:
            return _judge(fault.smtp_code, fault.smtp_error)
        except smtplib.SMTPSenderRefused as fault:
            raise Unreachable(f"The mail server refuses our sender: {_words(fault)}.") from fault
        except (smtplib.SMTPNotSupportedError, UnicodeError, ValueError) as fault:
            return _refused(f"The message cannot be sent as it is: {fault}")
        except (smtplib.SMTPException, OSError) as fault:
            self._smtp = None
            return _delayed(f"The connection broke: {fault}")
        return Outcome("sent", "The mail server has taken it.")


def _judge(code: int, said: bytes | str) -> Outcome:
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    answer = f"{code} {' '.join(words.split())}"
    return _refused(answer) if code >= 500 else _delayed(answer)


def _words(fault: Exception) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        said = fault.smtp_error
        return f"{fault.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    return str(fault) or type(fault).__name__


def _connect(settings: MailSettings) -> smtplib.SMTP:
    parts = settings.parts
    port = parts.port or SCHEMES[parts.scheme]
    with _explained(f"{parts.hostname}:{port}"):
        secure, host = ssl.create_default_context(), parts.hostname or ""
        smtp: smtplib.SMTP
        if parts.scheme == "smtps":
            smtp = smtplib.SMTP_SSL(host, port, timeout=settings.patience, context=secure)
        else:
            smtp = smtplib.SMTP(host, port, timeout=settings.patience)
        try:
            if parts.scheme == "smtp+starttls":
                smtp.starttls(context=secure)
            if parts.username:
                smtp.login(unquote(parts.username), unquote(parts.password or ""))
        except BaseException:
            smtp.close()
            raise
        return smtp


@contextmanager
def _explained(server: str) -> Iterator[None]:
    try:
        yield
    except (smtplib.SMTPException, OSError) as fault:
        raise Unreachable(f"The mail server {server} cannot be used: {_words(fault)}.") from fault
