"""A dream sheet in two windows: the one that fell behind changes nothing."""

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.webui.site import send
from tests.webui.test_sheets import SHEET, draft, e05, lists

__all__ = ["e05"]


@lists
def test_step_from_a_window_that_fell_behind_changes_nothing_and_says_so(
    e05: FlaskClient, db: Session
) -> None:
    for slug in ("O-1", "O-2", "O-5"):
        send(e05, f"{SHEET}/add", {"opportunity": slug})
    seen = "O-1;O-2;O-5"
    assert e05.get(SHEET).text.count(f'name="seen" value="{seen}"') == 9  # move, to a position, remove
    send(e05, f"{SHEET}/arrange", {"slug": "O-5", "act": "up", "seen": seen})
    send(e05, f"{SHEET}/remove", {"opportunity": "O-2"})
    for path, data, said in (
        ("arrange", {"slug": "O-5", "act": "up"}, "so Acting director, O-5 was not moved."),
        ("arrange", {"slug": "O-2", "act": "down"}, "Acting director, O-2 was not moved."),
        ("remove", {"opportunity": "O-2"}, "Acting director, O-2 was not taken off."),
    ):
        answer = send(e05, f"{SHEET}/{path}", {**data, "seen": seen})
        assert answer.status_code == 409
        assert "Your list changed since you opened it" in answer.text
        assert said in answer.text
        assert draft(db) == [["O-1"], ["O-5"]]
