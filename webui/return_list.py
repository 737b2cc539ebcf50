"""The list of returns, in the words of whoever reads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from models.queries.returns import Away, Filters
from models.returns import LATE, ReturnState
from webui.filters import day
from webui.home_acts import HomeAct, Step, step_of

URGENT = (ReturnState.AT_RISK, ReturnState.DISPUTED, *LATE)


@dataclass(frozen=True)
class OpenLines:
    """How many lines of the checklist of an agreement are open, of how many."""

    agreement: int
    left: int
    whole: int


@dataclass(frozen=True)
class Listed:
    """One row; `keeps` where the reader may do what home is to do, and `lines` are those that the list was
    asked for."""

    away: Away
    keeps: bool
    lines: OpenLines | None
    today: date

    @property
    def icon(self) -> str:
        """The icon beside the state."""
        return "warning" if self.away.state in URGENT else "flag"

    @property
    def step(self) -> Step:
        """What comes next."""
        return step_of(self.away)

    @property
    def opens_later(self) -> bool:
        """Whether what comes next cannot be entered yet."""
        return self.step.opens is not None and self.step.opens > self.today

    @property
    def leads(self) -> bool:
        """Whether what comes next is a link to where the reader does it."""
        return self.keeps and self.step.act.is_home and not self.opens_later

    def act(self) -> str:
        """What comes next, in words; none where only lines of the checklist are left."""
        return "" if self.lines and self.step.act is HomeAct.NOTHING else self.step.act.value

    def by(self) -> str:
        """Until when, or for which day it is planned, that it is past, and from when it is entered; empty
        without a day."""
        step = self.step
        if step.day is None:
            return ""
        if step.opens is None:
            return f"by {day(step.day)}"
        planned = f"planned for {day(step.day)}"
        if self.opens_later:
            return f"{planned}, from {day(step.opens)} on"
        return f"{planned}, which is past" if step.day < self.today else planned


def empty(wanted: Filters, *, sponsors: bool) -> Iterator[str]:
    """Why nobody is listed, and who will be; `sponsors` where the reader sees whom they sponsor alone."""
    asks = (wanted.name, wanted.states, wanted.at_risk, wanted.before, wanted.among is not None)
    yield "Nobody fits: take a condition away." if any(asks) else "Nobody is away."
    once = " once you are named as the sponsor" if sponsors else ""
    yield (
        f"Whoever goes away under an agreement that all five signed appears here{once}, with the day of the"
        " return."
    )
