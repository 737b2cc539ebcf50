"""The way back as home has it in hand: what it enters for the host, and the position it names."""

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from models.agreements import EventKind
from models.db import unit_of_work
from models.executives import Executive
from models.positions import Position
from models.returns import ReturnNotice
from models.services import returns
from tests.models import agreements as made
from tests.models.world import NOW, actor, find
from tests.webui.site import Clock, beside, send, sign_in
from tests.webui.test_way_back import returned

BY = " by 28 December 2026"


def test_home_enters_for_the_host_what_the_host_has_in_hand(client: FlaskClient, engine: Engine) -> None:
    later = made.at(date(2027, 2, 1))
    with unit_of_work(engine) as session:
        right = made.running(session, "E-05")
        made.tick(session, right, later)
        made.tick(session, right, later)
        notice = session.scalars(select(ReturnNotice)).one()
        notice.owner_id = actor(session, "supervisor-TR").id
        page, day = f"/returns/{right.id}", f"/returns/notices/{notice.id}/put-off"
    home = sign_in(client, "coord-EN").get(page).text
    assert "Enter as done for supervisor-TR</button>" in home
    assert day not in home
    asked = sign_in(client, "supervisor-TR").get(day).text
    assert "You are the supervisor at the host: Energy to Treasury, until 29 October 2027." in asked
    assert client.get("/agreements/1").status_code == 200
    assert 'href="/agreements/1">Read the agreement</a>' in asked


def test_position_of_record_stands_in_the_field_until_another_is_named(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        find(session, Executive, "E-05").position = find(session, Position, "P-1")
        page = f"/returns/{made.running(session, 'E-05').id}"
    assert 'value="Director"' in sign_in(client, "coord-EN").get(page).text
    send(client, f"{page}/placement", {"placement": "Deputy director"})
    send(sign_in(client, "e-05"), "/my-way-back/object", {"reason": "It is paid less."})
    again = sign_in(client, "coord-EN").get(page).text
    assert "propose another position, or the same one again" in again
    assert 'value="Director"' not in again


@pytest.mark.parametrize(
    ("kind", "ends_on", "by"),
    [(EventKind.EXTENSION, date(2028, 1, 31), ""), (EventKind.EARLY_END, date(2027, 2, 26), BY)],
)
def test_position_named_before_the_last_day_moved_is_named_anew(
    client: FlaskClient, engine: Engine, kind: EventKind, ends_on: date, by: str
) -> None:
    words = "Position to return to</dt><dd>Deputy director{}</dd>"
    with unit_of_work(engine) as session:
        right = made.running(session)
        page, agreement = f"/returns/{right.id}", right.agreement
        facts: dict[str, Any] = {"session": session, "now": NOW, "right": right}
        returns.propose(actor=actor(session, "coord-EN"), placement="Deputy director", **facts)
        returns.agree(actor=actor(session, "e-05"), **facts)
        made.agreed(session, agreement, kind, ends_on)
    anew = words.format(", named before the last day moved; home names it anew")
    assert anew.replace("</dd>", f"{by}</dd>") in sign_in(client, "e-05").get("/my-way-back").text
    seen = sign_in(client, "coord-EN").get(page).text
    assert "Next: name the position to return to" in seen
    assert anew in seen
    assert 'value="Deputy director"' in seen
    send(client, f"{page}/placement", {"placement": "Deputy director"})
    assert words.format(", proposed") in client.get(page).text
    send(client, f"{page}/back", {"returned_on": "2026-11-23", "so": "2026-11-23"})
    assert words.format("") in client.get(page).text


def test_position_named_before_the_last_day_moved_is_named_anew_for_nobody_who_gives_the_right_up(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session)
        page = f"/returns/{right.id}"
        facts: dict[str, Any] = {"session": session, "now": NOW, "right": right}
        returns.propose(actor=actor(session, "coord-EN"), placement="Deputy director", **facts)
        made.agreed(session, right.agreement, EventKind.EXTENSION, date(2028, 1, 31))
        returns.waive(actor=actor(session, "e-05"), **facts)
    for slug, address in (("e-05", "/my-way-back"), ("coord-EN", page)):
        seen = sign_in(client, slug).get(address).text
        assert "Position to return to</dt><dd>Deputy director</dd>" in seen


def test_day_that_only_counts_stands_for_itself_and_a_day_to_act_under_the_next_business_day(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        number = made.running(session, starts_on=date(2026, 11, 7), ends_on=date(2027, 5, 8)).id
    own, home = sign_in(client, "e-05").get("/my-way-back").text, sign_in(client, "coord-EN")
    assert "Also to stay longer or to come back early" in own
    for page in (own, home.get(f"/returns/{number}").text):
        assert '6 March 2027</th><td data-label="What it stands for">Day 120: it counts as a rotation' in page
        assert "90 days before the end: home is asked to name the position</td>" in page
        assert '9 March 2027</th><td data-label="What it stands for">60 days before the end: home na' in page
        assert '26 April 2027</th><td data-label="What it stands for">14 days before the end:' in page
        assert "What is to be done on a weekend or a federal holiday stands under the next busi" in page


def test_position_for_an_early_end_before_the_first_day_is_named_where_it_is_asked_for(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, starts_on=date(2026, 12, 14))
        page = f"/returns/{right.id}"
        made.agreed(session, right.agreement, EventKind.EARLY_END, date(2027, 4, 15))
    assert "comes back on 16 April 2027: name the position" in sign_in(client, "coord-EN").get("/").text
    assert "Next: name the position to return to" in client.get(page).text
    assert send(client, f"{page}/placement", {"placement": "Deputy director"}).status_code == 303
    assert "comes back on 16 April 2027: name the position" not in client.get("/").text


def test_what_changed_is_chosen_by_whoever_reports_it(client: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        made.running(session)
    where = "/my-way-back/something-changed"
    assert '<option value="">choose what changed</option>' in sign_in(client, "e-05").get(where).text
    unsaid = send(client, where, {"kind": "", "detail": "The office is merged."})
    assert (unsaid.status_code, beside(unsaid)) == (422, {"kind": "Choose one."})


def test_return_whose_two_looks_are_on_record_is_complete(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, starts_on=date(2026, 11, 2), ends_on=date(2027, 4, 15))
        returned(session, right, date(2027, 4, 16))
        for day in (date(2027, 5, 17), date(2027, 7, 15)):
            looked: dict[str, Any] = {"held_on": day, "findings": "Well back."}
            returns.review(session, actor=actor(session, "coord-EN"), now=made.at(day), right=right, **looked)
    clock.now = made.at(date(2027, 8, 2))
    page = sign_in(client, "e-05").get("/my-way-back").text
    assert "<h2>Nothing more is to come</h2><p>Your return is complete.</p>" in page
