"""What a return asks of the home side before it and after it, on the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import cast

from flask import url_for

from matcher.mentoring.business import end_of_day
from matcher.policy.return_dates import first_day_back, last_day_to_settle, review_begins, review_days
from models.queries.desk_lines import Waiting
from models.queries.returning import (
    AT_RISK,
    BACK_AT_RISK,
    BROKEN_PASSED_ON,
    OVERDUE_PASSED_ON,
    RISK_PASSED_ON,
    SAID_PASSED_ON,
)
from models.queries.to_place import NAME, NAME_ANEW, NAME_EARLY
from models.returns import ReturnState, passes_on, waiver_ends
from webui.desk import News, Task
from webui.filters import day, deadline
from webui.home_acts import BUTTONS, HomeAct, name_by


def _at_risk(one: Waiting) -> Task:
    sentence = f"The return of {one.name} is at risk: write how the way back is kept open"
    return _task(HomeAct.SETTLE, one, sentence, passes_on(cast(datetime, one.at)))


def _back_at_risk(one: Waiting) -> Task:
    sentence = f"{one.name} is back, and what changed at home is not settled: write how it is"
    return _task(HomeAct.SETTLE, one, sentence, passes_on(cast(datetime, one.at)))


def _risk_passed_on(one: Waiting) -> Task:
    sentence = f"Nobody settled what puts the return of {one.name} at risk: ask home how it is kept open"
    address = url_for("returns.page", number=one.number)
    return Task(sentence, None, "See whom to ask", address, at=passes_on(cast(datetime, one.at)))


def _disputed(one: Waiting) -> Task:
    sentence = f"{one.name} objected to the position for the return: propose another one, or the same again"
    return _task(HomeAct.PROPOSE_AGAIN, one, sentence, end_of_day(last_day_to_settle(_day(one))))


def _to_place(one: Waiting) -> Task:
    last = _day(one)
    sentence = f"{one.name} comes back on {day(first_day_back(last))}: name the position to return to"
    return _task(HomeAct.NAME, one, sentence, end_of_day(name_by(last, cast(date, one.since))))


def _to_review(one: Waiting) -> Task:
    words = f"the {_which(one)} review of the re-entry, planned for {day(_planned(one))},"
    sentence = f"{one.name} is back since {day(_day(one))}: hold {words} and enter it"
    return _task(HomeAct.FIRST_REVIEW, one, sentence, None, at=_begun(one))


def _given_up(one: Waiting) -> News:
    until = deadline(waiver_ends(cast(datetime, one.at)))
    sentence = f"{one.name} gave the return right up, and can take that back until {until}"
    return News(sentence, address=url_for("returns.page", number=one.number))


def _overdue(one: Waiting) -> Task:
    due, (sentence, act) = end_of_day(first_day_back(_day(one))), OVERDUE[one.kind]
    address = url_for("returns.page", number=one.number, _anchor="next")
    return Task(sentence.format(one.name), due, act, address)


def _task(
    act: HomeAct, one: Waiting, sentence: str, due: datetime | None, at: datetime | None = None
) -> Task:
    address = url_for("returns.page", number=one.number, _anchor="next")
    return Task(sentence, due, BUTTONS[act], address, at=at)


def _which(one: Waiting) -> str:
    return "first" if one.kind == _kind(ReturnState.RETURNED) else "second"


def _begun(one: Waiting) -> datetime:
    return end_of_day(review_begins(_day(one), 1 if _which(one) == "first" else 2))


def _planned(one: Waiting) -> date:
    return review_days(_day(one))[0 if _which(one) == "first" else 1]


def reviews(many: list[Waiting]) -> Task:
    """Several who came back, and whose reviews can be held, in one line."""
    state = many[0].kind.removeprefix("home_")
    sentence = f"{len(many)} people are back: hold the {_which(many[0])} review of each re-entry and enter it"
    sentence += f", the earliest planned for {day(min(map(_planned, many)))}"
    address = url_for("returns.index", state=state)
    return Task(sentence, None, "See who", address, at=min(map(_begun, many)))


def _day(one: Waiting) -> date:
    return cast(date, one.day)


def _kind(state: ReturnState) -> str:
    return f"home_{state.value}"


OVERDUE = {
    "return_said": ("{} is back and said since when: enter the return", "Enter it"),
    "return_overdue": ("The return of {} is overdue: enter it, or ask what keeps it", "Enter it"),
    "return_broken": (
        "The right of {} to return counts as broken: enter the return, or ask what keeps it",
        "Enter it",
    ),
    SAID_PASSED_ON: (
        "{} said to be back, and home has not entered the return: ask home to enter it",
        "See whom to ask",
    ),
    OVERDUE_PASSED_ON: ("The return of {} is overdue: ask home what keeps it", "See whom to ask"),
    BROKEN_PASSED_ON: (
        "The right of {} to return counts as broken: ask home what keeps the return",
        "See whom to ask",
    ),
}
"""What is said of whoever should be back, to home and to the programme office."""
REVIEWS = frozenset(map(_kind, (ReturnState.RETURNED, ReturnState.REVIEWED)))
ENTRIES: dict[str, Callable[[Waiting], Task | News]] = {
    _kind(ReturnState.COOLING_OFF): _given_up,
    **dict.fromkeys(OVERDUE, _overdue),
    AT_RISK: _at_risk,
    BACK_AT_RISK: _back_at_risk,
    RISK_PASSED_ON: _risk_passed_on,
    NAME: _to_place,
    NAME_EARLY: _to_place,
    NAME_ANEW: _disputed,
    **dict.fromkeys(REVIEWS, _to_review),
}
"""How each kind of it is said."""
