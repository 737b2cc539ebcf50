"""What a notice of the way back asks for: done, or put off, for the own desk alone and before the return."""

import re
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from models.db import unit_of_work
from models.returns import ReturnNotice, ReturnRight
from models.services import returns
from tests.models import agreements as made
from tests.models.world import DAY, actor
from tests.webui.site import Clock, send, sign_in
from tests.webui.test_overdue_desk import THURSDAY


def test_what_a_notice_asks_for_is_offered_and_leaves_the_desk_once_it_is_done(
    client: FlaskClient, db: Session, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=THURSDAY)
        made.lasting(session)
        right.sponsor = actor(session, "supervisor-EN")
        for before in (95, 57):
            clock.now = made.at(THURSDAY - before * DAY)
            made.tick(session, right, clock.now)
        address = f"/returns/{right.id}"
    window = db.scalars(select(ReturnNotice.id).where(ReturnNotice.mark == "window")).one()
    page = sign_in(client, "coord-EN").get(f"/returns/notices/{window}/put-off").text
    assert ("It was told on 17 February 2027" in page, "Its time was over" in page) == (True, False)
    asks = "60 days before the end: home names the position"
    number = db.scalars(select(ReturnNotice.id).where(ReturnNotice.mark == "position")).one()
    page = sign_in(client, "coord-EN").get(f"/returns/notices/{number}/put-off").text
    assert f'href="{address}#next">Name the position' in page
    assert ("Once a position is proposed it leaves your desk." in page, "It is done" in page) == (True, False)
    refused = send(client, f"/returns/notices/{number}/done", follow_redirects=True).text
    assert "Name the position: it is done once a position is proposed, or put it off." in refused
    desk = client.get("/").text
    line = "Invented Person 5 comes back on 16 April 2027: name the position to return to"
    assert asks not in desk, "one line says it, with the day of the return"
    assert f"{line} — overdue since 16 February 2027" in desk
    assert f'href="{address}#next">Name it' in desk
    assert f'href="{address}#next">home names the position</a>' in client.get("/returns").text
    later = {"until": (local_day(clock.now) + DAY).isoformat(), "reason": "The post is advertised."}
    send(client, f"/returns/notices/{number}/put-off", later)
    assert line not in client.get("/").text, "put off until tomorrow"
    assert line in sign_in(client, "supervisor-EN").get("/").text, "put off for one desk alone"
    assert "Put it off" not in client.get(f"/returns/notices/{number}/put-off").text
    assert send(client, f"/returns/notices/{number}/put-off", later).status_code == 404
    clock.now += DAY
    assert line in sign_in(client, "coord-EN").get("/").text
    send(client, f"{address}/placement", {"placement": "Chief of Staff"})
    assert line not in client.get("/").text
    clock.now = made.at(THURSDAY - 13 * DAY)
    with unit_of_work(engine) as session:
        made.tick(session, session.scalars(select(ReturnRight)).one(), clock.now)
    assert "14 days before the end" in sign_in(client, "e-05").get("/").text
    assert "Put it off" not in client.get(f"/returns/notices/{number}/put-off").text
    assert send(client, f"/returns/notices/{number}/put-off", later).status_code == 404
    db.rollback()
    move = db.scalars(select(ReturnNotice.id).where(ReturnNotice.mark == "logistics")).one()
    notices = [
        sign_in(client, "coord-EN").get(f"/returns/notices/{one}/put-off").text for one in (move, number)
    ]
    assert ["It is to be done by 15 April 2027 (in 13 days)." in page for page in notices] == [True, False]
    with unit_of_work(engine) as session:
        right = session.scalars(select(ReturnRight)).one()
        home, clock.now = made.home_coordinator(session, right.executive), made.at(THURSDAY + DAY)
        returns.enter_return(session, actor=home, now=clock.now, right=right, returned_on=THURSDAY + DAY)
    assert "14 days before the end" not in client.get("/").text
    assert "days before the end" not in sign_in(client, "coord-EN").get("/").text


def test_notice_is_put_off_to_a_day_before_the_first_day_back_and_not_on_its_eve(
    client: FlaskClient, db: Session, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=THURSDAY)
        made.lasting(session)
        for before in (95, 57):
            made.tick(session, right, made.at(THURSDAY - before * DAY))
    number = db.scalars(select(ReturnNotice.id).where(ReturnNotice.mark == "position")).one()
    address, back = f"/returns/notices/{number}/put-off", THURSDAY + DAY
    clock.now = made.at(THURSDAY - 9 * DAY)
    page = sign_in(client, "coord-EN").get(address).text
    assert "It leaves your desk alone until the day that you choose, and then waits for you again." in page
    assert "The first day back, 16 April 2027, does not move." in page
    assert "15 April 2027 at the latest." in page
    for until in (back, THURSDAY - 9 * DAY):
        late = send(client, address, {"until": until.isoformat(), "reason": "The post is advertised."})
        assert (late.status_code, "Choose a day from tomorrow to 15 April 2027." in late.text) == (422, True)
    clock.now = made.at(THURSDAY)
    eve = sign_in(client, "coord-EN").get(address).text
    cannot = "It cannot be put off any more: the first day back is 16 April 2027."
    assert (cannot in eve, "Not now? Put it off" in eve) == (True, False)
    tries = {"until": back.isoformat(), "reason": "The post is advertised."}
    assert cannot in send(client, address, tries, follow_redirects=True).text


