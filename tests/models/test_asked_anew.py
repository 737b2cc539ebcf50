"""A question that is asked anew, after nobody was found for it, say."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.queries.my_requests import asked_anew
from models.requests import RequestState
from models.services import mentoring_desk, requests
from models.services.drafts import Question
from models.services.placing import to_desk
from tests.models.mentoring import REORGANIZATION, owner_of, submitted
from tests.models.world import NOW, actor

R = RequestState


@pytest.fixture
def template() -> str:
    return "mentoring"


def test_question_asked_anew_is_open_once(session: Session) -> None:
    first, other = submitted(session), submitted(session)
    by, office = owner_of(session, first), actor(session, "exchange")
    for one in (first, other):
        to_desk(session, one, by=by, now=NOW)
        mentoring_desk.give_up(session, actor=office, now=NOW, request=one, reason="nobody")
    facts: dict[str, Any] = {"actor": by, "now": NOW, "executive": first.executive}
    part = Question([(REORGANIZATION, False)])
    second = requests.save(session, **facts, part=part, earlier=first)
    requests.wait(session, actor=by, now=NOW, request=first)
    third = requests.save(session, **facts, part=part, earlier=second)  # a draft is no question yet
    requests.submit(session, actor=by, now=NOW, request=second)
    assert (first.state, second.state, other.state) == (R.WITHDRAWN, R.SUBMITTED, R.NO_MATCH)
    assert (second.anew_of_id, third.anew_of_id) == (first.id, None)
    fourth = requests.save(session, **facts, part=part, earlier=second)
    assert fourth.anew_of_id == first.id
    assert (asked_anew(session, first), asked_anew(session, second)) == (second.id, None)
