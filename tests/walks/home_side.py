"""The home side: the supervisor recommends, the agency keeps one person."""

from tests.walks.test_releases import choose
from tests.walks.witness import Witness


def to_release(person: Witness, name: str, act: str) -> None:
    """From the desk to the release of that person."""
    person.to_desk()
    person.follow(act)
    person.arrive("Releases")
    person.follow(name)
    person.arrive(f"Release of {name}")


def advise_against(supervisor: Witness, name: str) -> None:
    to_release(supervisor, name, "Recommend")
    choose(supervisor.window, "do not release now")
    supervisor.fill(note="The reorganization needs this person until summer.")
    supervisor.press("Give the recommendation")
    supervisor.arrive("Releases")


def keep(agency: Witness, name: str) -> None:
    to_release(agency, name, "Decide")
    choose(agency.window, "do not release in this round")
    agency.fill(refusal="timing")
    agency.press("Decide and tell the executive")
    agency.arrive("Releases")


def reads_refusal(executive: Witness) -> None:
    executive.follow("Rotations")
    executive.follow("My dream sheet")
    executive.reads("it counts against you in no later round")
    executive.look()
