"""What an agreement in force says of its changes: it offers those alone that it allows."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from models.db import unit_of_work
from models.opportunities import Kind
from tests.models import agreements as made
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
