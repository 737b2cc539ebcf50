"""The facts of a way back, in the words of the executive who reads them."""

from __future__ import annotations

from datetime import date

from matcher.policy.return_clauses import HOST_MENTOR_DAYS
from matcher.policy.return_dates import first_day_back
from models.queries.to_place import names_none
from models.returns import ReturnRight
from models.services.return_rights import POSITION_GONE
from models.services.returns_clock import mentor_offered
from webui.filters import away, day, kind, plural
from webui.home_acts import name_by, position_agreed
from webui.return_words import position_to_return_to

MENTORS = {
    "return": "Before you go back, somebody there can help you to see what you take home.",
    "new_agency": (
        f"In your first {plural(HOST_MENTOR_DAYS.figure, 'day')} somebody who knows the place can help you to"
        " find your way."
    ),
}
"""What a mentor at the host is for, by the situation."""


def standing(right: ReturnRight) -> str:
    """Where the executive is, until or since when."""
    home, host = right.agreement.home_agency.name, right.agreement.host_agency.name
    if right.fell_away:
        return "it ended as you left the service"
    if right.returned_on:
        return f"{home}, since {day(right.returned_on)}"
    if right.given_up:
        return f"{host}, until {day(right.ends_on)}"
    back_on = first_day_back(right.ends_on)
    return f"first day back at {home}: {day(back_on)} ({away(back_on)})"


def mentor(right: ReturnRight, today: date) -> str:
    """What a mentor at the host is for on that day; empty where none is offered."""
    situation = mentor_offered(right, today)
    return "" if situation is None else MENTORS[situation]


def position_of_record(right: ReturnRight) -> str:
    """Which one, whose it is now, and what is held instead."""
    position = right.agreement.position
    instead = f"; held for you instead: {right.equivalent.numbered}" if right.equivalent else ""
    if position is None:
        return f"none on record{instead}"
    is_mine = right.executive.position_id == position.id
    return f"{position.numbered}, {'yours on record' if is_mine else kind(position.occupancy)}{instead}"


def position(right: ReturnRight, today: date) -> str:
    """The position to return to, or until when home names it; empty where none is asked for yet."""
    if not names_none(right, today):
        return position_to_return_to(right)
    by, agreed = name_by(right.ends_on, right.asked_from), position_agreed(right)
    names = f"home {'was to name it' if by < today else 'names it'}"
    if right.placement:
        return f"{right.placement}, named before the last day moved; {names} anew by {day(by)}"
    anew = " anew" if any(one.kind in POSITION_GONE for one in right.risks) else ""
    known = f"“{agreed}” in the agreement" if agreed else f"not named{anew} yet"
    return f"{known}; {names} by {day(by)}"
