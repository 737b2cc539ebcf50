"""The limits that bind a run, with what one step more of each would give."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.webui.test_outcomes import words
from tests.webui.test_scenarios import PATH, compared

LIMITS = "/rounds/R-1/outcomes/{}/limits"
LOOSER = "“People placed” 7 instead of 6 (at most 0 leaving)"


@pytest.mark.parametrize("stage", ["solved"])
def test_each_limit_says_what_one_step_more_would_give(exchange: FlaskClient, engine: Engine) -> None:
    compared(engine)
    assert f"Energy 0 – – 4 {LOOSER} Agriculture – – – 1 –" in words(exchange.get(f"{PATH}/runs/2").text)
    page = words(exchange.get(LIMITS.format(2)).text)
    assert "3 agencies have a limit that is used up." in page
    assert f"Energy 0 – – 3 – – 1 4 {LOOSER} Agriculture – – – – – – 1 1 –" in page
    unpriced = exchange.get(LIMITS.format(3)).text
    assert "What one step would give was not worked out: only a run that proved its outcome" in words(
        unpriced
    )
    assert "One step looser</th>" not in unpriced
    assert "each counts once, under the first kind of limit without which there would be room." in page
    left = words(exchange.get(LIMITS.format(2).replace("limits", "unplaced")).text)
    assert "in the order seats, leaving, arriving, balance. A later kind may help as well" in left
