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


def half_written(page: "Page", db: Session) -> "Page":
    """A coordinator has typed a reason on the page of a request, and sent nothing."""
    enter(page, "exchange").goto(f"/mentoring/desk/{stuck(db).id}")
    page.get_by_label("Reason").fill(WHY)
    return page


@pytest.mark.main_path
@pytest.mark.parametrize("stage", ["giving"])
def test_reason_stays_while_a_name_is_looked_up(home: str, visit: Visit, db: Session) -> None:
    page = half_written(visit(home), db)
    look_up(page, "Invented Person 1")
    expect(page).to_have_url(f"/mentoring/desk/{stuck(db).id}?who=Invented+Person+1#else")
    expect(page.get_by_label("Reason")).to_have_value(WHY)
    expect(page.get_by_text("What you typed here before is still here, and not sent yet.")).to_be_visible()
    assert page.evaluate(KEPT) is None
    page.goto("/mentoring/desk")  # where that form is not: nothing is kept any longer
    page.goto(f"/mentoring/desk/{stuck(db).id}")
    expect(page.get_by_label("Reason")).to_have_value("")


@pytest.mark.main_path
@pytest.mark.parametrize("stage", ["asking"])
def test_list_stands_where_the_page_put_it_and_a_name_that_finds_nobody_loses_nothing(
    home: str, visit: Visit
) -> None:
    page = enter(visit(home), "exchange")
    page.goto("/mentoring/sweeps")
    page.get_by_role("button", name="Prepare").first.click()
    page.get_by_role("link", name="Fix a mentor").first.click()
    chosen = page.get_by_label("Request", exact=True)
    expect(chosen).not_to_have_value("")
    page.get_by_label("Reason").fill(WHY)
    for name in ("Nobody", "Invented"):
        page.get_by_label("name, or how it begins").fill(name)
        page.get_by_role("button", name="to choose from").click()
        expect(page.get_by_label("name, or how it begins")).to_have_value(name)
        expect(page.get_by_label("Reason")).to_have_count(int(name == "Invented"))
    expect(page.get_by_label("Reason")).to_have_value(WHY)


@pytest.mark.main_path
@pytest.mark.parametrize("stage", ["giving"])
def test_field_that_is_wrong_is_shown_though_its_part_is_folded(home: str, visit: Visit) -> None:
    page = enter(visit(home), "e-01")
    page.goto("/giving/profile/mentor")
    folded = page.locator("details", has=page.locator("input[name^=last_]")).first
    folded.locator("summary").first.click()
    field = folded.locator("input[name^=last_]").first
    field.fill("24")
    folded.locator("summary").first.click()
    expect(field).to_be_hidden()
    page.get_by_role("button", name="Save my profile").first.click()
    expect(field).to_be_visible()
    expect(field).to_be_focused()


@pytest.mark.main_path
@pytest.mark.parametrize("stage", ["giving"])
def test_what_one_person_typed_is_given_to_nobody_else(home: str, visit: Visit, db: Session) -> None:
    page = half_written(visit(home), db)
    other = page.context.new_page()  # the same browser, in which somebody else signs in meanwhile
    other.goto(home)
    other.get_by_role("button", name="Sign out").click()
    enter(other, "exchange-2")
    look_up(page, "Invented Person 1")
    expect(page.get_by_role("link", name="exchange-2")).to_be_visible()
    expect(page.get_by_label("Reason")).to_have_value("")
    assert page.evaluate(KEPT) is None
