"""What an opportunity requires: the gates that stand closed, and how its points are shared out."""

from collections.abc import Iterable
from dataclasses import dataclass

from matcher.policy.reasons import Reason, reason


@dataclass(frozen=True)
class Shares:
    """The points of an opportunity's scored requirements, by what they are about."""

    technical: int
    ecq: int
    other: int

    @property
    def total(self) -> int:
        return self.technical + self.ecq + self.other

    @property
    def technical_outweighs(self) -> bool:
        """Whether technical qualifications count more than the Executive Core Qualifications."""
        return self.technical > self.ecq

    def percent(self, points: int) -> int:
        """A share of all the points in whole percent, a half rounded up; 0 where nothing is scored.

        >>> Shares(1, 2, 5).percent(1)
        13
        """
        return (200 * points + self.total) // (2 * self.total) if self.total else 0


def shares(weights: Iterable[tuple[str, int | None]]) -> Shares:
    """Add up the weights by subject; a requirement without a weight adds nothing.

    >>> shares([("technical", 30), ("ecq", 20), ("technical", None)])
    Shares(technical=30, ecq=20, other=0)
    """
    found = {"technical": 0, "ecq": 0, "other": 0}
    for subject, weight in weights:
        found[subject] += weight or 0
    return Shares(**found)


def check_gates(opportunity: str, unmet: Iterable[str]) -> list[Reason]:
    """One finding for each gate requirement that is neither attested nor waived, by its text."""
    return [reason("gate_unmet", opportunity=opportunity, requirement=text) for text in unmet]
