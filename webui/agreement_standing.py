"""An agreement whose text is out or in force, in the words of whoever reads it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from matcher.policy.return_basis import ReturnBasis
from models.agreements import Agreement, AgreementEvent, AgreementState, EventKind, Party
from models.returns import ReturnRight
from webui.filters import day, plural, state
from webui.words import PARTIES

NOT_YOURS = (
    "This agreement grants no way back to the home agency. The executive acknowledges that in writing before"
    " anybody signs; nothing is yours to do until then."
)


@dataclass(frozen=True)
class AgreementStanding:
    """`event` is the text that is out, `mine` the parties the reader signs it for now; `right` is the way
    back, and `later` are the texts that may follow."""

    agreement: Agreement
    event: AgreementEvent | None
    mine: Sequence[Party]
    right: ReturnRight | None
    later: Sequence[EventKind]
    today: date
    is_executive: bool

    @property
    def first_day(self) -> str:
        """What its first day is called."""
        return "first day there" if self.agreement.kind.is_permanent else "first day away"

    @property
    def unsigned(self) -> list[Party]:
        """Who has not signed the text that is out."""
        signed = {one.party for one in self.event.signatures} if self.event else set()
        return [one for one in PARTIES if one not in signed]

    @property
    def is_unsaid(self) -> bool:
        """Whether the executive still has to say that there is no way back."""
        return self.agreement.return_basis is ReturnBasis.NONE and not self.agreement.none_acknowledged_at

    def to_sign(self) -> str:
        """The next step of a text that is out."""
        if self.is_unsaid and self.is_executive:
            return "say that you know there is no way back, or send it back"
        if self.is_unsaid:
            return "the executive acknowledges that there is no way back"
        missing = len(self.unsigned)
        if not self.mine:
            return f"{plural(missing, 'signature is', 'signatures are')} missing"
        return "you sign, as the last of five" if missing == 1 else "you sign, as one of five"

    def no_way_back(self) -> str:
        """What the executive acknowledges, or that somebody else does."""
        if not self.is_executive:
            return NOT_YOURS
        leaves = (
            "You leave your position of record for good, and nothing grants you a right to return to it"
            if self.agreement.kind.is_permanent
            else "Nothing grants you a right to return to your position of record"
        )
        return (
            f"{leaves} or to any other position at {self.agreement.home_agency.name}. If that is not what you"
            " want, send the text back. If it is, say that you know it; then you sign."
        )

    def in_force(self) -> str:
        """From when until when it is in force."""
        if self.agreement.kind.is_permanent:
            return "In force, for good"
        starts, ends = self.agreement.starts_on, day(self.agreement.ends_on)
        return (
            f"In force: away from {day(starts)} to {ends}"
            if starts > self.today
            else f"In force until {ends}"
        )

    def changes(self) -> str:
        """By which new texts it changes, and why by no other."""
        words = "It changes by a new text alone, which all five sign: an amendment"
        if EventKind.EXTENSION in self.later:
            return (
                f"{words}, an extension to {day(self.agreement.latest_end)} at the latest, or an early end."
            )
        if EventKind.EARLY_END in self.later:
            return f"{words} or an early end; {no_extension(self.agreement, self.right)}."
        return f"{words}."


def no_extension(agreement: Agreement, right: ReturnRight | None) -> str:
    """Why its last day cannot move on."""
    if right is not None and EventKind.EXTENSION in agreement.later_kinds:
        return f"no extension is possible while the way back is “{state(right)}”"
    return "no extension was agreed on"


def writable(
    agreement: Agreement, later: Collection[EventKind], right: ReturnRight | None, today: date
) -> str:
    """Until when it runs, which new texts can be written, and by when they are signed."""
    name, over = agreement.executive.name, agreement.ends_on < today
    signed = "What you write becomes a new text, which all five sign"
    if agreement.kind.is_permanent:
        return f"The agreement of {name} is for good. {signed}."
    extends, last = EventKind.EXTENSION in later, day(agreement.ends_on)
    further = f"it can {'still ' if over else ''}be extended to {day(agreement.latest_end)}"
    until = further if extends else no_extension(agreement, right)
    if over:
        kinds = "an amendment or an extension" if extends else "an amendment"
        return (
            f"The agreement of {name} had its last day on {last}; {until}. {signed}: {kinds}; it is too"
            " late for an early end."
        )
    days = f"an extension by {last}, an early end" if extends else "an early end"
    return (
        f"The agreement of {name} ends on {last}; {until}. {signed}: {days} by the new last day; what not all"
        f" have signed by then lapses. Of an early end, {plural(agreement.notice_days, 'day')} of written"
        " notice were agreed on; a sooner one says so in its words, and who signs accepts it."
    )


def came_into_force(event: AgreementEvent, agreement: Agreement) -> str:
    """Since when a text is in force, or that it was, and what became of the agreement."""
    since = "" if event.in_force_at is None else day(event.in_force_at)
    if agreement.state is AgreementState.IN_FORCE:
        return f"in force since {since}"
    return f"came into force on {since}; the agreement {state(agreement)}"
