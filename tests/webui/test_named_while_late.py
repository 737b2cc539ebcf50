"""The pages of a return that is overdue or at risk while a position is named and answered, or its last day is
to move."""

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from models.agreements import EventKind
from models.db import unit_of_work
from models.services import agreement_events, returns
from tests.models import agreements as made
from tests.models.world import DAY, NOW, actor
from tests.webui.site import Clock, send, sign_in
from tests.webui.test_overdue_desk import LINES, THURSDAY

ASKED = "Home proposes the position that you come back to: agree to it, or object"
CHANGED = {"kind": "unit_changed", "detail": "The office is merged."}


@pytest.mark.parametrize(("days", "state", "line"), [(2, "overdue", LINES["coord-EN"]), (60, "broken", "")])
def test_late_return_stays_on_desk_list_and_page_until_it_is_entered(
    client: FlaskClient, engine: Engine, clock: Clock, days: int, state: str, line: str
) -> None:
    clock.now = made.at(THURSDAY + days * DAY)
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=THURSDAY)
        made.lasting(session)
        made.tick(session, right, clock.now)
        page = f"/returns/{right.id}"

    def still() -> None:
        sign_in(client, "coord-EN")
        assert line in client.get("/").text
        assert f'href="{page}#next"' in client.get("/").text
        assert "1 overdue or broken</a>" in client.get("/returns").text
        assert "home enters the return" in client.get("/returns?state=overdue").text
        assert "Next: enter the return, or ask what keeps it" in client.get(page).text

    still()
    assert send(client, f"{page}/placement", {"placement": "Chief of Staff"}).status_code == 303
    still()
    assert "Chief of Staff, proposed" in client.get(page).text
    assert "Propose it" not in client.get(page).text
    desk = sign_in(client, "e-05").get("/").text
    broken = "Your right to return counts as broken: say that you are back, or ask home"
    assert (LINES["e-05"] in desk, broken in desk) == (state == "overdue", state == "broken")
    assert ASKED in desk
    own = client.get("/my-way-back").text
    assert "Next: say that you are back, or ask home now" in own
    assert f"<p>{ASKED}.</p>" in own
    assert send(client, "/my-way-back/object", {"reason": "It is paid less."}).status_code == 303
    still()
    assert "Objection: “It is paid less.”" in client.get(page).text
    assert send(client, f"{page}/placement", {"placement": "Director"}).status_code == 303
    sign_in(client, "e-05")
    assert send(client, "/my-way-back/agree", {}).status_code == 303
    assert "Nothing more is to come" not in client.get("/my-way-back").text
    assert ASKED not in client.get("/").text
    still()
    assert "Director, agreed on" in client.get(page).text
    assert send(client, f"{page}/back", {"returned_on": clock.now.date().isoformat()}).status_code == 303
    assert "nobody is late in coming back" in client.get("/returns").text


def test_open_risk_stays_on_desk_list_and_page_until_it_is_settled(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    clock.now = made.at(THURSDAY - 30 * DAY)
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=THURSDAY)
        made.lasting(session)
        made.tick(session, right, clock.now)
        page = f"/returns/{right.id}"
    send(sign_in(client, "e-05"), "/my-way-back/something-changed", CHANGED)
    risk = (
        "The return of Invented Person 5 is at risk: write how the way back is kept open — by 31 March 2027"
    )
    name = "Invented Person 5 comes back on 16 April 2027: name the position to return to"
    home = sign_in(client, "coord-EN").get("/").text
    assert risk in home
    assert f"{name} — overdue since 16 February 2027" in home
    send(client, f"{page}/placement", {"placement": "Chief of Staff"})
    for act in ("", "agree"):
        if act:
            own = sign_in(client, "e-05").get("/my-way-back").text
            assert "Next: home writes how your way back is kept open" in own
            assert f"<p>{ASKED}.</p>" in own
            assert f"{ASKED}, before you are back — by 15 April 2027" in client.get("/").text
            send(client, "/my-way-back/agree", {})
            assert "is at risk: home writes how it is kept open" in client.get("/").text
        home = sign_in(client, "coord-EN").get("/").text
        assert risk in home
        assert name not in home
        assert "Next: settle 1 risk" in client.get(page).text
        assert "home settles the risk" in client.get("/returns?state=at_risk").text
    send(client, f"{page}/risks/1/settle", {"settlement": "A post is held."})
    assert "is at risk" not in client.get("/").text
    assert "the position is agreed on" in client.get(page).text


def test_position_that_home_is_late_with_and_the_own_step_stay_beside_a_risk(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    clock.now = made.at(THURSDAY - 16 * DAY)
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=THURSDAY)
        made.lasting(session)
        made.tick(session, right, clock.now)
    named = "Position to return to</dt><dd>not named yet; home was to name it by 16 February 2027</dd>"
    step = "next, you agree on that day with home, by 1 April 2027"
    late = "home was to name your position by 16 February 2027: ask when it does"
    sign_in(client, "e-05")
    for act in ("", "at risk"):
        if act:
            send(client, "/my-way-back/something-changed", CHANGED)
        page, desk = client.get("/my-way-back").text, client.get("/").text
        assert named in page
        assert "14 days before the end: agree on the first day back" in page[: page.index("rt-facts")]
        assert f"; {step}; {late}" in desk
        assert ("is at risk: home writes how it is kept open; next, you" in desk) == bool(act)
    assert "<p>Beside it: 14 days before the end: agree on the first day back. 1 April 2027, " in page


def test_position_of_a_time_away_that_was_extended_is_asked_for_with_its_day(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    clock.now = made.at(THURSDAY - DAY)
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=THURSDAY)
        made.lasting(session)
        made.tick(session, right, clock.now)
        by: dict[str, Any] = {"actor": actor(session, "coord-EN"), "now": clock.now, "right": right}
        returns.propose(session, placement="Director", **by)
        made.agreed(session, right.agreement, EventKind.EXTENSION, THURSDAY + 70 * DAY, clock.now)
    clock.now = made.at(THURSDAY + 30 * DAY)
    named = "Director, named before the last day moved; home was to name it anew by 26 April 2027</dd>"
    assert named in sign_in(client, "e-05").get("/my-way-back").text
    assert "home was to name your position by 26 April 2027: ask when it does" in client.get("/").text


def test_risk_of_an_overdue_return_is_settled_beside_it(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    clock.now = made.at(THURSDAY - DAY)
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=THURSDAY)
        made.lasting(session)
        page = f"/returns/{right.id}"
    send(sign_in(client, "e-05"), "/my-way-back/something-changed", CHANGED)
    clock.now = made.at(THURSDAY + 2 * DAY)
    with unit_of_work(engine) as session:
        made.tick(session, session.get_one(type(right), right.id), clock.now)
    home = sign_in(client, "coord-EN").get("/").text
    assert LINES["coord-EN"] in home
    assert "is at risk: write how the way back is kept open" in home
    assert (
        'Beside it <a href="#risk-1">settle 1 risk</a>. What nobody has settled by ' in client.get(page).text
    )


def test_home_and_sponsor_read_of_a_new_last_day_that_is_out_for_signature(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=THURSDAY)
        right.sponsor = actor(session, "supervisor-EN")
        change = made.change(EventKind.EXTENSION, date(2027, 5, 31))
        by = actor(session, "coord-EN")
        agreement_events.propose(session, actor=by, now=NOW, agreement=right.agreement, change=change)
    out = "to 31 May 2027</a> is out for signature; until all five have signed it, nothing changes."
    for slug in ("coord-EN", "supervisor-EN"):
        assert out in sign_in(client, slug).get("/returns/1").text
