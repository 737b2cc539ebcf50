"""The catalogue: what is shown, what stands in the way, what the address holds."""

import re
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matcher.policy.return_basis import ReturnBasis
from models.agencies import Agency
from models.db import unit_of_work
from models.executives import Clearance, Executive
from models.opportunities import ExpectedResult, Opportunity, StatedReturn
from models.rounds import Rule
from models.services import rules
from tests.models import agreements as made
from tests.models.world import NOW, actor, find, the_round
from tests.webui.site import send, sign_in

pytestmark = pytest.mark.parametrize("stage", ["lists"])
CATALOGUE = "/catalogue/R-1"


@pytest.fixture
def e05(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "e-05")


def rows(page: str) -> list[str]:
    return re.findall(r'id="row-([^"]+)"', page)


def test_what_is_closed_to_me_shows_only_when_asked(e05: FlaskClient) -> None:
    page = e05.get(CATALOGUE).text
    assert rows(page) == ["O-1", "O-2", "O-5", "O-6"]
    assert "4 opportunities open to you" in page
    everything = e05.get(f"{CATALOGUE}?all=1").text
    assert rows(everything) == ["O-1", "O-2", "O-3", "O-4", "O-5", "O-6"]
    assert "O-3 is in the home agency, so this round gives no place there." in everything
    assert "(Policy of Roundtrip: a round places nobody in the agency they come from)" in everything


def test_what_runs_beside_time_away_is_said_once_above(e05: FlaskClient, db: Session) -> None:
    way = (
        "beside a place you accepted or time away you have: what does so can be taken only if that makes way"
    )
    assert way not in e05.get(CATALOGUE).text
    made.in_force(db, "E-05", starts_on=date(2026, 12, 1), ends_on=date(2027, 11, 30))
    db.commit()
    assert f"Each runs {way}, and may be listed all the same." in e05.get(CATALOGUE).text
    assert f"It runs {way}" in e05.get(f"{CATALOGUE}?words=o-1").text
    assert f"4 of them run {way}" in e05.get(f"{CATALOGUE}?all=1").text


def test_address_holds_search_and_facets(e05: FlaskClient) -> None:
    page = e05.get(f"{CATALOGUE}?words=o-1+ACTING&agency=AG11").text
    assert rows(page) == ["O-1"]
    assert 'value="o-1 ACTING"' in page
    assert re.search(r'name="agency" value="AG11" checked', page)
    assert rows(e05.get(f"{CATALOGUE}?agency=AG11&agency=TR").text) == ["O-1", "O-2", "O-5", "O-6"]
    assert "Nothing fits." in e05.get(f"{CATALOGUE}?words=nowhere").text


def test_facet_counts_what_it_would_show(e05: FlaskClient) -> None:
    page = " ".join(e05.get(f"{CATALOGUE}?agency=TR").text.split())
    assert 'Forest Service <span class="rt-muted">(2)' in page
    assert 'Treasury <span class="rt-muted">(2)' in page
    assert 'detail <span class="rt-muted">(2)' in page


def test_what_is_closed_to_me_is_counted_within_the_search(e05: FlaskClient) -> None:
    for query, count in (("", 2), ("all=1", 2), ("agency=AG11", 0), ("words=o-3", 1), ("words=nowhere", 0)):
        page = e05.get(f"{CATALOGUE}?{query}").text
        assert f"Show also what is closed to me ({count})" in page
        assert ("or show also what is closed to you" in page) is (query == "words=o-3")


@pytest.mark.parametrize("page", ["0", "99", "-1", "x", "²", "1" * 40])
def test_page_number_out_of_range_shows_a_page(e05: FlaskClient, page: str) -> None:
    answer = e05.get(CATALOGUE, query_string={"page": page})
    assert (answer.status_code, len(rows(answer.text))) == (200, 4)


def test_hard_gate_leaves_no_button(e05: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        find(session, Opportunity, "O-1").clearance = Clearance.TOP_SECRET
    page = e05.get(f"{CATALOGUE}?all=1").text
    assert "O-1 needs a clearance (top secret); the card says secret." in page
    assert 'id="add-O-1"' not in page
    assert send(e05, "/dream-sheet/R-1/add", {"opportunity": "O-1"}).status_code == 422


def test_rule_of_the_round_shows_before_adding(e05: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        round_ = the_round(session)
        pair = {
            "executive": find(session, Executive, "E-05"),
            "opportunity": find(session, Opportunity, "O-5"),
            "rule": Rule.FORBID,
            "reason": "worked there last year",
        }
        exchange, second = actor(session, "exchange"), actor(session, "exchange-2")
        made = rules.set_pair_rule(session, actor=exchange, now=NOW, round_=round_, **pair)
        rules.approve_pair_rule(session, actor=second, now=NOW, rule=made)
        treasury = find(session, Agency, "TR")
        energy = find(session, Agency, "EN")
        rules.set_alliances(
            session, actor=exchange, now=NOW, round_=round_, pairs=[(treasury, energy)], hops=1
        )
    page = e05.get(f"{CATALOGUE}?all=1").text
    assert "O-5 is closed by a recorded rule of this round: worked there last year" in page
    assert "O-1 is in an agency that does not exchange people with the home agency in this round." in page
    assert rows(e05.get(CATALOGUE).text) == ["O-6"]


def test_one_opportunity_says_all_of_itself(e05: FlaskClient, engine: Engine) -> None:
    assert "you come back to your position of record" in e05.get(f"{CATALOGUE}/O-1").text
    with unit_of_work(engine) as session:
        offered = find(session, Opportunity, "O-1")
        offered.results = [ExpectedResult(ordinal=1, text="One office with one plan.")]
        offered.way_back = StatedReturn(basis=ReturnBasis.NONE, target=None)
    page = e05.get(f"{CATALOGUE}/O-1").text
    for words in (
        "Merge two offices.",
        "One budget by June.",
        "Achieving Results",
        "Deputy Administrator",
        "One office with one plan.",
        "no right to return is granted",
    ):
        assert words in page
    assert "Nothing beyond the dates." in page
    assert e05.get(f"{CATALOGUE}/O-99").status_code == 404


def test_row_says_where_it_stands_on_my_sheet(e05: FlaskClient) -> None:
    send(e05, "/dream-sheet/R-1/add", {"opportunity": "O-5"})
    page = e05.get(CATALOGUE).text
    assert "Number 1 on my sheet" in page
    assert '(<span id="listed">1 choice</span> so far)' in page


def test_menu_leads_to_the_open_round(e05: FlaskClient, db: Session) -> None:
    assert e05.get("/catalogue").location == CATALOGUE
    assert e05.get("/dream-sheet").location == "/dream-sheet/R-1"
    rounds = e05.get("/result").text
    assert "First invented round" in rounds
    assert "lists close 3 December 2026, results 23 December 2026, no sheet of yours" in rounds


def test_whoever_is_no_executive_has_no_catalogue(client: FlaskClient) -> None:
    sign_in(client, "host-EN")
    assert [client.get(path).status_code for path in ("/catalogue", CATALOGUE)] == [404, 404]
