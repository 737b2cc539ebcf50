"""What the repair says of a limit that the answers broke."""

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.services import repairs
from tests.models.test_repair_limits import decline, short_of_people
from tests.models.world import the_round
from tests.webui.site import sign_in
from tests.webui.test_outcomes import words


def test_offers_that_hold_together_are_answered_each_alone(client: FlaskClient, db: Session) -> None:
    short_of_people(db)
    db.commit()
    page = words(sign_in(client, "exchange").get("/rounds/R-1/repair").text)
    assert "1 limit does not hold any more" in page
    assert (
        "no offers that can be made now bring it back. There is nothing for you to enter. Taken together, "
        "the offers above do not make it worse; but each is answered alone, and one that is declined can "
        "leave it worse. See the limits of the round"
    ) in page


def test_without_an_offer_to_make_nothing_is_said_of_what_offers_would_do(
    client: FlaskClient, db: Session
) -> None:
    walk = short_of_people(db)
    walk.step(repairs.make, shown=repairs.prepare(db, the_round(db)).sha256)
    decline(db, "E-09")
    db.commit()
    page = words(sign_in(client, "exchange").get("/rounds/R-1/repair").text)
    assert "No seat that is free now can be offered to anybody who kept a sheet." in page
    assert "no offers that can be made now bring it back. There is nothing for you to enter. See" in page
    assert "Taken together" not in page
