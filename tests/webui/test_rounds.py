"""The rounds of an exchange coordinator: the list, a new one, its opportunities."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from models.queries.board import board
from models.rounds import Round, RoundLimit
from tests.models.world import find
from tests.webui.site import Clock, send, sign_in
from webui.filters import ZONE

NEW: dict[str, str] = {
    "name": "Rotations 2028",
    "lists_open": "2027-01-11",
    "lists_close": "2027-02-08",
    "rankings_close": "2027-03-01",
    "results": "2027-04-01",
    "stages-0": "matched",
    "stages-1": "choice_profile",
    **{f"stages-{number}": "" for number in range(2, 7)},
    "unranked": "tied_last",
    "outside_source": "the closing value of an invented index on 2 March 2027",
}


def begin(client: FlaskClient, **changed: str) -> Any:
    return send(client, "/rounds/new", NEW | changed, page="/rounds/new")


@pytest.mark.parametrize("stage", ["solved"])
def test_list_says_what_comes_next(client: FlaskClient) -> None:
    page = sign_in(client, "exchange").get("/rounds")
    assert "First invented round" in page.text
    assert "solved" in page.text
    assert "Look at the outcome" in page.text


def test_office_reads_the_list_and_begins_nothing(client: FlaskClient) -> None:
    page = sign_in(client, "office").get("/rounds")
    assert "First invented round" in page.text
    assert "New round" not in page.text
    assert client.get("/rounds/new").status_code == 403


@pytest.mark.parametrize("slug", ["e-05", "host-EN", "coord-EN"])
def test_nobody_else_sees_a_round_here(client: FlaskClient, slug: str) -> None:
    sign_in(client, slug)
    assert [client.get(path).status_code for path in ("/rounds", "/rounds/R-1")] == [403, 404]


def test_round_is_begun_with_what_was_typed(client: FlaskClient, db: Session) -> None:
    answer = begin(sign_in(client, "exchange"))
    assert (answer.status_code, answer.location) == (303, "/rounds/rotations-2028")
    made: Round = find(db, Round, "rotations-2028")
    assert [stage.stage for stage in made.stages] == ["matched", "choice_profile"]
    assert (made.unranked, made.outside_source) == ("tied_last", NEW["outside_source"])
    assert [made.lists_open_at.isoformat(), made.results_at.isoformat()] == [
        "2027-01-11T14:00:00+00:00",  # nine in the morning in Washington
        "2027-04-01T21:00:00+00:00",  # five in the afternoon, in summer time
    ]


def test_round_takes_the_settings_of_an_earlier_one(client: FlaskClient, db: Session) -> None:
    form = sign_in(client, "exchange").get("/rounds/new?from=R-1").text
    assert "the closing value of an invented index on 20 December 2026" in form
    assert re.search(r'name="enough_moves"[^>]* value="3"', form)
    begin(client, earlier="R-1", enough_moves="")
    made = find(db, Round, "rotations-2028")
    assert made.enough_moves == 0
    copied = db.scalars(select(RoundLimit).where(RoundLimit.round_id == made.id)).all()
    assert sorted((one.agency.code, one.max_out, one.net_min) for one in copied) == [
        ("AG11", 3, -2),
        ("EN", 3, -2),
        ("TR", 3, -2),
    ]


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ("", ["2026-12-07", "2026-12-28", "2027-01-11", "2027-01-25"]),
        ("opens=2026-12-14", ["2026-12-14", "2027-01-04", "2027-01-19", "2027-02-01"]),
        ("from=R-1", ["2026-12-07", "2026-12-17", "2026-12-28", "2027-01-06"]),
        ("from=R-1&opens=2027-01-08", ["2027-01-08", "2027-01-19", "2027-01-28", "2027-02-08"]),
        ("from=R-1&opens=2027-02-01", ["2027-02-01", "2027-02-11", "2027-02-22", "2027-03-03"]),
        ("opens=9999-12-31", ["2026-12-07", "2026-12-28", "2027-01-11", "2027-01-25"]),
        ("from=R-1&opens=soon", ["2026-12-07", "2026-12-17", "2026-12-28", "2027-01-06"]),
    ],
)
def test_stages_keep_their_lengths_from_the_opening_on_up_to_business_days(
    client: FlaskClient, asked: str, days: list[str]
) -> None:
    form = sign_in(client, "exchange").get(f"/rounds/new?{asked}").text
    names = ("lists_open", "lists_close", "rankings_close", "results")
    found = [re.search(rf'name="{name}"[^>]* value="([^"]*)"', form) for name in names]
    assert [one and one[1] for one in found] == days


def test_stage_that_ends_at_midnight_is_as_long_in_the_next_round(client: FlaskClient, db: Session) -> None:
    first = the_first(db)
    opened = local_day(first.lists_open_at)
    first.lists_close_at = datetime.combine(opened + timedelta(13), time(), ZONE)  # it ends the day before
    db.commit()
    form = sign_in(client, "exchange").get("/rounds/new?from=R-1&opens=2027-02-04").text
    proposed = re.search(r'name="lists_close"[^>]* value="([^"]*)"', form)
    assert proposed is not None
    assert date.fromisoformat(proposed[1]) - date(2027, 2, 4) == timedelta(12)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"enough_moves": "0"}, "Enter 1 to 99 moves, or nothing."),
        ({"name": ""}, "Give the round a name."),
        ({"name": "x" * 121}, "Use at most 120 characters."),
        ({"name": "???"}, "Use a name with letters or figures that says which round it is."),
        ({"name": "New"}, "Use a name with letters or figures that says which round it is."),
        ({"name": "first Invented round"}, "A round has this name already: give this one another."),
        ({"lists_open": ""}, "Enter the day the dream sheets open."),
        ({"lists_close": ""}, "Enter the day the dream sheets close."),
        ({"rankings_close": ""}, "Enter the day the host rankings close."),
        ({"results": ""}, "Enter the day of the results."),
        ({"results": "soon"}, "Enter the day as year, month and day: 2027-01-31."),
        ({"lists_close": "2027-01-11"}, "The dream sheets close after the day they open."),
        ({"rankings_close": "2027-02-08"}, "The host rankings close after the dream sheets."),
        ({"results": "2027-02-28"}, "The results come after the host rankings close."),
        ({"lists_open": "2026-11-22"}, "The dream sheets open today at the earliest: choose another day."),
        ({"stages-0": "", "stages-1": ""}, "Say at least what counts most."),
        ({"stages-1": "matched"}, "Each thing counts once: one of them is chosen twice."),
        ({"stages-0": "host_total"}, "cannot count most: placing nobody would serve it best."),
        ({"outside_source": " "}, "Name the public figure that will settle the lottery."),
        ({"outside_source": "x" * 301}, "Use at most 300 characters."),
    ],
)
def test_new_round_is_refused_beside_the_field(
    client: FlaskClient, db: Session, changed: dict[str, str], sentence: str
) -> None:
    answer = begin(sign_in(client, "exchange"), **changed)
    assert answer.status_code == 422
    assert sentence in answer.text.replace("&#39;", "'")
    assert len(db.scalars(select(Round)).all()) == 1


def test_round_may_open_today(client: FlaskClient, db: Session) -> None:
    assert begin(sign_in(client, "exchange"), lists_open="2026-11-23").status_code == 303


def test_name_that_is_taken_is_told(client: FlaskClient) -> None:
    begin(sign_in(client, "exchange"))
    answer = begin(client)
    assert answer.status_code == 422
    assert "A round is already known as “rotations-2028”: choose another name." in answer.text


@pytest.mark.parametrize("stage", ["posting"])
def test_counts_are_those_of_the_round_alone(client: FlaskClient, db: Session) -> None:
    begin(sign_in(client, "exchange"))
    send(client, "/rounds/R-1/opportunities", {"opportunity": ["1", "2"]}, page="/rounds/R-1/opportunities")
    second = find(db, Round, "rotations-2028")
    found = {one.slug: (board(db, one).offered, board(db, one).available) for one in (the_first(db), second)}
    assert found == {"R-1": (2, 4), "rotations-2028": (0, 6)}


def the_first(db: Session) -> Round:
    found: Round = find(db, Round, "R-1")
    return found


@pytest.mark.parametrize("stage", ["posting"])
def test_all_opportunities_of_an_agency_are_put_in_at_once(client: FlaskClient, db: Session) -> None:
    page = sign_in(client, "exchange").get("/rounds/R-1/opportunities?agency=EN").text
    assert "Put all 2 into the round" in page
    assert "Acting director, O-1" not in page
    data = {"agency": "EN", "every": "yes"}
    answer = send(client, "/rounds/R-1/opportunities", data, page="/rounds/R-1/opportunities")
    assert answer.status_code == 303
    assert "2 opportunities were put into the round." in client.get("/rounds/R-1").text


@pytest.mark.parametrize("stage", ["posting"])
@pytest.mark.parametrize("picked", [[], ["no"], ["4711"]])
def test_nothing_ticked_is_told(client: FlaskClient, picked: list[str]) -> None:
    sign_in(client, "exchange")
    data = {"opportunity": picked}
    answer = send(client, "/rounds/R-1/opportunities", data, page="/rounds/R-1/opportunities")
    assert answer.status_code == 422
    assert "Tick one opportunity or more." in answer.text


@pytest.mark.parametrize("stage", ["posted"])
def test_nothing_is_left_to_choose(client: FlaskClient) -> None:
    page = sign_in(client, "exchange").get("/rounds/R-1/opportunities").text
    assert "Nothing is left to choose." in page


def test_desk_tells_what_the_calendar_asks(client: FlaskClient, clock: Clock) -> None:
    desk = sign_in(client, "exchange").get("/").text
    assert "First invented round is in preparation: open for opportunities — by 23 November 2026" in desk


def test_form_says_by_when_releases_are_decided(exchange: FlaskClient) -> None:
    days = {"lists_close": "2027-01-14", "rankings_close": "2027-02-15", "results": ""}
    page = begin(exchange, **days).text
    assert "As the days stand here, releases are decided by 20 January 2027." in page
    assert "As the days stand here" not in begin(exchange, **days | {"rankings_close": "2027-01-02"}).text
    assert "As the days stand here" in exchange.get("/rounds/new").text


@pytest.mark.parametrize("stage", ["posting"])
def test_round_without_opportunities_does_not_open_by_itself(exchange: FlaskClient) -> None:
    page = exchange.get("/rounds/R-1").text
    assert "The round is not opened for dream sheets by itself while it offers no opportunity." in page
    assert "Left alone" not in page
