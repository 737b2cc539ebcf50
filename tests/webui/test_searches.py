"""My saved searches: kept from the catalogue's address, changed, silenced, deleted."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update

from models.db import unit_of_work
from models.outbox import Notice
from models.rounds import Round, RoundOpportunity, RoundState
from models.saved_searches import SavedSearch
from tests.models.test_similar import next_round
from tests.models.world import approve_one, find
from tests.webui.site import Clock, beside, send, sign_in
from webui.jobs import JOBS
from webui.machine import Machine

pytestmark = pytest.mark.parametrize("stage", ["lists"])
ASKED = {"name": "Treasury", "words": "lead", "facets": "agency=TR"}


@pytest.fixture
def e05(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "e-05")


def test_search_is_kept_as_the_address_has_it(e05: FlaskClient, engine: Engine) -> None:
    page = e05.get("/catalogue/R-1?words=o-5&agency=TR&kind=detail").text
    address = "/searches/new/R-1?words=o-5&amp;agency=TR&amp;kind=detail"
    assert address in page
    form = e05.get(address.replace("&amp;", "&")).text
    assert all(part in form for part in ('value="o-5"', 'value="agency=TR"', "Treasury"))
    kept = {"name": "My Treasury", "words": "o-5", "facets": ["agency=TR", "kind=detail"]}
    assert send(e05, "/searches/new/R-1", kept).status_code == 303
    mine = e05.get("/searches").text
    assert "My Treasury" in mine
    assert "“o-5” · Treasury · detail" in mine
    assert "/catalogue/R-1?words=o-5&amp;agency=TR&amp;kind=detail" in mine
    with unit_of_work(engine, read_only=True) as session:
        raw = session.connection().exec_driver_sql("SELECT content FROM saved_searches").scalar_one()
    assert b"Treasury" not in raw
    assert b"TR" not in raw


def test_refusals_stand_beside_the_field(e05: FlaskClient) -> None:
    answer = send(e05, "/searches/new/R-1", ASKED | {"name": " "})
    assert (answer.status_code, beside(answer)) == (422, {"name": "Give the search a name."})
    answer = send(e05, "/searches/new/R-1", {"name": "All"})
    sentence = "A search asks for a word or a facet: without one everything is new."
    assert (answer.status_code, beside(answer)) == (422, {"words": sentence})


def test_search_is_changed_silenced_and_deleted(e05: FlaskClient) -> None:
    send(e05, "/searches/new/R-1", ASKED)
    changed = {"name": "All of Treasury", "words": "", "facets": "agency=TR", "alerts": "y", "version": "1"}
    assert send(e05, "/searches/1", changed).status_code == 303
    assert "All of Treasury" in e05.get("/searches").text
    late = send(e05, "/searches/1", changed | {"name": "Late"})
    assert late.status_code == 409
    assert "This search was changed since you opened the page" in late.text
    assert '<td class="rt-lines">All of Treasury</td><td class="rt-lines">Late</td>' in late.text
    assert 'value="Late"' in late.text
    assert 'name="version" type="hidden" value="2"' in late.text
    answer = send(e05, "/searches/1", {"name": "x", "words": "y"})
    assert "Open the page again." in answer.text
    assert "You are not written to." in send(e05, "/searches/1/quiet", follow_redirects=True).text
    assert "You have none yet." in send(e05, "/searches/1/drop", follow_redirects=True).text


def test_nobody_else_finds_it(e05: FlaskClient) -> None:
    send(e05, "/searches/new/R-1", ASKED)
    sign_in(e05, "e-01")
    assert e05.get("/searches/1").status_code == e05.get("/searches/2").status_code
    assert send(e05, "/searches/1/drop").status_code == send(e05, "/searches/2/drop").status_code == 404


def test_job_tells_of_what_is_new_without_naming_it(e05: FlaskClient, engine: Engine, clock: Clock) -> None:
    send(e05, "/searches/new/R-1", ASKED)
    with unit_of_work(engine) as session:
        made = approve_one(session, "O-7", "TR")
        session.add(RoundOpportunity(round_id=find(session, Round, "R-1").id, opportunity_id=made.id))
        session.flush()
        next_round(session, "O-7")
    (job,) = [one for one in JOBS if one.id == "tell_searchers"]
    machine = Machine(engine, clock, lambda: None)
    assert job.verb(machine) == "People with searches: 1; new finds told: 1."
    assert job.verb(machine) == "People with searches: 1; new finds told: 0."
    with unit_of_work(engine, read_only=True) as session:
        (notice,) = session.scalars(select(Notice).where(Notice.template == "search_found"))
        assert notice.payload == {"page": "searches"}
        assert session.scalars(select(SavedSearch)).one().alerts
    told = "1 new opportunity fits your saved searches; this is said for 7 days from each find on"
    desk = e05.get("/").text
    assert (told in desk, '/searches">Look<' in desk) == (True, False)
    page = e05.get("/searches").text
    assert "/catalogue/R-1/O-7" in page
    assert page.count("<strong>New:</strong>") == 1, "one post is new once, in however many rounds"
    assert "A find is called new, here and on your desk, for 7 days." in page
    with unit_of_work(engine) as session:
        session.execute(update(Round).values(state=RoundState.RELEASE_REVIEW))
    assert told not in e05.get("/").text, "the page of it names none, since no lists are open"
    with unit_of_work(engine) as session:
        session.execute(update(Round).values(state=RoundState.PREFERENCES))
    assert told in e05.get("/").text
    clock.move(days=7)
    assert told not in sign_in(e05, "e-05").get("/").text
