"""A way back to a position that home names: the text names it before anybody signs, and the return takes it
over."""

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matcher.policy.return_basis import ReturnBasis, ReturnTarget
from models.agreements import Agreement, EventKind
from models.db import unit_of_work
from models.returns import RiskKind
from models.services import returns
from tests.models import agreements as made
from tests.models.world import NOW, actor
from tests.webui.site import beside, send, sign_in
from tests.webui.test_agreements import NEW, TERMS

POST = "Deputy director for operations"
TYPED = TERMS | {
    "home_supervisor": "supervisor-EN",
    "host_supervisor": "supervisor-TR",
    "return_basis": "agreement",
    "return_target": "named_position",
    "return_clause": "",
}
TO = f"by the agreement, to the position “{POST}”"
NAMED: dict[str, Any] = {
    "return_basis": ReturnBasis.AGREEMENT,
    "return_target": ReturnTarget.NAMED_POSITION,
    "return_position": POST,
}


def test_text_that_promises_a_named_position_names_it_before_anybody_signs(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        made.staff(session)
    sign_in(client, "coord-EN")
    assert "The home agency names it here, before anybody signs." in client.get(NEW).text
    long = send(client, NEW, TYPED | {"return_position": "x" * 301})
    assert (long.status_code, beside(long)) == (422, {"return_position": "Use at most 300 characters."})
    assert send(client, NEW, TYPED).status_code == 303
    with unit_of_work(engine) as session:
        agreement = session.scalars(select(Agreement)).one()
        made.satisfy(session, agreement)
        page, version = f"/agreements/{agreement.id}", agreement.version
    lacking = client.get(page).text
    assert "1 thing is still missing: the position to return to." in lacking
    assert "to a position that the home agency names</dd>" in lacking
    send(client, f"{page}/circulate")
    assert "Still to be written: the position to return to." in client.get(page).text
    send(client, f"{page}/terms", TYPED | {"return_position": f" {POST} ", "version": str(version)})
    assert f"{TO}</dd>" in client.get(page).text
    assert f'value="{POST}"' in client.get(f"{page}/terms").text
    send(client, f"{page}/circulate")
    printed = client.get(f"{page}/print").text
    assert f"Return to: the position “{POST}”\n" in printed
    assert f"The agreement of both agencies brings you back to the position “{POST}”.\n" in printed


def test_position_is_not_read_where_the_return_leads_elsewhere(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        elsewhere = made.drafted(session, return_position=POST)
        nowhere = made.drafted(session, "E-06", **NAMED | {"return_basis": ReturnBasis.NONE})
        assert [one.return_position for one in (elsewhere, nowhere)] == [None, None]


def test_position_that_the_text_names_is_the_one_to_propose(client: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, "E-05", **NAMED)
        made.agreed(session, right.agreement, EventKind.EARLY_END, date(2027, 2, 26))
        made.tick(session, right, NOW)
        page = f"/returns/{right.id}"
    mine = sign_in(client, "e-05").get("/my-way-back").text
    assert f"<dd>{TO}</dd>" in mine
    assert f"<dd>“{POST}” in the agreement; home names it by 28 December 2026</dd>" in mine
    home = sign_in(client, "coord-EN").get(page).text
    assert "Next: propose the position that the agreement names" in home
    assert f"The agreement names “{POST}”. Once it is proposed, it stands until" in home
    assert f'value="{POST}"' in home
    assert f"<dd>{TO}</dd>" in home


def test_position_of_the_text_that_is_gone_is_not_kept_in_the_field(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, "E-05", **NAMED)
        kind, by = RiskKind.POSITION_ABOLISHED, actor(session, "coord-EN")
        returns.report_change(session, actor=by, now=NOW, right=right, kind=kind, detail="It is abolished.")
        risk = right.risks[0].id
        returns.settle(session, actor=by, now=NOW, right=right, risk=risk, settlement="Another is named.")
        page = f"/returns/{right.id}"
    home = sign_in(client, "coord-EN").get(page).text
    assert "Next: name the position to return to" in home
    assert f'value="{POST}"' not in home


@pytest.mark.parametrize("wrong", [{"return_position": ""}, {"return_target": ReturnTarget.SAME_POSITION}])
def test_database_holds_no_position_that_says_nothing_or_that_the_return_does_not_lead_to(
    db: Session, wrong: dict[str, Any]
) -> None:
    agreement = made.drafted(db, "E-05", **NAMED)
    with pytest.raises(IntegrityError, match="named"):
        db.execute(update(Agreement).where(Agreement.id == agreement.id).values(**wrong))
