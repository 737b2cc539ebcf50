"""What the repair says of a limit that the answers broke."""

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.models.test_repair_limits import short_of_people
from tests.webui.site import sign_in
from tests.webui.test_outcomes import words


def test_offers_that_hold_together_are_answered_each_alone(client: FlaskClient, db: Session) -> None:
    short_of_people(db)
    db.commit()
    page = words(sign_in(client, "exchange").get("/rounds/R-1/repair").text)
    assert "1 limit does not hold any more" in page
    assert (
        "the next offers may bring it back. Taken together they do not make it worse; but each is answered "
        "alone, and one that is declined can leave it worse. See the limits of the round"
    ) in page
