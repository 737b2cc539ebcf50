"""Whoever has still to answer an offer is reminded once, two business days before it lapses."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.mentoring.business import take_business_time
from models.outbox import Notice
from models.proposals import Proposal
from models.services import offer_clock
from tests.models.answering import answer, first_offer, who_answers
from tests.models.walk import Walk
from tests.models.world import DAY, NOW, actor


def reminded(session: Session) -> set[str]:
    query = select(Notice).where(Notice.template == "round_reminder")
    return {one.recipient.slug for one in session.scalars(query)}


def remind(session: Session, now: datetime) -> int:
    return offer_clock.remind(session, actor=actor(session, "system"), now=now)


def test_answer_is_called_to_mind_once_before_it_is_late(session: Session) -> None:
    Walk(session).to_published()
    asked = session.scalars(select(Proposal)).all()
    due = first_offer(session).due_at
    assert due is not None
    soon = take_business_time(due, 2 * DAY)
    assert remind(session, soon - DAY / 86400) == 0
    assert remind(session, soon) == len(asked)
    assert reminded(session) == {one.executive.slug.lower() for one in asked}
    assert (remind(session, soon), remind(session, due)) == (0, 0)


def test_side_whose_turn_it_is_gets_the_reminder(session: Session) -> None:
    Walk(session).to_published()
    offer = answer(session, first_offer(session), "accept")
    assert remind(session, NOW) == 0
    assert offer.due_at is not None
    assert remind(session, take_business_time(offer.due_at, 2 * DAY)) == 1
    assert reminded(session) == {who_answers(offer, "agree_home")}
