"""What pages ask the database, read as text."""

from tests.house.conftest import Visits
from tests.house.sql_parts import astray, parts


def said(visits: Visits) -> set[str]:
    return {text for theirs in visits.values() for visit in theirs for text in visit.statements}


def test_every_condition_is_asked_of_the_row_it_means(visits: Visits) -> None:
    wrong = {text: found for text in said(visits) if (found := sorted(set(astray(parts(text)))))}
    assert wrong == {}


def test_condition_that_is_asked_of_every_row_is_noticed() -> None:
    meant = (
        "SELECT rounds.id FROM rounds WHERE EXISTS (SELECT * FROM answers WHERE answers.round_id = rounds.id)"
    )
    assert [*astray(parts(meant))] == []
    assert [*astray(parts(meant.replace("FROM answers", "FROM answers, rounds")))] == ["rounds"]
