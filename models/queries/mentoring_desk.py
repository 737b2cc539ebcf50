"""The coordinator's desk: requests that found nobody, who could still help, and what was reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from matcher.mentoring.candidates import Ask
from matcher.mentoring.fit import Suggested
from matcher.mentoring.rules import Obstacle
from models.actors import Actor
from models.engagements import Engagement, EngagementState, MisuseReport, report_due
from models.executives import Executive
from models.mentoring_offers import MentoringOffer
from models.mentors import MentorProfile
from models.queries.asks import fittings
from models.queries.bookable import is_untimed, with_starts
from models.queries.called import is_called
from models.queries.mentor_pool import load_pool
from models.requests import MentoringRequest, RequestSituation, RequestState
from models.situations import Situation

MOST = 10
"""Mentors listed at a time."""
FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Waiting:
    """A request that waits for somebody, and the situation it is about; `talk` is its conversation, where
    the two have no date yet."""

    request: MentoringRequest
    about: str
    talk: Engagement | None


@dataclass(frozen=True)
class Answer:
    """Why a mentor of that name may not be asked; nothing where nothing stands against it."""

    profile: int
    name: str
    reasons: list[str]


@dataclass(frozen=True)
class Choices:
    """Who may be asked, the best first, or what keeps everybody from it; and the mentors of a name, with what
    stands against each; `agencies` are those of both, by the id of their profile; with the `untimed` no time
    now suits both."""

    ask: Ask
    best: list[Suggested]
    obstacle: Obstacle | None
    named: list[Answer]
    agencies: dict[int, str]
    untimed: set[int]


@dataclass(frozen=True)
class Desk:
    """What waits: for a coordinator, for a date that the two find, for the next sweep."""

    stuck: list[Waiting]
    undated: list[Waiting]
    listed: list[Waiting]

    def overdue(self, now: datetime) -> list[Engagement]:
        """Of those without a date the ones that should have it by now, the first to be booked first."""
        talks = [one.talk for one in self.undated if one.talk is not None]
        return [talk for talk in talks if talk.book_by <= now]


def desk(session: Session) -> Desk:
    """Everything that waits, in one statement: at the desk the first to end first, without a date the first
    to be booked first, on the waiting list the longest there first."""
    found = [Waiting(*row) for row in session.execute(_waiting())]
    stuck = [one for one in found if one.request.state is RequestState.MANUAL]
    undated = [one for one in found if one.talk is not None]
    listed = [one for one in found if one.request.state is RequestState.WAITLISTED]
    stuck.sort(key=lambda one: (one.request.due_at or FAR, one.request.id))
    undated.sort(key=lambda one: (one.talk.book_by if one.talk else FAR, one.request.id))
    return Desk(stuck, undated, listed)


def _waiting() -> Any:
    first = and_(RequestSituation.request_id == MentoringRequest.id, RequestSituation.rank == 1)
    undated = and_(
        Engagement.request_id == MentoringRequest.id, Engagement.state == EngagementState.ARRANGING
    )
    mentor = joinedload(Engagement.profile).joinedload(MentorProfile.executive)
    return (
        select(MentoringRequest, func.coalesce(Situation.name, "a question"), Engagement)
        .join(MentoringRequest.executive)
        .join(Executive.home_agency)
        .outerjoin(RequestSituation, first)
        .outerjoin(Situation, Situation.id == RequestSituation.situation_id)
        .outerjoin(Engagement, undated)
        .options(contains_eager(MentoringRequest.executive).contains_eager(Executive.home_agency), mentor)
        .where(
            MentoringRequest.state.in_((RequestState.MANUAL, RequestState.WAITLISTED))
            | Engagement.id.is_not(None)
        )
        .order_by(MentoringRequest.submitted_at, MentoringRequest.id)
    )


def find_request(session: Session, number: int) -> MentoringRequest | None:
    """The request of the address, with whose it is; a draft is nobody's but its owner's."""
    owner = joinedload(MentoringRequest.executive).joinedload(Executive.home_agency)
    asked = MentoringRequest.id == number, MentoringRequest.submitted_at.is_not(None)
    return session.scalar(select(MentoringRequest).where(*asked).options(owner))


def tried(session: Session, request: MentoringRequest) -> tuple[list[MentoringOffer], list[Engagement]]:
    """Every offer that was made, with its mentor, the first one first; and the conversations that followed,
    the newest first."""
    mentor = joinedload(MentoringOffer.profile).joinedload(MentorProfile.executive)
    query = (
        select(MentoringOffer, Engagement)
        .outerjoin(Engagement, Engagement.offer_id == MentoringOffer.id)
        .where(MentoringOffer.request_id == request.id)
        .options(mentor)
        .order_by(MentoringOffer.number)
    )
    rows = session.execute(query).all()
    return [offer for offer, _ in rows], [talk for _, talk in reversed(rows) if talk is not None]


def choices(session: Session, request: MentoringRequest, words: str, now: datetime) -> Choices:
    """Who may be asked now, and the mentors called by these words; the calendars that
    matter are read together."""
    pool = load_pool(session, request.kind, now, [request])
    fitting = with_starts(session, fittings(session, [request], pool)[request.id], now)
    named = [one for one in pool.candidates.values() if words and is_called(one.name, words)]
    named.sort(key=lambda one: (one.name, one.id))
    near = fitting.within_reach(pool.candidates.values())
    fitting.look_up([*near, *named[:MOST]])
    best = fitting.shortlist(near, MOST)
    return Choices(
        fitting.ask,
        best,
        fitting.obstacle(near),
        [
            Answer(one.id, one.name, [fault.finding.text for fault in fitting.faults(one)])
            for one in named[:MOST]
        ],
        {one.id: pool.lines.name(one.agencies[0]) for one in (*near, *named)},
        {one.id for one in (*(one.candidate for one in best), *named[:MOST]) if is_untimed(fitting, one)},
    )


def reports(session: Session, reader: Actor) -> Sequence[MisuseReport]:
    """What was reported and the reader may read: first what nobody has handled, the oldest first; then the
    rest, the newest first."""
    waiting = select(MisuseReport).where(_of_others(reader)).order_by(MisuseReport.at, MisuseReport.id)
    found = session.scalars(waiting).all()
    open_ones = [one for one in found if one.handled_at is None]
    return open_ones + [one for one in reversed(found) if one.handled_at is not None]


def _of_others(reader: Actor) -> ColumnElement[bool]:
    """The reports of conversations of which the reader is neither side, as `access.handles_report` has it."""
    sides = or_(
        Engagement.executive_id == reader.executive_id, MentorProfile.executive_id == reader.executive_id
    )
    return MisuseReport.engagement_id.not_in(select(Engagement.id).join(Engagement.profile).where(sides))


def waiting_reports(session: Session, reader: Actor) -> list[datetime]:
    """By when each report is looked into that nobody has handled and the reader may."""
    query = select(MisuseReport.at).where(MisuseReport.handled_at.is_(None), _of_others(reader))
    return [report_due(made) for made in session.scalars(query.order_by(MisuseReport.at))]


def find_report(session: Session, number: int) -> MisuseReport | None:
    """The report of the address."""
    return session.get(MisuseReport, number)


def talk_of(session: Session, report: MisuseReport) -> Engagement:
    """The engagement a report is about, with both people."""
    both = joinedload(Engagement.mentee), joinedload(Engagement.profile).joinedload(MentorProfile.executive)
    query = select(Engagement).where(Engagement.id == report.engagement_id)
    return session.scalars(query.options(*both)).one()
