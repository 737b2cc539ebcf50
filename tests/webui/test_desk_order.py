"""The desk: what can still be done in time, then what was due long ago, then the undated."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from flask.testing import FlaskClient

from tests.models.world import NOW
from tests.webui.site import sign_in
from webui.desk import News, Task, collect

DAY = timedelta(days=1)
DUE = {
    "next week": NOW + 7 * DAY,
    "a year and a day ago": NOW - 366 * DAY,
    "whenever": None,
    "yesterday": NOW - DAY,
    "a year ago": NOW - 365 * DAY,
    "ten years ago": NOW - 3653 * DAY,
}


def provide(_session: Any, _actor: Any, _now: datetime) -> Iterator[Task | News]:
    for sentence, due in DUE.items():
        yield Task(sentence, due, "Look", "/")


def test_desk_is_in_the_order_of_what_can_still_be_done() -> None:
    nobody: Any = None
    tasks, news = collect([provide], nobody, nobody, NOW)
    assert [task.sentence for task in tasks] == [
        "a year ago",
        "yesterday",
        "next week",
        "ten years ago",
        "a year and a day ago",
        "whenever",
    ]
    assert news == []


def test_what_comes_next_stands_by_the_day_on_which_it_happens() -> None:
    def say(_session: Any, _actor: Any, _now: datetime) -> Iterator[Task | News]:
        yield News("You meet Adams", at=NOW + 50 * DAY)
        yield News("Whenever")
        yield News("You meet Young", at=NOW + 9 * DAY)
        yield News("The lists close", due=NOW + 20 * DAY)

    nobody: Any = None
    _, news = collect([say], nobody, nobody, NOW)
    assert [one.sentence for one in news] == [
        "You meet Young",
        "The lists close",
        "You meet Adams",
        "Whenever",
    ]


def test_what_is_due_of_development_leads_to_the_part_where_it_is_done(client: FlaskClient) -> None:
    sign_in(client, "e-05")
    assert 'href="/my-record#next"' in client.get("/").text
    assert 'id="next"' in client.get("/my-record").text
