"""What was typed into one form of a page stays while another form of it is sent."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.browser.fixtures import Visit
from tests.browser.watch import Watch
from tests.walks.people import enter
from tests.webui.test_limits import many
from tests.webui.test_mentoring_desk import stuck

if TYPE_CHECKING:
    from playwright.sync_api import Page

WHY = "Nobody is found in time."
STILL = "What you typed here before is still here; it does not count before you send it."


def look_up(page: "Page", name: str) -> None:
    page.get_by_role("searchbox").or_(page.get_by_label("name", exact=False)).last.fill(name)
    page.get_by_role("button", name="Show", exact=True).click()


def kept(page: "Page") -> object:
    page.wait_for_load_state()
    return page.evaluate('sessionStorage.getItem("roundtrip-typed")')


def half_written(page: "Page", db: Session) -> "Page":
    """A coordinator has typed a reason on the page of a request, and sent nothing."""
    enter(page, "exchange").goto(f"/mentoring/desk/{stuck(db).id}")
    page.get_by_label("Reason").fill(WHY)
    return page


@pytest.mark.parametrize("stage", ["giving"])
def test_reason_stays_while_a_name_is_looked_up(home: str, visit: Visit, db: Session) -> None:
    page = half_written(visit(home), db)
    look_up(page, "Invented Person 1")
    expect(page).to_have_url(f"/mentoring/desk/{stuck(db).id}?who=Invented+Person+1#else")
    expect(page.get_by_label("Reason")).to_have_value(WHY)
    expect(page.get_by_text(STILL)).to_be_visible()
    assert kept(page) is None


@pytest.mark.main_path
@pytest.mark.parametrize("stage", ["giving"])
def test_reason_stays_while_another_page_is_read_until_it_is_sent(
    home: str, visit: Visit, db: Session
) -> None:
    page = half_written(visit(home), db)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Desk").click()
    expect(page).to_have_title("My desk · Roundtrip")
    page.goto(f"/mentoring/desk/{stuck(db).id}")
    expect(page.get_by_label("Reason")).to_have_value(WHY)
    page.get_by_role("button", name="Close the request").click()
    expect(page.get_by_label("Reason")).to_have_count(0)
    page.goto("/mentoring/desk")
    assert kept(page) is None


@pytest.mark.parametrize("stage", ["giving"])
def test_link_beside_the_button_gives_up_what_was_typed(home: str, visit: Visit) -> None:
    page = enter(visit(home), "e-01")
    for leave, left in (("Back without saving", ""), ("Roundtrip", WHY)):
        page.goto("/card/strengths")
        page.locator("main textarea").first.fill(WHY)
        page.get_by_role("link", name=leave, exact=True).first.click()
        page.goto("/card/strengths")
        expect(page.locator("main textarea").first).to_have_value(left)


@pytest.mark.main_path
@pytest.mark.parametrize("stage", ["giving"])
def test_text_that_was_refused_is_there_again_too_and_a_sign_out_forgets_it(
    home: str, visit: Visit, watch: Watch
) -> None:
    page = enter(visit(home), "e-01")
    page.goto("/card/next-jobs")
    page.get_by_label("Job 1").fill("Chief of Staff")
    page.get_by_label("Job 2").fill("chief of staff")
    watch.expect(422)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Roundtrip", exact=True).click()
    page.goto("/card/next-jobs")
    expect(page.get_by_label("Job 2")).to_have_value("chief of staff")
    page.get_by_role("button", name="Sign out").click()
    assert kept(page) is None


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
    assert kept(page) is None


@pytest.mark.parametrize("stage", ["giving"])
def test_what_was_counted_and_not_saved_is_there_again(home: str, visit: Visit) -> None:
    page = enter(visit(home), "e-01")
    page.goto("/times")
    before = page.get_by_label("Days ahead", exact=False).input_value()
    page.get_by_label("Days ahead", exact=False).fill("20")
    page.get_by_role("button", name="Count again").click()
    expect(page.get_by_text("Not saved yet.")).to_be_visible()
    page.get_by_role("link", name="Roundtrip", exact=True).click()
    page.goto("/times")
    expect(page.get_by_label("Days ahead", exact=False)).to_have_value("20")
    expect(page.get_by_text("Not saved yet.")).to_be_visible()
    assert before != "20"


@pytest.mark.parametrize("stage", ["ranked"])
def test_choice_that_is_missing_is_asked_for_above_it(home: str, visit: Visit) -> None:
    page = enter(visit(home), "exchange")
    page.goto("/rounds/R-1/pairs")
    page.get_by_label("Executive", exact=False).first.fill("E-01")
    page.get_by_label("Opportunity", exact=False).first.fill("O-1")
    page.get_by_label("Reason", exact=False).first.fill(WHY)
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("alert")).to_have_text("Please select one of these options.")
    page.get_by_text("Pin: this person goes there").click()
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.main_path
@pytest.mark.parametrize("stage", ["lists"])
def test_box_that_is_missing_is_asked_for_above_it(home: str, visit: Visit) -> None:
    page = enter(visit(home), "e-05")
    page.goto("/catalogue/R-1")
    page.get_by_role("button", name="Add to my sheet").first.click()
    expect(page.get_by_role("link", name="Number 1 on my sheet")).to_be_visible()
    page.goto("/dream-sheet/R-1/certify")
    page.get_by_role("button", name="Certify this choice").click()
    page.goto("/dream-sheet/R-1")
    for _again in range(2):
        page.get_by_role("button", name="Give my consent").click()
        expect(page.locator(".usa-error-message")).to_have_text(
            "Please check this box if you want to proceed."
        )
    page.locator(".usa-checkbox__label").click()
    expect(page.locator(".usa-error-message")).to_have_count(0)


@pytest.mark.main_path
@pytest.mark.parametrize("stage", ["posted"])
def test_limit_stays_though_more_rows_come_into_the_table(home: str, visit: Visit, engine: Engine) -> None:
    many(engine)
    page = enter(visit(home), "exchange")
    page.goto("/rounds/R-1/limits")
    cell = page.locator("#EN-max_out input")
    expect(cell).not_to_have_value("9")
    cell.fill("9")
    page.get_by_role("button", name="Show every agency").click()
    expect(page.locator("#X3-max_out")).to_be_visible()
    expect(cell).to_have_value("9")
    page.get_by_role("link", name="Roundtrip", exact=True).click()
    page.goto("/rounds/R-1/limits")
    expect(page.locator("#X3-max_out")).to_have_count(0)
    expect(cell).to_have_value("9")
