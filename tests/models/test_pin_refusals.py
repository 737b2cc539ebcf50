"""A pin of a place that was not named is refused with where the choices can be read."""

import pytest
from sqlalchemy.orm import Session

from models.errors import Invalid
from tests.models.test_scenarios import begin, pin
from tests.models.walk import Walk

SAID = "Invented Person 5 did not name Acting director, O-4. Dream sheets are confidential: "


def refused(session: Session) -> str:
    with pytest.raises(Invalid) as caught:
        pin(session, begin(session), "E-05", "O-4")
    return str(caught.value)


def test_account_of_the_newest_run_is_named(session: Session) -> None:
    Walk(session).to_solved()
    told = (
        "the account of Invented Person 5 in run 1 shows what they named, and that you open it is recorded."
    )
    assert refused(session) == SAID + told


def test_person_is_to_be_asked_before_there_is_a_run(session: Session) -> None:
    Walk(session).to_frozen()
    told = "ask Invented Person 5; once the round has a run, their account in it shows what they named."
    assert refused(session) == SAID + told
