"""A development plan from its first objective to the board's review, in a browser, by those who do it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import check_page
from tests.browser.fixtures import Visit
from tests.browser.watch import Watch
from tests.walks.people import enter, follow, heading, press

RECORD = "My record"


def objective(window: Page, term: str, text: str) -> None:
    """Add one objective by its form."""
    follow(window, "Add an objective")
    window.get_by_label("Short or long term").select_option(term)
    window.get_by_label("What you want to reach").fill(text)
    window.get_by_label("What it strengthens").select_option(label="Achieving Results")
    window.get_by_label("By", exact=True).fill("2027-09-30")
    press(window, "Save")
    heading(window, RECORD)


def detail(window: Page) -> None:
    """Plan a detail."""
    follow(window, "Add an activity")
    window.get_by_label("What kind").select_option("rotation")
    window.get_by_label("What it is").fill("Detail to the budget office of another agency")
    window.get_by_label("Planned for").fill("2027-03-01")
    press(window, "Save")
    heading(window, RECORD)


def send_plan(window: Page) -> None:
    follow(window, "Send it to my supervisor")
    heading(window, "Send my plan")
    check_page(window, "plan-submit")
    press(window, "Send it")
    heading(window, RECORD)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_plan_is_written_signed_and_reviewed(home: str, visit: Visit, watch: Watch, scripts: bool) -> None:
    watch.expect(422)  # an objective without a text
    watch.expect(422)  # a return without its reason
    mine = enter(visit(home, scripts=scripts), "e-05")
    check_page(mine, "desk-executive-without-plan")
    follow(mine, RECORD)
    heading(mine, RECORD)
    check_page(mine, "record-empty")
    press(mine, "Begin my plan")
    expect(mine.get_by_role("heading", name="Next: complete your plan")).to_be_visible()
    check_page(mine, "record-begun")
    follow(mine, "Add an objective")
    press_empty(mine)
    follow(mine, RECORD)
    objective(mine, "short", "Lead a merger of two offices, with one budget by June.")
    objective(mine, "long", "Be ready to lead an agency's field organization.")
    detail(mine)
    check_page(mine, "record-draft")
    send_plan(mine)

    supervisor = enter(visit(home, scripts=scripts), "supervisor-EN")
    check_page(supervisor, "desk-supervisor")
    follow(supervisor, "Development plans")
    heading(supervisor, "Development plans")
    check_page(supervisor, "plans-to-sign")
    follow(supervisor, "Invented Person 5")
    heading(supervisor, "Plan of Invented Person 5")
    supervisor.get_by_label("What you add").fill("We keep the post open during the detail.")
    check_page(supervisor, "plan-sign")
    press(supervisor, "Sign it")
    heading(supervisor, "Development plans")

    board = enter(visit(home, scripts=scripts), "board-EN")
    check_page(board, "desk-board")
    follow(board, "Plan reviews")
    heading(board, "Plan reviews")
    check_page(board, "plan-reviews")
    follow(board, "Invented Person 5")
    heading(board, "Plan of Invented Person 5")
    board.get_by_label("Outcome").select_option("revise")
    press(board, "Enter the review")
    expect(board.get_by_text("Say what is to be revised: the executive reads it.").first).to_be_visible()
    check_page(board, "plan-review-error")
    board.get_by_label("Outcome").select_option("accepted")
    press(board, "Enter the review")
    heading(board, "Plan of Invented Person 7")
    expect(board.get_by_text("1 plan waits; this is the plan of Invented Person 7.")).to_be_visible()

    follow(mine, RECORD)
    expect(mine.get_by_text("reviewed by the board")).to_be_visible()
    expect(mine.get_by_text("23 November 2026: accepted")).to_be_visible()
    check_page(mine, "record-reviewed")


def press_empty(window: Page) -> None:
    """Send the form as it stands, past the browser's own hints."""
    window.locator("form.usa-form").evaluate("form => form.noValidate = true")
    press(window, "Save")
    expect(window.get_by_text("Say what is to be reached.").first).to_be_visible()
    check_page(window, "objective-error")


def test_days_are_entered_and_the_coordinator_sees_who_is_due(home: str, visit: Visit, watch: Watch) -> None:
    watch.expect(422)  # a day to come
    mine = enter(visit(home), "e-07")
    follow(mine, RECORD)
    heading(mine, RECORD)
    check_page(mine, "record-signed")
    follow(mine, "Enter it as done")
    heading(mine, "Enter an activity")
    mine.get_by_label("Done on").fill("2026-11-20")
    check_page(mine, "activity-done")
    press(mine, "Save")
    expect(mine.get_by_text("done on 20 November 2026")).to_be_visible()
    follow(mine, "Enter the day of an assessment")
    heading(mine, "Enter the day")
    check_page(mine, "assessment")
    mine.get_by_label("Day of the assessment").fill("2026-11-24")
    press(mine, "Save")
    expect(mine.get_by_text("this day is still to come").first).to_be_visible()
    check_page(mine, "assessment-error")
    mine.get_by_label("Day of the assessment").fill("2026-11-20")
    press(mine, "Save")
    heading(mine, RECORD)

    coordinator = enter(visit(home), "coord-EN")
    follow(coordinator, "Development due")
    heading(coordinator, "Development due")
    expect(coordinator.get_by_text("For 4 executives of yours")).to_be_visible()
    check_page(coordinator, "development-due")


def test_supervisor_sends_a_plan_back(home: str, visit: Visit) -> None:
    supervisor = enter(visit(home), "supervisor-EN")
    follow(supervisor, "Read it")
    follow(supervisor, "Send it back")
    heading(supervisor, "Send the plan of")
    supervisor.get_by_label("What is to be changed first").fill("Name the agency of the detail.")
    check_page(supervisor, "plan-send-back")
    press(supervisor, "Send it back")
    heading(supervisor, "Development plans")
    mine = enter(visit(home), "e-06")
    follow(mine, RECORD)
    expect(mine.get_by_text("Your plan came back")).to_be_visible()
    check_page(mine, "record-came-back")


def test_guidance_is_read_and_a_brief_is_made(home: str, visit: Visit) -> None:
    window = enter(visit(home), "e-05")
    follow(window, "Guidance")
    heading(window, "Questions and answers")
    check_page(window, "guidance-questions")
    follow(window, "Roles")
    heading(window, "Roles and responsibilities")
    check_page(window, "guidance-roles")
    follow(window, "Agendas")
    heading(window, "Agendas by situation")
    check_page(window, "guidance-agendas")
    follow(window, "Crisis or sudden scrutiny")
    heading(window, "Crisis or sudden scrutiny")
    check_page(window, "guidance-agenda")
    follow(window, "Make a brief of it")
    heading(window, "A brief on one page")
    window.get_by_label("Advice is needed by").fill("2026-12-07")
    press(window, "Make the brief")
    expect(window.get_by_text("7 December 2026")).to_be_visible()
    check_page(window, "guidance-brief")
