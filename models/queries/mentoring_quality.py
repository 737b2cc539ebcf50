"""How well mentoring works: times, shares and loads, as the programme office sees them. Nobody is named.

A figure from fewer people than the policy shows is None.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import correlation, median
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from matcher.mentoring.business import end_of_day
from matcher.policy.mentoring_clauses import LEAST_SHOWN
from models.engagements import Engagement, Side
from models.feedback import QUESTIONS, Feedback
from models.meetings import Meeting, MeetingState
from models.mentoring_offers import MentoringOffer, OfferState
from models.mentors import MentorProfile, ProfileState
from models.queries.loads import loads
from models.requests import MentoringRequest, RequestChoice

HOUR = timedelta(hours=1)
ANSWERED = (OfferState.ACCEPTED, OfferState.DECLINED)
ENDED = (*ANSWERED, OfferState.EXPIRED)


@dataclass(frozen=True)
class Figure:
    """A figure and how many cases stand behind it; `value` is None where they are too few to be shown."""

    value: float | None
    n: int


@dataclass(frozen=True)
class Quality:
    """Medians are in hours, shares and rates between 0 and 1, the correlations between -1 and 1.

    `fit` maps "points" and each criterion to its correlation with what mentees said of the advice; `loads`
    maps how many conversations and held offers a mentor has to how many mentors.
    """

    requests: int
    first_answer: Figure
    first_meeting: Figure
    served_in_time: Figure
    first_choice: Figure
    expiry: Figure
    decline: Figure
    no_show: Figure
    late_cancel: Figure
    satisfaction: dict[str, Figure]
    fit: dict[str, Figure]
    loads: dict[int, int]


def qualities(session: Session, starts: Sequence[datetime], until: datetime) -> list[Quality]:
    """For each start, the earliest first, the requests submitted from it until just before `until`; loads are
    of now. Two starts take as many statements as one."""
    reads = (_offers, _meetings, _feedback)
    requests = session.execute(_requests(starts[0], until)).all()
    others = [session.execute(read(starts[0], until)).all() for read in reads]
    spread = _loads(session)
    return [
        _figures([one for one in requests if one.submitted_at >= start], others, spread, until)
        for start in starts
    ]


def _figures(
    requests: Sequence[Any], others: Sequence[Sequence[Any]], spread: dict[int, int], until: datetime
) -> Quality:
    """The figures of these requests; `others` are the offers, meetings and answers of these and of more."""
    ids = {row.id for row in requests}
    offers, meetings, said = ([row for row in rows if row.request_id in ids] for rows in others)
    ended = [row for row in offers if row.state in ENDED]
    accepted = [row for row in offers if row.state is OfferState.ACCEPTED]
    met = _first(meetings, "starts_at", (MeetingState.HELD,))
    states = Counter(row.state for row in meetings)
    taken = states[MeetingState.HELD] + states[MeetingState.MISSED]
    late = sum(row.cancelled_late for row in meetings)
    return Quality(
        requests=len(requests),
        first_answer=_median(_waits(requests, _first(offers, "ended_at", ANSWERED))),
        first_meeting=_median(_waits(requests, met)),
        served_in_time=_share(_in_time(requests, met, until)),
        first_choice=_share(row.rank == 1 for row in accepted if row.chosen),
        expiry=_share(row.state is OfferState.EXPIRED for row in ended),
        decline=_share(row.state is OfferState.DECLINED for row in ended),
        no_show=_rate(states[MeetingState.MISSED], taken),
        late_cancel=_rate(late, taken + states[MeetingState.CANCELLED]),
        satisfaction={name: _mean([getattr(row, name) for row in said]) for name in QUESTIONS},
        fit=_fit([row for row in said if row.side is Side.MENTEE]),
        loads=spread,
    )


def _submitted(since: datetime, until: datetime) -> tuple[Any, Any]:
    return MentoringRequest.submitted_at >= since, MentoringRequest.submitted_at < until


def _requests(since: datetime, until: datetime) -> Any:
    columns = MentoringRequest.id, MentoringRequest.submitted_at, MentoringRequest.need_by
    return select(*columns).where(*_submitted(since, until))


def _offers(since: datetime, until: datetime) -> Any:
    """Each offer, with the rank at which its mentor was chosen, and whether anybody was."""
    other = aliased(RequestChoice)
    chosen = select(other.request_id).where(other.request_id == MentoringOffer.request_id)
    return (
        select(
            MentoringOffer.request_id,
            MentoringOffer.state,
            MentoringOffer.ended_at,
            RequestChoice.rank,
            chosen.correlate(MentoringOffer).exists().label("chosen"),
        )
        .join(MentoringRequest, MentoringRequest.id == MentoringOffer.request_id)
        .outerjoin(
            RequestChoice,
            (RequestChoice.request_id == MentoringOffer.request_id)
            & (RequestChoice.profile_id == MentoringOffer.profile_id),
        )
        .where(*_submitted(since, until))
    )


def _meetings(since: datetime, until: datetime) -> Any:
    return (
        select(Engagement.request_id, Meeting.state, Meeting.starts_at, Meeting.cancelled_late)
        .join(Engagement, Engagement.id == Meeting.engagement_id)
        .join(MentoringRequest, MentoringRequest.id == Engagement.request_id)
        .where(*_submitted(since, until))
    )


def _feedback(since: datetime, until: datetime) -> Any:
    figures = [getattr(Feedback, name) for name in QUESTIONS]
    return (
        select(Engagement.request_id, Feedback.side, MentoringOffer.points, MentoringOffer.ledger, *figures)
        .join(Engagement, Engagement.id == Feedback.engagement_id)
        .join(MentoringOffer, MentoringOffer.id == Engagement.offer_id)
        .join(MentoringRequest, MentoringRequest.id == Engagement.request_id)
        .where(Feedback.answered_at.is_not(None), *_submitted(since, until))
        .order_by(Feedback.engagement_id, Feedback.side)
    )


def _first(rows: Iterable[Any], name: str, states: Sequence[Any]) -> dict[int, datetime]:
    """Request → the first moment of that name among the rows in one of the states."""
    found: dict[int, datetime] = {}
    for row in rows:
        if row.state in states:
            at = getattr(row, name)
            found[row.request_id] = min(at, found.get(row.request_id, at))
    return found


def _waits(requests: Iterable[Any], moments: dict[int, datetime]) -> list[float]:
    """Hours from the submission, of those that have their moment."""
    return [(moments[row.id] - row.submitted_at) / HOUR for row in requests if row.id in moments]


def _in_time(requests: Iterable[Any], met: dict[int, datetime], until: datetime) -> Iterable[bool]:
    """Of the requests with a day that has passed: whether the two had met by its end."""
    for row in requests:
        if row.need_by is not None and end_of_day(row.need_by) <= until:
            yield row.id in met and met[row.id] < end_of_day(row.need_by)


def _fit(said: Sequence[Any]) -> dict[str, Figure]:
    """How far the points, whole and by criterion, foretold what mentees say of the advice."""
    told = [row.advice for row in said]
    found = {"points": _correlation([row.points for row in said], told)}
    rated = [row for row in said if row.ledger]  # of the others the ledger is erased
    for name in sorted({line["criterion"] for row in rated for line in row.ledger}):
        raw = [_raw(row.ledger, name) for row in rated]
        pairs = [(one, row.advice) for one, row in zip(raw, rated, strict=True) if one is not None]
        found[name] = _correlation([one for one, _ in pairs], [advice for _, advice in pairs])
    return found


def _raw(ledger: Sequence[dict[str, Any]], criterion: str) -> int | None:
    return next((line["raw"] for line in ledger if line["criterion"] == criterion), None)


def _correlation(one: Sequence[int], other: Sequence[int]) -> Figure:
    """Pearson's; nothing where one of the two does not vary."""
    n = len(one)
    if n < LEAST_SHOWN.figure or len(set(one)) < 2 or len(set(other)) < 2:
        return Figure(None, n)
    return Figure(correlation(one, other), n)


def _median(values: Sequence[float]) -> Figure:
    return Figure(median(values) if len(values) >= LEAST_SHOWN.figure else None, len(values))


def _mean(values: Sequence[int]) -> Figure:
    return _rate(sum(values), len(values))


def _share(values: Iterable[bool]) -> Figure:
    found = list(values)
    return _rate(sum(found), len(found))


def _rate(over: int, under: int) -> Figure:
    return Figure(over / under if under >= LEAST_SHOWN.figure else None, under)


def _loads(session: Session) -> dict[int, int]:
    """How many active mentors have so many conversations and held offers."""
    taken = loads(session)
    active = session.scalars(select(MentorProfile.id).where(MentorProfile.state == ProfileState.ACTIVE)).all()
    return dict(sorted(Counter(taken.get(profile, 0) for profile in active).items()))
