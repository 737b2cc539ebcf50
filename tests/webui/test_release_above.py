"""Who else decides a release: whoever coordinates for an agency above."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from models.agencies import Agency
from tests.webui.site import sign_in
from tests.webui.test_releases import ONE, recommend


@pytest.mark.parametrize("stage", ["filed"])
def test_supervisor_reads_that_an_agency_above_may_decide(client: FlaskClient, db: Session) -> None:
    supervisor = sign_in(client, "supervisor-EN")
    recommend(supervisor, db)
    assert "Next: coord-EN decides." in supervisor.get(ONE).text
    db.rollback()
    db.execute(update(Agency).where(Agency.code == "EN").values(parent_id=1))
    db.commit()
    told = "Next: coord-EN decides; a coordinator of an agency above may, too."
    assert told in supervisor.get(ONE).text
