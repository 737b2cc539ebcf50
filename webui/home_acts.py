"""What a return asks of home in each state, for its desk, the list of returns and the page of one."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime

from matcher.policy.periods import DAY
from matcher.policy.return_basis import ReturnTarget
from matcher.policy.return_clauses import RETURN_POSITION
from matcher.policy.return_dates import last_day_to_settle, next_business_day, review_begins, review_days
from models.queries.returns import Away
from models.returns import LATE, ReturnRight, ReturnState, passes_on
from models.services.return_rights import POSITION_GONE

S = ReturnState


class HomeAct(enum.StrEnum):
    """What comes next, and who does it, as the list of returns says it."""

    ENTER = "home enters the return"
    SETTLE = "home settles the risk"
    WAIT = "the executive answers"
    PROPOSE_AGAIN = "home proposes another position, or the same one again"
    NAME = "home names the position"
    FIRST_REVIEW = "home enters the first review"
    SECOND_REVIEW = "home enters the second review"
    NOTHING = "nothing now"

    @property
    def is_home(self) -> bool:
        """Whether home is to do it."""
        return self in BUTTONS


ACTS: dict[ReturnState, HomeAct] = {
    **dict.fromkeys(S, HomeAct.NOTHING),
    **dict.fromkeys((S.ACTIVE, S.EXTENDED, S.NOTICE_WINDOW, S.CURTAILING), HomeAct.NAME),
    S.PLACEMENT_PROPOSED: HomeAct.WAIT,
    S.DISPUTED: HomeAct.PROPOSE_AGAIN,
    S.AT_RISK: HomeAct.SETTLE,
    S.OVERDUE: HomeAct.ENTER,
    S.BREACHED: HomeAct.ENTER,
    S.RETURNED: HomeAct.FIRST_REVIEW,
    S.REVIEWED: HomeAct.SECOND_REVIEW,
}
BUTTONS = {
    HomeAct.ENTER: "Enter it",
    HomeAct.SETTLE: "Settle it",
    HomeAct.PROPOSE_AGAIN: "Read why",
    HomeAct.NAME: "Name it",
    HomeAct.FIRST_REVIEW: "Enter it",
    HomeAct.SECOND_REVIEW: "Enter it",
}
"""The words of the button that leads to an act."""


@dataclass(frozen=True)
class Step:
    """An act with its day: until when a position is named, for when a review is planned, and from when it
    can be held."""

    act: HomeAct
    day: date | None
    opens: date | None = None


def step_of(row: Away) -> Step:
    """What comes next of a row of the list of returns."""
    late = row.state in LATE
    act = act_of(row.state, at_risk=row.risks > 0, late=late, active=row.active)
    if act is HomeAct.NAME:
        return Step(act, name_by(row.ends_on, row.asked_from))
    if row.returned_on is not None and act in (HomeAct.FIRST_REVIEW, HomeAct.SECOND_REVIEW):
        number = 1 if act is HomeAct.FIRST_REVIEW else 2
        planned = review_days(row.returned_on)[number - 1]
        return Step(act, planned, opens=review_begins(row.returned_on, number))
    return Step(act, None)


def name_by(ends_on: date, asked_from: date) -> date:
    """Until when home names the position: where that day had passed before anything could be asked for
    the return, until the last business day before the first day back."""
    usual = next_business_day(ends_on - RETURN_POSITION.figure * DAY)
    return usual if usual >= asked_from else last_day_to_settle(ends_on)


def act_of(state: ReturnState, *, at_risk: bool, late: bool, active: bool) -> HomeAct:
    """The act that comes first: whoever should be back, then what endangers the way back, then the rest;
    nothing more of a right that is over, or of somebody who has left the service."""
    if late:
        return HomeAct.ENTER
    if not active or state in (S.CLOSED, S.WAIVED):
        return HomeAct.NOTHING
    return HomeAct.SETTLE if at_risk else ACTS[state]


def settle_by(right: ReturnRight) -> datetime | None:
    """When the oldest open risk goes to the programme office."""
    raised = [one.raised_at for one in right.risks if one.settled_at is None]
    return passes_on(min(raised)) if raised else None


def position_kept(right: ReturnRight) -> str | None:
    """The position that the right leads to by itself, or that was named before the last day moved; None where
    nothing leads there, something endangers it, or the executive has it to answer or objected to it."""
    if settle_by(right):
        return None
    if right.placement:
        return None if right.standing or right.dispute else right.placement
    if right.target is not ReturnTarget.SAME_POSITION:
        return position_agreed(right)
    kept = right.equivalent or (None if _is_gone(right) else right.agreement.position)
    return kept.title if kept else None


def position_agreed(right: ReturnRight) -> str | None:
    """The position that the agreement names; None where it names none, or a position is gone since."""
    return None if _is_gone(right) else right.agreement.return_position


def _is_gone(right: ReturnRight) -> bool:
    return any(one.kind in POSITION_GONE for one in right.risks)
