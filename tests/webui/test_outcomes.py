"""The pages of a run: what they say, whom they let in, what they put on record."""

import re
from collections import Counter

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.audit import AuditEvent
from models.db import unit_of_work
from models.executives import Executive
from models.outcomes import Outcome
from models.queries import unplaced
from models.queries.explanations import account
from models.queries.trail import ACCOUNT
from models.rounds import Rule
from tests.models.test_rules import write
from tests.models.walk import Walk
from tests.models.world import NOW, find
from tests.webui.site import Clock, send, sign_in

RUN = "/rounds/R-1/outcomes/1"
PAGES = ("", "/placements", "/unplaced", "/exchange", "/limits", "/people/E-05")
solved = pytest.mark.parametrize("stage", ["solved"])


def run_of(db: Session) -> Outcome:
    return db.scalars(select(Outcome)).one()


@solved
@pytest.mark.parametrize("page", PAGES)
def test_pages_of_a_run_are_open_to_the_record_and_to_nobody_else(client: FlaskClient, page: str) -> None:
    found = {}
    for who in ("exchange", "office", "auditor", "e-05", "host-EN", "coord-EN", "supervisor-EN"):
        sign_in(client, who)
        found[who] = client.get(RUN + page).status_code
    assert found == {
        "exchange": 200,
        "office": 200,
        "auditor": 200,
        "e-05": 404,
        "host-EN": 404,
        "coord-EN": 404,
        "supervisor-EN": 404,
    }


@solved
def test_result_says_in_a_sentence_what_came_out(client: FlaskClient, db: Session) -> None:
    run = run_of(db)
    first = run.content["metrics"]["choice_profile"][0]
    said = words(sign_in(client, "exchange").get(RUN).text)
    sentence = f"{run.placed} of 12 people placed, {first} with the first choice that was open to them."
    assert f"{sentence} Optimal: proved; no other outcome is as good." in said
    assert f"Why {12 - run.placed} people were not placed" in said
    assert "Put it before the agencies" in said


@pytest.mark.parametrize("stage", ["ranked"])
def test_choice_below_one_that_a_rule_closed_is_numbered_as_open_and_as_written(
    client: FlaskClient, engine: Engine
) -> None:
    said = "one that had left the round, or that a rule closed, is not counted. "
    with unit_of_work(engine) as session:
        write(session, Rule.FORBID, "E-05", "O-1")
        Walk(session, stands="ranked").to_published()
    sign_in(client, "exchange")
    lower = "Of 1 person the place stands further down the list as it was written"
    assert f"{said}{lower}" in words(client.get(RUN).text)
    asks = "Their own result says the number on the list as they wrote it."
    assert f"{said}{asks}" in words(client.get(f"{RUN}/placements").text)
    seen = words(client.get("/record/rounds/R-1/totals").text)
    assert f"{said}On the list as it was written the place can stand further down." in seen
    mine = words(sign_in(client, "e-05").get("/result/R-1").text)
    assert "You were placed with your second choice, the first of those that were open to you: " in mine


@solved
def test_run_says_that_open_and_written_numbers_are_the_same(client: FlaskClient) -> None:
    said = "Here every place has the same number on the list as it was written."
    assert said in words(sign_in(client, "exchange").get(RUN).text)


@solved
def test_auditor_is_not_asked_to_decide(client: FlaskClient) -> None:
    assert "Put it before the agencies" not in sign_in(client, "auditor").get(RUN).text


@pytest.mark.parametrize("stage", ["frozen"])
def test_round_without_a_run_has_no_outcome_pages(client: FlaskClient) -> None:
    sign_in(client, "exchange")
    assert client.get(RUN).status_code == 404


@solved
def test_moves_are_filtered_and_sorted_by_the_address(client: FlaskClient, db: Session) -> None:
    match = run_of(db).content["matches"][0]
    sign_in(client, "exchange")
    name = find(db, Executive, match["executive"]).name
    only = client.get(f"{RUN}/placements?who={match['executive'].lower()}&choice={match['choice_rank']}")
    assert people(only.text) == [name]
    assert "proposed" not in only.text, "no offer is made yet, and other runs can be chosen"
    nobody = client.get(f"{RUN}/placements?home=nowhere")
    assert people(nobody.text) == []
    assert "Nothing fits." in nobody.text
    strange = client.get(f"{RUN}/placements?choice=x&sort=rank&page=99")
    assert people(strange.text) == sorted(people(strange.text))
    assert len(people(strange.text)) == len(run_of(db).content["matches"])


