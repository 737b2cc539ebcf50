"""The page on which each choice of the dream sheet names the objective it serves."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from models.db import unit_of_work
from models.executives import Executive
from models.queries.aims import open_objectives
from tests.models.plans import written
from tests.models.world import find
from tests.webui.site import send, sign_in

pytestmark = pytest.mark.parametrize("stage", ["filed"])


def test_choices_name_what_they_serve(client: FlaskClient, engine: Engine) -> None:
    e05 = sign_in(client, "e-05")
    assert (
        "Your development plan has no objective that is still open."
        in e05.get("/dream-sheet/R-1/serves").text
    )
    sheet = e05.get("/dream-sheet/R-1").text
    assert "Your development plan has no open objective that a choice could serve." in sheet
    assert "is named yet for" not in sheet
    with unit_of_work(engine) as session:
        written(session, "E-05")
        first = open_objectives(session, find(session, Executive, "E-05"))[0]
        number, text = first.id, first.text
    assert text in e05.get("/dream-sheet/R-1/serves").text
    assert send(e05, "/dream-sheet/R-1/serves", {"O-1": number}).status_code == 303
    sheet = e05.get("/dream-sheet/R-1").text
    assert f"Serves: {text}" in sheet
    assert "No objective of your development plan is named yet for “Acting director, O-5”." in sheet
    refused = send(e05, "/dream-sheet/R-1/serves", {"O-1": 999})
    assert refused.status_code == 422
    assert "Choose an objective of your own plan." in refused.text
