"""An invitation ends with the entry that its person has left, or has come to the agency that sent it."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.nominations import Nomination, NominationState
from models.services import people
from tests.models.world import NOW, actor
from tests.webui.site import send, sign_in
from tests.webui.test_nominations import PLACE, open_and_invite
from tests.webui.test_outcomes import words

pytestmark = pytest.mark.parametrize("stage", ["lists"])
ENDS = "Invitations to posts that end: 1. Each agency reads on its page why."
COMES = "Invitations of Treasury to its posts that end, because nobody rotates at home: 1."


def read(client: FlaskClient, slug: str, path: str) -> str:
    return words(sign_in(client, slug).get(path).text)


def enter(client: FlaskClient, path: str) -> None:
    assert (
        send(sign_in(client, "office"), path, {"reason": "as decided"}, page="/people/new").status_code == 303
    )


def state_of(db: Session) -> NominationState:
    db.rollback()
    return db.scalars(select(Nomination)).one().state


def test_invitation_ends_with_the_entry_that_the_person_left(
    client: FlaskClient, engine: Engine, db: Session
) -> None:
    assert "Invitations" not in read(client, "office", "/people/e-05/leave")
    open_and_invite(client)
    number = db.scalars(select(Nomination.id)).one()
    assert ENDS in read(client, "office", "/people/e-05/leave")
    enter(client, "/people/e-05/leave")
    assert state_of(db) is NominationState.WITHDRAWN
    page = read(client, "host-TR", PLACE)
    assert "ended: it was entered that the person has left" in page
    assert ("waits for an answer" in page, "Withdraw the invitation" in page) == (False, False)
    assert "Invitations" not in read(client, "office", "/people/e-05/leave")
    assert "invitations to posts, and requests for a mentor that ended" in words(
        client.get("/people/e-05/deactivate").text
    )
    with unit_of_work(engine) as session:
        facts: dict[str, Any] = {"actor": actor(session, "office"), "now": NOW, "reason": "by mistake"}
        people.reactivate(session, person=actor(session, "e-05"), **facts)
    told = read(client, "e-05", f"/invitations/{number}")
    assert "The invitation ended when it was entered that you had left." in told
    assert "The agency took the invitation back." not in told


def test_invitation_of_the_agency_that_the_person_comes_to_ends(client: FlaskClient, db: Session) -> None:
    open_and_invite(client)
    number = db.scalars(select(Nomination.id)).one()
    assert COMES in read(client, "office", "/people/e-05/move/TR")
    assert "Invitations" not in read(client, "office", "/people/e-05/move/AG")
    enter(client, "/people/e-05/move/TR")
    assert state_of(db) is NominationState.WITHDRAWN
    assert "ended: the person has come to your agency" in read(client, "host-TR", PLACE)
    ended = "The invitation ended when you came to the agency yourself."
    assert ended in read(client, "e-05", f"/invitations/{number}")


def test_invitation_of_another_agency_stands_after_a_move(client: FlaskClient, db: Session) -> None:
    open_and_invite(client)
    enter(client, "/people/e-05/move/AG")
    assert state_of(db) is NominationState.INVITED


def test_invitation_that_its_agency_took_back_says_so(client: FlaskClient, db: Session) -> None:
    open_and_invite(client)
    number = db.scalars(select(Nomination.id)).one()
    db.rollback()
    send(client, f"/nominations/{number}/withdraw")
    assert ">withdrawn</td>" in client.get(PLACE).text
    assert "The agency took the invitation back." in read(client, "e-05", f"/invitations/{number}")
