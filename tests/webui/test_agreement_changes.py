"""What an agreement in force says of its changes: it offers those alone that it allows."""

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.agreements import AgreementState, EventKind
from models.db import unit_of_work
from models.opportunities import Kind
from models.returns import ReturnState
from models.services import agreement_events, returns
from tests.models import agreements as made
from tests.models.world import NOW, actor
from tests.webui.site import Clock, beside, send, sign_in
from tests.webui.test_agreements import agreement_of, right_of, run, signs


@pytest.mark.parametrize(
    ("terms", "title", "lead", "offered"),
    [
        ({"kind": Kind.TRANSFER}, "Amend", "is for good. What you write becomes", ""),
        (
            {"latest_end": made.ENDS},
            "Amend or end early",
            "ends on 29 October 2027; no extension was agreed on.",
            "an early end, an amendment without a new last day",
        ),
        (
            {},
            "Amend, extend or end early",
            "ends on 29 October 2027; it can be extended to 31 October 2028.",
            "an extension, an early end, an amendment without a new last day",
        ),
    ],
)
def test_change_offers_what_the_agreement_allows(
    client: FlaskClient, engine: Engine, terms: dict[str, Any], title: str, lead: str, offered: str
) -> None:
    with unit_of_work(engine) as session:
        here = f"/agreements/{made.without_way_back(session, **terms).id}"
    sign_in(client, "coord-EN")
    page, form = client.get(here).text, client.get(f"{here}/change").text
    assert f">{title}</a>" in page
    assert ("<dt>Not to be extended beyond</dt>" in page) is bool(offered)
    assert lead in form
    kinds = re.findall(r'<option[^>]*value="(?:amendment|extension|early_end)">([^<]+)<', form)
    assert ", ".join(kinds) == offered
    named = set(re.findall(r'name="(kind|ends_on|early|reason)"', form))
    assert ("needed for an extension and for an early end" in form) is ("ends_on" in named)
    fields = dict.fromkeys(named, "") | {"kind": "amendment", "reason": "The duties grow."}
    assert send(client, f"{here}/change", fields).status_code == 303


def test_extension_is_not_offered_while_the_way_back_cannot_follow(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, "E-05")
        returns.waive(session, actor=actor(session, "e-05"), now=NOW, right=right)
        here = f"/agreements/{right.agreement_id}"
    sign_in(client, "coord-EN")
    for path in (here, f"{here}/change"):
        page = unescape(client.get(path).text)
        assert "no extension is possible while the way back is “given up, can still be taken back”" in page
        assert "extend or end early" not in page


def test_reason_of_what_was_sent_back_stands_also_when_the_last_day_is_past(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, "E-05", starts_on=date(2026, 2, 2), ends_on=date(2026, 11, 13))
        agreement, change = right.agreement, made.change(EventKind.EXTENSION, date(2027, 1, 29))
        facts: dict[str, Any] = {"now": NOW, "agreement": agreement}
        event = agreement_events.propose(session, actor=actor(session, "coord-EN"), change=change, **facts)
        why: dict[str, Any] = {"sha256": event.sha256, "reason": "My family waits."}
        agreement_events.refuse(session, actor=actor(session, "e-05"), **facts, **why)
        here = f"/agreements/{agreement.id}"
    page = sign_in(client, "coord-EN").get(here).text
    assert "Next: home enters the return" in page
    assert "“My family waits.” What was agreed on before stands." in page


@pytest.mark.parametrize(
    ("kind", "last", "ends_on"),
    [
        (EventKind.EARLY_END, date(2026, 12, 31), NOW.date()),
        (EventKind.EXTENSION, NOW.date(), date(2027, 1, 29)),
    ],
)
def test_change_is_signed_by_the_day_after_which_it_begins(
    client: FlaskClient, engine: Engine, kind: EventKind, last: date, ends_on: date
) -> None:
    with unit_of_work(engine) as session:
        agreement = made.running(session, "E-05", starts_on=date(2026, 2, 2), ends_on=last).agreement
        facts: dict[str, Any] = {"now": NOW, "agreement": agreement, "change": made.change(kind, ends_on)}
        agreement_events.propose(session, actor=actor(session, "coord-EN"), **facts)
        here = f"/agreements/{agreement.id}"
    assert (
        "an early end by the new last day; what not all"
        in sign_in(client, "coord-EN").get(f"{here}/change").text
    )
    by = 'by 23 November 2026 <span class="rt-muted">(today)</span>'
    for signer in ("e-05", "coord-EN"):
        assert f"— {by}" in sign_in(client, signer).get("/").text


@pytest.mark.parametrize(
    ("kind", "day", "early", "sentence"),
    [
        ("amendment", "2027-03-31", "", "An amendment leaves the last day as it is: choose an extension"),
        ("amendment", "", "mission", "Only an early end has such a reason: choose an early end, or none."),
        ("extension", "2028-01-31", "mission", "Only an early end has such a reason"),
    ],
)
def test_what_a_change_of_its_kind_does_not_read_is_refused_at_its_field(
    client: FlaskClient, db: Session, engine: Engine, kind: str, day: str, early: str, sentence: str
) -> None:
    run(engine)
    sign_in(client, "coord-EN")
    fields = {"kind": kind, "ends_on": day, "early": early, "reason": "Both agreed.", "read": "y"}
    answer = send(client, f"/agreements/{agreement_of(db).id}/change", fields)
    assert answer.status_code == 422
    assert sentence in beside(answer)["ends_on" if day and not early else "early"]


