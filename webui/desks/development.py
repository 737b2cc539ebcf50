"""What waits of development plans: for the owner, the supervisor, the board, the coordinator."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import compress

from flask import url_for
from sqlalchemy.orm import Session

from matcher.mentoring.business import end_of_day, local_day
from matcher.policy.development import Duty, Standing, duties
from models.access import can
from models.actors import Actor, Role
from models.plans import PlanState
from models.queries.development import Mine, record_of, who_is_due
from models.queries.our_offers import agencies_of
from models.queries.plans import before_the_board, named_in
from webui.desk import News, Task
from webui.filters import day, plural
from webui.words import UNRECORDED

Entry = Task | News
BOARD = frozenset({Role.EXECUTIVE_RESOURCES_BOARD})
COORDINATOR = frozenset({Role.AGENCY_COORDINATOR})
SENTENCES = {
    "activity": ("A developmental activity is due each year: enter what you did", "Enter it", "plan"),
    "assessment": (
        "A leadership assessment with employees' feedback is due every three years",
        "Look",
        "assessments",
    ),
}
"""What is due, the word of the act, and the part of My record where it is done."""
IN_PLAN = frozenset({"activity"})
"""What is entered into the plan, and so not asked for before there is one."""
MISSING = {
    "activity": "No developmental activity is on record; one is due each year",
    "assessment": "No leadership assessment with employees' feedback is on record; one is due every three "
    "years",
}
"""What is said where nothing is on record, instead of a day of years ago."""
DRAFT = (
    "Your development plan is a draft: complete it, and ",
    "Your development plan is a draft that names what it must: ",
)
"""What a draft is, before what comes of it: where it lacks something, and where it does not."""
SEND = (
    "send it to your supervisor",
    "ask the programme office for a supervisor, since nobody signs plans for your agency yet",
)
"""What comes of a draft: where somebody may sign it, and where nobody may."""
OVERDUE_WITH = "overdue with the development plan, its review, an activity or an assessment"


def provide(session: Session, actor: Actor, now: datetime) -> Iterator[Entry]:
    """Everything of plans that waits for the actor in any role."""
    found = None if actor.executive_id is None else record_of(session, actor.executive_id, now)
    if found is not None:
        yield from _mine(found, now)
    if can(actor, "signing.list", None, now=now):
        yield from _to_sign(session, actor)
    if can(actor, "reviewing.list", None, now=now):
        yield from _to_review(session, actor, now)
    if can(actor, "development.see_due", None, now=now):
        yield from _due(session, actor, now)


def _mine(found: Mine, now: datetime) -> Iterator[Entry]:
    here = url_for("my_record.page", _anchor="next")
    review, *others = duties(found.record)
    if found.state is None:
        none = "You have no development plan on record; every senior executive has one, and it is reviewed"
        dated = f"{none} each year: begin yours; it is to be signed and reviewed"
        since = day(found.record.ses_since)
        late = f"{none} each year. You joined the service on {since}: begin yours now"
        yield _dated(dated, late, review, now, "Begin", here)
        others = [one for one in others if one.name not in IN_PLAN]
    elif found.came_back:
        sentence = "Your development plan came back: read what is to be changed, and send it again"
        yield Task(sentence, None, "Read why", here, at=now)
    elif found.stuck:
        sentence = "Your development plan lies with somebody who cannot sign it any more: take it back"
        yield Task(sentence, None, "See who", here, at=now)
    elif found.boardless:
        sentence = "Your development plan is signed, and nobody on your agency's board may review it: ask the"
        yield Task(
            f"{sentence} programme office, which names its members", None, "See whom to ask", here, at=now
        )
    elif found.again:
        yield News(
            "The board returned your development plan; signed anew, it is with the board", address=here
        )
    else:
        yield from _plan(found.state, review, now, here, DRAFT[found.complete] + SEND[found.signerless])
    for duty in others:
        if duty.standing(local_day(now)) is not Standing.CURRENT:
            sentence, act, part = SENTENCES[duty.name]
            there = url_for("my_record.page", _anchor=part)
            yield _dated(sentence, f"{MISSING[duty.name]}: {UNRECORDED[duty.name]}", duty, now, act, there)


def _dated(sentence: str, unrecorded: str, duty: Duty, now: datetime, act: str, here: str) -> Task:
    """With the last day of the duty; where nothing is on record, what to do, in the place of that day."""
    due = end_of_day(duty.due)
    if duty.is_unrecorded(local_day(now)):
        return Task(unrecorded, None, act, here, at=due)
    return Task(sentence, due, act, here)


def _plan(state: PlanState, review: Duty, now: datetime, here: str, draft: str) -> Iterator[Entry]:
    if state is PlanState.DRAFT:
        yield _dated(
            f"{draft}; the board reviews it",
            f"{draft}; no review is on record yet",
            review,
            now,
            "Go on",
            here,
        )
    elif state is PlanState.SUBMITTED:
        yield News("Your development plan is with your supervisor to be signed", address=here)
    elif state is PlanState.SIGNED:
        if review.is_unrecorded(local_day(now)):
            sentence = "The board reviews your signed development plan; no review is on record yet"
            yield News(sentence, address=here)
            return
        late = review.standing(local_day(now)) is Standing.OVERDUE
        board = "The board's review of your signed development plan is overdue"
        sentence = board if late else "The board reviews your signed development plan"
        yield News(sentence, end_of_day(review.due), address=here)
    elif review.standing(local_day(now)) is not Standing.CURRENT:
        sentence = "Your development plan is reviewed each year: bring it up to date"
        yield Task(sentence, end_of_day(review.due), "Update it", here)


def _to_sign(session: Session, actor: Actor) -> Iterator[Task]:
    waiting = [row for row in named_in(session, actor) if row.state is PlanState.SUBMITTED]
    since = min((row.submitted_at for row in waiting if row.submitted_at), default=None)
    if len(waiting) == 1:
        begun = f", since {day(since)}" if since else ""
        sentence = f"The development plan of {waiting[0].name} waits for your signature{begun}"
        yield Task(sentence, None, "Read it", url_for("signing.page", slug=waiting[0].slug), at=since)
    elif waiting:
        longest = f", the longest since {day(since)}" if since else ""
        sentence = f"{len(waiting)} development plans wait for your signature{longest}"
        yield Task(sentence, None, "Read them", url_for("signing.index"), at=since)


def _to_review(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    rows = before_the_board(session, actor, agencies_of(session, actor, now, BOARD), PlanState.SIGNED)
    if not rows:
        return
    today, since = local_day(now), min((row.signed_at for row in rows if row.signed_at), default=None)
    first = sum(row.review.is_unrecorded(today) for row in rows)
    late = sum(row.review.standing(today) is Standing.OVERDUE for row in rows) - first
    if len(rows) == 1:
        begun = f", since {day(since)}" if since else ""
        sentence = f"The signed development plan of {rows[0].name} waits for the board's review{begun}"
        words = ("it is overdue", "its first review is due")
        address = url_for("reviewing.page", slug=rows[0].slug)
    else:
        longest = f", the longest since {day(since)}" if since else ""
        sentence = f"{len(rows)} signed development plans wait for the board's review{longest}"
        words = (f"for {late} it is overdue", f"for {first} of them the first review is due")
        address = url_for("reviewing.index")
    if late or first or any(row.returned for row in rows):
        sentence = "; ".join((sentence, *compress(words, (late, first))))
        yield Task(sentence, None, "Review", address, at=since)
    else:
        yield Task(sentence, end_of_day(min(row.review.due for row in rows)), "Review", address)


def _due(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    today = local_day(now)
    rows = who_is_due(session, agencies_of(session, actor, now, COORDINATOR), today)
    if not rows:
        return
    days = [day for one in rows if (day := one.first(today)) is not None]
    late = sum(day < today for day in days)
    words = (
        (late, "is", "are", f"{OVERDUE_WITH}: speak with them"),
        (len(days) - late, "has", "have", "something of their development due within three months"),
        (len(rows) - len(days), "has", "have", "no development plan yet"),
    )
    told = [(count, f"{one if count == 1 else many} {what}") for count, one, many, what in words if count]
    (count, what), *more = told
    parts = [
        f"{plural(count, 'executive')} of yours {what}",
        *(f"{count} more {what}" for count, what in more),
    ]
    first = end_of_day(min(days)) if days else None
    yield Task("; ".join(parts), None if late else first, "See who", url_for("development.index"), at=first)
