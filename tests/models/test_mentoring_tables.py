"""What the tables of mentoring refuse by themselves, each rule by its name."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from models.db import unit_of_work
from tests.models.mentoring import (
    BEST,
    chosen,
    submitted,
)


@pytest.fixture
def template() -> str:
    return "mentoring"


RULES = {
    "UPDATE mentor_profiles SET capacity = 4": "capacity_is_within_the_policy",
    "UPDATE mentor_profiles SET capacity = 0": "capacity_is_within_the_policy",
    "UPDATE mentor_profiles SET approved_by_id = NULL, approved_at = NULL": "approved_before_being_asked",
    "UPDATE mentor_profiles SET returns_on = '2027-01-01'": "only_the_paused_come_back",
    "UPDATE mentor_competencies SET level = 6": "level_is_one_to_five",
    "UPDATE mentoring_requests SET submitted_at = NULL": "what_is_not_a_draft_was_submitted",
    "UPDATE mentoring_requests SET step = 5": "step_is_one_of_four",
    "UPDATE suggestions SET points = 1001": "points_are_within_the_scale",
    "UPDATE mentoring_offers SET state = 'declined', ended_at = due_at": "who_declines_says_why",
    "UPDATE mentoring_offers SET state = 'expired'": "answered_or_waiting",
    "UPDATE situation_neighbours SET first_id = 3": "smaller_situation_comes_first",
}


@pytest.mark.parametrize("statement", RULES)
def test_rule_of_a_table_names_itself(engine: Engine, statement: str) -> None:
    with unit_of_work(engine) as session:
        chosen(session, submitted(session), BEST)
    with engine.connect() as connection, pytest.raises(DBAPIError, match=RULES[statement]):
        connection.execute(text(statement))
