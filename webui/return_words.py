"""What the pages of a return say alike: to home, and to whoever comes back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from matcher.policy.return_dates import Mark
from models.returns import ASKED, ReturnRight, ReturnState, Standing
from webui.filters import day, deadline

ANSWERED = {Standing.PROPOSED: "proposed", Standing.AGREED: "agreed on"}


def broken(right: ReturnRight, on: Mapping[Mark, date], then: str = "") -> str:
    """Since when it counts as broken; empty while it does not."""
    if right.state is not ReturnState.BREACHED:
        return ""
    since = day(on[Mark.BREACHED])
    return f"Since {since} the right counts as broken, and it is with the programme office{then}."


def given_up(right: ReturnRight, today: date) -> str:
    """When the right was given up for good, and until when the assignment runs."""
    when = "" if right.waiver_signed_at is None else day(right.waiver_signed_at)
    ends = "ended" if right.ends_on < today else "ends"
    return f"The right was given up on {when}; the assignment {ends} on {day(right.ends_on)}"


def unsettled(by: datetime, *, passed_on: bool) -> str:
    """Who has a risk that nobody settles in time."""
    goes = "is with the programme office now" if passed_on else "goes to the programme office"
    return f"What nobody has settled by {deadline(by)} {goes}."


def say_done(is_asked: bool, is_reached: bool) -> str:
    """Where and from when the executive says that what a day asks for is done, as the end of a sentence."""
    if is_asked:
        return "once it is done, say so below"
    asked = "you are asked within the hour; then" if is_reached else "once asked on that day,"
    return f"{asked} you say here that it is done"


def position_to_return_to(right: ReturnRight) -> str:
    """The position that home named, and what became of it; empty where none is named."""
    if right.placement is None:
        return ""
    if right.standing is Standing.DISPUTED:
        return f"{right.placement}, objected to"
    if right.returned_on:
        return right.placement
    if right.standing:
        return f"{right.placement}, {ANSWERED[right.standing]}"
    anew = ", named before the last day moved; home names it anew"
    return right.placement + (anew if right.state in ASKED else "")


def days_away(right: ReturnRight) -> str:
    """From when until when, as agreed on, and how it ended sooner."""
    agreed = f"{day(right.starts_on)} to {day(right.ends_on)}"
    back = right.returned_on
    if back is None or back > right.ends_on:
        return agreed
    if back == right.ends_on and not right.waived_at:
        return f"{agreed} as agreed; back on duty on {day(back)}"
    how = "as the executive left the service" if right.waived_at else f"by the return on {day(back)}"
    return f"{agreed} as agreed; ended sooner, {how}"
