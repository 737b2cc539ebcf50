"""What was typed into one form of a page stays while another form of it is sent."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from tests.browser.fixtures import Visit
from tests.walks.people import enter
from tests.webui.test_mentoring_desk import stuck

if TYPE_CHECKING:
    from playwright.sync_api import Page

KEPT = 'sessionStorage.getItem("roundtrip-typed")'
WHY = "Nobody is found in time."


def look_up(page: "Page", name: str) -> None:
    page.get_by_role("searchbox").or_(page.get_by_label("name", exact=False)).last.fill(name)
    page.get_by_role("button", name="Show", exact=True).click()


@pytest.mark.main_path
@pytest.mark.parametrize("stage", ["giving"])
def test_reason_stays_while_a_name_is_looked_up(home: str, visit: Visit, db: Session) -> None:
    page = enter(visit(home), "exchange")
    page.goto(f"/mentoring/desk/{stuck(db).id}")
    page.get_by_label("Reason").fill(WHY)
    look_up(page, "Invented Person 1")
    expect(page).to_have_url(f"/mentoring/desk/{stuck(db).id}?who=Invented+Person+1#else")
    expect(page.get_by_label("Reason")).to_have_value(WHY)
    assert page.evaluate(KEPT) is None
    page.goto("/mentoring/desk")  # where that form is not: nothing is kept any longer
    page.goto(f"/mentoring/desk/{stuck(db).id}")
    expect(page.get_by_label("Reason")).to_have_value("")
