"""Requests as the person who asked sees them: what each is about, who was asked, and what came of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, literal, null, select, union_all
from sqlalchemy.orm import Session, joinedload

from models.actors import Actor
from models.competencies import Competency
from models.engagements import Engagement, EngagementState, Message, MisuseReport
from models.executives import Executive
from models.feedback import Pulse
from models.mentoring_machines import MENTORING_REQUEST
from models.mentoring_offers import LIVE, MentoringOffer
from models.mentors import MentorProfile
from models.queries.last_word import last_word
from models.requests import (
    MentoringRequest,
    RequestChoice,
    RequestCompetency,
    RequestSituation,
    RequestState,
)
from models.situations import Situation
from models.uploads import is_brought_in

ENDS = tuple(f"{MentoringRequest.__tablename__}.{action}" for action in ("give_up", "cancel"))
"""The acts by which somebody else ends a request."""
UNFOUND = (RequestState.NO_MATCH, RequestState.WAITLISTED, RequestState.CANCELLED)


def begun_by_programme(session: Session, requests: Iterable[MentoringRequest]) -> set[int]:
    """The ids of the drafts among them that a table of the programme made and that nobody changed since."""
    drafts = [one.id for one in requests if one.state is RequestState.DRAFT]
    if not drafts:
        return set()
    made = MentoringRequest.id.in_(drafts), is_brought_in(MentoringRequest)
    return set(session.scalars(select(MentoringRequest.id).where(*made)))


@dataclass(frozen=True)
class Wish:
    """A situation or a competency of a request, in the order of importance; a competency has no `code`."""

    code: str
    name: str
    must: bool
    level: int | None


@dataclass
class About:
    """What a request is about."""

    situations: list[Wish] = field(default_factory=list)
    competencies: list[Wish] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The first situation, which names the request."""
        return self.situations[0].name if self.situations else "Nothing chosen yet"

    @property
    def code(self) -> str:
        """That of the first situation; empty before one is chosen."""
        return self.situations[0].code if self.situations else ""

    @property
    def levelless(self) -> list[str]:
        """The competencies of which the person did not say where they stand."""
        return [one.name for one in self.competencies if one.level is None]


def about(session: Session, requests: Sequence[int]) -> dict[int, About]:
    """What requests are about, by id, in one statement."""
    found: dict[int, About] = defaultdict(About)
    situations = (
        select(
            literal(1).label("part"),
            RequestSituation.request_id.label("request"),
            RequestSituation.rank.label("rank"),
            Situation.code.label("code"),
            Situation.name.label("name"),
            RequestSituation.must_have.label("must"),
            null().label("level"),
        )
        .join(Situation, Situation.id == RequestSituation.situation_id)
        .where(RequestSituation.request_id.in_(requests))
    )
    competencies = (
        select(
            literal(2),
            RequestCompetency.request_id,
            RequestCompetency.rank,
            literal(""),
            Competency.name,
            RequestCompetency.must_have,
            RequestCompetency.level,
        )
        .join(Competency, Competency.id == RequestCompetency.competency_id)
        .where(RequestCompetency.request_id.in_(requests))
    )
    query: Any = union_all(competencies, situations)
    rows = session.execute(query).all()
    for part, request, _, code, name, must, level in sorted(rows, key=lambda row: row[:3]):
        wishes = found[request].situations if part == 1 else found[request].competencies
        wishes.append(Wish(code, name, bool(must), level))
    return found


def of_executive(session: Session, executive: Executive) -> list[MentoringRequest]:
    """Everything somebody asked, the newest first."""
    theirs = MentoringRequest.executive_id == executive.id
    return list(session.scalars(select(MentoringRequest).where(theirs).order_by(MentoringRequest.id.desc())))


def find_request(session: Session, number: int, **_address: Any) -> MentoringRequest | None:
    """The request of an address, with the person who asks and when they can meet."""
    whole = joinedload(MentoringRequest.executive), joinedload(MentoringRequest.week)
    query = select(MentoringRequest).where(MentoringRequest.id == number).options(*whole)
    return session.scalars(query).unique().one_or_none()


def draft_of(session: Session, executive: Executive, number: int) -> MentoringRequest | None:
    """The draft of that number, if it is theirs and still one."""
    found = session.get(MentoringRequest, number)
    if found is None or found.executive_id != executive.id:
        return None
    return found if found.state is RequestState.DRAFT else None


def possible(request: MentoringRequest) -> list[str]:
    """What may be done with the request in its state."""
    return MENTORING_REQUEST.actions(request.state)


