"""Scenarios: two begun, one with a pin that a second coordinator approves, run, compared, one chosen."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.checks import check_page
from tests.browser.fixtures import Visit
from tests.browser.watch import Watch
from tests.walks.people import enter, follow, heading, press

if TYPE_CHECKING:
    from playwright.sync_api import Page

PATIENCE = 60_000  # milliseconds for the solver's process, on a busy machine
LIST = "/rounds/R-1/scenarios"


def begin(window: "Page", name: str) -> None:
    """Begin a scenario and stand on its page."""
    window.goto(LIST)
    window.get_by_label("Name of the scenario").fill(name)
    press(window, "Begin a scenario")
    heading(window, name)


def run(window: "Page") -> None:
    """Run the scenario, and wait for the answer."""
    press(window, "Run the scenario")
    expect(window.locator("main")).to_contain_text("placed", timeout=PATIENCE)


@pytest.mark.parametrize("stage", ["solved"])
def test_scenarios_are_pinned_run_compared_and_one_is_chosen(home: str, visit: Visit, watch: Watch) -> None:
    watch.expect(422)
    watch.expect(422)
    coordinator, colleague = enter(visit(home), "exchange"), enter(visit(home), "exchange-2")
    follow(coordinator, "Scenarios")
    heading(coordinator, "Scenarios")
    check_page(coordinator, "scenarios-rounds")
    follow(coordinator, "First invented round")
    check_page(coordinator, "scenarios-none")
    coordinator.get_by_label("Name of the scenario").fill(" ")
    press(coordinator, "Begin a scenario")
    check_page(coordinator, "scenarios-error")

    begin(coordinator, "Nobody leaves Energy")
    check_page(coordinator, "scenario-begun")
    coordinator.get_by_label("Agency", exact=True).select_option("EN")
    coordinator.get_by_label("Sends at most").fill("0")
    press(coordinator, "Save these limits")
    coordinator.get_by_text("Energy: at most 0 leaving").wait_for()
    run(coordinator)

    begin(coordinator, "Five goes to the first place")
    coordinator.get_by_label("Executive", exact=True).fill("E-05")
    coordinator.get_by_label("Opportunity", exact=True).fill("O-1")
    coordinator.get_by_label("Reason").fill("Both agencies agreed before the lists closed.")
    press(coordinator, "Write the pin down")
    coordinator.get_by_text("Another coordinator approves it.").wait_for()
    check_page(coordinator, "scenario-pin-waits")
    colleague.goto(f"{LIST}/2")
    press(colleague, "Approve")
    colleague.get_by_text("The pin is in force in the scenario.").wait_for()
    check_page(colleague, "scenario-pin-in-force")
    coordinator.goto(f"{LIST}/2")
    run(coordinator)

    coordinator.goto(LIST)
    coordinator.get_by_role("link", name="Run 3").first.wait_for()
    check_page(coordinator, "scenarios-compared")
    coordinator.goto(f"{LIST}/runs/2")
    check_page(coordinator, "scenario-differs")
    coordinator.goto(LIST)
    follow(coordinator, "Choose run 1")
    coordinator.get_by_label("Reason").fill(" ")
    press(coordinator, "Choose run 1")
    check_page(coordinator, "scenario-choose-error")
    coordinator.get_by_label("Reason").fill("It places most people, and no agency asked for another.")
    press(coordinator, "Choose run 1")
    coordinator.get_by_text("Run 1 is chosen: It places most people").wait_for()
    check_page(coordinator, "scenarios-chosen")
    coordinator.goto(f"{LIST}/1")
    check_page(coordinator, "scenario-run")
    coordinator.goto("/rounds/R-1/decision")
    coordinator.get_by_role("button", name="Put run 1 before the agencies").wait_for()
    auditor = enter(visit(home), "auditor")
    auditor.goto("/record/rounds/R-1")
    auditor.get_by_text("Chosen: It places most people").wait_for()
    check_page(auditor, "record-with-scenarios")
