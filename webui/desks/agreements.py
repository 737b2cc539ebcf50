"""The words for what an agreement asks of whoever signs it or makes it ready."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import cast

from flask import g, url_for

from matcher.mentoring.business import end_of_day
from matcher.policy.periods import DAY
from models.agreement_days import has_come, signed_until
from models.queries.desk_lines import Waiting
from models.queries.returning import CHANGE_BACK
from webui.desk import News, Task
from webui.filters import day

CHANGES = ("agreement_change", "agreement_change_of_mine")
THEN = "waits for your signature: read it, then sign or send it back"


def _to_sign(one: Waiting) -> Task:
    return _task(one, f"The agreement of {one.name} waits for your signature", "Read and sign")


def _change(one: Waiting) -> Task:
    return _task(one, f"A change of the agreement of {one.name} waits for your signature", "Read and sign")


def _mine(one: Waiting) -> Task:
    return _task(one, f"Your agreement with {one.name} {THEN}", "Read and sign")


def _my_change(one: Waiting) -> Task:
    return _task(one, f"A change of your agreement with {one.name} {THEN}", "Read and sign")


def _back(one: Waiting) -> Task:
    sentence = f"The agreement of {one.name} is a draft again: change it, and put it to signature anew"
    return _to_write(one, sentence, "Change it")


def _change_back(one: Waiting) -> News:
    words = f"{one.by} sent your change of the agreement of {one.name} back: read why"
    sentence = f"{words}; what was agreed on before stands"
    return News(sentence, address=url_for("agreements.page", number=one.number))


def _draft(one: Waiting) -> Task:
    sentence = f"The agreement of {one.name} is a draft: make it ready, then put it to signature"
    return _to_write(one, sentence, "Make it ready")


def _to_write(one: Waiting, sentence: str, act: str) -> Task:
    """A draft; another day is asked for, from its first day on, of one that was there when that came."""
    if not is_missed(one):
        return _task(one, sentence, act)
    first = cast(date, one.day)
    passed = f"The first day of the agreement of {one.name}, {day(first)}, has come without all signatures"
    return _task(one, f"{passed}: write a first day to come, or cancel", act, end_of_day(first))


def _task(one: Waiting, sentence: str, act: str, due: datetime | None = None) -> Task:
    return Task(sentence, due or sign_by(one), act, url_for("agreements.page", number=one.number))


def is_missed(one: Waiting) -> bool:
    """Whether the first day of a draft has come, and had not when it was entered."""
    return one.day is not None and one.at is not None and has_come(one.day, one.at, g.now)


def sign_by(one: Waiting) -> datetime | None:
    """The end of the last day to sign on: the eve of the first day away, or the day after which the changed
    days begin, as an early end may be agreed on that very day; None where there is none."""
    if one.day is None or one.at is None:
        return None
    last = signed_until(one.day if one.kind in CHANGES else one.day - DAY, one.at)
    return None if last is None else end_of_day(last)


ENTRIES: dict[str, Callable[[Waiting], Task | News]] = {
    "agreement": _to_sign,
    "agreement_change": _change,
    "agreement_of_mine": _mine,
    "agreement_change_of_mine": _my_change,
    "agreement_back": _back,
    CHANGE_BACK: _change_back,
    "draft_agreement": _draft,
}
"""How each kind of it is said."""
