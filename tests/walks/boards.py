"""The round as its exchange coordinators move it: filled, opened, pinned by two, closed, frozen."""

from tests.walks.witness import Witness

ROUND = "First invented round"


def to_board(person: Witness) -> None:
    person.follow("Rounds")
    person.follow(ROUND)
    person.arrive(ROUND)


def offer_all(coordinator: Witness, count: int) -> None:
    """Put every approved opportunity into the round, and open it for dream sheets."""
    to_board(coordinator)
    coordinator.follow("Choose opportunities")
    coordinator.arrive("Opportunities for the round")
    coordinator.press(f"Put all {count} into the round")
    coordinator.reads(f"{count} opportunities were put into the round")
    to_board(coordinator)
    coordinator.press("Open for dream sheets")
    coordinator.reads("open for dream sheets")


def pin(coordinator: Witness, executive: str, opportunity: str) -> None:
    """Write down, with the reason, that this person goes there."""
    to_board(coordinator)
    coordinator.follow("Pins and forbidden pairs")
    coordinator.arrive("Pins and forbidden pairs")
    coordinator.window.get_by_text("Pin: this person goes there").click()
    coordinator.fill(
        executive=executive, opportunity=opportunity, reason="Both agencies agreed before the lists closed."
    )
    coordinator.press("Write it down")
    coordinator.reads("waits for a second person")
    coordinator.look()


def approve_pin(colleague: Witness) -> None:
    """The second person, from the desk."""
    colleague.follow("Decide")
    colleague.arrive("Pins and forbidden pairs")
    colleague.press("Approve")
    colleague.reads("in force")
    colleague.look()


def close_the_lists(coordinator: Witness) -> None:
    to_board(coordinator)
    coordinator.follow("Close the lists")
    coordinator.press("Close the lists now")
    coordinator.reads("deciding releases")


def open_the_rankings(coordinator: Witness) -> None:
    to_board(coordinator)
    coordinator.follow("Open for host rankings")
    coordinator.press("Open for host rankings now")
    coordinator.reads("open for host rankings")


def freeze(coordinator: Witness, people: int, opportunities: int) -> None:
    """Freeze, enter the outside value, and let the solver place."""
    to_board(coordinator)
    coordinator.follow("Prepare the freeze")
    coordinator.arrive("Freeze the round")
    coordinator.press(f"Freeze {people} people and {opportunities} opportunities")
    coordinator.reads("Frozen hash")
    to_board(coordinator)
    coordinator.follow("Enter the outside value")
    coordinator.arrive("The outside value")
    coordinator.fill(outside="4711.08")
    coordinator.press("Look at the value once more")
    coordinator.press("Enter the value for good")
    coordinator.reads("4711.08")
    coordinator.look()
