"""The pages of a run that repairs another: the offers that stand are why people have no place."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.services import repairs
from tests.models.answering import answer
from tests.models.test_repairs import declined, offers, shown
from tests.webui.site import send, sign_in
from tests.webui.test_outcomes import words

RUNS = "/rounds/R-1/outcomes"
SAYS = (
    "Run 2 repairs run 1: seats had come free, and it offered them; whoever holds a place keeps it, so only "
    "those seats were there to give, and the reasons are other ones than on the first day."
)


@pytest.fixture
def repaired(client: FlaskClient, db: Session) -> FlaskClient:
    declined(db, "E-10").step(repairs.make, shown=shown(db).sha256)
    db.commit()
    return sign_in(client, "exchange")


@pytest.mark.parametrize("page", ["", "/unplaced", "/limits"])
def test_pages_of_a_repair_say_what_it_could_give(repaired: FlaskClient, page: str) -> None:
    assert SAYS in words(repaired.get(f"{RUNS}/2{page}").text)
    assert "whoever holds a place keeps it" not in words(repaired.get(f"{RUNS}/1{page}").text)


def test_repair_is_the_best_of_what_keeps_the_offers_that_stand(repaired: FlaskClient) -> None:
    told = words(repaired.get(f"{RUNS}/2").text)
    assert "Optimal: proved, among the outcomes that keep every offer that stands." in told
    assert "no other outcome is as good" not in told


def test_limits_of_a_repair_blame_no_agency_for_people_without_a_place(repaired: FlaskClient) -> None:
    assert "Own people held back" in words(repaired.get(f"{RUNS}/1/limits").text)
    told = words(repaired.get(f"{RUNS}/2/limits").text)
    assert "held back" not in told.lower()
    assert "In all" not in told


def test_next_offer_says_why_its_host_said_no_before(client: FlaskClient, db: Session) -> None:
    declined(db, "E-08", "accept", "agree_home", "refuse_host")
    answer(db, offers(db)["E-10"], "decline")
    db.commit()
    page = words(sign_in(client, "exchange").get("/rounds/R-1/repair").text)
    assert page.count("Its host said no to an offer of it: “The year allows no absence.”") == 1
    assert "once the host withdraws the opportunity, its seat is offered to nobody else." in page


def test_post_that_is_gone_is_withdrawn_by_its_host_and_offered_to_nobody_else(
    client: FlaskClient, db: Session
) -> None:
    declined(db, "E-08", "accept", "agree_home")
    offer = offers(db)["E-08"]
    post, number = offer.opportunity, offer.id
    db.commit()
    withdrawing = f"/our-opportunities/{post.slug}/withdraw"
    host = sign_in(client, f"host-{post.host_agency.code}")
    assert "An offer of it in First invented round waits for an answer." in host.get(withdrawing).text
    db.rollback()
    answer(db, offers(db)["E-08"], "refuse_host")
    answer(db, offers(db)["E-10"], "decline")
    db.commit()
    offered = f"no place {post.title}"
    assert offered in words(sign_in(client, "exchange").get("/rounds/R-1/repair").text)
    host = sign_in(client, f"host-{post.host_agency.code}")
    assert f'href="{withdrawing}">Withdraw the opportunity</a>' in host.get(f"/answers/{number}").text
    assert "Its free seats are offered to nobody else." in host.get(withdrawing).text
    gone = send(host, withdrawing, {"reason": "The post was cut."}, page=withdrawing)
    assert gone.status_code == 303
    assert "and the opportunity is withdrawn." in words(host.get(f"/answers/{number}").text)
    assert offered not in words(sign_in(client, "exchange").get("/rounds/R-1/repair").text)


def test_repair_is_no_run_of_the_round_as_it_was_frozen(repaired: FlaskClient) -> None:
    assert scenario_heads(repaired) == ["The round as it was frozen Run 1"]


def scenario_heads(client: FlaskClient) -> list[str]:
    page = client.get("/rounds/R-1/scenarios").text
    heads = re.findall(r'<th scope="col" class="rt-num">(.*?)</th>', page, re.DOTALL)
    return [words(head) for head in heads]
