"""A question that is asked anew, after nobody was found for it, say."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.mentoring_offers import OfferState
from models.queries.my_requests import asked_anew
from models.queries.shortlist import why_not
from models.requests import RequestState
from models.services import mentoring_desk, requests
from models.services.drafts import Question
from models.services.placing import to_desk
from models.sweep_files import mentor_id, sweep_content
from tests.models.mentoring import (
    BEST,
    REORGANIZATION,
    SECOND,
    chosen,
    decline,
    owner_of,
    profile_of,
    submitted,
)
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
    offer = chosen(session, second, BEST)
    requests.submit(session, actor=by, now=NOW, request=fourth)
    assert (second.state, offer.state, fourth.state) == (R.WITHDRAWN, OfferState.WITHDRAWN, R.SUBMITTED)


def test_whoever_declined_a_question_is_not_asked_about_it_anew(session: Session) -> None:
    first = submitted(session)
    decline(session, chosen(session, first, BEST))
    requests.withdraw(session, actor=owner_of(session, first), now=NOW, request=first)
    request, by = first, owner_of(session, first)
    for _ in range(2):  # anew, and once more
        facts: dict[str, Any] = {"actor": by, "now": NOW, "executive": first.executive}
        part = Question([(REORGANIZATION, False)])
        request = requests.save(session, **facts, part=part, earlier=request)
        requests.submit(session, actor=by, now=NOW, request=request)
        listed = [one.profile.executive.slug for one in request.suggestions]
        assert (BEST in listed, SECOND in listed) == (False, True)
    told = ["Invented Person 5 was asked about this question already."]
    assert why_not(session, request, "Invented Person 5", NOW) == told
    pairs = sweep_content(session, request.kind, NOW, with_floor=False)["pairs"]
    best = mentor_id(profile_of(session, BEST).id)
    assert [pair[0] for pair in pairs if pair[1] == best] == []
    other = submitted(session)  # another question
    assert BEST in [one.profile.executive.slug for one in other.suggestions]
