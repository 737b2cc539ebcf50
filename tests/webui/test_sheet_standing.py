"""A dream sheet as it stands, where the pages of the small world do not come by."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm.attributes import set_committed_value

from models.entered_sheets import EnteredSheet
from models.queries.my_sheet import SheetView
from models.rounds import Round, RoundState
from tests.webui.site import Clock, send, sign_in
from webui.sheet_standing import SheetStanding

NOW = datetime(2027, 1, 4, 15, tzinfo=UTC)
CLOSE = datetime(2027, 1, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("unmet", "said"),
    [
        (0, ""),
        (1, ", but 1 choice on it does not count: what it requires is not met"),
        (2, ", but 2 choices on it do not count: what they require is not met"),
    ],
)
def test_choices_that_do_not_count_are_counted(unmet: int, said: str) -> None:
    assert SheetStanding(SheetView(None, [], (), None, None), Round(), NOW, unmet).but() == said


def test_nothing_filed_says_that_the_list_which_was_entered_may_still_be_confirmed() -> None:
    round_ = Round(lists_close_at=CLOSE)
    set_committed_value(round_, "state", RoundState.RELEASE_REVIEW)
    entered = EnteredSheet(round=round_, late_because="They were at sea.")
    view = SheetView(None, [], (), None, None, entered=entered)
    said = "so you are not in this round unless you confirm the list that was entered for you."
    assert SheetStanding(view, round_, NOW, 0).out() == f"You filed no sheet, {said}"


@pytest.mark.parametrize("stage", ["filed"])
def test_freeze_is_named_with_its_day_once_on_each_page(client: FlaskClient, clock: Clock) -> None:
    e05 = sign_in(client, "e-05")
    sheet, certify = (e05.get(f"/dream-sheet/R-1{page}").text for page in ("", "/certify"))
    frozen = "the freeze, planned for 13 December 2026 after the hosts have ranked,"
    assert f"You may take it back until {frozen} without a reason." in sheet
    assert "Before the freeze you may withdraw your sheet." in sheet
    assert f"At {frozen} it is sealed with the rest of the round." in certify
    assert [page.count(frozen) for page in (sheet, certify)] == [1, 1]
    send(e05, "/dream-sheet/R-1/consent/take-back")
    assert f"Before {frozen} you may withdraw your sheet." in e05.get("/dream-sheet/R-1").text
    clock.move(days=90)
    late = sign_in(e05, "e-05").get("/dream-sheet/R-1").text
    assert "Before the freeze, which is due now, you may withdraw your sheet." in late


@pytest.mark.parametrize("stage", ["ranking"])
def test_rankings_that_closed_are_not_still_to_come(client: FlaskClient, clock: Clock) -> None:
    pages = ("/dream-sheet/R-1", "/dream-sheet/R-1/receipt")
    e05 = sign_in(client, "e-05")
    assert all("Next: hosts rank until 13 December 2026" in e05.get(page).text for page in pages)
    clock.move(days=90)
    late = sign_in(e05, "e-05")
    for page in pages:
        said = late.get(page).text
        assert "Next: the round is frozen, as the rankings closed on 13 December 2026" in said
        assert "hosts rank until" not in said
