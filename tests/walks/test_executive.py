"""An executive's part of a round: the card, the catalogue, the dream sheet, the result."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.checks import check_page
from tests.browser.fixtures import Visit
from tests.browser.watch import Watch
from tests.walks.people import enter, heading

if TYPE_CHECKING:
    from playwright.sync_api import Page


lists = pytest.mark.parametrize("stage", ["lists"])


def menu(page: "Page", room: str, tab: str | None = None) -> None:
    """Go to the room by the menu, then to its tab."""
    navigation(page, "Main", room)
    if tab is not None:
        navigation(page, room, tab)


def navigation(page: "Page", name: str, entry: str) -> None:
    page.get_by_role("navigation", name=name).get_by_role("link", name=entry, exact=True).click()


@lists
def test_executive_fills_in_the_card(home: str, visit: Visit, watch: Watch) -> None:
    page, second = visit(home), visit(home)
    enter(page, "e-05")
    check_page(page, "executive-desk-open-round")
    page.get_by_role("link", name="Add it").click()
    heading(page, "My strengths")
    check_page(page, "card-section-empty")
    enter(second, "e-05").goto("/card/strengths")
    page.get_by_label("Strengths, one on each line").fill("Budget\nBuilding teams\nData")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved: my strengths.")).to_be_visible()
    check_page(page, "card-one-section")

    watch.expect(409)
    second.get_by_label("Strengths, one on each line").fill("Acquisition")
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_role("cell", name="Acquisition")).to_be_visible()
    check_page(second, "card-changed-meanwhile")

    menu(page, "Rotations", "My card")
    page.get_by_role("link", name="Edit What I would take next").click()
    page.get_by_label("Job 1").fill("Chief of Staff")
    page.get_by_label("Job 2").fill("chief of staff")
    watch.expect(422)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Job 2")).to_have_value("chief of staff")
    check_page(page, "card-section-error")
    page.get_by_label("Job 2").fill("")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="See it as a host sees it").click()
    heading(page, "My card as a host sees it")
    check_page(page, "card-as-a-host")


@lists
def test_longest_card_prints_on_one_page(home: str, visit: Visit) -> None:
    page = visit(home)
    enter(page, "e-05")
    fill_to_the_brim(page)
    menu(page, "Rotations", "My card")
    heading(page, "My card")
    check_page(page, "card-full")
    page.get_by_role("link", name="Print it on one page").click()
    heading(page, "Card of")
    check_page(page, "card-print")
    printed = page.pdf(format="Letter", margin={"top": "12mm", "bottom": "12mm"})
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") == 1


def fill_to_the_brim(page: "Page") -> None:
    """As much as every section takes."""
    word = "Acquisition reform across the department of "
    full = {
        "strengths": {"skills": "\n".join(f"{n} {word}"[:60] for n in range(8))},
        "evidence": {"ecq_1": (word * 9)[:300]},
        "next-jobs": {f"job_{n}": f"{n} {word * 3}"[:120] for n in (1, 2, 3)},
        "mobility": {
            "places": "\n".join(f"{n} {word}"[:60] for n in range(8)),
            "statement": (word * 12)[:400],
        },
        "experience": {"education": "\n".join(f"{n} {word * 3}"[:120] for n in range(5)), "moves": "3"},
    }
    for section, fields in full.items():
        page.goto(f"/card/{section}")
        for name, text in fields.items():
            page.locator(f"[name={name}]").fill(text)
        page.get_by_role("button", name="Save").click()


@lists
def test_executive_files_and_certifies_a_dream_sheet(home: str, visit: Visit, watch: Watch) -> None:
    page = visit(home)
    enter(page, "e-05")
    menu(page, "Rotations", "My dream sheet")
    heading(page, "My dream sheet")
    check_page(page, "sheet-empty")
    menu(page, "Rotations", "My result")
    heading(page, "My result")
    check_page(page, "result-not-yet")
    menu(page, "Rotations", "Catalogue")
    heading(page, "Catalogue of")
    check_page(page, "catalogue")
    page.get_by_text("Show also what is closed to me (2)").click()
    page.locator("summary", has_text="Agency").click()
    page.get_by_text("Treasury (2)").click()
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="2 opportunities")).to_be_visible()
    check_page(page, "catalogue-filtered")
    page.goto("/catalogue/R-1?words=nowhere")
    heading(page, "Catalogue of")
    check_page(page, "catalogue-nothing-found")
    page.get_by_role("link", name="Start again").click()
    for number in (1, 2, 5):
        page.get_by_role("button", name=f"Add to my sheet Acting director, O-{number}").click()
        expect(page.locator(f"#add-O-{number}")).to_be_focused()
    page.get_by_role("link", name="Acting director, O-6").click()
    heading(page, "Acting director, O-6")
    check_page(page, "opportunity")

    menu(page, "Rotations", "My dream sheet")
    page.locator("#up-O-5").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Acting director, O-5 is now number 2.")
    expect(page.locator("#up-O-5")).to_be_focused()
    page.locator("#tie-O-5").click()
    expect(page.get_by_role("status")).to_have_text("Acting director, O-5 is now number 1, tied.")
    expect(page.locator("#tie-O-5")).to_be_focused()
    check_page(page, "sheet-draft")
    page.get_by_role("link", name="Certify this list").click()
    heading(page, "Certify")
    check_page(page, "sheet-certify")
    page.get_by_text("I agree that the hosts of the opportunities").click()
    page.get_by_role("button", name="Certify these 3 choices").click()
    heading(page, "Receipt")
    check_page(page, "sheet-receipt")
    page.get_by_role("link", name="To my dream sheet").click()
    heading(page, "My dream sheet")
    check_page(page, "sheet-certified")
    page.get_by_role("link", name="Withdraw my sheet…").click()
    heading(page, "Withdraw")
    check_page(page, "sheet-withdraw")
    menu(page, "My desk")
    heading(page, "My desk")
    check_page(page, "executive-desk-certified")


@pytest.mark.parametrize("stage", ["published"])
def test_executive_reads_the_result_and_answers(home: str, visit: Visit) -> None:
    page = visit(home)
    enter(page, "e-05")
    page.get_by_role("link", name="Read and answer").click()
    heading(page, "My result")
    check_page(page, "result-placed")
    page.get_by_role("link", name="Decline…").click()
    heading(page, "Decline")
    check_page(page, "result-decline")
    page.get_by_role("link", name="Not yet").click()
    page.get_by_role("link", name="Accept…").click()
    heading(page, "Accept")
    check_page(page, "result-accept")
    page.get_by_role("button", name="Accept this place").click()
    expect(page.get_by_text("You accepted. Next,")).to_be_visible()
    check_page(page, "result-accepted")


@lists
def test_whole_sheet_works_with_scripts_off(home: str, visit: Visit) -> None:
    page = visit(home, scripts=False)
    enter(page, "e-05")
    page.get_by_role("link", name="Choose", exact=True).click()
    for number in (1, 2):
        page.get_by_role("button", name=f"Add to my sheet Acting director, O-{number}").click()
    menu(page, "Rotations", "My dream sheet")
    page.get_by_role("button", name="Move up Acting director, O-2").click()
    expect(page.locator("#up-O-2")).to_be_focused()
    page.get_by_role("link", name="Certify this list").click()
    page.get_by_role("button", name="Certify these 2 choices").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Receipt for my dream sheet")


@lists
def test_an_act_that_is_refused_shows_why_and_a_session_that_ended_asks_to_sign_in(
    home: str, visit: Visit, watch: Watch
) -> None:
    page, second = visit(home), visit(home)
    for one in page, second:
        enter(one, "e-05")
    page.get_by_role("link", name="Choose", exact=True).click()
    for number in (1, 2, 5):
        page.get_by_role("button", name=f"Add to my sheet Acting director, O-{number}").click()
    menu(page, "Rotations", "My dream sheet")
    menu(second, "Rotations", "My dream sheet")
    page.locator("#remove-O-2").click()
    watch.expect(409)
    second.get_by_role("button", name="Move up Acting director, O-2").click()
    expect(second.get_by_role("alert")).to_be_focused()
    expect(second.get_by_role("heading", level=1)).to_contain_text("My dream sheet")
    check_page(second, "sheet-move-refused")

    second.goto(f"{home}/dream-sheet")
    second.context.clear_cookies()
    second.get_by_role("button", name="Move up Acting director, O-5").click()
    heading(second, "Who would you like to be?")
