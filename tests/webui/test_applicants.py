"""A host's ranking through the pages: opened, ordered, refused with a reason, certified."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.lifecycles import advance
from models.opportunities import Opportunity
from models.rankings import HostRanking
from models.requirements import Effect, Requirement, Subject
from models.rounds import Unranked
from tests.models.world import NOW, actor, find, the_round
from tests.webui.site import Clock, beside, send, sign_in, summary
from tests.webui.test_outcomes import words

PATH = "/applicants/R-1/O-1"
CARD = f"{PATH}/cards/E-05"


@pytest.fixture
def stage() -> str:
    return "ranked"


@pytest.fixture
def host(client: FlaskClient) -> FlaskClient:
    """A host contact who has opened the applicants."""
    sign_in(client, "host-AG11")
    send(client, f"{PATH}/open", page=PATH)
    return client


def ranking(db: Session) -> Any:
    db.rollback()
    offered = find(db, Opportunity, "O-1")
    query = select(HostRanking).where(HostRanking.opportunity_id == offered.id)
    return db.scalars(query.execution_options(populate_existing=True)).one().draft


def seen(client: FlaskClient, path: str = PATH) -> dict[str, str]:
    page = client.get(path).text
    return {name: re.findall(rf'name="{name}" value="([^"]*)"', page)[0] for name in ("version", "order")}


def do(client: FlaskClient, act: str, **typed: str) -> Any:
    return send(client, f"{PATH}/order", {**seen(client), "act": act} | typed, page=PATH)


def test_one_act_at_a_time_changes_the_order(host: FlaskClient, db: Session) -> None:
    answer = do(host, "up E-06")
    assert answer.location == f"{PATH}?moved=E-06#up-E-06"
    assert ranking(db)["ranking"] == [["E-06"], ["E-05", "E-12"], ["E-07"], ["E-08"], ["E-09"]]
    assert 'value="untie E-12"' in host.get(PATH).text
    assert do(host, "untie E-05").location == f"{PATH}?moved=E-05#tie-E-05"
    assert ranking(db)["ranking"][:3] == [["E-06"], ["E-12"], ["E-05"]]
    do(host, "tie E-05")
    do(host, "to", who="E-09", place="2")
    assert ranking(db)["ranking"] == [["E-06"], ["E-09"], ["E-12", "E-05"], ["E-07"], ["E-08"]]


@pytest.mark.parametrize(
    ("typed", "sentence"), [("0", "A place is 1 or more."), ("second", "Enter a whole number.")]
)
def test_place_is_refused_beside_its_field_and_kept(
    host: FlaskClient, db: Session, typed: str, sentence: str
) -> None:
    before = ranking(db)
    answer = do(host, "to", who="E-09", place=typed)
    assert (answer.status_code, beside(answer), summary(answer)) == (422, {"place": sentence}, [sentence])
    assert f'value="{typed}"' in answer.text
    assert '<option value="E-09" selected>' in answer.text
    assert ranking(db) == before


def test_somebody_is_not_acceptable_with_a_reason(host: FlaskClient, db: Session) -> None:
    do(host, "refuse E-05", reason="no time in the spring")
    assert ranking(db)["refused"] == {"E-05": "no time in the spring"}
    assert "Your reason: no time in the spring" in host.get(PATH).text


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("", "Write why this person is not acceptable."),
        (" \n", "Write why this person is not acceptable."),
        ("x" * 1001, "Use at most 1,000 characters."),
    ],
)
def test_reason_is_refused_beside_the_card_and_kept(
    host: FlaskClient, db: Session, reason: str, sentence: str
) -> None:
    before = ranking(db)
    answer = do(host, "refuse E-05", reason=reason)
    assert (answer.status_code, beside(answer), summary(answer)) == (422, {"reason": sentence}, [sentence])
    assert "Invented Person 5</h1>" in answer.text
    assert f">\r\n{reason}</textarea>" in answer.text
    assert ranking(db) == before


@pytest.mark.parametrize(
    ("unranked", "more"),
    [
        (Unranked.NOT_ACCEPTABLE, ", which is said of whoever you did not rank, too."),
        (Unranked.TIED_LAST, "."),
    ],
)
def test_host_reads_first_what_an_applicant_may_learn(
    host: FlaskClient, db: Session, unranked: Unranked, more: str
) -> None:
    the_round(db).unranked = unranked
    db.commit()
    may_read = "may read after the result that you did not list them as acceptable; your reason is not told."
    assert may_read in words(host.get(CARD).text)
    do(host, "up E-06")
    told = words(host.get(f"{PATH}/certify").text)
    learns = "went to people you ranked higher, or that you did not list the person as acceptable"
    assert f"{learns}{more} What will count" in told


def test_points_stand_beside_the_applicants(host: FlaskClient, db: Session) -> None:
    said = "The opportunity says what weighs how much."
    assert said not in words(host.get(PATH).text)
    place = find(db, Opportunity, "O-1")
    for ordinal, effect, weight in ((1, Effect.FLAG, None), (2, Effect.SCORE, 60)):
        text = f"Led a {effect.value}"
        about = {"subject": Subject.ECQ, "justification": "the work needs it"}
        made = Requirement(
            opportunity=place, ordinal=ordinal, text=text, effect=effect, weight=weight, **about
        )
        db.add(made)
    db.commit()
    page = words(host.get(PATH).text)
    assert f"{said} No applicant was asked for an answer to it, and the match counts your order alone" in page
    assert "Led a score (60 points)" in page
    assert "Led a flag" not in page


@pytest.mark.parametrize("act", ["", "sideways E-05", "up"])
def test_act_of_no_button_changes_nothing(host: FlaskClient, db: Session, act: str) -> None:
    before = ranking(db)
    assert do(host, act).status_code in (303, 422)
    assert ranking(db) == before


def test_ranking_changed_meanwhile_shows_both(host: FlaskClient, db: Session) -> None:
    earlier = seen(host)
    do(host, "up E-06")
    answer = send(host, f"{PATH}/order", earlier | {"act": "last E-05"}, page=PATH)
    assert answer.status_code == 409
    assert ranking(db)["ranking"][0] == ["E-06"]


def test_certified_list_has_a_receipt(host: FlaskClient) -> None:
    do(host, "up E-06")
    for _sent_twice in range(2):
        answer = send(host, f"{PATH}/certify", seen(host) | {"act": "keep"}, page=PATH)
        assert (answer.status_code, answer.location) == (303, f"{PATH}/receipt")
    assert "You can change it and certify again until" in host.get(f"{PATH}/receipt").text


def test_receipt_after_the_rankings_closed_speaks_of_no_further_list(host: FlaskClient, clock: Clock) -> None:
    do(host, "up E-06")
    assert "still counts until you certify again" in host.get(f"{PATH}/receipt").text
    clock.move(days=21)
    receipt = sign_in(host, "host-AG11").get(f"{PATH}/receipt").text
    sentence = "You changed the order later and did not certify it: the list below is the one that counts."
    assert sentence in receipt
    assert "until you certify again" not in receipt
    assert "certify again until" not in receipt


@pytest.mark.parametrize("button", ["order", "certify"])
@pytest.mark.parametrize(
    ("days", "why"),
    [(2, "open the applicants again first"), (21, "the list can no longer be changed")],
)
def test_button_of_a_page_that_stood_open_too_long_says_that_nothing_was_kept(
    host: FlaskClient, db: Session, clock: Clock, button: str, days: int, why: str
) -> None:
    do(host, "up E-06")
    before, typed = ranking(db), seen(host) | {"act": "last E-05" if button == "order" else "keep"}
    clock.move(days=days)
    sign_in(host, "host-AG11")
    send(host, f"{PATH}/{button}", typed, page=PATH)
    assert f"What you pressed last was not kept: {why}." in host.get(PATH).text
    assert ranking(db) == before


def test_ranking_is_withdrawn_on_a_page_that_says_what_it_does(host: FlaskClient, db: Session) -> None:
    assert f'href="{PATH}/withdraw"' in host.get(PATH).text
    page = host.get(f"{PATH}/withdraw").text
    assert "and so is the certified list; only its commitment stays on the record" in page
    assert "applicants count as acceptable and equal" in page
    assert send(host, f"{PATH}/withdraw").location == PATH
    assert ranking(db) == {"ranking": [], "refused": {}}
    assert host.get(f"{PATH}/withdraw").location == PATH


@pytest.mark.parametrize("slug", ["host-EN", "exchange", "e-05"])
def test_nobody_else_sees_the_applicants(client: FlaskClient, slug: str) -> None:
    sign_in(client, slug)
    assert [client.get(path).status_code for path in (PATH, CARD)] == [404, 404]


@pytest.mark.parametrize("stage", ["filed"])
def test_desk_leads_to_the_opportunities_of_a_round_that_is_to_come(client: FlaskClient) -> None:
    desk = sign_in(client, "host-EN").get("/").text
    assert '<a href="/our-opportunities?round=R-1">First invented round (' in desk
    page = client.get("/our-opportunities?round=R-1").text
    assert '<span class="rt-muted">not counted yet</span>' in page
    assert '<span class="rt-muted">not open yet</span>' not in page


OUT = "It was filled through another round and is not in this one: there is nothing to rank."


def test_nothing_is_to_rank_where_another_round_filled_the_seats(host: FlaskClient, db: Session) -> None:
    do(host, "up E-06")
    assert PATH in host.get("/").text
    assert PATH in host.get("/applicants").text
    advance(db, find(db, Opportunity, "O-1"), "fill", actor=actor(db, "system"), now=NOW)
    db.commit()
    page = host.get(PATH).text
    assert OUT in page
    assert "Receipt of your certified ranking" in page
    assert "Hosts rank those who asked for them." not in page
    assert host.get(CARD).status_code == 303
    offer = host.get("/our-opportunities/O-1").text
    assert OUT in offer
    assert "you may invite people" not in offer
    assert "not in this round any more" in host.get("/our-opportunities?round=R-1").text
    assert PATH not in host.get("/").text
    assert PATH not in host.get("/applicants").text


def test_receipt_leads_to_the_next_ranking_while_one_is_left(host: FlaskClient, clock: Clock) -> None:
    other = "/applicants/R-1/O-2"
    onward, every = f'href="{other}">The next ranking</a>', 'href="/applicants">All my rankings</a>'
    links = []

    def receipt() -> None:
        page = host.get(f"{PATH}/receipt").text
        links.append((onward in page, "The next ranking" in page, every in page))

    receipt()
    send(host, f"{other}/open", page=other)
    act = re.findall(r'value="((?:up|down|last) E-\d+)"', host.get(other).text)[0]
    send(host, f"{other}/order", seen(host, other) | {"act": act}, page=other)
    send(host, f"{other}/certify", seen(host, other) | {"act": "keep"}, page=other)
    assert every in host.get(f"{other}/receipt").text
    receipt()
    clock.move(days=21)
    sign_in(host, "host-AG11")
    receipt()
    assert links == [(True, True, False), (False, False, True), (False, False, False)]
