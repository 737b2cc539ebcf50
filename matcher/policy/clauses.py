"""Every figure of law and policy, once: value, unit, citation, dates, confidence, force, who may waive."""

import enum
from dataclasses import dataclass
from datetime import date


class Force(enum.StrEnum):
    HARD = "hard"
    WARN = "warn"
    INFO = "info"


class Confidence(enum.StrEnum):
    """How well the text behind a clause was read."""

    OPENED = "opened"
    SECONDARY = "secondary"
    NOT_VERIFIED = "not verified"
    POLICY = "policy of this service"


@dataclass(frozen=True)
class Clause:
    """One rule. `value` is None where the rule has no figure."""

    code: str
    value: int | None
    unit: str
    citation: str
    effective_from: date
    effective_to: date | None
    confidence: Confidence
    force: Force
    waived_by: str | None

    def in_force(self, day: date) -> bool:
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


ROTATION_DAYS = Clause(
    code="rotation_days",
    value=120,
    unit="consecutive calendar days",
    citation="OPM guidance of 29 January 2016 on Executive Order 13714; OPM memorandum of 13 May 2021",
    effective_from=date(2016, 1, 29),
    effective_to=None,
    confidence=Confidence.OPENED,
    force=Force.WARN,
    waived_by=None,
)
ROTATION_GOAL = Clause(
    code="rotation_goal",
    value=15,
    unit="percent of the SES, government-wide, per fiscal year",
    citation="Goal of Executive Order 13714 (2015), OPM memoranda of 2016 and 2021",
    effective_from=date(2016, 10, 1),
    effective_to=None,
    confidence=Confidence.OPENED,
    force=Force.INFO,
    waived_by=None,
)
