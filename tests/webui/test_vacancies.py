"""What may come free: listed by an agency, followed by an executive, turned into an opportunity."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.opportunities import Opportunity
from models.outbox import Notice
from models.vacancies import ProjectedVacancy, VacancyState
from tests.webui.site import Clock, beside, send, sign_in

pytestmark = pytest.mark.parametrize("stage", ["lists"])
POST = {
    "agency": "TR",
    "position": "",
    "title": "Director, Grid",
    "place": "Denver, CO",
    "month": "2027-03",
    "confidence": "likely",
}
TEXT = {
    "agency": "TR",
    "title": "Director, Grid",
    "purpose": "Lead it.",
    "objectives": "Learn",
    "results": "",
    "indicators": "Seen",
    "supervisor": "Chief",
    "kind": "detail",
    "starts_from": "2027-03-01",
    "starts_until": "2027-04-01",
    "duration_days": "180",
    "seats": "1",
    "min_seats": "0",
    "place": "Denver, CO",
    "remote": "none",
    "clearance": "none",
    "funding": "reimbursable_1535",
    "return_basis": "",
    "return_target": "",
}


@pytest.fixture
def host(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "host-TR")


def test_post_is_listed_followed_and_offered(host: FlaskClient, engine: Engine) -> None:
    assert "Nothing is listed yet." in host.get("/our-vacancies").text
    assert send(host, "/our-vacancies/new", POST).status_code == 303
    sign_in(host, "e-05")
    page = host.get("/may-come-free").text
    assert "Expected to be free in <strong>March 2027</strong>: likely." in page
    assert "Nothing this agency projected has come due yet." in page
    assert "Nothing fits." in host.get("/may-come-free?words=boise").text
    followed = send(host, "/may-come-free/1/follow", follow_redirects=True).text
    assert "You follow it" in followed
    send(host, "/may-come-free/1/follow")
    mine = host.get("/searches").text
    assert mine.count("may come free; you are told when it is in a catalogue") == 1
    sign_in(host, "host-TR")
    filled = host.get("/our-opportunities/new?projected=1").text
    assert 'value="Director, Grid"' in filled
    assert "Keeping it says that the projected post came free" in filled
    assert 'action="/our-opportunities/new?projected=1"' in filled
    assert send(host, "/our-opportunities/new?projected=1", TEXT).status_code == 303
    came = "Treasury: of 1 projected by this agency whose time has come, 1 came free.</p><ul"
    assert came in host.get("/our-vacancies").text
    with unit_of_work(engine, read_only=True) as session:
        vacancy = session.scalars(select(ProjectedVacancy)).one()
        made = session.get_one(Opportunity, vacancy.opportunity_id)
        assert (vacancy.state, made.title) == (VacancyState.CAME, "Director, Grid")
    sign_in(host, "e-05")
    gone = send(host, "/may-come-free/1/follow", follow_redirects=True).text
    assert "This post is not projected any more." in gone


def test_what_is_lacking_stands_beside_the_field(host: FlaskClient) -> None:
    answer = send(host, "/our-vacancies/new", {"agency": "TR", "month": "2020-01"})
    assert beside(answer) == {
        "title": "Give the title of the post.",
        "place": "Name the place.",
        "month": "Not a valid choice.",
        "confidence": "Say how sure you are.",
    }
    with_post = send(host, "/our-vacancies/new", POST | {"position": "P-1"})
    assert beside(with_post) == {"position": "This position is another agency’s."}


def test_post_is_corrected_or_given_up(host: FlaskClient) -> None:
    send(host, "/our-vacancies/new", POST)
    assert 'value="2027-03"' in host.get("/our-vacancies/1").text
    later = POST | {"month": "2027-06", "version": "1"}
    assert send(host, "/our-vacancies/1", later).status_code == 303
    assert "June 2027" in host.get("/our-vacancies").text
    stale = send(host, "/our-vacancies/1", later | {"title": "Typed"})
    assert stale.status_code == 409
    assert "Somebody changed this since you opened it" in stale.text
    assert '<td class="rt-lines">Director, Grid</td><td class="rt-lines">Typed</td>' in stale.text
    assert 'value="Typed"' in stale.text
    assert "did not come" in send(host, "/our-vacancies/1/give-up", follow_redirects=True).text
    sign_in(host, "host-EN")
    assert host.get("/our-vacancies/1").status_code == 404


def test_whoever_follows_a_post_is_told_that_it_did_not_come(
    host: FlaskClient, db: Session, clock: Clock
) -> None:
    send(host, "/our-vacancies/new", POST)
    send(sign_in(host, "e-05"), "/may-come-free/1/follow")
    assert "may come free; you are told when it is in a catalogue" in host.get("/searches").text
    clock.move(days=130)
    waits = "was expected free in March 2027; its agency has still to say what became of it"
    assert waits in sign_in(host, "e-05").get("/searches").text
    send(sign_in(host, "host-TR"), "/our-vacancies/1/give-up")
    gone = "did not come free, as its agency says: nothing more is told of it"
    assert gone in sign_in(host, "e-05").get("/searches").text
    (letter,) = db.scalars(select(Notice).where(Notice.template == "vacancy_gone"))
    assert (letter.recipient.slug, letter.payload) == ("e-05", {"page": "searches"})
