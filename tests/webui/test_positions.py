"""Positions through the pages: the effect is shown first, then the change is made."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.executives import Executive
from models.positions import Occupancy, Position
from models.returns import ReturnRight, ReturnState
from tests.models.test_events_at_home import unit
from tests.models.test_positions import POINTED, away
from tests.models.world import find
from tests.webui.site import send, sign_in

CHANGE = {
    "version": "2",
    "kind": "position_abolished",
    "equivalent": "P-2",
    "agency": "",
    "place": "",
    "unit": "",
    "reason": "The budget ends.",
}


def prepare(engine: Engine) -> dict[str, str]:
    with unit_of_work(engine) as session:
        return CHANGE | {"version": str(away(session)[1].version)}


def test_effect_is_shown_before_the_position_is_abolished(
    client: FlaskClient, db: Session, engine: Engine
) -> None:
    typed = prepare(engine)
    page = sign_in(client, "coord-EN").get("/positions").text
    assert page.index("P-1") < page.index("P-2")
    assert "A return right points here" in client.get("/positions/P-1").text
    shown = send(client, "/positions/P-1", typed)
    assert shown.status_code == 200
    assert "The return of Invented Person 5 (29 October 2027) is at risk from now on" in shown.text
    assert "until a coordinator at home or the sponsor of the return writes how it is kept." in shown.text
    assert db.scalars(select(Position.occupancy).where(Position.slug == "P-1")).one() is Occupancy.FILLED
    assert send(client, "/positions/P-1", typed | {"sure": "yes"}).status_code == 303
    db.rollback()
    assert db.scalars(select(ReturnRight.state)).one() is ReturnState.AT_RISK
    page = client.get("/returns/1").text
    assert "Director (P-1); held instead: Director (P-2)" in page
    assert "Director (P-1) is abolished; Director (P-2) is held for the return." in page
    again = typed | {"sure": "yes", "equivalent": ""}
    assert send(client, "/positions/P-1", again).status_code == 409
    assert "nothing more becomes of it" in client.get("/positions/P-1").text


def test_effect_moves_nobody_who_has_the_post_no_more(client: FlaskClient, engine: Engine) -> None:
    typed = prepare(engine)
    sign_in(client, "coord-EN")
    instead = "Invented Person 5 holds “Director” (P-2) instead, and it is held for the return."
    assert instead in send(client, "/positions/P-1", typed).text
    with unit_of_work(engine) as session:
        find(session, Executive, "E-05").position = None
    shown = send(client, "/positions/P-1", typed).text
    kept = "the post that Invented Person 5 has on record does not change."
    assert f"“Director” (P-2) is kept for the return; {kept}" in shown
    assert instead not in shown


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        ({"reason": ""}, 422, "Write the reason: it stays on the record."),
        ({"equivalent": ""}, 422, POINTED),
        ({"kind": "position_moved"}, 422, "Name the agency or the place that it moves to."),
        ({"kind": "unit_changed"}, 422, "Choose another unit of the agency."),
        (
            {"version": "1", "sure": "yes"},
            409,
            "Somebody changed this position since you opened the page.",
        ),
    ],
)
def test_change_that_cannot_be_is_refused(
    client: FlaskClient, engine: Engine, typed: dict[str, str], status: int, sentence: str
) -> None:
    fields = prepare(engine) | typed
    sign_in(client, "coord-EN")
    answer = send(client, "/positions/P-1", fields)
    assert answer.status_code == status
    assert sentence in answer.text


def test_position_comes_into_another_unit_after_its_effect_was_shown(
    client: FlaskClient, db: Session, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        number = unit(session).id
    typed = prepare(engine) | {"kind": "unit_changed", "equivalent": "", "unit": str(number)}
    sign_in(client, "coord-EN")
    assert "Its unit is Office of Grids from now on." in send(client, "/positions/P-1", typed).text
    assert send(client, "/positions/P-1", typed | {"sure": "yes"}).status_code == 303
    assert "Energy, Office of Grids" in client.get("/positions/P-1").text
    assert db.scalars(select(ReturnRight.state)).one() is ReturnState.AT_RISK


def test_stranger_changes_no_position(client: FlaskClient, engine: Engine) -> None:
    prepare(engine)
    assert sign_in(client, "coord-TR").get("/positions/P-1").status_code in (403, 404)
