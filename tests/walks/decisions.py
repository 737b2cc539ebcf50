"""The decision: before the agencies, objected to or agreed with, approved, published by a second person."""

from tests.walks.boards import ROUND, to_board
from tests.walks.witness import Witness

AGENCIES = {"AG11": "Forest Service", "EN": "Energy", "TR": "Treasury"}


def confer(coordinator: Witness, run: int) -> None:
    coordinator.window.goto("/rounds/R-1/decision")
    coordinator.arrive(f"Decision on {ROUND}")
    coordinator.press(f"Put run {run} before the agencies")
    coordinator.reads("Once all have approved")
    coordinator.look()


def to_conference(agency: Witness) -> None:
    agency.to_desk()
    agency.follow("Look")
    agency.arrive(f"Conference of {ROUND}")


def object_to(agency: Witness, name: str) -> None:
    to_conference(agency)
    agency.follow(f"Object… to the move of {name}")
    agency.arrive("Object to a move")
    agency.fill(reason="A conflict of interest that the ethics office confirmed.")
    agency.press("Object")
    agency.reads("The round is solved again without this move.")
    agency.look()


def read_pair_rule(coordinator: Witness, name: str) -> None:
    """The objection forbids the pair for every later run."""
    to_board(coordinator)
    coordinator.follow("Pins and forbidden pairs")
    row = coordinator.window.get_by_role("row").filter(has_text=name)
    row.get_by_text("objected in the conference").wait_for()
    coordinator.look()


def agree(agency: Witness, code: str) -> None:
    to_conference(agency)
    agency.press(f"Approve every move of {AGENCIES[code]}")
    agency.reads("approved by")
    agency.look()


def approve(coordinator: Witness, placed: int) -> None:
    to_board(coordinator)
    coordinator.follow("Decide on the outcome")
    coordinator.press(f"Approve {placed} placements")
    coordinator.reads("another person of the programme office publishes it")
    coordinator.look()


def publish(officer: Witness, people: int) -> None:
    officer.follow("Read and publish")
    officer.arrive(f"Decision on {ROUND}")
    officer.press(f"Publish to {people} people")
    sign_in_again(officer)
    officer.reads("Answers so far")
    officer.look()


def sign_in_again(person: Witness) -> None:
    """What cannot be undone asks once more who it is."""
    person.arrive("Is it still you?")
    person.press("Yes, it is me")
    person.arrive("Go on where you were")
    person.press("Send it now")
