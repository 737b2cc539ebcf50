"""Wishes by name: a coach of the directory, and somebody who helped before."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.errors import Conflict
from models.executives import Executive
from models.mentors import MentorKind, MentorProfile
from models.requests import MentoringRequest
from models.services import requests
from models.services.drafts import Question, With
from tests.models.mentoring import REORGANIZATION, draft_profile, mentor
from tests.models.world import NOW, actor, find


@pytest.fixture
def template() -> str:
    return "mentoring"


def asked_by_name(session: Session, wanted: MentorProfile) -> MentoringRequest:
    facts: dict[str, Any] = {"executive": find(session, Executive, "E-02"), "wanted": wanted}
    return requests.save(
        session, actor=actor(session, "e-02"), now=NOW, part=Question([(REORGANIZATION, False)]), **facts
    )


def test_coach_who_is_wanted_stands_on_the_list_even_in_the_last_place(session: Session) -> None:
    for slug in ("E-05", "E-06", "E-07", "E-08", "E-10", "E-11"):
        mentor(session, slug, kind=MentorKind.COACH)
    wanted = mentor(session, "E-12", kind=MentorKind.COACH)
    wanted.situations = []
    request = asked_by_name(session, wanted)
    assert request.kind is MentorKind.COACH
    requests.submit(session, actor=actor(session, "e-02"), now=NOW, request=request)
    points = [one.points for one in request.suggestions]
    assert (len(points), request.suggestions[-1].profile_id) == (5, wanted.id)
    assert points[-1] < points[-2]
    choice = next(row for row in request.suggestions[-1].ledger if row["criterion"] == "choice")
    assert choice["points"] == choice["weight"]


def test_coach_who_is_wanted_stays_so_beside_a_wish_for_somebody_again(session: Session) -> None:
    first, again = (mentor(session, slug, kind=MentorKind.COACH) for slug in ("E-07", "E-08"))
    request = asked_by_name(session, first)
    for key, wanted in ((again.id, [first, again]), (None, [first]), (first.id, [first])):
        With(key).write(session, request)
        session.flush()
        assert [one.profile_id for one in request.choices] == [one.id for one in wanted]


def test_coach_who_is_not_in_the_directory_is_not_wanted(session: Session) -> None:
    wanted = draft_profile(session, "E-07", kind=MentorKind.COACH)
    with pytest.raises(Conflict, match=r"^Invented Person 7 cannot be asked now\.$"):
        asked_by_name(session, wanted)