def offers(session: Session, request: MentoringRequest) -> list[MentoringOffer]:
    """Whom the request was offered to, in order, with their names."""
    whole = joinedload(MentoringOffer.profile).joinedload(MentorProfile.executive)
    query = select(MentoringOffer).where(MentoringOffer.request_id == request.id).options(whole)
    return list(session.scalars(query.order_by(MentoringOffer.number)))


def asked_anew(session: Session, request: MentoringRequest) -> int | None:
    """The number of the newest later request of the same question."""
    one = MentoringRequest
    later = (
        one.anew_of_id == (request.anew_of_id or request.id),
        one.id > request.id,
        one.submitted_at.is_not(None),
    )
    return session.scalar(select(func.max(one.id)).where(*later))


def wanted(session: Session, request: MentoringRequest) -> list[str]:
    """The names of those whom the person wants, in their order."""
    return list(session.scalars(_wanted(request)))


def still_chosen(session: Session, request: MentoringRequest) -> list[str]:
    """The same without whoever was asked already; none where the service chooses."""
    if request.service_chooses:
        return []
    asked = select(MentoringOffer.profile_id).where(MentoringOffer.request_id == request.id)
    return list(session.scalars(_wanted(request).where(MentorProfile.id.not_in(asked))))


def _wanted(request: MentoringRequest) -> Select[str]:
    return (
        select(Executive.name)
        .join(MentorProfile, MentorProfile.executive_id == Executive.id)
        .join(RequestChoice, RequestChoice.profile_id == MentorProfile.id)
        .where(RequestChoice.request_id == request.id)
        .order_by(RequestChoice.rank)
    )


def live_offers(session: Session, requests: Sequence[int]) -> dict[int, MentoringOffer]:
    """The offer that waits for an answer, by request, with the mentor's name; in one statement."""
    whole = joinedload(MentoringOffer.profile).joinedload(MentorProfile.executive)
    query = select(MentoringOffer).where(
        MentoringOffer.request_id.in_(requests), MentoringOffer.state.in_(LIVE)
    )
    return {one.request_id: one for one in session.scalars(query.options(whole))}


def to_arrange(session: Session, requests: Sequence[int]) -> dict[int, Engagement]:
    """The engagement whose first meeting is not booked yet, by request; in one statement."""
    query = (
        select(Engagement)
        .where(Engagement.request_id.in_(requests), Engagement.state == EngagementState.ARRANGING)
        .options(joinedload(Engagement.profile).joinedload(MentorProfile.executive))
    )
    return {one.request_id: one for one in session.scalars(query)}


def engagement_of(session: Session, request: MentoringRequest) -> Engagement | None:
    """The newest engagement of a request, with its mentor."""
    return next(iter(engagements_of(session, request)), None)


def engagements_of(session: Session, request: MentoringRequest) -> Sequence[Engagement]:
    """Every engagement of a request, the newest first, each with its mentor."""
    query = (
        select(Engagement)
        .where(Engagement.request_id == request.id)
        .options(joinedload(Engagement.profile).joinedload(MentorProfile.executive))
        .order_by(Engagement.id.desc())
    )
    return session.scalars(query).all()


def ended_early(talks: Iterable[Engagement]) -> dict[int, Engagement]:
    """Of engagements those that ended before their time, by the offer they began with."""
    return {one.offer_id: one for one in talks if one.state is EngagementState.ENDED}


def why_ended(session: Session, request: MentoringRequest) -> str | None:
    """Why a request found nobody or was cancelled, as whoever ended it wrote; None in other states."""
    if request.state not in UNFOUND:
        return None
    said = last_word(session, request, *ENDS)
    return None if said is None else said.reason


def messages(session: Session, engagement: Engagement) -> list[Message]:
    """The thread, the oldest first."""
    query = select(Message).where(Message.engagement_id == engagement.id)
    return list(session.scalars(query.order_by(Message.number)))


def report_of(session: Session, actor: Actor, engagement: Engagement) -> MisuseReport | None:
    """The last report of misuse by somebody of their conversations."""
    theirs = MisuseReport.engagement_id == engagement.id, MisuseReport.reporter_id == actor.id
    return session.scalar(select(MisuseReport).where(*theirs).order_by(MisuseReport.id.desc()).limit(1))


def pulse_of(session: Session, engagement: Engagement) -> Pulse | None:
    """The one question that is asked months after the end, if it is asked."""
    return session.scalar(select(Pulse).where(Pulse.engagement_id == engagement.id))
