"""What a figure of law or policy is: value, unit, citation, dates, confidence, force, who may waive."""

import enum
from dataclasses import dataclass
from datetime import date


class Force(enum.StrEnum):
    """HARD stops the act, WARN is shown and acknowledged, INFO is reported."""

    HARD = "hard"
    WARN = "warn"
    INFO = "info"


class Confidence(enum.StrEnum):
    """How the text behind a clause was read; a POLICY clause is a choice of this service, never law."""

    OPENED = "opened"
    SECONDARY = "secondary source"
    NOT_VERIFIED = "not verified"
    POLICY = "policy of this service"


@dataclass(frozen=True)
class Clause:
    """One rule in force from `effective_from` to `effective_to` (both days counted; None: still).

    `value` is None where the rule has no figure, `waived_by` where nobody may waive it; `days` are the civil
    days that the rule names, in order, where it names days.
    """

    code: str
    value: int | None
    unit: str
    citation: str
    effective_from: date
    confidence: Confidence
    force: Force
    effective_to: date | None = None
    waived_by: str | None = None
    days: tuple[date, ...] = ()

    @property
    def figure(self) -> int:
        """The value of a clause that has one; ValueError for any other."""
        if self.value is None:
            raise ValueError(f"{self.code} has no figure")
        return self.value

    def is_in_force(self, day: date) -> bool:
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)
