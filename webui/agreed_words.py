"""What a confirmed offer has become, by the state of its agreement: for its agencies, and its executive."""

from __future__ import annotations

from models.agreements import Agreement, AgreementState
from webui.filters import day

YES = "The executive, the home agency and the host said yes. "
SIGNERS = (
    " For the host its agency coordinator or Executive Resources Board signs, and the supervisor there; "
    "a host contact has nothing left to do."
)
AGENCIES = {
    AgreementState.DRAFT: f"{YES}The agreement is drafted: once its terms are written it goes to the five "
    f"who sign, and the desk of each says so and by when.{SIGNERS}",
    AgreementState.IN_SIGNATURE: f"{YES}The agreement is with the five who sign, before {{starts}}: the desk "
    f"of each says so.{SIGNERS}",
    AgreementState.IN_FORCE: "The agreement is in force, {days}. Nothing waits for you here.",
    AgreementState.ENDED: "The agreement was in force, {days}, and has ended.",
    AgreementState.ENDED_EARLY: "The agreement was in force, and ended early.",
    AgreementState.CANCELLED: "The agreement was cancelled before it was in force: nothing more comes of "
    "this offer.",
}
MINE = "You, your home agency and the host said yes: the place is yours. "
EXECUTIVE = {
    AgreementState.DRAFT: f"{MINE}Next, home and host write the agreement, and your desk says when it waits "
    "for your signature; nothing starts before it is signed.",
    AgreementState.IN_SIGNATURE: f"{MINE}Its agreement is with the five who sign, you among them, before "
    "{starts}; nothing starts before all have.",
    AgreementState.IN_FORCE: "Your agreement is in force, {days}. Nothing has to be done here.",
    AgreementState.ENDED: "Your agreement was in force, {days}, and has ended. Nothing has to be done.",
    AgreementState.ENDED_EARLY: "Your agreement was in force, and ended early. Nothing has to be done.",
    AgreementState.CANCELLED: "The agreement was cancelled before it was in force: nothing more comes of "
    "this offer. Nothing has to be done, and it counts against nobody.",
}


def for_agencies(agreement: Agreement) -> str:
    """What home and host read of it."""
    return said(AGENCIES[agreement.state], agreement)


def for_executive(agreement: Agreement) -> str:
    """What the executive reads of it."""
    return said(EXECUTIVE[agreement.state], agreement)


def said(words: str, agreement: Agreement) -> str:
    """The words with the days of the agreement in them."""
    first = day(agreement.starts_on)
    for_good = agreement.kind.is_permanent
    days = f"from {first}, for good" if for_good else f"from {first} to {day(agreement.ends_on)}"
    return words.format(starts=first, days=days)
