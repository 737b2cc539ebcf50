"""What a drafted agreement still lacks, in the words of whoever reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.agencies import Agency
from models.agreements import Agreement
from models.queries.agreement_findings import Finding
from models.queries.last_word import LastWord
from webui.filters import away, day, plural


@dataclass(frozen=True)
class Reader:
    """Who reads: `leads` is a coordinator of home, `arranges` one of either agency."""

    leads: bool
    arranges: bool
    is_executive: bool


@dataclass(frozen=True)
class Draft:
    """`back` is who sent its newest text back, and `same` that its terms are still those; `missed` says
    that the first day leaves nobody time to sign; `unwritten` are the terms it lacks, in words, and `unheld`
    the sides where nobody holds the role of supervisor."""

    agreement: Agreement
    reader: Reader
    findings: Sequence[Finding]
    unwritten: Sequence[str]
    unheld: Sequence[Agency]
    missed: str
    back: LastWord | None
    same: bool
    is_ahead: bool

    @property
    def waits_for_change(self) -> bool:
        """Whether it was sent back and stands as it was."""
        return self.back is not None and self.same

    @property
    def stopping(self) -> int:
        """How many rules stop it."""
        return sum(one.stops for one in self.findings)

    @property
    def unread(self) -> int:
        """How many warnings nobody has read."""
        return sum(one.is_unread for one in self.findings)

    @property
    def is_to_write(self) -> bool:
        """Whether writing is what it needs first, and not a supervisor to be named alone."""
        return bool(self.missed) or len(self.unwritten) > len(self.unheld)

    @property
    def is_for_policy(self) -> bool:
        """Whether what policy says is all that is left to do."""
        return bool(self.policy()) and not (self.unwritten or self.back or self.missed)

    @property
    def is_ready(self) -> bool:
        """Whether it can go to signature as it is."""
        return not (self.policy() or self.unwritten)

    def heading(self) -> str:
        """The next step."""
        leads = self.reader.leads
        if self.missed:
            who = "you write a first day to come, or cancel"
            return who if leads else "home writes a first day to come, or cancels"
        if self.waits_for_change:
            return "put it to signature again, once it is changed" if leads else "it is changed, or cancelled"
        if self.unwritten and not self.is_to_write:
            return "ask for a supervisor to name"
        who, ends = self._writer()
        if self.unwritten:
            return f"{who} write{ends} the terms"
        if self.stopping or self.unread:
            return f"{who} settle{ends} what policy says, then it goes to signature"
        return f"{who} put{ends} it to signature"

    def _writer(self) -> tuple[str, str]:
        """Who goes on with it, and the ending of what they do."""
        if self.reader.leads:
            return "you", ""
        return "the home agency" if self.reader.arranges else "a coordinator of either agency", "s"

    def after_refusal(self) -> Iterator[str]:
        """What became of the text that was sent back, and what the reader does about it."""
        if self.agreement.events[-1].signatures:
            yield "The signatures it had fell."
        if not self.waits_for_change:
            further = ": put it to signature, or change it further" if self.reader.leads else ""
            yield f"It is changed since{further}."
        elif self.reader.arranges:
            yield "Change the terms, or cancel the agreement at the foot of this page."
            yield (
                "Its terms are not changed since: if it goes out as it is, whoever sent it back may send it"
                " back again."
            )
        if self.reader.is_executive:
            if self.waits_for_change:
                yield "A coordinator of either agency changes it or cancels it."
            yield "What is put to signature again comes to your desk."
            yield "Not agreeing counts against nobody."

    def too_late(self) -> Iterator[str]:
        """That the first day is too near, and who moves it."""
        yield self.missed
        if self.reader.arranges:
            yield (
                "Change the terms with a first day that leaves everybody time to sign; to cancel stands at"
                " the foot of this page."
            )
        if self.reader.is_executive:
            yield "It counts against nobody."

    def writers(self) -> str:
        """Who writes what is missing, where that is not the reader."""
        if self.reader.leads:
            return ""
        if self.reader.arranges:
            home = self.agreement.home_agency.name
            return (
                f"The coordinators of {home} have it on their desks; at the host you read along, and may"
                " write the terms too."
            )
        return "" if self.unheld else "A coordinator of either agency, home or host, writes them."

    def to_signature(self, first_day: str) -> Iterator[str]:
        """When it goes to the five, and by when they sign."""
        if self.waits_for_change:
            yield "Once it is changed and put to signature again, the text goes to the five who sign."
        elif self.unwritten:
            yield "Once the terms are written and both supervisors named, the text goes to the five who sign."
        else:
            yield "The terms are written and both supervisors named: the text goes to the five who sign."
        if not self.missed:
            starts = self.agreement.starts_on
            must = f"All have to sign before the {first_day}," if self.is_ahead else f"The {first_day} was"
            yield f"{must} {day(starts)} ({away(starts)})."

    def policy(self) -> str:
        """What policy has to say of it: 1 rule stops it, 2 warnings wait to be read."""
        counted = (
            (self.stopping, "rule stops it", "rules stop it"),
            (self.unread, "warning waits to be read", "warnings wait to be read"),
        )
        return ", ".join(plural(count, one, many) for count, one, many in counted if count)
