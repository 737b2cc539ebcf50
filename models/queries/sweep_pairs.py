"""Whether the pairs of a sweep may still be, and what stands against the others since it was made."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matcher.mentoring.candidates import Candidate
from matcher.mentoring.fit import Fitting, Suggested
from models.mentors import MentorKind
from models.queries.bookable import is_untimed
from models.queries.mentor_pool import Pool
from models.requests import MentoringRequest, RequestState
from models.sweep_files import WAITING, weigh_all

GONE = {
    RequestState.OFFERED: "Somebody is asked about this request already.",
    RequestState.ACCEPTED: "Somebody has accepted this request already.",
    RequestState.WITHDRAWN: "The request was withdrawn.",
    RequestState.CANCELLED: "The request was cancelled.",
}
ENDED = "The request does not wait any more."
LEFT = "This {kind} is not in the directory any more."


@dataclass(frozen=True)
class Standing:
    """One pair as it stands now: the request and the suggestion where it may be offered, otherwise the
    sentences that say why not, for a coordinator."""

    request: MentoringRequest
    mentor: int
    suggested: Suggested | None
    why: tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """The pairs of a sweep as they stand now, who is in the directory, by profile, and the requests that wait
    against them."""

    standings: list[Standing]
    pool: Pool
    found: Mapping[int, Fitting]

    def is_untimed(self, request: int, mentor: int) -> bool:
        """Whether no time now suits both."""
        fitting, one = self.found.get(request), self.pool.candidates.get(mentor)
        return fitting is not None and one is not None and is_untimed(fitting, one)


def requests_of(session: Session, numbers: Iterable[int]) -> dict[int, MentoringRequest]:
    """These requests as they are now, with whose they are."""
    query = select(MentoringRequest).where(MentoringRequest.id.in_(numbers))
    whose = query.options(joinedload(MentoringRequest.executive))
    current = session.scalars(whose, execution_options={"populate_existing": True})
    return {one.id: one for one in current}


def look_again(
    session: Session,
    kind: MentorKind,
    requests: Mapping[int, MentoringRequest],
    pairs: Sequence[tuple[int, int]],
    now: datetime,
    asks: int = 0,
) -> Look:
    """Each pair of request and profile against what is so now; a place goes to the first pair that takes it.
    The request `asks` is weighed too.

    However many pairs there are, the statements are the same.
    """
    paired = [
        requests[one] for one in dict.fromkeys([*(request for request, _ in pairs), asks]) if one in requests
    ]
    pool, found = weigh_all(session, kind, [one for one in paired if one.state in WAITING], now)
    given: Counter[int] = Counter()
    standings = []
    for request, mentor in pairs:
        candidate, fitting = pool.candidates.get(mentor), found.get(request)
        taken = candidate and replace(candidate, load=candidate.load + given[mentor])
        why = _against(requests[request], fitting, taken, kind)
        suggested = None if why or fitting is None or taken is None else fitting.suggest(taken)
        given[mentor] += suggested is not None
        standings.append(Standing(requests[request], mentor, suggested, why))
    return Look(standings, pool, found)


def _against(
    request: MentoringRequest, fitting: Fitting | None, one: Candidate | None, kind: MentorKind
) -> tuple[str, ...]:
    if fitting is None:
        return (GONE.get(request.state, ENDED),)
    if one is None:
        return (LEFT.format(kind=kind),)
    return tuple(fault.finding.text for fault in fitting.faults(one))
