"""Invented requests by the verbs of everybody in them: each is taken as far as its fate goes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.engagements import EndReason, Engagement
from models.errors import Conflict
from models.executives import Executive
from models.feedback import QUESTIONS
from models.mentoring_offers import DeclineReason, MentoringOffer
from models.mentors import MentorKind, Site, SizeBand
from models.queries.meetings import slots
from models.queries.mentoring_due import Due
from models.requests import MentoringRequest, RequestState
from models.services import (
    engagements,
    feedback,
    meetings,
    mentoring_clock,
    mentoring_desk,
    mentoring_offers,
    requests,
)
from models.services.drafts import Help, Question, When
from models.services.placing import live_offer
from seed import records
from seed.chance import Chance
from seed.loading.ids import Ids
from seed.loading.people import get_actor
from seed.mentors import words

HOUR = timedelta(hours=1)


@dataclass
class Story:
    """One request on its way; `at` is the instant of what happens next, never later than `now`."""

    session: Session
    plan: records.Request
    facts: dict[str, Ids]
    number: int
    now: datetime
    at: datetime
    request: MentoringRequest

    @property
    def owner(self) -> Actor:
        return _actor_of(self.session, self.request.executive_id)

    @property
    def offer(self) -> MentoringOffer:
        found = live_offer(self.session, self.request)
        if found is None:
            raise Conflict(f"{self.plan.executive}: nobody is asked.")
        return found

    def mentor(self, offer: MentoringOffer) -> Actor:
        return _actor_of(self.session, offer.profile.executive_id)

    def later(self, span: timedelta) -> None:
        """Let time pass, up to the present."""
        self.at = min(self.at + span, self.now)

    def chance(self) -> Chance:
        return Chance(self.number, "fate", self.plan.executive)


def load_request(
    session: Session, *, now: datetime, number: int, plan: records.Request, facts: dict[str, Ids]
) -> None:
    """Draft one request and take it where its fate leads; one that finds nobody stays at the desk."""
    executive = session.scalars(select(Executive).where(Executive.slug == plan.executive)).one()
    begun = now - timedelta(days=plan.days_ago) - plan.answers_after
    request = _draft(session, begun, executive, plan, facts)
    if plan.fate == "draft":
        return
    requests.submit(session, actor=_actor_of(session, executive.id), now=begun, request=request)
    if request.state is RequestState.SUBMITTED:
        FATES[plan.fate](Story(session, plan, facts, number, now, begun, request))


def _draft(
    session: Session, at: datetime, executive: Executive, plan: records.Request, facts: dict[str, Ids]
) -> MentoringRequest:
    owner, request = _actor_of(session, executive.id), None
    need_by = None if plan.need_within is None else (at + plan.need_within).date()
    for part in (
        Question([(facts["situations"][code], must) for code, must in plan.situations], plan.story),
        Help(
            [(facts["competencies"][name], level, must) for name, level, must in plan.competencies],
            site=Site(plan.site) if plan.site else None,
            size_band=SizeBand(plan.size_band) if plan.size_band else None,
        ),
        When(need_by, plan.urgent, week=plan.week),
    ):
        request = requests.save(
            session,
            actor=owner,
            now=at,
            executive=executive,
            part=part,
            request=request,
            kind=MentorKind(plan.kind),
        )
    if request is None:
        raise AssertionError("a request has steps")
    return request


def _actor_of(session: Session, executive_id: int) -> Actor:
    return session.scalars(select(Actor).where(Actor.executive_id == executive_id)).one()


def _choose(story: Story) -> None:
    """Name the best of the shortlist, as many as the plan says."""
    profiles = [one.profile for one in story.request.suggestions[: story.plan.chooses]]
    requests.choose(story.session, actor=story.owner, now=story.at, request=story.request, profiles=profiles)


def _decline(story: Story) -> None:
    story.later(HOUR)
    offer, reason = story.offer, story.chance().pick(tuple(DeclineReason))
    mentoring_offers.decline(
        story.session, actor=story.mentor(offer), now=story.at, offer=offer, reason=reason
    )


def _hand_on(story: Story) -> None:
    _choose(story)
    _decline(story)


def _to_desk(story: Story) -> None:
    _choose(story)
    while story.request.state is RequestState.OFFERED:
        _decline(story)


def _give_up(story: Story) -> None:
    _to_desk(story)
    by = get_actor(story.session, "exchange-1")
    story.later(HOUR)
    reason = "Nobody in the directory has the time now."
    at = min(story.at, story.now - HOUR)
    mentoring_desk.give_up(story.session, actor=by, now=at, request=story.request, reason=reason)


def _wait(story: Story) -> None:
    _give_up(story)
    requests.wait(story.session, actor=story.owner, now=story.at, request=story.request)


def _cancel(story: Story) -> None:
    _choose(story)
    by, at = get_actor(story.session, "exchange-1"), story.now - HOUR
    reason = "The executive has left the service."
    mentoring_desk.cancel(story.session, actor=by, now=at, request=story.request, reason=reason)


def _withdraw(story: Story) -> None:
    _choose(story)
    story.later(HOUR)
    requests.withdraw(story.session, actor=story.owner, now=story.at, request=story.request)


def _question(story: Story) -> None:
    _choose(story)
    offer, chance = story.offer, story.chance()
    question = chance.pick(words()["questions"])
    mentoring_offers.ask(
        story.session, actor=story.mentor(offer), now=story.at, offer=offer, question=question
    )


def _expire(story: Story) -> None:
    """Who is asked stays silent; the clock hands the request on."""
    _choose(story)
    while story.request.state is RequestState.OFFERED and story.offer.due_at < story.now:
        _tick(story, "expire_offer", story.offer.id, story.offer.due_at)


def _tick(story: Story, what: str, id_: int, at: datetime) -> None:
    by = get_actor(story.session, "system")
    if not mentoring_clock.act(story.session, actor=by, now=at, item=Due(what, id_)):
        raise Conflict(f"{story.plan.executive}: {what} is not due.")


def _accept(story: Story) -> Engagement:
    _choose(story)
    story.later(story.plan.answers_after)
    offer = story.offer
    at = min(story.at, offer.due_at - HOUR)
    return mentoring_offers.accept(story.session, actor=story.mentor(offer), now=at, offer=offer)


def _meet(story: Story) -> Engagement | None:
    """Book the first time that suits both, and hold it where it is over by now; None where none suits."""
    engagement = _accept(story)
    found = slots(story.session, engagement, story.at)
    if not found:
        return None
    meeting = meetings.book(
        story.session, actor=story.owner, now=story.at, engagement=engagement, start=found[0].start
    )
    if meeting.ends_at <= story.now:
        story.at = meeting.ends_at
        meetings.hold(story.session, actor=story.owner, now=story.at, meeting=meeting)
    return engagement


def _finish(story: Story) -> Engagement | None:
    engagement = _meet(story)
    if engagement is not None:
        story.later(HOUR)
        engagements.finish(story.session, actor=story.owner, now=story.at, engagement=engagement)
    return engagement


def _ask(story: Story) -> Engagement | None:
    engagement = _finish(story)
    if engagement is not None:
        story.at = min(story.at + 2 * HOUR, story.now - HOUR)
        _tick(story, "ask_feedback", engagement.id, story.at)
    return engagement


def _rate(story: Story) -> None:
    engagement = _ask(story)
    if engagement is None:
        return
    sides = (story.owner, _actor_of(story.session, engagement.profile.executive_id))
    for place, by in enumerate(sides):
        mine = story.plan.figures[4 * place : 4 * place + 4]
        figures = dict(zip(QUESTIONS, mine, strict=True))
        feedback.answer(story.session, actor=by, now=story.at, engagement=engagement, figures=figures)


def _end(story: Story) -> None:
    engagement = _accept(story)
    story.later(24 * HOUR)
    reason = story.chance().pick((EndReason.NO_TIME, EndReason.SOLVED, EndReason.NO_GOOD_FIT))
    engagements.end(story.session, actor=story.owner, now=story.at, engagement=engagement, reason=reason)


FATES: dict[str, Callable[[Story], object]] = {
    "arranging": _accept,
    "cancelled": _cancel,
    "closed": _rate,
    "ended": _end,
    "expired": _expire,
    "feedback": _ask,
    "handed_on": _hand_on,
    "manual": _to_desk,
    "meeting": _meet,
    "no_match": _give_up,
    "offered": _choose,
    "questioned": _question,
    "submitted": lambda _story: None,
    "unrated": _ask,
    "waitlisted": _wait,
    "withdrawn": _withdraw,
}
