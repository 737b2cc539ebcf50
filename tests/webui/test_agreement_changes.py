"""What an agreement in force says of its changes: it offers those alone that it allows."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from models.agreements import EventKind
from models.db import unit_of_work
from models.opportunities import Kind
from models.services import agreement_events, returns
from tests.models import agreements as made
from tests.models.world import NOW, actor
from tests.webui.site import send, sign_in


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
    assert "an early end by the new last day." in sign_in(client, "coord-EN").get(f"{here}/change").text
    by = 'by 23 November 2026 <span class="rt-muted">(today)</span>'
    for signer in ("e-05", "coord-EN"):
        assert f"— {by}" in sign_in(client, signer).get("/").text