@solved
def test_unplaced_are_filtered_by_reason(client: FlaskClient, db: Session) -> None:
    entries = run_of(db).content["unmatched"]
    reason = entries[0]["reason"]
    page = sign_in(client, "exchange").get(f"{RUN}/unplaced?reason={reason}")
    names = {find(db, Executive, one["executive"]).name for one in entries if one["reason"] == reason}
    assert set(people(page.text)) == names


@solved
def test_account_parts_what_is_told_from_what_is_not(client: FlaskClient, db: Session) -> None:
    run = run_of(db)
    left = [one["executive"] for one in run.content["unmatched"]]
    told = {slug: account(db, run, slug).steps for slug in left}
    slug = next(slug for slug in left if told[slug])
    db.rollback()
    send(sign_in(client, "exchange"), f"{RUN}/people/{slug}", page=f"{RUN}/people/{slug}")
    before, after = words(client.get(f"{RUN}/people/{slug}").text).split("For the coordinator")
    assert told[slug] not in before
    assert f"is not told: “{told[slug]}”" in after


@solved
def test_account_is_opened_on_record_before_it_is_shown(
    client: FlaskClient, db: Session, clock: Clock
) -> None:
    slug = run_of(db).content["unmatched"][0]["executive"]
    address = f"{RUN}/people/{slug}"
    sign_in(client, "exchange")
    assert "Choice by choice" not in client.get(address).text
    answer = send(client, address, page=address)
    assert (answer.status_code, answer.location) == (303, address)
    opened = client.get(address).text
    assert "Choice by choice" in opened
    assert "Your lottery number is" in opened
    db.rollback()
    event = db.scalars(select(AuditEvent).where(AuditEvent.action == ACCOUNT)).one()
    assert (event.at, event.object_id) == (NOW, find(db, Executive, slug).id)
    assert "Choice by choice" not in sign_in(client, "exchange-2").get(address).text
    clock.move(hours=12)
    assert "Choice by choice" not in sign_in(client, "exchange").get(address).text


@solved
def test_account_is_not_opened_by_office_or_auditor(client: FlaskClient, db: Session) -> None:
    address = f"{RUN}/people/E-05"
    for who in ("office", "auditor"):
        sign_in(client, who)
        assert "Open the account" not in client.get(address).text
        assert send(client, address).status_code == 404
    db.rollback()
    assert db.scalars(select(AuditEvent).where(AuditEvent.action == ACCOUNT)).all() == []


@solved
def test_account_of_somebody_outside_the_run_is_not_there(client: FlaskClient) -> None:
    sign_in(client, "exchange")
    assert client.get(f"{RUN}/people/E-99").status_code == 404
    assert send(client, f"{RUN}/people/E-99").status_code == 404


@solved
def test_exchange_counts_the_same_in_sentence_list_and_table(client: FlaskClient, db: Session) -> None:
    placed = run_of(db).placed
    page = sign_in(client, "exchange").get(f"{RUN}/exchange").text
    assert f"{placed} people move between 3 agencies." in words(page)
    sent = [int(figure) for figure in re.findall(r"sends (\d+), receives", page)]
    received = [int(figure) for figure in re.findall(r"receives (\d+)", page)]
    assert sum(sent) == sum(received) == placed
    assert f"<td><strong>{placed}</strong></td></tr></tfoot>" in page


@pytest.mark.parametrize("stage", ["crowded solved"])
def test_long_list_comes_a_page_at_a_time_with_its_filter(client: FlaskClient, db: Session) -> None:
    unmatched = run_of(db).content["unmatched"]
    assert len(unmatched) + run_of(db).placed == 48
    page = sign_in(client, "exchange").get(f"{RUN}/unplaced")
    assert f"1 to {len(unmatched)} of {len(unmatched)} people" in words(page.text)


def people(page: str) -> list[str]:
    """The names that begin the rows of the list."""
    return re.findall(r'<tr><th scope="row"><a href="[^"]+">([^<]+)</a></th>', page)


def words(page: str) -> str:
    """What stands on the page, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("&#39;", "'").split()).replace(" .", ".")


@solved
def test_run_that_places_everybody_asks_no_why(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unplaced, "reasons", lambda *_: Counter())
    page = words(sign_in(client, "exchange").get(RUN).text)
    assert "Who was not placed Everybody was placed." in page
    assert "people were not placed" not in page
