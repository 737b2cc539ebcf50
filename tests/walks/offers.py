"""An assignment that an agency writes, and another person of it approves."""

from tests.walks.witness import Witness

TITLE = "Deputy Director, Grid Reliability"
GATE = "Holds a law degree."
TEXT = {
    "title": TITLE,
    "purpose": "Lead the merger of two offices that watch over the grid.",
    "objectives": "Merge two offices.\nKeep both missions going.",
    "results": "One office with one budget.",
    "indicators": "One budget by June.",
    "supervisor": "Assistant Secretary",
    "kind": "detail",
    "starts_from": "2027-03-01",
    "starts_until": "2027-06-01",
    "duration_days": "180",
    "place": "Washington, DC",
    "remote": "hybrid",
    "clearance": "none",
    "funding": "reimbursable_1535",
}
REQUIRED = {
    "text": GATE,
    "subject": "technical",
    "effect": "gate",
    "justification": "the post signs opinions on contracts",
}


def write(host: Witness) -> None:
    """A draft with one gate, for which approval is asked."""
    host.follow("Our opportunities")
    host.follow("Offer an assignment")
    host.arrive("Offer an assignment")
    host.fill(**TEXT)
    host.press("Keep as a draft")
    host.arrive(TITLE)
    host.follow("Write the requirements")
    host.arrive(f"Requirements of {TITLE}")
    host.fill(**REQUIRED)
    host.press("Add")
    host.reads("Added.")
    host.follow("Back to the opportunity")
    host.press("Ask for approval")
    host.reads(" approves it.")
    host.look()


def approve(colleague: Witness) -> None:
    """From the desk of another person of the agency."""
    colleague.follow("Read")
    colleague.arrive(TITLE)
    colleague.reads(GATE)
    colleague.press("Approve it")
    colleague.reads("It is approved")
    colleague.look()
