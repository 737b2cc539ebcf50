"""Pins and forbidden pairs: written by one coordinator with a reason, put into force by another."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.dreamsheets import DreamSheet, SheetState
from models.executives import Executive
from models.opportunities import LISTED, Opportunity, OpportunityState
from models.rounds import PairRule, Rule
from models.services import rounds
from tests.models.test_withdrawals import withdraw
from tests.models.walk import Walk
from tests.models.world import NOW, actor, find, the_round
from tests.webui.site import beside, send, sign_in, summary

PATH = "/rounds/R-1/pairs"
PAIR = {"rule": "forbid", "executive": "E-05", "opportunity": "O-1", "reason": "spouse in the same office"}


@pytest.fixture
def stage() -> str:
    return "posted"


@pytest.fixture
def coordinator(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "exchange")


def add(client: FlaskClient, **typed: str) -> Any:
    fields = {name: text for name, text in (PAIR | typed).items() if text != "nothing"}
    return send(client, PATH, fields, page=PATH)


def pairs(db: Session) -> list[PairRule]:
    db.rollback()
    return list(db.scalars(select(PairRule).execution_options(populate_existing=True)))


def test_pair_counts_once_a_second_coordinator_approved_it(coordinator: FlaskClient, db: Session) -> None:
    assert "This round has none." in coordinator.get(PATH).text
    assert add(coordinator).status_code == 303
    (pair,) = pairs(db)
    assert (pair.rule, pair.reason, pair.approver_id) == (Rule.FORBID, PAIR["reason"], None)
    page = coordinator.get(PATH).text
    assert "waits for a second person" in page
    assert "Another coordinator approves it." in page
    sign_in(coordinator, "exchange-2")
    assert send(coordinator, f"{PATH}/{pair.id}/approve", page=PATH).status_code == 303
    assert pairs(db)[0].approver_id is not None
    assert "in force" in coordinator.get(PATH).text


@pytest.mark.parametrize("stage", ["ranking"])
def test_pair_that_nobody_approved_before_the_freeze_waits_for_nobody(
    client: FlaskClient, db: Session
) -> None:
    sign_in(client, "exchange")
    theirs = find(db, Executive, "E-11").id
    db.execute(update(DreamSheet).where(DreamSheet.executive_id == theirs).values(state=SheetState.WITHDRAWN))
    db.commit()
    none = add(client, executive="E-11", opportunity="O-1")
    said = "has no certified dream sheet in this round, and none can come any more."
    assert said in beside(none)["executive"]
    meant = beside(add(client, executive="Person 1", opportunity="O-1"))["executive"]
    assert "E-12 (Invented Person 12)" in meant
    assert "E-11" not in meant
    add(client, executive="E-05", opportunity="O-1")
    page = client.get("/rounds/R-1/freeze").text
    assert "1 pin or forbidden pair that waits for a second person" in page
    assert "by the freeze it is left out for good" in page
    sign_in(client, "exchange-2")
    waits = "1 pin or forbidden pair waits for a second person"
    assert waits in client.get("/").text
    Walk(db).step(rounds.freeze)
    db.commit()
    assert waits not in client.get("/").text
    assert "left out: nobody approved it in time" in client.get(PATH).text
    assert "for a second person" not in client.get("/rounds/R-1").text


@pytest.mark.parametrize("stage", ["ranking"])
@pytest.mark.parametrize(("rule", "told"), [("pin", True), ("forbid", False)])
def test_pin_that_cannot_hold_is_marked_once_it_is_in_force(
    client: FlaskClient, db: Session, rule: str, told: bool
) -> None:
    add(sign_in(client, "exchange"), executive="E-11", opportunity="O-1", rule=rule)
    (pair,) = pairs(db)
    sign_in(client, "exchange-2")
    page = send(client, f"{PATH}/{pair.id}/approve", page=PATH, follow_redirects=True).text
    assert "It is in force." in page
    assert ("in force; cannot hold as the round stands" in page) == told  # nobody asked for it


@pytest.mark.parametrize("stage", ["ranking"])
def test_pins_of_one_person_say_that_not_all_can_hold(client: FlaskClient, db: Session) -> None:
    sign_in(client, "exchange")
    for place in ("O-2", "O-4"):
        add(client, executive="E-11", opportunity=place, rule="pin")
    assert "cannot hold" not in client.get(PATH).text
    sign_in(client, "exchange-2")
    for pair in pairs(db):
        send(client, f"{PATH}/{pair.id}/approve", page=PATH)
    page = client.get(PATH).text
    assert page.count("in force; not all of these can hold") == 2
    assert '<a href="/rounds/R-1/freeze">See why<span class="usa-sr-only">: Invented Person 11,' in page


def test_whoever_decides_reads_the_opportunity_while_it_is_listed(
    coordinator: FlaskClient, db: Session
) -> None:
    add(coordinator)
    link = '<a href="/our-opportunities/O-1">'
    assert link in coordinator.get(PATH).text
    page = coordinator.get("/our-opportunities/O-1")
    assert page.status_code == 200
    assert "Back to our opportunities" not in page.text
    assert 'href="/rounds">To the rounds</a>' in page.text
    for state in set(OpportunityState) - set(LISTED):
        db.execute(update(Opportunity).where(Opportunity.slug == "O-1").values(state=state))
        db.commit()
        assert link not in coordinator.get(PATH).text
        assert coordinator.get("/our-opportunities/O-1").status_code == 404


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"executive": " "}, "executive", "Name the executive."),
        ({"executive": "nobody"}, "executive", "No executive is known by “nobody”."),
        (
            {"executive": "Person 1"},
            "executive",
            (
                "Several are meant: E-01 (Invented Person 1); E-10 (Invented Person 10); "
                "E-11 (Invented Person 11); E-12 (Invented Person 12). Enter the number in front."
            ),
        ),
        (
            {"executive": "Invented"},
            "executive",
            (
                "Several are meant: E-01 (Invented Person 1); E-10 (Invented Person 10); "
                "E-11 (Invented Person 11); E-12 (Invented Person 12); E-02 (Invented Person 2) and others, "
                "so a longer part of it may tell more. Enter the number in front."
            ),
        ),
        ({"opportunity": " "}, "opportunity", "Name the opportunity."),
        ({"opportunity": "O-9"}, "opportunity", "No opportunity is known by “O-9”."),
        ({"reason": " "}, "reason", "Write the reason."),
        ({"reason": "x" * 2001}, "reason", "Use at most 2,000 characters."),
    ],
)
def test_pair_is_refused_beside_the_field_and_kept(
    coordinator: FlaskClient, db: Session, typed: dict[str, str], field: str, sentence: str
) -> None:
    answer = add(coordinator, **typed)
    assert (answer.status_code, beside(answer), summary(answer)) == (422, {field: sentence}, [sentence])
    fields = PAIR | typed
    assert all(f'value="{fields[name]}"' in answer.text for name in ("executive", "opportunity"))
    assert f">\r\n{fields['reason']}</textarea>" in answer.text
    assert pairs(db) == []


def test_what_is_decided_must_be_said(coordinator: FlaskClient, db: Session) -> None:
    answer = add(coordinator, rule="nothing")
    sentence = "Say whether the pair must be in the outcome or must not."
    assert (answer.status_code, beside(answer), summary(answer)) == (422, {"rule": sentence}, [sentence])
    assert pairs(db) == []


def test_second_rule_for_the_same_two_is_refused(coordinator: FlaskClient, db: Session) -> None:
    add(coordinator)
    answer = add(coordinator, rule="pin")
    sentence = "There is a pin or a forbidden pair for these two already."
    assert (answer.status_code, beside(answer)) == (422, {"opportunity": sentence})
    assert len(pairs(db)) == 1


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("", "Write the reason."),
        (" ", "Write the reason."),
        ("x" * 2001, "Use at most 2,000 characters."),
    ],
)
def test_pair_is_taken_away_with_a_reason(
    coordinator: FlaskClient, db: Session, reason: str, sentence: str
) -> None:
    add(coordinator)
    path = f"{PATH}/{pairs(db)[0].id}/drop"
    answer = send(coordinator, path, {"reason": reason}, page=path)
    assert (answer.status_code, beside(answer)) == (422, {"reason": sentence})
    assert len(pairs(db)) == 1
    assert send(coordinator, path, {"reason": "they were divorced"}, page=path).status_code == 303
    assert pairs(db) == []


@pytest.mark.parametrize("stage", ["frozen"])
def test_frozen_round_takes_no_further_pair(coordinator: FlaskClient) -> None:
    page = coordinator.get(PATH).text
    assert (
        "The rules of a round are set before it is frozen; none is added or taken away here any more." in page
    )
    answer = send(coordinator, PATH, PAIR, page="/rounds/new")
    assert answer.status_code == 409


@pytest.mark.parametrize("slug", ["office", "auditor", "host-EN", "e-05"])
def test_nobody_else_sees_the_pairs(client: FlaskClient, slug: str) -> None:
    assert sign_in(client, slug).get(PATH).status_code == 404


@pytest.mark.parametrize("stage", ["solved"])
def test_pin_of_somebody_who_left_the_round_has_ended(coordinator: FlaskClient, db: Session) -> None:
    one = {"executive_id": find(db, Executive, "E-05").id, "opportunity_id": find(db, Opportunity, "O-1").id}
    signed = {"author_id": actor(db, "exchange").id, "approver_id": actor(db, "exchange-2").id}
    where = {"round_id": the_round(db).id, "approved_at": NOW}
    db.add(PairRule(rule=Rule.PIN, reason="Agreed.", **one, **signed, **where))
    db.commit()
    assert "in force" in coordinator.get(PATH).text
    withdraw(db, "E-05")
    db.commit()
    page = coordinator.get(PATH).text
    assert "ended: the executive left the round" in page
    assert "in force" not in page
