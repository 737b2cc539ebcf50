"""What waits for somebody who asked a mentor or was asked, and for both sides once it is over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import cast

from flask import url_for
from sqlalchemy.orm import Session

from matcher.mentoring.business import end_of_day
from matcher.policy.mentoring_clauses import DRAFT_DAYS, FEEDBACK_HOURS
from models.actors import Actor
from models.queries.asks_desk import (
    ANSWER,
    ASKED_SOON,
    BROUGHT_IN,
    ENDED,
    EXTENSION,
    FEEDBACK,
    MESSAGE,
    PULSE,
    PUT_OUT,
    QUESTIONED,
    RAN_OUT,
    REPLIED,
    REPLY,
    TOO_LATE,
    Line,
    asks_desk,
)
from models.requests import RequestState
from webui.desk import News, Task
from webui.filters import RAN_OUT as OUT_OF_TIME
from webui.filters import day, deadline, plural
from webui.put_out_words import HAD_LEFT


def provide(session: Session, actor: Actor, now: datetime) -> Iterator[Task | News]:
    """Everything that waits for the executive the actor is."""
    for line in asks_desk(session, actor, now):
        yield _ENTRIES[line.kind](line, f"“{line.about}”" if line.about else "something")


def _draft(line: Line, about: str) -> Task | News:
    brought = line.kind == BROUGHT_IN
    address = url_for("asks.step", number=line.number, step=1 if brought else line.step)
    deleted = None if line.at is None else line.at + timedelta(days=DRAFT_DAYS.figure)
    draft = f"Your request about {about} is a draft" if line.about else "A request you began is a draft"
    if brought:
        draft = f"The programme began a request about {about} for you"
    return Task(f"{draft}: send it before it is deleted", deleted, "Go on with it", address)


def _submitted(line: Line, about: str) -> Task | News:
    address = url_for("shortlist.page", number=line.number)
    return Task(f"Choose whom to ask about {about}", line.at, "See who could help", address)


def _offered(line: Line, about: str) -> Task | News:
    sentence = f"{line.name} is asked about {about}, and is to answer"
    return News(sentence, line.at, address=_request(line))


def _questioned(line: Line, about: str) -> Task | News:
    address = url_for("requests.page", number=line.number, _anchor="question")
    return Task(f"{line.name} would like to know more about {about}", line.at, "Read and answer", address)


def _manual(line: Line, about: str) -> Task | News:
    return News(f"A coordinator looks for somebody for {about}", line.at, address=_request(line))


def _waitlisted(line: Line, about: str) -> Task | News:
    return News(f"Your request about {about} is on the waiting list", address=_request(line))


def _too_late(line: Line, about: str) -> Task | News:
    sentence = f"The day by which you needed somebody for {about} has passed, and nobody was found"
    return Task(sentence, None, "Decide what next", _request(line))


def _no_match(line: Line, about: str) -> Task | News:
    return Task(f"Nobody was found for {about}", None, "Decide what next", _request(line))


def _cancelled(line: Line, about: str) -> Task | News:
    sentence = f"A coordinator cancelled your request about {about}: read why, and ask anew if you need to"
    return News(sentence, address=_request(line))


def _put_out(line: Line, about: str) -> Task | News:
    sentence = f"Your request about {about} was cancelled because {HAD_LEFT}"
    return News(f"{sentence}; ask anew if you need to", address=_request(line))


def _request(line: Line) -> str:
    return url_for("requests.page", number=line.number)


def _answer(line: Line, _about: str) -> Task | News:
    address = url_for("mentor_offers.page", number=line.number)
    return Task(f"Answer a request about {_plain(line)}", line.at, "Read it", address)


def _replied(line: Line, _about: str) -> Task | News:
    address = url_for("mentor_offers.page", number=line.number)
    sentence = f"Your question on a request about {_plain(line)} is answered: say yes or no"
    return Task(sentence, line.at, "Read the reply", address)


def _reply(line: Line, _about: str) -> Task | News:
    address = url_for("mentor_offers.page", number=line.number)
    until = deadline(cast(datetime, line.at))
    stands = f"your time stands still until the reply, at most until {until}"
    sentence = f"You asked for more on a request about {_plain(line)}: {stands}"
    return News(sentence, at=line.at, address=address)


def _plain(line: Line) -> str:
    """The situation inside a sentence."""
    return f"“{line.about}”" if line.about else "a question"


def _feedback(line: Line, _about: str) -> Task | News:
    address = url_for("feedback.page", number=line.number)
    sentence = f"Say how the conversations with {line.name} were"
    return Task(sentence, line.at, "Answer four questions", address)


def _pulse(line: Line, _about: str) -> Task | News:
    address = url_for("feedback.pulse_page", number=line.number)
    sentence = f"Three months after your conversations with {line.name}: what lasted?"
    return Task(sentence, None, "Answer one question", address)


def _extension(line: Line, _about: str) -> Task | News:
    address = url_for("engagements.page", number=line.number)
    ends = end_of_day(cast(date, line.until))
    return Task(f"{line.name} asks for more time for your conversations", ends, "Look at it", address)


def _message(line: Line, _about: str) -> Task | News:
    address = url_for("engagements.page", number=line.number, _anchor="messages")
    written = "" if line.at is None else f" on {day(line.at)}"
    sentence = f"{line.name} wrote to you{written} about your conversations"
    return Task(sentence, None, "Read it", address, at=line.at)


def _asked_soon(line: Line, _about: str) -> Task | News:
    address = url_for("engagements.page", number=line.number)
    soon = plural(FEEDBACK_HOURS.figure, "hour")
    return News(f"Within {soon} you are asked how the conversations with {line.name} were", address=address)


def _ended(line: Line, _about: str) -> Task | News:
    sentence = f"Your conversations with {line.name} ended early, and nobody else is asked"
    return News(sentence, address=_request(line))


def _ran_out(line: Line, about: str) -> Task | News:
    sentence = f"Your conversations with {line.name} {OUT_OF_TIME}, and nobody else is asked"
    return News(sentence, address=_request(line))


_ENTRIES: dict[str, Callable[[Line, str], Task | News]] = {
    RequestState.DRAFT: _draft,
    BROUGHT_IN: _draft,
    RequestState.SUBMITTED: _submitted,
    RequestState.OFFERED: _offered,
    QUESTIONED: _questioned,
    RequestState.MANUAL: _manual,
    RequestState.WAITLISTED: _waitlisted,
    TOO_LATE: _too_late,
    RequestState.NO_MATCH: _no_match,
    RequestState.CANCELLED: _cancelled,
    PUT_OUT: _put_out,
    ANSWER: _answer,
    REPLY: _reply,
    REPLIED: _replied,
    FEEDBACK: _feedback,
    PULSE: _pulse,
    EXTENSION: _extension,
    MESSAGE: _message,
    ASKED_SOON: _asked_soon,
    ENDED: _ended,
    RAN_OUT: _ran_out,
}
