"""A gate that somebody does not meet: the waiver is asked for, and granted by the host's agency."""

from tests.walks.offers import GATE, TITLE
from tests.walks.witness import Witness

ROUND = "First invented round"
WHY = "Twenty years of contracts for two departments."


def file(executive: Witness) -> None:
    """Put the assignment on the sheet, ask its host to waive the gate, and certify with consent."""
    executive.follow("Choose")
    executive.arrive(f"Catalogue of {ROUND}")
    executive.press(f"Add to my sheet {TITLE}")
    executive.window.get_by_role("link", name="Number 1 on my sheet").wait_for()
    executive.follow("My dream sheet")
    executive.arrive(f"My dream sheet for {ROUND}")
    executive.follow("Answer 1 requirement before you certify")
    executive.arrive(f"Requirements of my choices in {ROUND}")
    executive.follow(f"Ask for a waiver of {GATE}")
    executive.arrive("Ask for a waiver")
    executive.fill(reason=WHY)
    executive.press("Ask for the waiver")
    executive.reads("waiver asked, with the host")
    executive.follow("Back to my sheet")
    executive.follow("Certify this list")
    executive.arrive("Certify my dream sheet")
    executive.hand.tick(executive.window.locator("input[name=voluntary]"))
    executive.press("Certify this choice")
    executive.arrive("Receipt for my dream sheet")


def grant(agency: Witness, name: str) -> None:
    """Waive it for this person."""
    agency.to_desk()
    agency.follow("Decide")
    agency.arrive("Waivers")
    agency.follow(name)
    agency.arrive(f"Waiver for {name}")
    agency.reads(WHY)
    agency.fill(verdict="grant", reason="What the person brings is what the work needs.")
    agency.press("Decide")
    agency.reads("No waiver waits")
    agency.look()
