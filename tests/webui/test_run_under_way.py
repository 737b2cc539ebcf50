"""A run under way, as the pages beside its own tell it: it ends by itself."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.services import solves
from models.solves import Solve
from tests.models.world import NOW, actor, the_round
from tests.webui.site import sign_in


def started(db: Session) -> Solve:
    asked = solves.start(db, actor=actor(db, "exchange"), now=NOW, round_=the_round(db))
    db.commit()
    return asked


@pytest.mark.parametrize("stage", ["drawn", "solved"])
def test_scenarios_lead_to_the_run_instead_of_asking_for_one(client: FlaskClient, db: Session) -> None:
    watch = f'A run is under way. <a href="/rounds/R-1/solves/{started(db).id}">Watch it</a>'
    page = sign_in(client, "exchange").get("/rounds/R-1/scenarios").text
    assert f"{watch}: it ends by itself, and what it found then stands here." in page
    assert "Nothing was run yet" not in page


@pytest.mark.parametrize("stage", ["drawn"])
def test_board_says_that_the_run_ends_by_itself(client: FlaskClient, db: Session) -> None:
    started(db)
    board = sign_in(client, "exchange").get("/rounds/R-1").text
    assert "The run ends by itself; what it found then waits for a person." in board
    assert "Nothing happens by itself" not in board