def test_what_was_passed_on_stays_with_the_others_and_leads_there_though_its_owner_puts_it_off(
    client: FlaskClient, db: Session, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=THURSDAY)
        made.lasting(session)
        for before in (95, 57, 30):
            clock.now = made.at(THURSDAY - before * DAY)
            made.tick(session, right, clock.now)
    notice = db.scalars(select(ReturnNotice).where(ReturnNotice.mark == "position")).one()
    later = {"until": (local_day(clock.now) + DAY).isoformat(), "reason": "The post is advertised."}
    assert (
        send(sign_in(client, "coord-EN"), f"/returns/notices/{notice.id}/put-off", later).status_code == 303
    )
    desk = sign_in(client, "office").get("/").text
    first = (
        "Nobody saw to this, or its message did not go out: 120 days before the end: bring the re-entry plan"
    )
    assert f"{first} up to date (Invented Person 5), and 2 more of this return" in desk
    page = client.get(f"/returns/notices/{notice.id}/put-off")
    assert (page.status_code, "Open the return" in page.text, "Put it off" in page.text) == (200, True, False)
    other = db.scalars(select(ReturnNotice).where(ReturnNotice.mark != "position")).first()
    assert other is not None
    told = client.get(f"/returns/notices/{other.id}/put-off").text
    assert "Once home has seen to it, it leaves your desk." in told
    assert "or you say so" not in told


def test_position_to_name_anew_is_one_line_and_put_off_with_its_notice(
    client: FlaskClient, db: Session, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=THURSDAY)
        made.lasting(session)
        facts: dict[str, Any] = {"session": session, "now": clock.now, "right": right}
        returns.propose(actor=actor(session, "coord-EN"), placement="Chief of Staff", **facts)
        returns.dispute(actor=actor(session, "e-05"), reason="It is too far away.", **facts)
        clock.now = made.at(THURSDAY - 58 * DAY)
        made.tick(session, right, clock.now)
        page = f"/returns/{right.id}"
    line = "Invented Person 5 objected to the position for the return: propose another one, or the same again"
    desk = sign_in(client, "coord-EN").get("/").text
    assert (desk.count(line), "60 days before the end" in desk) == (1, False)
    assert "done ahead of its day" not in client.get(page).text
    number = db.scalars(select(ReturnNotice.id).where(ReturnNotice.mark == "position")).one()
    later = {"until": (local_day(clock.now) + DAY).isoformat(), "reason": "The post is advertised."}
    send(client, f"/returns/notices/{number}/put-off", later)
    assert line not in client.get("/").text
    clock.now += DAY
    assert line in sign_in(client, "coord-EN").get("/").text


def test_position_is_named_by_the_last_business_day_also_where_it_is_put_off_or_objected_to(
    client: FlaskClient, db: Session, engine: Engine, clock: Clock
) -> None:
    """The last day away is a Friday, the first day back a Monday."""
    friday = THURSDAY + DAY
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=friday)
        made.lasting(session)
        clock.now = made.at(friday - 7 * DAY)
        for now in (made.at(friday - 57 * DAY), clock.now):
            made.tick(session, right, now)
        page = f"/returns/{right.id}"
    number = db.scalars(select(ReturnNotice.id).where(ReturnNotice.mark == "position")).one()
    where = f"/returns/notices/{number}/put-off"
    assert "16 April 2027 at the latest." in sign_in(client, "coord-EN").get(where).text
    sunday = {"until": (friday + 2 * DAY).isoformat(), "reason": "The post is advertised."}
    assert "Choose a day from tomorrow to 16 April 2027." in send(client, where, sunday).text
    send(client, f"{page}/placement", {"placement": "Chief of Staff"})
    send(sign_in(client, "e-05"), "/my-way-back/object", {"reason": "It is too far away."})
    assert "same again — by 16 April 2027" in sign_in(client, "coord-EN").get("/").text
    by = "it is to be agreed on by 16 April 2027, for the first day back, 19 April 2027."
    assert by in client.get(page).text


def test_way_back_says_that_its_next_step_was_put_off(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=THURSDAY)
        made.lasting(session)
        for before in (95, 14):
            clock.now = made.at(THURSDAY - before * DAY)
            made.tick(session, right, clock.now)
    page = sign_in(client, "e-05").get("/my-way-back").text
    assert "Next: 14 days before the end" in page
    own = re.findall(r"/returns/notices/(\d+)/put-off", page)[-1]  # the others are earlier
    step = "next, you agree on that day with home, by 1 April 2027"
    assert step in client.get("/").text
    send(client, f"/returns/notices/{own}/put-off", {"until": "2027-04-05", "reason": "I travel."})
    assert "You put it off: it waits for you again on 5 April 2027." in client.get("/my-way-back").text
    assert step not in client.get("/").text
