"""A return right that counts as broken: home still enters the return, and the programme office asks home."""

from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.outbox import Notice
from models.returns import ReturnRight, ReturnState
from tests.models import agreements as made
from tests.models.world import NOW, actor
from tests.webui.site import sign_in

OURS = "The return right of Invented Person 5 counts as broken: ask home when it places Invented Person 5"


def test_right_broken_before_it_was_on_record_is_with_the_office_too(
    client: FlaskClient, db: Session, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, starts_on=date(2026, 2, 2), ends_on=date(2026, 10, 1))
        made.tick(session, right, NOW)
        assert (right.state, right.escalated_at) == (ReturnState.BREACHED, NOW)
        assert made.tick(session, right, NOW) == 0
        address = f"/returns/{right.id}"
    told = select(Notice.recipient_id).where(Notice.template == "return_escalated")
    assert set(db.scalars(told)) == {actor(db, slug).id for slug in ("office", "office-2")}
    assert f"{OURS} — overdue since 2 October 2026" in sign_in(client, "office").get("/").text
    page = client.get(address).text
    assert "Next: ask home" in page
    assert "Since 2 November 2026 the right counts as broken." in page
    home = sign_in(client, "coord-EN").get("/").text
    assert "The return of Invented Person 5 is overdue: enter it, or ask what keeps it" in home
    page = client.get(address).text
    assert "Since 2 November 2026 the right counts as broken; the programme office was told." in page
    assert "it is with the programme office" not in page


def test_overdue_return_that_the_office_was_told_of_says_since_when(
    client: FlaskClient, db: Session, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, starts_on=date(2026, 2, 2), ends_on=date(2026, 11, 6))
        made.tick(session, right, NOW)
        assert (right.state, right.escalated_at) == (ReturnState.OVERDUE, NOW)
    page = sign_in(client, "coord-EN").get(f"/returns/{db.scalars(select(ReturnRight.id)).one()}").text
    assert "Since 23 November 2026 it is with the programme office; from 7 December 2026 on" in page
