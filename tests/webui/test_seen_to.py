"""A day of the own way back on which something is asked, before and after it is seen to."""

from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from matcher.policy.return_dates import Mark
from models.db import unit_of_work
from models.returns import ReturnRight
from tests.models import agreements as made
from tests.webui.site import Clock, send, sign_in


def test_day_that_is_seen_to_is_next_no_more(client: FlaskClient, engine: Engine, clock: Clock) -> None:
    what = "14 days before the end: agree on the first day back"
    step = "next, you agree on that day with home, by 1 April 2027"
    row = f'{what}</td><td data-label="Who sees to it">'
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=date(2027, 4, 15))
        made.lasting(session)
        made.tick(session, right, made.at(date(2027, 3, 31)))
    clock.now = made.at(date(2027, 3, 31))
    early = sign_in(client, "e-05").get("/my-way-back").text
    assert "coordinator at home; once asked on that day, you say here that it is done." in early
    clock.now = made.at(date(2027, 4, 1))
    soon = sign_in(client, "e-05").get("/my-way-back").text
    assert "coordinator at home; you are asked within the hour; then you say here that it is done." in soon
    with unit_of_work(engine) as session:
        right = session.scalars(select(ReturnRight)).one()
        made.tick(session, right, clock.now)
        (number,) = (one.id for one in right.notices if one.mark is Mark.FORTNIGHT)
    page, desk = sign_in(client, "e-05").get("/my-way-back").text, client.get("/").text
    for seen in (f"Next: {what}", "at home; once it is done, say so below.", f"{row}you</td>"):
        assert seen in page
    assert "Besides what is late, said above, nothing that endangers the return is on record." in page
    assert f"{what} — by 1 April 2027" in desk
    assert step in desk
    clock.now = made.at(date(2027, 4, 2))
    assert f"{what}; asked since 1 April 2027" in sign_in(client, "e-05").get("/").text
    clock.now = made.at(date(2027, 4, 1))
    sign_in(client, "e-05")
    send(client, f"/returns/notices/{number}/done", {})
    page, desk = client.get("/my-way-back").text, client.get("/").text
    assert f"Next: {what}" not in page
    assert f"{row}seen to on 1 April 2027</td>" in page
    assert (what in desk, step in desk) == (False, False)
