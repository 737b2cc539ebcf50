"""What the board says of the lists before they close, and of the day by which releases are decided."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.executives import Executive
from models.queries.calendar import releases_end_at
from models.queries.my_sheet import find_consent
from models.services import consents
from tests.models.world import NOW, actor, find, the_round
from tests.webui.site import send, sign_in
from tests.webui.test_outcomes import words
from webui.filters import deadline


@pytest.mark.parametrize("stage", ["filed"])
def test_board_says_who_would_take_part_and_until_when_releases_are_decided(
    client: FlaskClient, db: Session
) -> None:
    round_ = the_round(db)
    until = deadline(releases_end_at(round_))
    given = find_consent(db, round_, find(db, Executive, "E-05"))
    assert given is not None
    consents.withdraw(db, actor=actor(db, "e-05"), now=NOW, consent=given)
    db.commit()
    told = words(sign_in(client, "exchange").get("/rounds/R-1").text)
    assert (
        "11 people would take part now; 0 sheets not certified will not count. 1 certified sheet lacks "
        "consent, which can be given until the host rankings open. Nobody files a sheet of their own "
        "afterwards; a coordinator can enter one late, with a reason."
    ) in told
    assert f"Releases decided by {until}; then hosts rank" in told
    assert f"Releases are decided {until}" in words(client.get("/record/rounds/R-1").text)
    send(client, "/rounds/R-1/close-preferences")
    assert f" Releases are decided by {until} (in " in words(client.get("/rounds/R-1").text)
