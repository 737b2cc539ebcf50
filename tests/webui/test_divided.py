"""A list divided by where its rows stand."""

from dataclasses import dataclass

import pytest
from flask import Flask

from webui.divided import Part, by_state, divide

LABELS = {"draft": "draft", "gone": "over", "none": "never there"}


@dataclass(frozen=True)
class Row:
    state: str


ROWS = [Row("gone"), Row("draft"), Row("gone")]


@pytest.fixture
def app() -> Flask:
    app = Flask("divided")
    app.add_url_rule("/list", "list", lambda: "")
    return app


@pytest.mark.parametrize(
    ("asked", "chosen", "shown"),
    [("", "all", ROWS), ("gone", "over", ROWS[::2]), ("none", "all", ROWS), ("unknown", "all", ROWS)],
)
def test_part_asked_for_is_shown_and_one_without_rows_is_the_whole(
    app: Flask, asked: str, chosen: str, shown: list[Row]
) -> None:
    with app.test_request_context(f"/list?state={asked}&page=2&name=x"):
        parts, rows = divide(ROWS, by_state(LABELS))
    assert rows == shown
    assert parts == [
        Part("all", 3, chosen == "all", "/list?name=x"),
        Part("draft", 1, chosen == "draft", "/list?state=draft&name=x"),
        Part("over", 2, chosen == "over", "/list?state=gone&name=x"),
    ]
