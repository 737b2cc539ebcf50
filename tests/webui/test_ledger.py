"""The pages of the ledger, of what it proposes to a round, and of pools."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.db import unit_of_work
from models.ledger import LedgerCorrection
from models.pools import RoundPool
from models.queries.limits import Figures, limits
from tests.models.agreements import in_force
from tests.models.world import find, the_round
from tests.webui.site import send, sign_in, summary

BALANCES, POOLS = "/rounds/R-1/limits/balances", "/rounds/R-1/pools"
GIVEN = {
    "year": "2027", "sent": "2", "received": "0", "days_sent": "90", "days_received": "0",
    "reason": "By letter.",
}  # fmt: skip


@pytest.fixture
def away(engine: Engine) -> None:
    """Somebody of Energy is at Treasury."""
    with unit_of_work(engine) as session:
        in_force(session)


def pool(session: Session) -> RoundPool:
    session.rollback()
    return session.query(RoundPool).one()


@pytest.mark.usefixtures("away")
def test_exchange_coordinator_sees_every_agency_and_agencies_their_own(client: FlaskClient) -> None:
    page = sign_in(client, "exchange").get("/ledger").text
    assert "What every agency sent and received in fiscal year 2027, as of today." in page
    assert "Who owes, and who is owed (departments with everything below them)" in page
    assert page.index(">owes 1 person</text>") < page.index(">is owed 1 person</text>")
    own = sign_in(client, "coord-EN").get("/ledger").text
    assert "What your agency sent and received" in own
    assert "Energy" in own
    assert "Treasury" not in own
    assert client.get("/ledger/TR").status_code == 404
    assert (
        "Energy, with everything below it, is owed 1 person, over all years." in client.get("/ledger/EN").text
    )


def test_ledger_without_an_agreement_says_so(client: FlaskClient) -> None:
    assert "Nothing is on the ledger yet." in sign_in(client, "exchange").get("/ledger").text


def test_correction_waits_on_the_second_coordinators_desk_and_then_counts(
    client: FlaskClient, db: Session
) -> None:
    sign_in(client, "exchange")
    assert send(client, "/ledger/EN", GIVEN).status_code == 303
    page = client.get("/ledger").text
    assert "waits for a second exchange coordinator" in page
    assert "It counts once a second exchange coordinator lets it stand." in page
    assert "Let it stand" not in page
    assert "1 correction of the ledger waits for a second person" not in client.get("/").text
    sign_in(client, "exchange-2")
    assert "1 correction of the ledger waits for a second person" in client.get("/").text
    number = db.query(LedgerCorrection.id).scalar()
    send(client, f"/ledger/corrections/{number}/stand")
    assert ">is owed 2 people</text>" in client.get("/ledger").text
    send(client, f"/ledger/corrections/{number}/refuse")
    assert "Somebody has looked at this correction already." in client.get("/ledger").text


@pytest.mark.parametrize(
    ("cell", "typed", "sentence"),
    [
        ("year", "27", "A fiscal year is from 1990 to 2100."),
        ("year", "", "Enter the fiscal year as four digits."),
        ("sent", "many", "Enter a whole number."),
        ("sent", "", "Enter a whole number; 0 changes nothing."),
        ("days_sent", "100000", "Use a whole number of at most 99,999; below 0 takes away."),
        ("reason", "", "Write why the ledger is corrected."),
        ("reason", "x" * 2001, "Use at most 2,000 characters."),
    ],
)
def test_correction_that_says_nothing_is_asked_for_again(
    client: FlaskClient, cell: str, typed: str, sentence: str
) -> None:
    answer = send(sign_in(client, "exchange"), "/ledger/EN", GIVEN | {cell: typed})
    assert answer.status_code == 422
    assert sentence in answer.text


def test_summary_names_the_fields_that_one_sentence_is_said_of(client: FlaskClient) -> None:
    answer = send(
        sign_in(client, "exchange"), "/ledger/EN", GIVEN | {"sent": "", "received": "", "reason": ""}
    )
    whole = "Enter a whole number; 0 changes nothing."
    assert summary(answer) == [whole, whole, "Write why the ledger is corrected."]
    for field in ("People sent", "People received"):
        assert f"<strong>{field}:</strong> {whole}" in answer.text


def test_correction_of_nothing_is_refused(client: FlaskClient) -> None:
    nothing = GIVEN | {"sent": "0", "days_sent": "0"}
    answer = send(sign_in(client, "exchange"), "/ledger/EN", nothing)
    assert answer.status_code == 422
    assert "Enter at least one figure other than 0." in answer.text


@pytest.mark.usefixtures("away")
def test_what_is_owed_stands_in_the_table_and_is_taken_over_by_one_act(
    client: FlaskClient, db: Session
) -> None:
    sign_in(client, "exchange")
    table = client.get("/rounds/R-1/limits").text
    assert "is owed 1 person; proposed: from 0 to +1" in table
    assert "2 balances to take over" in table
    page = client.get(BALANCES).text
    assert "Take over 2 balances" in page
    assert "one without a seat in this round sends nobody." in page
    shown = page.split('name="shown" value="')[1].split('"')[0]
    assert send(client, BALANCES, {"shown": "older"}).status_code == 409
    assert send(client, BALANCES, {"shown": shown}).status_code == 303
    db.rollback()
    found = {row.code: row.figures for row in limits(db, the_round(db)).rows}
    assert found["EN"] == Figures(max_out=3, net_min=0, net_max=1)
    assert found["TR"] == Figures(max_out=3, net_min=-1, net_max=0)
    assert "All of them stand in the limits of this round." in client.get(BALANCES).text
    table = client.get("/rounds/R-1/limits").text
    assert "is owed 1 person; its balance stands" in table
    assert "to take over" not in table


@pytest.mark.parametrize("stage", ["frozen"])
@pytest.mark.usefixtures("away")
def test_frozen_round_is_proposed_nothing_more(client: FlaskClient) -> None:
    table = sign_in(client, "exchange").get("/rounds/R-1/limits?every=yes").text
    assert "Energy" in table
    assert "proposed" not in table
    assert "to take over" not in table


def test_even_agencies_carry_nothing_into_the_round(client: FlaskClient) -> None:
    assert "Every agency of this round is even" in sign_in(client, "exchange").get(BALANCES).text


def test_pool_is_built_balanced_and_dissolved(client: FlaskClient, db: Session) -> None:
    sign_in(client, "exchange")
    given = {"name": "Small agencies", "members": ["EN", "TR"], "net_min": "-1", "net_max": "1"}
    assert send(client, POOLS, given).status_code == 303
    page = client.get(POOLS).text
    assert "Energy, Treasury: 2 agencies, 8 executives. Together, received minus sent: from −1 to +1." in page
    assert "In the round file: unit <code>pool-1</code>" in page
    stale = {"pool-1-was": ",", "pool-1-net_min": "-3", "pool-1-net_max": "3"}
    answer = send(client, f"{POOLS}/1/balance", stale)
    assert answer.status_code == 409
    assert (
        "Somebody else set the balance of Small agencies meanwhile: at least −1, at most +1." in answer.text
    )
    assert 'value="-3"' in answer.text
    assert send(client, f"{POOLS}/1/balance", stale | {"pool-1-was": "-1,1"}).status_code == 303
    assert (pool(db).net_min, pool(db).net_max) == (-3, 3)
    send(client, f"{POOLS}/1/dissolve")
    db.rollback()
    assert db.query(RoundPool).count() == 0
    assert find(db, Agency, "EN").active


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": ""}, "Give the pool a name."),
        ({"name": "x" * 121}, "Use a name of at most 120 characters."),
        ({"members": ["EN"]}, "Choose two agencies or more from the list."),
        ({"members": ["EN", "AG11"]}, "Choose two agencies or more from the list."),
        ({"net_min": "2", "net_max": "1"}, "The balance goes from the smaller figure to the greater one."),
    ],
)
def test_pool_that_is_none_is_asked_for_again(
    client: FlaskClient, given: dict[str, object], sentence: str
) -> None:
    usual = {"name": "Small", "members": ["EN", "TR"], "net_min": "", "net_max": ""}
    answer = send(sign_in(client, "exchange"), POOLS, usual | given)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_ledger_as_no_kind_of_file_is_asked_for_again(client: FlaskClient) -> None:
    answer = send(sign_in(client, "exchange"), "/ledger/taken", {"format": ""})
    assert answer.status_code == 422
    assert "Choose the kind of file." in answer.text


def test_ledger_is_handed_out(client: FlaskClient) -> None:
    answer = send(sign_in(client, "exchange"), "/ledger/taken", {"format": "csv"})
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=ledger-2026-11-2")
