"""What the verbs of mentoring are tried with, and by whom: the mentor is E-05 of EN, the mentee E-01."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Role
from models.engagements import EndReason
from models.executives import Executive
from models.feedback import QUESTIONS, Pulse
from models.mentoring_offers import DeclineReason, MentoringOffer
from models.mentors import MentorKind, MentorProfile
from models.queries.mentoring_due import Due, due
from models.relations import RelationKind
from models.services import (
    engagements,
    meetings,
    mentoring_clock,
    mentoring_desk,
    mentoring_offers,
    mentors,
    relations,
    sweeps,
)
from models.services.drafts import Question
from tests.models.mentoring import (
    BEST,
    FOURTH,
    accepted,
    chosen,
    draft,
    draft_profile,
    profile_of,
    request_of,
    said,
    submitted,
)
from tests.models.talks import WEDNESDAY_9, open_week
from tests.models.world import NOW, actor, find, give

Given = Callable[[Session], dict[str, Any]]
MENTOR, MENTEE, BOTH = {"e-05"}, {"e-01"}, {"e-05", "e-01"}
APPROVERS, EXCHANGES, OFFICES = {"coord-EN", "board-EN"}, {"exchange", "exchange-2"}, {"office", "office-2"}
FIGURES = dict.fromkeys(QUESTIONS, 4)


def with_more(given: Given, **more: Any) -> Given:
    return lambda session: given(session) | more


def owner(session: Session) -> dict[str, Any]:
    return {"executive": find(session, Executive, "E-05")}


def new_profile(session: Session) -> dict[str, Any]:
    return owner(session) | {"kind": MentorKind.COACH, "said": said()}


def profile(state: str) -> Given:
    """A second profile of the mentor, in a state."""

    def given(session: Session) -> dict[str, Any]:
        made = draft_profile(session, BEST, kind=MentorKind.COACH)
        if state != "draft":
            mentors.submit(session, actor=actor(session, "e-05"), now=NOW, profile=made)
        return {"profile": made}

    return given


def active(session: Session) -> dict[str, Any]:
    return {"profile": profile_of(session, BEST)}


def paused(session: Session) -> dict[str, Any]:
    facts = active(session)
    mentors.pause(session, actor=actor(session, "e-05"), now=NOW, **facts)
    return facts


def no_list(session: Session) -> dict[str, Any]:
    return owner(session) | {"people": [], "agencies": []}


def relation(session: Session) -> dict[str, Any]:
    return {
        "executive": find(session, Executive, "E-05"),
        "other": find(session, Executive, "E-06"),
        "kind": RelationKind.SUPERVISOR,
        "starts_on": date(2020, 1, 1),
    }


def old_relation(session: Session) -> dict[str, Any]:
    made = relations.add(session, actor=actor(session, "office"), now=NOW, **relation(session))
    return {"relation": made, "last_day": date(2026, 11, 1)}


def first_step(session: Session) -> dict[str, Any]:
    return {"executive": find(session, Executive, "E-01"), "part": Question([(1, False)])}


def a_draft(session: Session) -> dict[str, Any]:
    return {"request": draft(session)}


def asking(session: Session) -> dict[str, Any]:
    return {"request": submitted(session)}


def choosing(session: Session) -> dict[str, Any]:
    return asking(session) | {"profiles": [profile_of(session, BEST)]}


def setting_aside(session: Session) -> dict[str, Any]:
    return asking(session) | active(session)


def offered(session: Session) -> dict[str, Any]:
    return {"offer": chosen(session, submitted(session), BEST)}


def questioned(session: Session) -> dict[str, Any]:
    facts = offered(session)
    mentoring_offers.ask(session, actor=actor(session, "e-05"), now=NOW, question="Who?", **facts)
    return facts


def unfound(session: Session) -> dict[str, Any]:
    """A request at the desk, because all mentors are away."""
    for one in session.scalars(select(MentorProfile)).all():
        by = actor(session, one.executive.slug.lower())
        mentors.pause(session, actor=by, now=NOW, profile=one)
    return asking(session)


def given_up(session: Session) -> dict[str, Any]:
    facts = unfound(session)
    mentoring_desk.give_up(session, actor=actor(session, "exchange"), now=NOW, reason="nobody", **facts)
    return facts


def for_the_desk(session: Session) -> dict[str, Any]:
    return asking(session) | {"profile": profile_of(session, FOURTH)}


def talking(session: Session) -> dict[str, Any]:
    open_week(session)
    return {"engagement": accepted(session, chosen(session, submitted(session), BEST))}


def written(session: Session) -> dict[str, Any]:
    """Each side has a message of the other's to read."""
    facts = talking(session)
    for slug in sorted(BOTH):
        engagements.write(session, actor=actor(session, slug), now=NOW, text="Hello.", **facts)
    return facts


def meeting(session: Session) -> dict[str, Any]:
    facts = talking(session)
    meetings.book(session, actor=actor(session, "e-01"), now=NOW, start=WEDNESDAY_9, **facts)
    return facts


