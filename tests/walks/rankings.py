"""A host who ranks the one applicant of an assignment."""

from tests.walks.witness import Witness


def rank(host: Witness, title: str, name: str) -> None:
    """Open the applicants, read the card, rank and certify."""
    host.to_desk()
    host.follow("Applicants")
    host.arrive("Applicants")
    host.follow(title)
    host.arrive(f"Applicants for {title}")
    host.press("Open the applicants")
    host.reads("Not ranked yet")
    host.follow(f"Card of {name}")
    host.arrive(name)
    host.window.go_back()
    host.press(f"Put at the end of my order {name}")
    host.reads("This is a draft")
    host.follow("Look it over and certify")
    host.arrive(f"Certify the ranking for {title}")
    host.press("Certify this list")
    host.reads("Receipt")
    host.look()
