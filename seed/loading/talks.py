"""Invented conversations from their acceptance on: meetings, messages, what both say after, reports."""

from matcher.policy.mentoring_clauses import PULSE_DAYS
from matcher.policy.periods import DAY
from models.engagements import EndReason, Engagement, MisuseReport
from models.feedback import QUESTIONS
from models.queries.meetings import slots
from models.services import engagements, feedback, meetings, mentoring_desk, mentoring_offers
from seed.chance import Chance
from seed.loading.people import OFFICER, get_actor
from seed.loading.stories import HOUR, Story, actor_of, choose, tick
from seed.mentors import words


def accept(story: Story) -> Engagement:
    choose(story)
    story.later(story.plan.answers_after)
    offer = story.offer
    at = min(story.at, offer.due_at - HOUR)
    return mentoring_offers.accept(story.session, actor=story.mentor(offer), now=at, offer=offer)


def meet(story: Story) -> Engagement | None:
    """Book the first time that suits both, and hold it where it is over by now; None where none suits."""
    engagement = accept(story)
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
    engagement = meet(story)
    if engagement is not None:
        story.later(HOUR)
        engagements.finish(story.session, actor=story.owner, now=story.at, engagement=engagement)
    return engagement


def ask(story: Story) -> Engagement | None:
    engagement = _finish(story)
    if engagement is not None:
        story.at = min(story.at + 2 * HOUR, story.now - HOUR)
        tick(story, "ask_feedback", engagement.id, story.at)
    return engagement


def rate(story: Story) -> Engagement | None:
    engagement = ask(story)
    if engagement is None:
        return None
    sides = (story.owner, actor_of(story.session, engagement.profile.executive_id))
    for place, by in enumerate(sides):
        mine = story.plan.figures[4 * place : 4 * place + 4]
        figures = dict(zip(QUESTIONS, mine, strict=True))
        feedback.answer(story.session, actor=by, now=story.at, engagement=engagement, figures=figures)
    return engagement


def talk(story: Story, engagement: Engagement | None) -> None:
    """In most conversations a line to the mentor, in half of these an answer."""
    chance = Chance(story.number, "talk", story.plan.executive)
    if engagement is None or not chance.happens(0.6):
        return
    sides = (story.owner, actor_of(story.session, engagement.profile.executive_id))
    for by, text in zip(sides[: chance.between(1, 2)], words()["messages"], strict=False):
        story.later(HOUR)
        engagements.write(story.session, actor=by, now=story.at, engagement=engagement, text=text)


def report(story: Story) -> MisuseReport | None:
    """The mentee tells the programme office that something went wrong."""
    engagement = meet(story)
    if engagement is None:
        return None
    story.later(HOUR)
    text = words()["reports"][story.plan.fate == "looked_into"]
    return engagements.report(
        story.session, actor=story.owner, now=story.at, engagement=engagement, text=text
    )


def look_into(story: Story) -> None:
    told, by = report(story), get_actor(story.session, OFFICER.slug)
    if told is not None:
        handling = words()["handlings"][0]
        mentoring_desk.handle_report(story.session, actor=by, now=story.now, report=told, handling=handling)


def last(story: Story) -> Engagement | None:
    """Three months after the end the mentee is asked what lasted."""
    engagement = rate(story)
    if engagement is not None and engagement.ended_at is not None:
        story.at = engagement.ended_at + PULSE_DAYS.figure * DAY
        tick(story, "ask_pulse", engagement.id, story.at)
    return engagement


def say_what_lasted(story: Story) -> None:
    engagement = last(story)
    if engagement is not None:
        story.later(24 * HOUR)
        lasting = story.plan.figures[0]
        feedback.answer_pulse(
            story.session, actor=story.owner, now=story.at, engagement=engagement, lasting=lasting
        )


def end(story: Story) -> None:
    engagement = accept(story)
    story.later(24 * HOUR)
    reason = story.chance().pick((EndReason.NO_TIME, EndReason.SOLVED, EndReason.NO_GOOD_FIT))
    engagements.end(story.session, actor=story.owner, now=story.at, engagement=engagement, reason=reason)
