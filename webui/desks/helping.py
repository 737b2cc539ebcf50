"""Where a mentor or a coach stands with the agency, and sweeps that are prepared, on the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import cast

from flask import url_for

from models.mentors import MentorKind, ProfileState
from models.queries.desk_lines import Waiting
from models.queries.mentoring_waits import BROUGHT_IN, SENT_BACK
from webui.desk import News, Task
from webui.filters import day
from webui.words import HELPERS_MANY


def _my_pause(one: Waiting) -> News:
    until = "until you say that you are back" if one.day is None else f"until {day(one.day)}"
    return News(f"You are away as a {one.name}: nobody asks you {until}", address=_profile(one))


def _my_profile(one: Waiting) -> Task | News:
    """Only an approved profile is listed: its owner asks the agency, or waits for it."""
    if one.slug == ProfileState.SUBMITTED:
        waits = f"Your agency reads your profile as a {one.name}; you are told once it has decided"
        return News(waits, address=_profile(one))
    if one.slug == SENT_BACK:
        returned = f"Your agency sent back your profile as a {one.name}: read what is missing, and ask again"
        return Task(returned, None, "Read it", _profile(one))
    if one.slug == BROUGHT_IN:
        draft = f"The programme began a profile as a {one.name} for you"
    else:
        draft = f"Your profile as a {one.name} is a draft"
    sentence = f"{draft}: complete it, then ask your agency to approve it"
    return Task(sentence, None, "Go on with it", _profile(one))


def _my_times(one: Waiting) -> Task:
    sentence = f"You can be asked as a {one.name}, but no time of yours can be booked: say when you can meet"
    return Task(sentence, None, "Enter my times", url_for("times.page"))


def _profile(one: Waiting) -> str:
    return url_for("mentor_profile.page", kind=one.name)


def _sweep(one: Waiting) -> Task:
    helpers = HELPERS_MANY[MentorKind(cast(str, one.name))]
    made = cast(datetime, one.due)
    sentence = f"Sweep {one.number} for {helpers} is prepared since {day(made)}: publish it or put it away"
    return Task(sentence, None, "Look", url_for("sweeps.page", number=one.number), at=made)


ENTRIES: dict[str, Callable[[Waiting], Task | News]] = {
    "my_pause": _my_pause,
    "my_profile": _my_profile,
    "my_times": _my_times,
    "sweep": _sweep,
}
