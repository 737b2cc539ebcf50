"""Whoever was entered as having left, and is let in again, reads that this entry ended things."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.executives import Executive
from models.queries.my_rounds import my_rounds
from models.requests import MentoringRequest
from models.services import consents, dreamsheets, movers, people
from tests.models.world import NOW, actor, find, the_round
from tests.webui.site import sign_in
from tests.webui.test_outcomes import words
from webui.mine import in_short

ENTERED = "ended when it was entered that you had left"
SHEET, RESULT = "/dream-sheet/R-1", "/result/R-1"


def leave_and_return(engine: Engine, slug: str) -> None:
    with unit_of_work(engine) as session:
        facts: dict[str, Any] = {"actor": actor(session, "office"), "now": NOW, "reason": "by mistake"}
        person = actor(session, slug)
        movers.leave(session, person=person, **facts)
        people.reactivate(session, person=person, **facts)


def read(client: FlaskClient, path: str) -> str:
    page = words(client.get(path).text)
    assert "ithdrew" not in page, path
    return page


@pytest.mark.parametrize("stage", ["published"])
def test_offer_ended_with_the_entry(client: FlaskClient, engine: Engine) -> None:
    leave_and_return(engine, "e-05")
    sign_in(client, "e-05")
    desk = read(client, "/")
    assert f"Your part in First invented round {ENTERED}; your result says what you can do next" in desk
    page = read(client, RESULT)
    assert "ended: it was entered that you had left" in page
    assert f"Your part in the round {ENTERED}. Nothing has to be done; the next round is open to you" in page
    assert f"Your part in the round {ENTERED}, so you are not in this round." in read(client, SHEET)
    assert f"Your part in the round {ENTERED}: this list counts no longer." in read(
        client, f"{SHEET}/receipt"
    )


@pytest.mark.parametrize("stage", ["published"])
def test_whoever_had_no_offer_is_out_with_the_entry(client: FlaskClient, engine: Engine) -> None:
    leave_and_return(engine, "e-01")
    sign_in(client, "e-01")
    assert f"Your part in this round {ENTERED}, so this round has no place for you." in read(client, RESULT)


@pytest.mark.parametrize("stage", ["frozen"])
def test_part_in_a_frozen_round_ended_with_the_entry(
    client: FlaskClient, engine: Engine, db: Session
) -> None:
    leave_and_return(engine, "e-05")
    sign_in(client, "e-05")
    assert f"You are not in First invented round: your part {ENTERED}" in read(client, "/")
    assert f"Your part in this round {ENTERED}, so it will have no result for you." in read(client, RESULT)
    assert "ended: it was entered that you had left" in read(client, SHEET)
    [mine] = my_rounds(db, find(db, Executive, "E-05").id)
    assert in_short(mine).endswith(", it was entered that you had left")


@pytest.mark.parametrize("stage", ["filed"])
def test_list_was_erased_with_the_entry_and_later_by_its_owner(
    client: FlaskClient, engine: Engine, db: Session
) -> None:
    leave_and_return(engine, "e-05")
    sign_in(client, "e-05")
    again = f"Your part in First invented round {ENTERED}; until the lists close you may begin again"
    assert again in read(client, "/")
    assert f"Your part in the round {ENTERED}: your list is erased" in read(client, SHEET)
    who, later = actor(db, "e-05"), NOW.replace(hour=NOW.hour + 1)
    executive, round_ = find(db, Executive, "E-05"), the_round(db)
    facts: dict[str, Any] = {"actor": who, "now": later}
    dreamsheets.file_sheet(db, round_=round_, executive=executive, choices=["O-5"], **facts)
    consents.give(db, round_=round_, executive=executive, voluntary=True, **facts)
    sheet = dreamsheets.find_sheet(db, round_, executive)
    assert sheet is not None
    dreamsheets.withdraw(db, sheet=sheet, **facts)
    db.commit()
    assert "You withdrew from First invented round; until the lists close you may" in words(
        client.get("/").text
    )


@pytest.mark.parametrize("stage", ["giving"])
def test_request_was_cancelled_with_the_entry(client: FlaskClient, engine: Engine, db: Session) -> None:
    leave_and_return(engine, "e-11")
    sign_in(client, "e-11")
    cancelled = "was cancelled because it was entered that you had left"
    assert f"Your request about “Reorganization” {cancelled}; ask anew if you need to" in words(
        client.get("/").text
    )
    theirs = MentoringRequest.executive_id == find(db, Executive, "E-11").id
    number = db.scalars(select(MentoringRequest.id).where(theirs)).one()
    page = words(client.get(f"/requests/{number}").text)
    assert "It was cancelled because it was entered that you had left." in page
    assert "Why it was cancelled" not in page