def finished(session: Session) -> dict[str, Any]:
    """Both are asked, as by a clock that runs a little ahead."""
    facts = meeting(session)
    engagements.finish(session, actor=actor(session, "e-01"), now=NOW - timedelta(hours=1), **facts)
    item = Due("ask_feedback", facts["engagement"].id)
    mentoring_clock.act(session, actor=actor(session, "system"), now=NOW, item=item)
    return facts


def pulse(session: Session) -> dict[str, Any]:
    facts = talking(session)
    session.add(Pulse(engagement_id=facts["engagement"].id, asked_at=NOW))
    session.flush()
    return facts


def report(session: Session) -> dict[str, Any]:
    """A report of a conversation both sides of which hold the programme office too."""
    facts = talking(session)
    for slug in sorted(BOTH):
        give(session, slug, Role.PROGRAMME_OFFICE, None)
    made = engagements.report(session, actor=actor(session, "e-01"), now=NOW, text="Rude.", **facts)
    return {"report": made, "handling": "spoke with both"}


def something_due(session: Session) -> dict[str, Any]:
    offer: MentoringOffer = offered(session)["offer"]
    offer.due_at = NOW
    session.flush()
    assert Due("expire_offer", offer.id) in due(session, NOW)
    return {"item": Due("expire_offer", offer.id)}


def waiting(session: Session) -> dict[str, Any]:
    asking(session)
    return {}


def prepared(session: Session) -> dict[str, Any]:
    asking(session)
    return {"sweep": sweeps.prepare(session, actor=actor(session, "exchange"), now=NOW)}


def pinning(session: Session) -> dict[str, Any]:
    facts = prepared(session)
    return facts | {
        "request": request_of(session),
        "profile": profile_of(session, FOURTH),
        "reason": "they asked",
    }


def pinned(session: Session) -> dict[str, Any]:
    facts = pinning(session)
    sweeps.pin(session, actor=actor(session, "exchange"), now=NOW, **facts)
    return {"sweep": facts["sweep"], "request": facts["request"]}


TRIALS: dict[str, dict[str, tuple[set[str], Given]]] = {
    "to_mentoring": {
        "mentors.save": (MENTOR, new_profile),
        "mentors.submit": (MENTOR, profile("draft")),
        "mentors.approve": (APPROVERS, profile("submitted")),
        "mentors.send_back": (APPROVERS, with_more(profile("submitted"), reason="no years")),
        "mentors.pause": (MENTOR, active),
        "mentors.resume": (MENTOR, paused),
        "mentors.retire": (MENTOR, active),
        "no_lists.save": (MENTOR, no_list),
        "relations.add": (EXCHANGES | OFFICES | {"coord-EN"}, relation),
        "relations.end": (EXCHANGES | OFFICES | {"coord-EN"}, old_relation),
        "requests.save": (MENTEE, first_step),
        "requests.submit": (MENTEE, a_draft),
        "requests.choose": (MENTEE, choosing),
        "requests.leave_choice": (MENTEE, asking),
        "requests.set_aside": (MENTEE, setting_aside),
        "requests.withdraw": (MENTEE, asking),
        "requests.wait": (MENTEE, given_up),
        "mentoring_offers.accept": (MENTOR, offered),
        "mentoring_offers.decline": (MENTOR, with_more(offered, reason=DeclineReason.NO_TIME)),
        "mentoring_offers.ask": (MENTOR, with_more(offered, question="Who?")),
        "mentoring_offers.tell_more": (MENTEE, with_more(questioned, answer="We.")),
        "mentoring_desk.offer": (EXCHANGES, for_the_desk),
        "mentoring_desk.give_up": (EXCHANGES, with_more(unfound, reason="nobody")),
        "mentoring_desk.cancel": (EXCHANGES, with_more(asking, reason="left")),
        "mentoring_desk.handle_report": (OFFICES, report),
        "engagements.write": (BOTH, with_more(talking, text="Hello.")),
        "engagements.mark_read": (BOTH, with_more(written, number=2)),
        "engagements.extend": (BOTH, talking),
        "engagements.end": (BOTH, with_more(talking, reason=EndReason.SOLVED)),
        "engagements.finish": (BOTH, meeting),
        "engagements.report": (BOTH, with_more(talking, text="Rude.")),
        "feedback.answer": (BOTH, with_more(finished, figures=FIGURES)),
        "feedback.answer_pulse": (MENTEE, with_more(pulse, lasting=4)),
        "mentoring_clock.act": ({"system"}, something_due),
        "sweeps.prepare": (EXCHANGES, waiting),
        "sweeps.pin": (EXCHANGES, pinning),
        "sweeps.unpin": (EXCHANGES, pinned),
        "sweeps.publish": (EXCHANGES, prepared),
        "sweeps.discard": (EXCHANGES, prepared),
        "sweeps.take_sweep": (EXCHANGES | OFFICES | {"auditor"}, prepared),
        "sweeps.take_outcome": (EXCHANGES | OFFICES | {"auditor"}, prepared),
    },
}
