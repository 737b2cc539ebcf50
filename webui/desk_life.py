"""What happens next with a request as a coordinator reads it, while it is not at the coordinator's desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from models.engagements import Engagement, EngagementState
from models.mentoring_offers import MentoringOffer
from models.requests import MentoringRequest, RequestState
from webui.filters import deadline
from webui.words import HELPERS

IDLE = "You need do nothing."


@dataclass(frozen=True)
class Next:
    """What happens, and what a coordinator may do: prepare a sweep, or write to both sides."""

    sentence: str
    sweep: bool = False
    write: bool = False


@dataclass(frozen=True)
class Followed:
    """A request with the offer that waits for an answer and the conversation that runs, where there are."""

    request: MentoringRequest
    live: MentoringOffer | None
    talk: Engagement | None
    is_too_late: bool = False
    """Whether the day passed by which a conversation was needed."""

    @property
    def next(self) -> Next:
        return _NEXT[self.request.state](self)

    @property
    def name(self) -> str:
        return self.request.executive.name

    @property
    def helper(self) -> str:
        return HELPERS[self.request.kind]


def _draft(one: Followed) -> Next:
    return Next(f"{one.name} has not sent it yet. {IDLE}")


def _submitted(one: Followed) -> Next:
    until = f" by {deadline(one.request.due_at)}" if one.request.due_at else ""
    chooses = f"{one.name} chooses from their shortlist{until}; then the service asks the {one.helper}"
    return Next(f"{chooses} who fits best. {IDLE} A sweep would take the request along.", sweep=True)


def _offered(one: Followed) -> Next:
    if one.live is None:
        return Next(f"The next {one.helper} is asked by itself. {IDLE}")
    asked = f"{one.live.profile.executive.name} answers by {deadline(one.live.due_at)}."
    if one.request.tries_left <= 1:
        return Next(f"{asked} Without a yes it waits for you then. {IDLE}")
    then = f"Without an answer the next {one.helper} is asked by itself, and where nobody is left the request"
    return Next(f"{asked} {then} comes to your desk. {IDLE}")


def _manual(_one: Followed) -> Next:
    return Next("It waits for you.")


def _waitlisted(one: Followed) -> Next:
    if one.is_too_late:
        return Next(f"The day by which it was needed has passed: {one.name} is to ask anew. {IDLE}")
    return Next(
        "Nobody is asked by itself any more: prepare a sweep, which looks at it together with all that wait.",
        sweep=True,
    )


def _no_match(one: Followed) -> Next:
    told = f"{one.name} was told that nobody was found, and may go on the waiting list or ask anew."
    return Next(f"{told} {IDLE}")


def _accepted(one: Followed) -> Next:
    if one.talk is None or one.talk.state is not EngagementState.ARRANGING:
        return Next(f"The two are meeting. {IDLE}")
    return Next(
        f"The two find a time for their first meeting by {deadline(one.talk.book_by)}, and both are reminded "
        "before. Where that day is near or past, write to both and ask what keeps them:",
        write=True,
    )


def _over(_one: Followed) -> Next:
    return Next("Nothing: it is over.")


_S = RequestState
_NEXT: dict[RequestState, Callable[[Followed], Next]] = {
    _S.DRAFT: _draft,
    _S.SUBMITTED: _submitted,
    _S.OFFERED: _offered,
    _S.MANUAL: _manual,
    _S.WAITLISTED: _waitlisted,
    _S.ACCEPTED: _accepted,
    _S.CLOSED: _over,
    _S.NO_MATCH: _no_match,
    _S.WITHDRAWN: _over,
    _S.CANCELLED: _over,
}
