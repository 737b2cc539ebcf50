"""Runs of the solver: the round as it was frozen, and scenarios, which are compared until one is chosen."""

from playwright.sync_api import expect

from tests.walks.boards import ROUND, to_board
from tests.walks.witness import Witness

PATIENCE = 60_000  # milliseconds for the solver's process, on a busy machine
WHY = "It places most people, and no agency asked for another."


def solve(coordinator: Witness) -> None:
    """Let the solver place everybody, and look at what it says."""
    to_board(coordinator)
    coordinator.press("Solve")
    outcome = coordinator.window.get_by_role("link", name="Look at the outcome")
    expect(outcome).to_be_visible(timeout=PATIENCE)
    coordinator.follow("Look at the outcome")
    coordinator.arrive(f"Run 1 of {ROUND}")


def to_scenarios(coordinator: Witness) -> None:
    coordinator.follow("Scenarios")
    coordinator.arrive("Scenarios")
    coordinator.follow(ROUND)
    coordinator.arrive(f"Scenarios of {ROUND}")


def try_limit(coordinator: Witness, number: int, name: str, code: str, most: int) -> None:
    """Begin a scenario in which the agency sends so many at most, and run it."""
    to_scenarios(coordinator)
    coordinator.fill(name=name)
    coordinator.press("Begin a scenario")
    coordinator.arrive(f"Scenario {number}: {name}")
    coordinator.fill(agency=code, max_out=str(most))
    coordinator.press("Save these limits")
    coordinator.reads(f"at most {most} leaving")
    coordinator.press("Run the scenario")
    expect(coordinator.window.locator("main")).to_contain_text("placed", timeout=PATIENCE)
    coordinator.look()


def choose(coordinator: Witness, run: int) -> None:
    """Compare the runs side by side, and say why this one goes on."""
    to_scenarios(coordinator)
    coordinator.reads("Side by side")
    coordinator.follow(f"Choose run {run}")
    coordinator.arrive(f"Choose run {run}")
    coordinator.fill(reason=WHY)
    coordinator.press(f"Choose run {run}")
    coordinator.reads(f"Run {run} is chosen: {WHY}")
    coordinator.look()
