"""What happens next with a request: one sentence, by when, and by whom."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from matcher.mentoring.business import end_of_day
from matcher.mentoring.rules import Obstacle
from matcher.policy.mentoring_clauses import DRAFT_DAYS, MOST_CHOICES, PULSE_DAYS, PURGE_DAYS
from models.engagements import Engagement, EngagementState, Side
from models.feedback import Feedback, Pulse
from models.meetings import Meeting
from models.mentoring_machines import MENTORING_REQUEST
from models.mentoring_offers import LIVE, MentoringOffer, OfferState, Origin
from models.requests import MentoringRequest, RequestState
from models.zones import USUAL
from webui.filters import day
from webui.talk_words import AGAIN, TOOK_PLACE, counts_at, meets
from webui.when import beside
from webui.words import HELPERS, HELPERS_MANY

ICONS = {
    RequestState.DRAFT: "edit",
    RequestState.SUBMITTED: "check_circle_outline",
    RequestState.OFFERED: "schedule",
    RequestState.MANUAL: "support_agent",
    RequestState.WAITLISTED: "schedule",
    RequestState.ACCEPTED: "people",
    RequestState.CLOSED: "check_circle",
    RequestState.NO_MATCH: "error_outline",
    RequestState.WITHDRAWN: "cancel",
    RequestState.CANCELLED: "cancel",
}

ASKED_AFTERWARDS = (EngagementState.FEEDBACK, EngagementState.CLOSED)
"""The states of conversations that took place and are over."""


@dataclass(frozen=True)
class Step:
    """What happens next; `who` acts, and `due` is when it ends by itself, where it does."""

    sentence: str
    who: str
    due: datetime | None = None


@dataclass(frozen=True)
class Standing:
    """A request at the moment `now` with the newest of everything that hangs on it; `meeting` is the booked
    one that comes next, or of which nobody said yet whether it took place, `zone` the clock of the person who
    asked, `feedback` the four questions while they can be answered, and `asked_at` when they come,
    before that; `changed` says that the person wrote what changed, and `pulse` is the one question months
    later; `begun_for` that the programme began it and the person has not changed it yet."""

    request: MentoringRequest
    offers: list[MentoringOffer]
    now: datetime
    talk: Engagement | None = None
    feedback: Feedback | None = None
    meeting: Meeting | None = None
    zone: str = USUAL
    asked_at: datetime | None = None
    changed: bool = False
    pulse: Pulse | None = None
    begun_for: bool = False

    @property
    def live(self) -> MentoringOffer | None:
        """The offer that waits for an answer."""
        return next((one for one in self.offers if one.state in LIVE), None)

    @property
    def asks_what_lasted(self) -> bool:
        """Whether the one question waits for its answer."""
        return self.pulse is not None and self.pulse.answered_at is None

    @property
    def is_too_late(self) -> bool:
        """Whether the day passed by which a conversation was needed."""
        return self.request.is_too_late(self.now)

    @property
    def can_be_eased(self) -> bool:
        """Whether it waits at the desk, and asking otherwise may find somebody."""
        request = self.request
        if request.state is not RequestState.MANUAL or request.obstacle is None:
            return False
        return bool(nobody(request, request.obstacle)[1])

    @property
    def ended_by_other(self) -> bool:
        """Whether whoever helped, or the time, ended the conversations early."""
        talk = self.talk
        return talk is not None and talk.state is EngagementState.ENDED and talk.ended_by is not Side.MENTEE

    @property
    def is_meeting_over(self) -> bool:
        """Whether it is to be said of the meeting that it took place."""
        return self.meeting is not None and self.meeting.ends_at <= self.now

    @property
    def next(self) -> Step:
        """What happens next."""
        return _NEXT[self.request.state](self)


def _draft(one: Standing) -> Step:
    deleted = one.request.changed_at + timedelta(days=DRAFT_DAYS.figure)
    seen = "Nobody sees a draft."
    if one.begun_for:
        seen = "The programme began it for you from a table, and knows what stands in it."
    return Step(f"{seen} Finish it, or it is deleted.", "you", deleted)


def _submitted(one: Standing) -> Step:
    many = f"{MOST_CHOICES.figure} {HELPERS_MANY[one.request.kind]}"
    sentence = f"Choose up to {many}; if you choose none, the service asks the one who fits best."
    return Step(sentence, "you", one.request.due_at)


def _offered(one: Standing) -> Step:
    live = one.live
    if live is None:
        return Step(f"The next {HELPERS[one.request.kind]} is asked.", "the service")
    name = live.profile.executive.name
    if live.state is OfferState.NEEDS_INFO:
        return Step(
            f"{name} would like to know more before deciding: answer the question.", "you", live.due_at
        )
    paired = ", as a coordinator paired you" if live.origin is Origin.SWEEP else ""
    then = f"Without an answer the next {HELPERS[one.request.kind]} is asked by itself"
    if one.request.tries_left <= 1:
        then = "Without a yes a coordinator looks for somebody"
    if live.is_unanswered:
        return Step(
            f"{name} asked you for more: you can still answer until they decide. {then}.", name, live.due_at
        )
    return Step(f"{name} is asked{paired}. {then}.", name, live.due_at)


def nobody(request: MentoringRequest, obstacle: Obstacle, named: str = "you named") -> tuple[str, str]:
    """Why nobody could be asked; and with what somebody may fit, empty where nothing helps."""
    helper = HELPERS[request.kind]
    musts = f"No {helper} fits all {named} as a must"
    free = f"has a time that can be booked by {day(request.need_by)}" if request.need_by else ""
    late = f"No {helper} who fits {free}"
    return {
        Obstacle.NOBODY: (f"No {helper} fits now", ""),
        Obstacle.MUSTS: (musts, "With fewer musts somebody may fit"),
        Obstacle.DAY: (late, "With a later day somebody may fit"),
        Obstacle.EITHER: (late, "With a later day, or with fewer musts, somebody may fit"),
        Obstacle.BOTH: (
            f"{musts}, and of the others none {free}",
            "With fewer musts and a later day somebody may fit",
        ),
    }[obstacle]


def _manual(one: Standing) -> Step:
    helper = HELPERS[one.request.kind]
    found = f"No {helper} is left to be asked by itself"
    if not one.request.tries_left:
        found = f"{one.request.refusals} {HELPERS_MANY[one.request.kind]} were asked without a yes"
    remedy = ""
    if one.request.obstacle is not None:
        found, remedy = nobody(one.request, one.request.obstacle)
    sentence = f"{found}, so a coordinator looks for somebody. With nobody asked by then, it closes."
    if one.request.due_at is not None and not one.request.is_too_late(one.request.due_at):
        sentence += " It can then go on the waiting list."
    if remedy:
        sentence += f" {remedy}: ask anew, which withdraws this request."
    return Step(sentence, "the exchange coordinator", one.request.due_at)


def _passed(request: MentoringRequest) -> str:
    day_named = "" if request.need_by is None else f", {day(request.need_by)},"
    return f"the day by which you needed a conversation{day_named} has passed"


ANEW = "Ask anew with a later day, which withdraws this request."


def _waitlisted(one: Standing) -> Step:
    if one.is_too_late:
        return Step(f"Nobody is asked any more, for {_passed(one.request)}. {ANEW}", "you")
    return Step(
        "A coordinator looks at all that wait together, on no fixed day; you are told once somebody is "
        "asked. Meanwhile you may ask anew, which withdraws this request.",
        "the exchange coordinator",
    )


def _accepted(one: Standing) -> Step:
    if one.talk is None:
        return Step("Choose a time for the first conversation.", "you")
    name = one.talk.profile.executive.name
    if one.talk.state is EngagementState.ARRANGING:
        return Step(f"Choose a time for the first conversation with {name}.", "you", one.talk.book_by)
    asked = "At the end both of you are asked how it was."
    if one.meeting is None:
        return Step(f"{AGAIN.format(name=name)}. {asked}", "either of you", end_of_day(one.talk.runs_until))
    if one.now < one.meeting.starts_at:
        return Step(f"{meets(name, one.meeting.starts_at, one.zone)}. {asked}", "both of you")
    if one.is_meeting_over:
        sentence = f"{TOOK_PLACE.format(name=name)}. Where nobody says anything, it counts as held."
        return Step(sentence, "either of you", counts_at(one.meeting.ends_at))
    ends = beside(one.meeting.ends_at, one.zone, one.zone)
    return Step(f"You meet {name} now; from {ends} either of you says whether it took place.", "both of you")


def _closed(one: Standing) -> Step:
    if one.feedback is not None:
        return Step("Answer four questions; it takes a minute.", "you", one.feedback.closes_at)
    if one.asked_at is not None:
        return Step("Both of you are asked four questions about it.", "the service", one.asked_at)
    if one.asks_what_lasted:
        return Step("Say what lasted: one question.", "you")
    if one.ended_by_other and one.request.purged_at is None:
        return Step("Nobody else is asked. If your question is still open, ask anew.", "you")
    if one.pulse is None and one.talk and one.talk.ended_at and one.talk.state in ASKED_AFTERWARDS:
        asked = one.talk.ended_at + timedelta(days=PULSE_DAYS.figure)
        return Step("You are asked one thing more: what lasted.", "the service", asked)
    return _over(one)


def _no_match(one: Standing) -> Step:
    if one.is_too_late:
        return Step(f"Nobody could be found, and {_passed(one.request)}. {ANEW}", "you")
    return Step(
        "Nobody could be found, and nobody looks any further until you choose. On the waiting list a "
        "coordinator looks at all that wait together, on no fixed day. Or change the question and ask anew, "
        "which withdraws this request.",
        "you",
    )


def _over(one: Standing) -> Step:
    if one.request.purged_at is not None:
        return Step("Nothing more is asked of you. What you wrote is erased.", "nobody")
    wrote = one.request.story or one.changed or any(offer.answer for offer in one.offers)
    if not wrote or one.request.closed_at is None:
        return Step("Nothing more is asked of you.", "nobody")
    purged = one.request.closed_at + timedelta(days=PURGE_DAYS.figure)
    return Step(
        "Nothing more is asked of you. What is left is that your own words are erased.", "the service", purged
    )


_S = RequestState
_NEXT: dict[RequestState, Callable[[Standing], Step]] = {
    _S.DRAFT: _draft,
    _S.SUBMITTED: _submitted,
    _S.OFFERED: _offered,
    _S.MANUAL: _manual,
    _S.WAITLISTED: _waitlisted,
    _S.ACCEPTED: _accepted,
    _S.CLOSED: _closed,
    _S.NO_MATCH: _no_match,
    _S.WITHDRAWN: _over,
    _S.CANCELLED: _over,
}


def steps_of(
    requests: Iterable[MentoringRequest],
    live: Mapping[int, MentoringOffer],
    talks: Mapping[int, Engagement],
    begun: Collection[int],
    now: datetime,
) -> dict[int, Step]:
    """What happens next with each request that has no mentor yet, or no time yet; by request."""
    found = {}
    for one in requests:
        offers, talk = [live[one.id]] if one.id in live else [], talks.get(one.id)
        if "withdraw" in MENTORING_REQUEST.actions(one.state) or talk is not None:
            found[one.id] = Standing(one, offers, now, talk, begun_for=one.id in begun).next
    return found
