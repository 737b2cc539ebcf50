"""What a draft requires is written by its host, in an order, and stands once it was submitted."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.errors import Conflict, Denied, Invalid
from models.opportunities import Opportunity
from models.queries.requirements import requirements_of
from models.requirements import Effect, Requirement, Subject
from models.services import opportunities, requirements
from models.services.requirements import NewRequirement
from tests.models.gates import draft
from tests.models.world import NOW, actor, find

NEEDED = NewRequirement("A law degree", Subject.TECHNICAL, Effect.GATE, "the post signs opinions")


def add(session: Session, place: Opportunity, by: str = "host-EN", **more: Any) -> Requirement:
    new = NewRequirement(**(vars(NEEDED) | more))
    return requirements.add(session, actor=actor(session, by), now=NOW, opportunity=place, new=new)


def order(session: Session, place: Opportunity) -> list[tuple[int, str]]:
    return [(one.ordinal, one.text) for one in requirements_of(session, place)]


def test_requirements_are_added_moved_and_removed(session: Session) -> None:
    place, host = draft(session), actor(session, "host-EN")
    _first, second, third = (add(session, place, text=text) for text in ("A", "B", "C"))
    requirements.move_up(session, actor=host, now=NOW, requirement=third)
    assert order(session, place) == [(1, "A"), (2, "C"), (3, "B")]
    requirements.remove(session, actor=host, now=NOW, requirement=third)
    assert order(session, place) == [(1, "A"), (2, "B")]
    requirements.move_up(session, actor=host, now=NOW, requirement=second)
    with pytest.raises(Conflict, match=r"^It is the first already\.$"):
        requirements.move_up(session, actor=host, now=NOW, requirement=second)


def test_requirements_are_copied_in_their_order_into_a_draft_that_has_none(session: Session) -> None:
    place, earlier, host = draft(session), find(session, Opportunity, "O-3"), actor(session, "host-EN")
    scored = {"effect": Effect.SCORE, "weight": 20}
    for ordinal, more in ((2, {"text": "B"}), (1, {"text": "A", **scored})):
        session.add(Requirement(opportunity=earlier, ordinal=ordinal, **(vars(NEEDED) | more)))
    session.flush()
    known: dict[str, Any] = {"now": NOW, "earlier": earlier, "opportunity": place}
    assert requirements.copy(session, actor=host, **known) == 2
    copied = requirements_of(session, place)
    assert [(one.ordinal, one.text, one.effect, one.weight) for one in copied] == [
        (1, "A", Effect.SCORE, 20),
        (2, "B", Effect.GATE, None),
    ]
    with pytest.raises(Conflict, match=r"^The draft has requirements of its own\.$"):
        requirements.copy(session, actor=host, **known)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"text": " "}, "A requirement needs its text and why the work needs it."),
        ({"justification": ""}, "A requirement needs its text and why the work needs it."),
        ({"text": "x" * 301}, "Write at most 300 characters."),
        ({"weight": 5}, "A score has a weight, a gate or a flag has none."),
        ({"effect": Effect.SCORE}, "A score has a weight, a gate or a flag has none."),
        ({"effect": Effect.SCORE, "weight": 101}, "A weight is 1 to 100 points."),
    ],
)
def test_wrong_requirement_is_refused_in_words(session: Session, more: Any, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        add(session, draft(session), **more)
    assert str(refused.value) == sentence


def test_requirements_stand_once_submitted_and_are_the_hosts(session: Session) -> None:
    place = draft(session)
    with pytest.raises(Denied):
        add(session, place, by="host-TR")
    added = add(session, place)
    opportunities.submit(session, actor=actor(session, "host-EN"), now=NOW, opportunity=place)
    with pytest.raises(Conflict) as refused:
        requirements.remove(session, actor=actor(session, "host-EN"), now=NOW, requirement=added)
    assert str(refused.value) == "Requirements are written while the opportunity is a draft."


def test_opportunity_has_at_most_twenty(session: Session) -> None:
    place = draft(session)
    for number in range(20):
        add(session, place, text=f"Number {number}")
    with pytest.raises(Conflict, match=r"^An opportunity has at most 20 requirements\.$"):
        add(session, place)
