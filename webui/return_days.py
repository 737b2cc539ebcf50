"""The days of a way back that are still ahead, for its page and for a calendar."""

from __future__ import annotations

from datetime import date, datetime

from matcher.policy.return_dates import Due, Mark
from models.queries.to_place import names_none
from models.return_marks import MARKS, Asks, Whose, is_asked
from models.returns import ReturnNotice, ReturnRight, schedule
from models.services.returns_clock import TOLD, is_done_ahead
from webui.home_acts import name_by


def days_ahead(right: ReturnRight, today: date) -> list[Due]:
    """The marks to come, without what is done ahead, in the order of their days; of a right used or given up
    nothing is told any more."""
    if right.state not in TOLD:
        return []
    moved = moved_to(right, today)
    dues = schedule(right) if moved is None else (*schedule(right), moved)
    to_come = [due for due in dues if due.shown >= today and due.nominal <= right.ends_on]
    left = [due for due in to_come if not is_done_ahead(right, due.mark)]
    return sorted(left, key=lambda due: (due.shown, due))


def notice_of(right: ReturnRight, due: Due) -> ReturnNotice | None:
    """What was told of that day, where somebody is asked to see to it."""
    told = (one for one in right.notices if one.mark is due.mark and one.nominal_on == due.nominal)
    return next(told, None) if is_asked(due.mark) else None


def seen_to_at(right: ReturnRight, due: Due) -> datetime | None:
    """Since when what the day asks for is on record as done."""
    notice = notice_of(right, due)
    return None if notice is None else notice.done_at


def moved_to(right: ReturnRight, today: date) -> Due | None:
    """By when home names the position, where the usual day was over before anything was asked for."""
    if not names_none(right, today):
        return None
    by = name_by(right.ends_on, right.asked_from)
    usual = any(due.on == by for due in schedule(right) if due.mark is Mark.POSITION)
    return None if usual else Due(by, Mark.POSITION, by)


def whose(mark: Mark) -> str:
    """Who sees to a mark, in the executive's eyes."""
    told = MARKS[mark]
    if told.asks is Asks.NOTHING:
        return "nobody"
    return {Whose.EXECUTIVE: "you", Whose.HOST: "the supervisor at the host"}.get(told.whose, "home")
