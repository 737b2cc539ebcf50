"""From the third on, like lines of a desk are one that leads to their list."""

from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import Engine

from models.actors import Role
from models.db import unit_of_work
from models.services import returns
from tests.models import agreements as made
from tests.models.world import DAY, give
from tests.webui.site import Clock, sign_in
from webui.desks.agreements import ENTRIES
from webui.words import ASKS

FIRST, LAST = date(2027, 2, 1), date(2027, 4, 15)
ONE = "The agreement of Invented Person 5 waits for your signature"


def test_many_agreements_to_sign_are_one_line(client: FlaskClient, engine: Engine) -> None:
    for slug in ("E-05", "E-07", "E-08"):
        assert (ONE in sign_in(client, "coord-EN").get("/").text) == (slug != "E-05")
        with unit_of_work(engine) as session:
            made.circulated(session, slug)
    desk = sign_in(client, "coord-EN").get("/").text
    assert "3 agreements wait for your signature" in desk
    assert "overdue since" not in desk
    assert 'href="/agreements?state=mine">Read and sign' in desk
    assert ONE not in desk
    assert client.get("/agreements?state=mine").text.count("yours is missing") == 3


def test_line_of_many_says_that_the_first_of_them_is_due(client: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        for slug, first in (("E-05", FIRST), ("E-07", FIRST + DAY), ("E-08", FIRST + 9 * DAY)):
            made.circulated(session, slug, starts_on=first, ends_on=date(2027, 8, 31))
    desk = sign_in(client, "coord-EN").get("/").text
    assert "3 agreements wait for your signature, the first of them — by 31 January 2027" in desk


def test_drafts_whose_first_day_has_come_stand_each_alone(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        for slug in ("E-05", "E-07", "E-08"):
            made.drafted(session, slug, starts_on=FIRST, ends_on=date(2027, 8, 31))
        made.lasting(session)
    assert "3 agreements are drafts: make them ready" in sign_in(client, "coord-EN").get("/").text
    clock.now = made.at(FIRST)
    desk = sign_in(client, "coord-EN").get("/").text
    alone = "has come without all signatures: write a first day to come, or cancel"
    assert (desk.count(alone), "agreements are drafts" in desk) == (3, False)


def test_many_reviews_to_hold_are_one_line(client: FlaskClient, engine: Engine, clock: Clock) -> None:
    with unit_of_work(engine) as session:
        for slug in ("E-05", "E-07", "E-08"):
            right = made.running(session, slug, ends_on=LAST)
            made.tick(session, right, made.at(LAST))
            home, back = made.home_coordinator(session, right.executive), LAST + DAY
            returns.enter_return(session, actor=home, now=made.at(back), right=right, returned_on=back)
        made.lasting(session)
    clock.now = made.at(LAST + 40 * DAY)
    desk = sign_in(client, "coord-EN").get("/").text
    earliest = "each re-entry and enter it, the earliest planned for 17 May 2027"
    assert f"3 people are back: hold the first review of {earliest}" in desk
    assert 'href="/returns?state=returned">See who' in desk
    listed = client.get("/returns?state=returned").text
    assert listed.count("home enters the first review") == 3
    assert listed.count("planned for 17 May 2027, which is past</span>") == 3
    clock.now = made.at(date(2027, 5, 17))
    listed = sign_in(client, "coord-EN").get("/returns?state=returned").text
    assert listed.count("planned for 17 May 2027</span>") == 3
    clock.now = made.at(LAST + 20 * DAY)
    early = sign_in(client, "coord-EN").get("/returns?state=returned").text
    assert early.count("home enters the first review<br>") == 3
    assert "planned for 17 May 2027, from 16 May 2027 on" in early


def test_coordinator_reads_of_an_own_agreement_that_it_waits(client: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        made.circulated(session, "E-05")
        give(session, "e-05", Role.AGENCY_COORDINATOR, "EN")
    listed = sign_in(client, "e-05").get("/agreements?state=mine")
    assert (listed.status_code, listed.text.count("yours is missing")) == (200, 1)
    assert set(ASKS) == set(ENTRIES), "whatever waits is said in the list too"
