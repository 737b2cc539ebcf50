"""The words for what home owes the way back of somebody away."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for

from matcher.mentoring.business import end_of_day, local_day
from matcher.policy.periods import DAY
from matcher.policy.return_clauses import RISK_OPEN
from models.queries.returns_to_keep import TO_PLACE, TO_PROPOSE_ANEW, TO_SETTLE
from models.queries.waiting import Waiting
from webui.desk import Task
from webui.desks.way_back import back_on


def _to_settle(one: Waiting) -> Task:
    sentence = f"The return of {one.name} is at risk: write how the way back is kept open"
    due = None if one.due is None else end_of_day(local_day(one.due) + RISK_OPEN.figure * DAY)
    return Task(sentence, due, "Settle it", _page(one))


def _to_propose_anew(one: Waiting) -> Task:
    sentence = f"{one.name} objected to the position to return to: propose another"
    return Task(sentence, end_of_day(back_on(one) - DAY), "Propose another", _page(one))


def _to_place(one: Waiting) -> Task:
    sentence = f"{one.name} comes back soon, and no position to return to is named: propose one"
    return Task(sentence, end_of_day(back_on(one) - DAY), "Propose one", _page(one))


def _page(one: Waiting) -> str:
    return url_for("returns.page", number=one.number)


ENTRIES: dict[str, Callable[[Waiting], Task]] = {
    TO_SETTLE: _to_settle,
    TO_PROPOSE_ANEW: _to_propose_anew,
    TO_PLACE: _to_place,
}