def test_early_end_is_put_to_signature_with_its_reason(
    client: FlaskClient, db: Session, engine: Engine
) -> None:
    run(engine)
    sign_in(client, "coord-EN")
    here = f"/agreements/{agreement_of(db).id}"
    answer = send(client, f"{here}/change", {"kind": "early_end", "ends_on": "2027-03-31", "early": ""})
    assert "Write what is agreed on, and why." in answer.text
    fields = {"kind": "early_end", "ends_on": "2027-03-31", "early": "", "reason": "The host has no money."}
    assert "Choose the reason of the early end." in send(client, f"{here}/change", fields).text
    known = fields | {"early": "host_budget"}
    warned = send(client, f"{here}/change", known).text
    assert warned.count("Read the warnings, tick that you have, and put it to signature again.") == 2
    assert "I have read what policy says of it" in warned
    assert send(client, f"{here}/change", known | {"read": "y"}).status_code == 303
    page = client.get(here).text
    assert "Reason: budget of the host" in page
    assert "The host has no money." in page
    assert "A change of the agreement of Invented Person 5 waits for your sig" in client.get("/").text
    for slug in ("e-05", *made.SIGNERS):
        assert signs(client, db, slug) == 303
    assert right_of(db).state is ReturnState.CURTAILING
    assert right_of(db).ends_on == date(2027, 3, 31)


@pytest.mark.parametrize(("days", "short"), [(29, True), (30, False)])
def test_text_of_an_early_end_says_that_it_is_sooner_than_the_notice_agreed_on(
    client: FlaskClient, engine: Engine, days: int, short: bool
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, starts_on=date(2026, 2, 2), ends_on=date(2027, 1, 29))
        here = f"/agreements/{right.agreement_id}"
    page = sign_in(client, "coord-EN").get(f"{here}/change").text
    assert "30 days of written notice were agreed on; a sooner one says so in its words, and who" in page
    last = (NOW.date() + timedelta(days=days)).isoformat()
    facts = {
        "kind": "early_end",
        "ends_on": last,
        "early": "mission",
        "reason": "Home needs help.",
        "read": "y",
    }
    assert send(client, f"{here}/change", facts).status_code == 303
    line = f"Notice: {days} calendar days, fewer than the 30 agreed on; who signs accepts that"
    seen = [
        line in sign_in(client, slug).get(address).text
        for slug, address in (("e-05", here), ("coord-TR", here))
    ]
    assert seen == [short, short]


def test_change_and_draft_are_taken_back(client: FlaskClient, db: Session, engine: Engine) -> None:
    run(engine)
    sign_in(client, "coord-EN")
    here = f"/agreements/{agreement_of(db).id}"
    fields = {"kind": "amendment", "ends_on": "", "early": "", "reason": "The duties grow."}
    assert send(client, f"{here}/change", fields).status_code == 303
    assert send(client, f"{here}/drop-change").status_code == 303
    with unit_of_work(engine) as session:
        number = made.circulated(session, "E-06").id
    assert send(client, f"/agreements/{number}/take-back").status_code == 303
    assert "Write the reason: it stays on the record." in send(client, f"/agreements/{number}/cancel").text
    assert send(client, f"/agreements/{number}/cancel", {"reason": "not needed"}).status_code == 303
    assert agreement_of(db).state is AgreementState.CANCELLED


def test_change_past_the_last_day_is_an_amendment_or_an_extension(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, starts_on=date(2026, 2, 2), ends_on=date(2026, 11, 13))
        here = f"/agreements/{right.agreement_id}"
    page = sign_in(client, "coord-EN").get(f"{here}/change").text
    assert "had its last day on 13 November 2026; it can still be extended to 31 October 2028." in page
    assert "all five sign: an amendment or an extension; it is too late for an early end." in page


def test_early_end_and_early_return_name_each_other(client: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session)
        agreement, back = f"/agreements/{right.agreement_id}", f"/returns/{right.id}"
    page = sign_in(client, "coord-EN").get(agreement).text
    assert "Whoever is back already needs no such text: home enters the return" in page
    ahead = "a day still to come is agreed on by an early end, which a coordinator of either agency writes"
    assert ahead in client.get(back).text


def test_days_before_a_later_text_are_not_said_to_be_before_the_agreement(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=date(2027, 4, 15))
        made.lasting(session)
        number, then = right.id, made.at(date(2027, 3, 1))
        made.agreed(session, right.agreement, EventKind.EXTENSION, date(2027, 5, 31), then)
    clock.now = made.at(date(2027, 3, 1))
    page = sign_in(client, "coord-EN").get(f"/returns/{number}").text
    assert "was before this text was in force" in page
    assert "was before the agreement was on record" not in page
