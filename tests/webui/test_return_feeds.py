"""The days of the way back in a calendar of one's own, and the offer of a mentor at the host."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar, Component
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.agreements import EventKind
from models.db import unit_of_work
from models.outbox import Notice
from models.requests import MentoringRequest
from models.returns import ReturnRight
from models.services import returns
from models.situations import Situation
from tests.models import agreements as made
from tests.models.world import DAY, NOW, actor
from tests.webui.site import Clock, send, sign_in


def address_of(page: str) -> str:
    return page.split("data-feed>")[1].split("</p>")[0].replace("http://localhost", "")


def run(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        made.running(session)
        made.running(session, "E-06", ends_on=date(2027, 6, 30))


def events(client: FlaskClient, address: str) -> list[Component]:
    answer = client.get(address)
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.text).walk("VEVENT"))


@pytest.mark.parametrize(
    ("slug", "first_days"),
    [("e-05", ["2027-11-01"]), ("coord-EN", ["2027-07-01", "2027-11-01"]), ("coord-AG11", [])],
)
def test_feed_holds_the_days_of_the_own_returns_and_nothing_private(
    client: FlaskClient, engine: Engine, slug: str, first_days: list[str]
) -> None:
    run(engine)
    address = address_of(send(sign_in(client, slug), "/returns/calendar").text)
    found = events(client, address)
    back = [one for one in found if "first_day" in str(one["UID"])]
    assert sorted(str(one.decoded("DTSTART")) for one in back) == first_days
    assert {str(one["SUMMARY"]) for one in found} <= {"Roundtrip: a day to look at"}
    text = client.get(address).text
    assert not any(word in text for word in ("Invented Person", "Energy", "Treasury", "risk"))


def test_revoked_feed_opens_nothing(client: FlaskClient, engine: Engine) -> None:
    run(engine)
    sign_in(client, "supervisor-TR")
    first = address_of(send(client, "/returns/calendar").text)
    second = address_of(send(client, "/returns/calendar").text)
    assert [client.get(one).status_code for one in (first, second)] == [404, 200]
    assert send(client, "/returns/calendar/revoke").status_code == 303
    assert client.get(second).status_code == 404
    assert send(client, "/returns/calendar/revoke").status_code == 409


@pytest.mark.parametrize(
    ("slug", "place"),
    [("e-05", "/my-way-back"), ("coord-EN", "/returns/1"), ("coord-TR", "/agreements/1")],
)
def test_day_leads_to_the_page_that_its_reader_may_see(
    client: FlaskClient, engine: Engine, slug: str, place: str
) -> None:
    run(engine)
    assert sign_in(client, slug).get("/returns/1/day").headers["Location"] == place


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (made.STARTS + 89 * DAY, "new_agency"),
        (made.STARTS + 90 * DAY, None),
        (made.ENDS - 91 * DAY, None),
        (made.ENDS - 90 * DAY, "return"),
    ],
)
def test_mentor_at_the_host_is_offered_at_the_beginning_and_before_the_return(
    client: FlaskClient, db: Session, engine: Engine, clock: Clock, day: date, code: str | None
) -> None:
    run(engine)
    with unit_of_work(engine) as session:
        made.lasting(session)
        right = session.get_one(ReturnRight, 1)
        for _ in range(2):
            made.tick(session, right, made.at(day))
        for number, name in enumerate(("new_agency", "return"), 1):
            session.add(Situation(code=name, name=name, help="Invented.", ordinal=number))
    clock.now = made.at(day) + timedelta(minutes=1)
    sign_in(client, "e-05")
    assert ("A mentor at Treasury" in client.get("/my-way-back").text) is (code is not None)
    told = db.scalar(select(func.count(Notice.id)).where(Notice.template == "host_mentor"))
    assert told == (0 if code is None else 1)
    if code is None:
        assert client.get("/ask/host").status_code == 404
        return
    page = client.get("/ask/host").text
    wanted = db.scalars(select(Situation.id).where(Situation.code == code)).one()
    assert f'value="{wanted}" checked' in page
    fields = {"situation": str(wanted), "second": "", "third": "", "story": "", "to": "2"}
    assert send(client, "/ask/host", fields).status_code == 303
    db.rollback()
    only = db.scalars(select(MentoringRequest.only_agency_id)).one()
    assert only == db.scalars(select(Agency.id).where(Agency.code == "TR")).one()


def test_feed_holds_the_day_that_moved_and_none_that_is_done_ahead(
    client: FlaskClient, engine: Engine
) -> None:
    """The page of the way back holds the same days."""
    with unit_of_work(engine) as session:
        right = made.running(session)
        made.agreed(session, right.agreement, EventKind.EARLY_END, date(2026, 12, 29))
        number = right.id
    address = address_of(send(sign_in(client, "e-05"), "/returns/calendar").text)
    marks = [str(one["UID"]).split("-")[2] for one in events(client, address)]
    assert "position" in marks
    assert "29 December 2026</th>" in client.get("/my-way-back").text
    with unit_of_work(engine) as session:
        right = session.get_one(ReturnRight, number)
        facts: dict[str, Any] = {"actor": actor(session, "coord-EN"), "now": NOW, "right": right}
        returns.propose(session, placement="Deputy director", **facts)
    marks = [str(one["UID"]).split("-")[2] for one in events(client, address)]
    assert "position" not in marks
