"""Offers: accepted by executive, home agency and host; declined; and the freed seat offered again."""

from tests.walks.boards import ROUND, to_board
from tests.walks.decisions import sign_in_again
from tests.walks.witness import Witness


def to_result(executive: Witness) -> None:
    executive.to_desk()
    executive.follow("Read and answer")
    executive.arrive(f"My result of {ROUND}")


def accept(executive: Witness) -> None:
    to_result(executive)
    executive.follow("Accept…")
    executive.arrive("Accept the offer")
    executive.press("Accept this place")
    executive.reads("You accepted.")
    executive.look()


def decline(executive: Witness) -> None:
    to_result(executive)
    executive.follow("Decline…")
    executive.arrive("Decline the offer")
    executive.press("Decline this place")
    executive.reads("You declined")
    executive.look()


def confirm(agency: Witness, name: str, button: str) -> None:
    """The home agency agrees, or the host confirms."""
    agency.to_desk()
    agency.follow("Answer")
    agency.arrive("Offers to answer")
    agency.follow(name)
    agency.arrive(f"An offer to {name}")
    agency.press(button)
    agency.arrive("Offers to answer")


def repair(coordinator: Witness, name: str) -> None:
    """Offer the freed seat to somebody without a place."""
    to_board(coordinator)
    coordinator.follow("See the answers")
    coordinator.arrive(f"Decision on {ROUND}")
    coordinator.follow("See what a repair would do")
    coordinator.arrive(f"Repair {ROUND}")
    coordinator.reads(name)
    coordinator.press("Make 1 offer")
    sign_in_again(coordinator)
    coordinator.arrive(f"Decision on {ROUND}")
    coordinator.reads("Confirmed by all three")


def read_confirmed(executive: Witness) -> None:
    executive.window.goto("/")
    executive.reads("is confirmed")
    executive.look()
