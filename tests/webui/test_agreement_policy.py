"""What policy says of an agreement, through the pages: it stops, is read, is waived; its facts."""

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.agreement_facts import Answer, FindingAnswer
from models.agreements import Agreement, AgreementState
from models.db import unit_of_work
from models.opportunities import Kind
from tests.models import agreements as made
from tests.webui.site import send, sign_in, summary

STOPS = "from 120 on the host sets goals and appraises in writing."
IPA: dict[str, Any] = {
    "kind": Kind.IPA,
    "ends_on": date(2028, 12, 1),
    "latest_end": date(2030, 1, 1),
    "starts_on": date(2026, 11, 30),
}


def draft(engine: Engine, **more: Any) -> str:
    with unit_of_work(engine) as session:
        return f"/agreements/{made.drafted(session, **more).id}"


def sentences(page: str) -> list[str]:
    parts = page.split('name="sentence" value="')[1:]
    return [part.split('"')[0].replace("&#39;", "'") for part in parts]


def test_warnings_are_read_and_hard_rules_met_before_signature(
    client: FlaskClient, db: Session, engine: Engine
) -> None:
    here = draft(engine)
    page = sign_in(client, "coord-EN").get(here).text
    assert STOPS in page
    assert "5 CFR 430.310(a)" in page
    assert "1 rule stops it" in page
    assert "Next: you settle what policy says, then it goes to signature" in page
    assert 'href="#policy">See what stops it' in page
    assert "The terms are written and both supervisors named: the text goes to the five" in page
    assert "What to do: The supervisor at the host promises to set goals" in page
    assert "by a coordinator of either agency</span>" in page
    assert "creates no enforceable right" in page
    send(client, f"{here}/circulate")
    assert STOPS in client.get(here).text
    empty = send(client, f"{here}/policy/facts", {"version": "0"})
    refused = "Nothing is filled in: write down at least one of these, then put it on record."
    assert (empty.status_code, summary(empty)) == (422, [refused])
    facts = {"version": "0", "host_appraises": "y", "qualified_on": "2026-11-20"}
    assert send(client, f"{here}/policy/facts", facts).status_code == 303
    assert send(client, f"{here}/policy/facts", facts).status_code == 409
    send(client, f"{here}/circulate")
    assert "that nobody has read: read and confirm first." in client.get(here).text
    assert 'href="#policy">Read the warnings' in client.get(here).text
    unread = sentences(client.get(here).text)
    assert send(client, f"{here}/policy/read", {"sentence": "Nothing of it."}).status_code == 409
    assert send(client, f"{here}/policy/read", {"sentence": unread}).status_code == 303
    assert len(db.scalars(select(FindingAnswer)).all()) == len(unread) > 0
    assert "Next: you put it to signature" in client.get(here).text
    assert send(client, f"{here}/circulate").status_code == 303
    db.rollback()
    db.expire_all()
    assert db.scalars(select(Agreement)).one().state is AgreementState.IN_SIGNATURE


def test_rule_is_waived_by_whom_the_clause_names_with_the_paper(
    client: FlaskClient, db: Session, engine: Engine
) -> None:
    here = draft(engine, **IPA)
    page = sign_in(client, "coord-EN").get(here).text
    assert "the head of the executive agency, by extension may waive it" in page
    where = f"{here}/policy/waive/ipa_too_long"
    assert "An IPA assignment of 24 months from 30 November 2026 ends by" in client.get(where).text
    assert client.get(f"{here}/policy/waive/ipa_unobliged").status_code == 404
    answer = send(client, where, {"document": ""})
    assert "Write who waived it, on which day, and where the paper lies." in answer.text
    assert send(client, where, {"document": "The head, 20 November 2026, file 7."}).status_code == 303
    assert db.scalars(select(FindingAnswer.answer)).one() is Answer.WAIVED
    assert "waived: The head, 20 November 2026, file 7." in client.get(here).text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("exception", "disciplinary_action", "An exception has its ground and its day."),
        ("noticed_on", "soon", "Enter the day as year, month and day: 2027-01-31."),
    ],
)
def test_fact_that_cannot_be_is_refused_beside_its_field(
    client: FlaskClient, engine: Engine, field: str, typed: str, sentence: str
) -> None:
    here = draft(engine, kind=Kind.REASSIGNMENT)
    sign_in(client, "coord-EN")
    answer = send(client, f"{here}/policy/facts", {"version": "0", field: typed})
    assert answer.status_code == 422
    assert sentence in answer.text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("number", "", "Enter the number of the order."),
        ("signed_on", "", "Enter the day on which it was signed."),
        ("starts_on", "", "Enter its first day."),
        ("ends_on", "", "Enter its last day."),
        ("ends_on", "2026-10-01", "The last day of the order is before its first."),
    ],
)
def test_order_that_cannot_be_is_refused_beside_its_field(
    client: FlaskClient, engine: Engine, field: str, typed: str, sentence: str
) -> None:
    here = draft(engine)
    sign_in(client, "coord-EN")
    order = {
        "number": "O-1",
        "signed_on": "2026-11-01",
        "starts_on": "2026-11-02",
        "ends_on": "2027-03-01",
    }
    answer = send(client, f"{here}/policy/orders", order | {field: typed})
    assert answer.status_code == 422
    assert sentence in answer.text


def test_order_is_put_on_record_once(client: FlaskClient, engine: Engine) -> None:
    here = draft(engine)
    sign_in(client, "coord-EN")
    order = {
        "number": "O-1",
        "signed_on": "2026-11-01",
        "starts_on": "2026-11-02",
        "ends_on": "2027-03-01",
    }
    assert send(client, f"{here}/policy/orders", order).status_code == 303
    assert "O-1" in client.get(f"{here}/policy/facts").text
    answer = send(client, f"{here}/policy/orders", order)
    assert answer.status_code == 409
    assert "An order with this number is on record." in answer.text


def test_extension_past_a_ceiling_is_refused_with_the_rule(
    client: FlaskClient, db: Session, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        number = made.in_force(session).id
    sign_in(client, "coord-EN")
    fields = {"kind": "extension", "ends_on": "2028-01-31", "early": "", "reason": "The work goes on."}
    answer = send(client, f"/agreements/{number}/change", fields)
    assert answer.status_code == 422
    assert "many agencies approve one again every 120 days." in answer.text
    assert "I have read what policy says of it" in answer.text
    assert send(client, f"/agreements/{number}/change", fields | {"read": "y"}).status_code == 303
