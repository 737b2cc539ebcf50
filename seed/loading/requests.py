"""Invented requests by the verbs of everybody in them: each is taken as far as its fate goes."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.executives import Executive
from models.mentoring_offers import DeclineReason
from models.mentors import MentorKind, Site, SizeBand
from models.requests import MentoringRequest, RequestState
from models.services import mentoring_desk, mentoring_offers, requests
from models.services.drafts import Help, Question, When
from seed import records
from seed.loading import talks
from seed.loading.ids import Ids
from seed.loading.people import get_actor
from seed.loading.stories import HOUR, Story, actor_of, choose, tick
from seed.mentors import words


def load_request(
    session: Session, *, now: datetime, number: int, plan: records.Request, facts: dict[str, Ids]
) -> None:
    """Draft one request and take it where its fate leads; one that finds nobody stays at the desk."""
    executive = session.scalars(select(Executive).where(Executive.slug == plan.executive)).one()
    begun = now - timedelta(days=plan.days_ago) - plan.answers_after
    request = _draft(session, begun, executive, plan, facts)
    if plan.fate == "draft":
        return
    requests.submit(session, actor=actor_of(session, executive.id), now=begun, request=request)
    if request.state is RequestState.SUBMITTED:
        FATES[plan.fate](Story(session, plan, facts, number, now, begun, request))


def _draft(
    session: Session, at: datetime, executive: Executive, plan: records.Request, facts: dict[str, Ids]
) -> MentoringRequest:
    owner, request = actor_of(session, executive.id), None
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


def _decline(story: Story) -> None:
    story.later(HOUR)
    offer, reason = story.offer, story.chance().pick(tuple(DeclineReason))
    mentoring_offers.decline(
        story.session, actor=story.mentor(offer), now=story.at, offer=offer, reason=reason
    )


def _hand_on(story: Story) -> None:
    choose(story)
    _decline(story)


def _to_desk(story: Story) -> None:
    choose(story)
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
    choose(story)
    by, at = get_actor(story.session, "exchange-1"), story.now - HOUR
    reason = "Asked for by mistake, as the executive told us by telephone (invented)."
    mentoring_desk.cancel(story.session, actor=by, now=at, request=story.request, reason=reason)


def _withdraw(story: Story) -> None:
    choose(story)
    story.later(HOUR)
    requests.withdraw(story.session, actor=story.owner, now=story.at, request=story.request)


def _question(story: Story) -> None:
    choose(story)
    offer, chance = story.offer, story.chance()
    question = chance.pick(words()["questions"])
    mentoring_offers.ask(
        story.session, actor=story.mentor(offer), now=story.at, offer=offer, question=question
    )


def _expire(story: Story) -> None:
    """Who is asked stays silent; the clock hands the request on."""
    choose(story)
    while story.request.state is RequestState.OFFERED and story.offer.due_at < story.now:
        tick(story, "expire_offer", story.offer.id, story.offer.due_at)


FATES: dict[str, Callable[[Story], object]] = {
    "arranging": lambda story: talks.talk(story, talks.accept(story)),
    "cancelled": _cancel,
    "closed": talks.rate,
    "ended": talks.end,
    "expired": _expire,
    "feedback": talks.ask,
    "handed_on": _hand_on,
    "lasted": talks.say_what_lasted,
    "lasting": talks.last,
    "looked_into": talks.look_into,
    "manual": _to_desk,
    "meeting": lambda story: talks.talk(story, talks.meet(story)),
    "no_match": _give_up,
    "offered": choose,
    "questioned": _question,
    "reported": talks.report,
    "submitted": lambda _story: None,
    "unrated": talks.ask,
    "waitlisted": _wait,
    "withdrawn": _withdraw,
}
