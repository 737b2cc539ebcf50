"""What a coordinator reads of a request that is not at the desk: a sentence in every state."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm.attributes import set_committed_value

from models.executives import Executive
from models.mentoring_offers import MentoringOffer
from models.mentors import MentorKind, MentorProfile
from models.requests import MentoringRequest, RequestState
from webui.desk_life import Followed, Next

DUE = datetime(2026, 12, 1, 15, tzinfo=UTC)
SWEPT = {RequestState.SUBMITTED, RequestState.WAITLISTED}


def read(state: RequestState) -> Next:
    one = MentoringRequest(kind=MentorKind.COACH, executive=Executive(name="Ana Roe"), due_at=DUE)
    set_committed_value(one, "state", state)
    return Followed(one, None, None).next


@pytest.mark.parametrize("state", RequestState)
def test_every_state_has_its_sentence(state: RequestState) -> None:
    step = read(state)
    assert step.sentence.endswith(".")
    assert (step.sweep, step.write) == (state in SWEPT, False)


@pytest.mark.parametrize(
    ("refusals", "sentence"),
    [(0, "Without an answer the next coach is asked"), (2, "Without a yes it waits for you then.")],
)
def test_what_follows_a_no_is_said(refusals: int, sentence: str) -> None:
    one = MentoringRequest(kind=MentorKind.COACH, executive=Executive(name="Ana Roe"), refusals=refusals)
    set_committed_value(one, "state", RequestState.OFFERED)
    asked = MentoringOffer(profile=MentorProfile(executive=Executive(name="Lee Po")), due_at=DUE)
    step = Followed(one, asked, None).next
    assert f"Lee Po answers by 1 December 2026, 10:00 a.m. Eastern. {sentence}" in step.sentence


def test_whoever_chooses_is_named_with_the_day() -> None:
    chooses = "Ana Roe chooses from their shortlist by 1 December 2026, 10:00 a.m. Eastern;"
    then = "then the service asks the coach who fits best."
    assert read(RequestState.SUBMITTED).sentence.startswith(f"{chooses} {then}")
