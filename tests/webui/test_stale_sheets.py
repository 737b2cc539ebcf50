"""A dream sheet in two windows: the one that fell behind changes nothing."""

from flask.testing import FlaskClient
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.opportunities import Opportunity
from models.rounds import RoundOpportunity
from tests.webui.site import send
from tests.webui.test_outcomes import words
from tests.webui.test_sheets import SHEET, draft, e05, filed, lists
from webui.forms.sheets import written

__all__ = ["e05"]


@lists
def test_step_from_a_window_that_fell_behind_changes_nothing_and_says_so(
    e05: FlaskClient, db: Session
) -> None:
    for slug in ("O-1", "O-2", "O-5"):
        send(e05, f"{SHEET}/add", {"opportunity": slug})
    seen = "O-1;O-2;O-5"
    assert e05.get(SHEET).text.count(f'name="seen" value="{seen}"') == 9  # move, to a position, remove
    send(e05, f"{SHEET}/arrange", {"slug": "O-5", "act": "up", "seen": seen})
    send(e05, f"{SHEET}/remove", {"opportunity": "O-2"})
    for path, data, said in (
        ("arrange", {"slug": "O-5", "act": "up"}, "so Acting director, O-5 was not moved."),
        ("arrange", {"slug": "O-2", "act": "down"}, "Acting director, O-2 was not moved."),
        ("remove", {"opportunity": "O-2"}, "Acting director, O-2 was not taken off."),
    ):
        answer = send(e05, f"{SHEET}/{path}", {**data, "seen": seen})
        assert answer.status_code == 409
        assert "Your list changed since you opened it" in answer.text
        assert said in answer.text
        assert draft(db) == [["O-1"], ["O-5"]]


@lists
def test_stale_step_tells_no_title_of_what_the_round_does_not_offer(e05: FlaskClient, db: Session) -> None:
    hidden = db.scalars(select(Opportunity).where(Opportunity.slug == "O-3")).one()
    hidden.title = "Nobody is to know yet"
    db.execute(delete(RoundOpportunity).where(RoundOpportunity.opportunity_id == hidden.id))
    db.commit()
    send(e05, f"{SHEET}/add", {"opportunity": "O-1"})
    for path, data in (
        ("remove", {"opportunity": "O-3", "seen": ""}),
        ("arrange", {"slug": "O-3", "act": "up", "seen": ""}),
        ("certify", {"seen": "O-3"}),
    ):
        answer = send(e05, f"{SHEET}/{path}", data)
        assert (answer.status_code, "O-3" in answer.text, hidden.title in answer.text) == (409, True, False)


@filed
def test_certified_list_from_which_everything_was_taken_off_leads_on(e05: FlaskClient) -> None:
    send(e05, f"{SHEET}/certify", {"seen": written([["O-1"], ["O-5"]]), "voluntary": "y"})
    send(e05, f"{SHEET}/remove", {"opportunity": ["O-1", "O-5"]})
    desk = words(e05.get("/").text)
    stands = (
        "You took every choice off your dream sheet for First invented round; the list you certified stands"
    )
    assert f"{stands}: add a choice, put it back, or withdraw" in desk
    assert "the change does not count yet" not in desk
    then = "add a choice and certify, put your sheet back as certified, or withdraw to take back the one you"
    sheet, certify = (words(e05.get(page).text) for page in (SHEET, f"{SHEET}/certify"))
    for page in (sheet, certify):
        assert "An empty list is not certified: by" in page
        assert then in page
    assert "What you changed since counts only" not in sheet
