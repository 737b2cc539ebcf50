"""By when the answers of a round are due: once where that is one moment, else the first and the last."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from webui.ending_act import answer_days

EVENING = datetime(2026, 12, 15, 2, 6, tzinfo=UTC)
MIDNIGHT = datetime(2026, 12, 15, 5, tzinfo=UTC)
MONDAY = "14 December 2026"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (EVENING, EVENING, [f"{MONDAY}, 9:06 p.m. Eastern"]),
        (
            EVENING,
            EVENING + timedelta(minutes=73),
            [f"{MONDAY}, {at} p.m. Eastern" for at in ("9:06", "10:19")],
        ),
        (MIDNIGHT, MIDNIGHT, [MONDAY]),
        (None, None, []),
    ],
)
def test_answers_of_one_day_are_told_apart_by_their_hours(
    first: datetime | None, last: datetime | None, said: list[str]
) -> None:
    board: Any = SimpleNamespace(first_answer_at=first, last_answer_at=last)
    assert answer_days(board) == said
