"""A notice of the way back, in the words of whoever reads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from matcher.policy.return_dates import RENEWALS, Mark, asked_until, first_day_back
from models.returns import ReturnNotice
from models.services.return_notices import is_closed_by_its_act
from webui.filters import away, day, moment

HAVE_DEADLINES = frozenset({Mark.LOGISTICS, *RENEWALS})
"""Whose last day the desk shows; nothing else that a day asks for is of no use after one."""
ACTS = {Mark.POSITION: "Name the position", Mark.SPONSOR: "Name the sponsor"}
"""What home does on the page of the return about what a notice asks for."""


@dataclass(frozen=True)
class Asking:
    """`own` where its executive reads it, `hosts` where the supervisor at the host does; `appraisal` is
    when the one is due that it calls to mind, while that is not entered."""

    notice: ReturnNotice
    own: bool
    hosts: bool
    sees_return: bool
    may_see_to: bool
    appraisal: date | None

    @property
    def back_on(self) -> date:
        """The first day back."""
        return first_day_back(self.notice.right.ends_on)

    @property
    def due(self) -> date | None:
        """The last day for it, where it has one."""
        notice = self.notice
        if notice.mark not in HAVE_DEADLINES:
            return None
        return asked_until(notice.mark, notice.nominal_on, notice.right.ends_on)

    @property
    def is_hosts_alone(self) -> bool:
        """Whether the reader has no page of the return to go to."""
        return self.hosts and not self.sees_return and not self.own

    @property
    def appraisal_left(self) -> date | None:
        """Until when the appraisal stays on the desk of the reader without the notice."""
        return self.appraisal if self.hosts else None

    @property
    def is_said_done(self) -> bool:
        """Whether the reader closes it by saying that it is done."""
        is_open = self.notice.done_at is None
        return is_open and self.may_see_to and not is_closed_by_its_act(self.notice)

    def heading(self) -> str:
        """Whose return it is about."""
        return "Your return" if self.own else f"Return of {self.notice.right.executive.name}"

    def act(self) -> str:
        """The words of the button to the return."""
        return ACTS.get(self.notice.mark, "Open the return") if self.may_see_to else "Open the return"

    def sentences(self) -> Iterator[str]:
        """For which day it stands, and when it leaves the desk, or left it."""
        notice = self.notice
        yield f"It stands for {day(notice.shown_on)} ({away(notice.shown_on)})."
        if notice.done_at is not None:
            left = (
                f"only the appraisal is left, by {day(self.appraisal_left)}."
                if self.appraisal_left
                else "nothing is to be done any more."
            )
            yield f"{self._closed()} on {moment(notice.done_at)}: {left}"
            return
        if self.due:
            yield f"It is to be done by {day(self.due)} ({away(self.due)})."
        if notice.snoozed_until:
            yield f"Put off until {day(notice.snoozed_until)}: “{notice.snooze_reason}”"
        yield from self._leaves()

    def _closed(self) -> str:
        if self.notice.done_at == self.notice.told_at:
            return "It was told"
        return "Its time was over" if self.notice.is_lapsed else "It was seen to"

    def _leaves(self) -> Iterator[str]:
        if is_closed_by_its_act(self.notice):
            yield "Once a position is proposed it leaves your desk."
        elif self.appraisal_left:
            yield "Once the appraisal is entered it leaves your desk."
            last = day(self.appraisal_left)
            yield f"If you only say that it is done, the appraisal stays there, by {last}."
        elif not self.may_see_to:
            yield "Once home has seen to it, it leaves your desk."
        elif self.sees_return or self.own:
            yield "Once it is done here, or you say so, it leaves your desk."
        else:
            yield "Once you say that it is done, it leaves your desk."

    def put_off(self) -> Iterator[str]:
        """What putting it off does, and what it does not."""
        yield "It leaves your desk alone until the day that you choose, and then waits for you again."
        if self.appraisal_left:
            yield f"Only the appraisal stays there, by {day(self.appraisal_left)}."
        yield f"The first day back, {day(self.back_on)}, does not move."
