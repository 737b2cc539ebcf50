"""A shortlist as the person who asks reads it, and why somebody is not on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from matcher.availability.slots import find_slots
from matcher.mentoring.business import end_of_day
from matcher.mentoring.criteria import stated
from matcher.mentoring.fit import Suggested
from models.executives import Executive
from models.mentors import MentorProfile
from models.queries.asks import fittings
from models.queries.availability import as_guest, times_of, week_of
from models.queries.bookable import with_starts
from models.queries.mentor_pool import Lines, Pool, avoided_by, load_pool
from models.relations import NoList
from models.requests import MentoringRequest, RequestChoice, RequestRefusal, Suggestion

MOST_NAMED = 5
LINES = 3


@dataclass(frozen=True)
class Helper:
    """One place of a shortlist: `rows` sum to `points`; `next` is the first time both could meet, to be told
    on the clock `zone` of the person who asks, None where there is none; `timeless`: none are named;
    `avoided`: by the list of the person who asks, made since, so that nobody asks this one any more."""

    profile: MentorProfile
    points: int
    coverage: int
    rows: list[dict[str, Any]]
    next: datetime | None
    timeless: bool
    zone: str
    avoided: bool

    @property
    def evidence(self) -> list[tuple[str, str]]:
        """Criterion and evidence of the rows that earn most, at most three, without what is not stated."""
        earned = sorted((row for row in self.rows if row["points"]), key=lambda row: -row["points"])
        return [(row["criterion"], stated(row["evidence"])) for row in earned[:LINES]]


def shortlist(session: Session, request: MentoringRequest, now: datetime) -> list[Helper]:
    """The suggestions of a request with the next time that suits both, in few statements."""
    whole = joinedload(Suggestion.profile).joinedload(MentorProfile.executive)
    query = (
        select(Suggestion)
        .where(Suggestion.request_id == request.id)
        .options(whole.joinedload(Executive.home_agency), whole.joinedload(Executive.position))
    )
    stored = session.scalars(query.order_by(Suggestion.place)).all()
    people = {one.profile.executive_id for one in stored} | {request.executive_id}
    times = times_of(session, people, now)
    mine = as_guest(times[request.executive_id], week_of(request))
    avoided = _avoided(session, request, stored)
    until = None if request.need_by is None else end_of_day(request.need_by)
    found = []
    for one in stored:
        host = times[one.profile.executive_id]
        slots = find_slots(host, mine, now=now, until=until, most=1)
        start = slots[0].start if slots else None
        told = (start, not host.windows, mine.zone, one.profile_id in avoided)
        found.append(Helper(one.profile, one.points, one.coverage, one.ledger, *told))
    return found


def _avoided(session: Session, request: MentoringRequest, stored: Iterable[Suggestion]) -> set[int]:
    """The profiles that the list of the person who asks keeps away."""
    owned = session.get(NoList, request.executive_id)
    if owned is None:
        return set()
    lines = Lines(session)
    listed = avoided_by(owned.content, lines)
    people = ((one.profile_id, one.profile.executive) for one in stored)
    return {number for number, who in people if listed.holds(who.id, lines.up(who.home_agency_id))}


def left_off(session: Session, request: MentoringRequest) -> tuple[list[str], list[str]]:
    """The names of those whom the person set aside for this request, and of those who were wanted by name and
    are not on the shortlist."""
    listed = select(Suggestion.profile_id).where(Suggestion.request_id == request.id)
    refused = RequestRefusal.profile_id == MentorProfile.id, RequestRefusal.request_id == request.id
    wanted = RequestChoice.profile_id == MentorProfile.id, RequestChoice.request_id == request.id
    aside, passed = RequestRefusal.profile_id.is_not(None), RequestChoice.profile_id.is_not(None)
    query = (
        select(Executive.name, aside)
        .join(MentorProfile, MentorProfile.executive_id == Executive.id)
        .outerjoin(RequestRefusal, and_(*refused))
        .outerjoin(RequestChoice, and_(*wanted))
        .where(or_(aside, and_(passed, MentorProfile.id.not_in(listed))))
        .order_by(RequestChoice.rank, Executive.name)
    )
    rows = session.execute(query).all()
    return sorted(name for name, gone in rows if gone), [name for name, gone in rows if not gone]


def why_not(session: Session, request: MentoringRequest, name: str, now: datetime) -> list[str]:
    """Why the mentors of that name are not on the shortlist, without anybody's private facts."""
    pool = load_pool(session, request.kind, now, [request])
    fitting = with_starts(session, fittings(session, [request], pool)[request.id], now)
    words = " ".join(name.split()).casefold()
    named = [one for one in pool.candidates.values() if words in one.name.casefold()]
    fitting.look_up(named[:MOST_NAMED])
    listed = _listed(request, pool)
    told = [sentence for one in named[:MOST_NAMED] for sentence in fitting.why_not(one, listed)]
    if (more := len(named) - MOST_NAMED) > 0:
        have = "has" if more == 1 else "have"
        told.append(f"{more} more {have} that in the name: write first and last name.")
    return told


def _listed(request: MentoringRequest, pool: Pool) -> list[Suggested]:
    """The stored shortlist, without whoever has left the pool since."""
    return [
        Suggested(pool.candidates[one.profile_id], one.points, one.coverage, ())
        for one in request.suggestions
        if one.profile_id in pool.candidates
    ]
