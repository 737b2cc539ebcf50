"""What a return asks of the home side before it and after it, on the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import cast

from flask import url_for

from matcher.mentoring.business import end_of_day, local_day
from matcher.policy.periods import DAY
from matcher.policy.return_clauses import RETURN_POSITION, RISK_OPEN
from matcher.policy.return_dates import first_day_back, next_business_day, review_begins
from models.queries.waiting import Waiting
from models.returns import ReturnState
from webui.desk import Task
from webui.filters import day


def _at_risk(one: Waiting) -> Task:
    sentence = f"The return of {one.name} is at risk: write how the way back is kept open"
    by = local_day(cast(datetime, one.due)) + RISK_OPEN.figure * DAY
    return Task(sentence, end_of_day(by), "Settle it", _page(one))


def _disputed(one: Waiting) -> Task:
    sentence = f"{one.name} objected to the position for the return: propose another one"
    return Task(sentence, end_of_day(first_day_back(_day(one)) - DAY), "Read why", _page(one))


def _to_place(one: Waiting) -> Task:
    back = day(first_day_back(_day(one)))
    sentence = f"{one.name} comes back on {back}: name the position to return to"
    by = next_business_day(_day(one) - RETURN_POSITION.figure * DAY)
    return Task(sentence, end_of_day(by), "Name it", _page(one))


def _to_review(one: Waiting) -> Task:
    number = 1 if one.kind == _kind(ReturnState.RETURNED) else 2
    began = review_begins(_day(one), number)
    words = f"the {'first' if number == 1 else 'second'} review of the re-entry"
    sentence = f"{one.name} is back since {day(_day(one))}: hold {words} and enter it"
    return Task(sentence, None, "Enter it", _page(one), at=end_of_day(began))


def _day(one: Waiting) -> date:
    return date.fromisoformat(one.slug or "")


def _page(one: Waiting) -> str:
    return url_for("returns.page", number=one.number)


def _kind(state: ReturnState) -> str:
    return f"home_{state.value}"


ENTRIES: dict[str, Callable[[Waiting], Task]] = {
    _kind(ReturnState.AT_RISK): _at_risk,
    _kind(ReturnState.DISPUTED): _disputed,
    _kind(ReturnState.NOTICE_WINDOW): _to_place,
    _kind(ReturnState.CURTAILING): _to_place,
    _kind(ReturnState.RETURNED): _to_review,
    _kind(ReturnState.REVIEWED): _to_review,
}
"""How each kind of it is said."""
