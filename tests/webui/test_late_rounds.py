"""A day of a round that has gone by is told as late, and not as one to come."""

import pytest
from flask.testing import FlaskClient

from tests.webui.site import Clock, sign_in

LATE = "was due on 23 December 2026"
ONE = f"{LATE}; it is late"
MANY = "Results were due on 23 December 2026; they are late."


@pytest.mark.parametrize("stage", ["solved"])
@pytest.mark.parametrize(
    ("who", "page", "late"),
    [
        ("e-05", "/", f"You are in First invented round; its result {LATE} and is late</a></li>"),
        ("e-05", "/result/R-1", f"There is no result yet. It {ONE}."),
        ("e-05", "/dream-sheet/R-1", f"Your list is frozen. Next: the result {ONE}."),
        ("e-05", "/dream-sheet/R-1/receipt", f"the list is sealed; the result {ONE}."),
        ("host-TR", "/", f"The result is being looked at. {MANY}</a></li>"),
        ("host-TR", "/our-opportunities?round=R-1", f"The result is being looked at. {MANY}"),
    ],
)
def test_result_that_is_overdue_is_called_late(
    client: FlaskClient, clock: Clock, who: str, page: str, late: str
) -> None:
    assert late not in sign_in(client, who).get(page).text
    clock.move(days=31)
    assert late in sign_in(client, who).get(page).text


@pytest.mark.parametrize("stage", ["conference"])
def test_results_that_are_overdue_are_late_for_the_agencies(client: FlaskClient, clock: Clock) -> None:
    clock.move(days=31)
    late = "Results were due on 23 December 2026; they are late."
    for who, page in (("coord-EN", "/conference/R-1"), ("exchange", "/rounds/R-1/decision")):
        assert late in sign_in(client, who).get(page).text


@pytest.mark.parametrize("stage", ["posted"])
def test_round_that_did_not_open_on_its_day_is_late(client: FlaskClient, clock: Clock) -> None:
    clock.move(days=2)
    desk = sign_in(client, "e-05").get("/").text
    assert "First invented round was due to open for dream sheets on 23 November 2026; it is late" in desk
    host = sign_in(client, "host-TR").get("/our-opportunities?round=R-1").text
    assert "Dream sheets were due to open on 23 November 2026; that is late." in host
