"""Where a mentor or a coach stands with the agency, and sweeps that are prepared, on the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import cast

from flask import url_for

from matcher.policy.mentoring_clauses import SILENT_OFFERS
from models.mentors import MentorKind
from models.queries.desk_lines import Waiting
from models.queries.mentoring_waits import BROUGHT_IN, DRAFT, PAUSE, SENT_BACK, SILENT_PAUSE, SUBMITTED
from webui.desk import News, Task
from webui.filters import day, plural
from webui.words import HELPERS_MANY


def _my_pause(one: Waiting) -> News:
    until = "until you say that you are back" if one.day is None else f"until {day(one.day)}"
    return News(f"You are away as a {one.name}: nobody asks you {until}", address=_profile(one))


def _my_silent_pause(one: Waiting) -> Task:
    silent = plural(SILENT_OFFERS.figure, "request")
    sentence = f"The service paused you as a {one.name}, for {silent} in a row ended without your answer"
    return Task(f"{sentence}: say when you are back", None, "Come back", _profile(one))


def _submitted(one: Waiting) -> News:
    sentence = f"Your agency reads your profile as a {one.name}; you are told once it has decided"
    return News(sentence, address=_profile(one))


def _sent_back(one: Waiting) -> Task:
    sentence = f"Your agency sent back your profile as a {one.name}: read what is missing, and ask again"
    return Task(sentence, None, "Read it", _profile(one))


def _brought_in(one: Waiting) -> Task:
    return _go_on(one, f"The programme began a profile as a {one.name} for you")


def _draft(one: Waiting) -> Task:
    return _go_on(one, f"Your profile as a {one.name} is a draft")


def _go_on(one: Waiting, begins: str) -> Task:
    """Only an approved profile is listed."""
    sentence = f"{begins}: complete it, then ask your agency to approve it"
    return Task(sentence, None, "Go on with it", _profile(one))


def _my_times(one: Waiting) -> Task:
    sentence = f"You can be asked as a {one.name}, but no time of yours can be booked: say when you can meet"
    return Task(sentence, None, "Enter my times", url_for("times.page"))


def _profile(one: Waiting) -> str:
    return url_for("mentor_profile.page", kind=one.name)


def _sweep(one: Waiting) -> Task:
    helpers = HELPERS_MANY[MentorKind(cast(str, one.name))]
    made = cast(datetime, one.at)
    sentence = f"Sweep {one.number} for {helpers} is prepared since {day(made)}: look at it, and decide"
    return Task(sentence, None, "Look", url_for("sweeps.page", number=one.number), at=made)


ENTRIES: dict[str, Callable[[Waiting], Task | News]] = {
    PAUSE: _my_pause,
    SILENT_PAUSE: _my_silent_pause,
    DRAFT: _draft,
    SUBMITTED: _submitted,
    SENT_BACK: _sent_back,
    BROUGHT_IN: _brought_in,
    "my_times": _my_times,
    "sweep": _sweep,
}
