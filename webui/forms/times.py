"""The usual week as a grid of half hours, how one can be booked, and the days that differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import HiddenInput

from matcher.availability.problem import DAY, Difference, Terms
from models.availability import (
    HALF_HOUR,
    LENGTHS,
    MOST_BUFFER,
    MOST_HORIZON,
    MOST_NOTICE,
    MOST_WEEKLY,
    MOST_WEEKS,
    STEPS,
    BookingPolicy,
)
from models.services.availability import Week
from models.zones import USUAL
from webui.forms.fields import Day
from webui.forms.week import HALVES, WEEKDAYS, GridForm, named
from webui.forms.zones import ZoneField
from webui.when import wall_time

REPEATS = {1: "every week", 2: "every second week", 3: "every third week", 4: "every fourth week"}
DIFFERENCES = {Difference.BLOCK: "I am not free then", Difference.EXTRA: "I am free then, besides the week"}


CHOSEN = InputRequired("Choose one.")


def _choices(words: Mapping[Any, str]) -> list[SelectChoice]:
    return [SelectChoice(str(value), label) for value, label in words.items()]


def _minutes(values: tuple[int, ...]) -> list[SelectChoice]:
    return _choices({value: f"{value} minutes" for value in values})


def _figure(label: str, least: int, most: int, hint: str) -> IntegerField:
    bounds = NumberRange(least, most, f"“{label}” is a number between {least} and {most}.")
    return IntegerField(
        label,
        [InputRequired(f"“{label}” needs a number."), bounds],
        description=hint,
        render_kw={"inputmode": "numeric"},
    )


class WeekForm(GridForm):
    """Everything of the usual week."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired("Open the page again.")])
    copied = SelectField(
        "Copy", coerce=int, choices=_choices(dict(enumerate(WEEKDAYS))), validators=[Optional()], default=0
    )
    onto = SelectMultipleField("to", coerce=int, choices=_choices(dict(enumerate(WEEKDAYS))))
    first_week = Day(
        "Weeks are counted from the week of",
        [InputRequired("Choose a day of the first week.")],
        description="Needed only where a day repeats less often than every week.",
    )
    until = Day(
        "Last day",
        [Optional()],
        description="Leave it empty for “until further notice”.",
    )
    zone = ZoneField("My time zone", [InputRequired("Choose a time zone from the list.")])
    length = SelectField("A conversation lasts", [CHOSEN], coerce=int, choices=_minutes(LENGTHS))
    step = SelectField("It begins every", [CHOSEN], coerce=int, choices=_minutes(STEPS))
    notice = _figure("Hours of notice", 0, MOST_NOTICE, "Nothing is booked later than that.")
    horizon = _figure("Days ahead", 1, MOST_HORIZON, "Nothing is booked further ahead than that.")
    buffer = _figure("Minutes kept free", 0, MOST_BUFFER, "Before and after each conversation.")
    most_per_week = IntegerField(
        "Conversations in a week",
        [
            Optional(),
            NumberRange(
                1, MOST_WEEKLY, f"“Conversations in a week” must be between 1 and {MOST_WEEKLY}, or empty."
            ),
        ],
        description="At most. Leave it empty for no limit.",
        render_kw={"inputmode": "numeric"},
    )
    keeps_holidays = BooleanField("Nothing on federal holidays")

    def week(self) -> Week:
        """What the verb takes."""
        terms = Terms(
            length=self.length.data,
            step=self.step.data,
            notice=self.notice.data,
            horizon=self.horizon.data,
            buffer=self.buffer.data,
            most_per_week=self.most_per_week.data,
            keeps_holidays=self.keeps_holidays.data,
        )
        return Week(
            zone=self.zone.data,
            terms=terms,
            windows=self.halves(),
            first_week=self.first_week.data,
            every={day: self[f"every_{day}"].data for day in range(7)},
            until=self.until.data,
        )

    def is_same(self, other: WeekForm) -> bool:
        """Whether both give the same week: how often a day repeats counts where something is ticked."""
        mine, theirs = (
            replace(one, every={day: one.every[day] or 1 for day, _, _ in one.windows})
            for one in (self.week(), other.week())
        )
        return mine == theirs

    def copy(self) -> None:
        """Tick on some days what is ticked on one."""
        kept = {(day, at) for day, at in self.ticked() if day not in self.onto.data}
        source = self.copied.data
        given = {(day, at) for day in self.onto.data for one, at in self.ticked() if one == source}
        self.open.data = [f"{day}-{at}" for day, at in sorted(kept | given)]
        self.onto.data = []


for _day, _name in enumerate(WEEKDAYS):
    setattr(WeekForm, f"every_{_day}", SelectField(_name, coerce=int, choices=_choices(REPEATS)))
assert len(REPEATS) == MOST_WEEKS  # noqa: S101


def stored(policy: BookingPolicy | None, today: date) -> dict[str, Any]:
    """The form's values as the week is stored; the usual ones where there is none."""
    if policy is None:
        usual = Terms()
        figures: dict[str, Any] = {
            "length": usual.length,
            "step": usual.step,
            "notice": usual.notice,
            "horizon": usual.horizon,
            "buffer": usual.buffer,
            "keeps_holidays": usual.keeps_holidays,
        }
        return figures | {"version": 0, "zone": USUAL, "first_week": today, "open": [], "onto": []}
    first = policy.windows[0] if policy.windows else None
    return {
        "version": policy.version,
        "zone": policy.zone,
        "length": policy.length_minutes,
        "step": policy.step_minutes,
        "notice": policy.notice_hours,
        "horizon": policy.horizon_days,
        "buffer": policy.buffer_minutes,
        "most_per_week": policy.most_per_week,
        "keeps_holidays": policy.keeps_holidays,
        "first_week": first.anchor if first else today,
        "until": first.valid_until if first else None,
        "open": named(policy.windows),
        "onto": [],
    } | {f"every_{one.weekday}": one.every_n_weeks for one in policy.windows}


class DaysForm(FlaskForm):
    """Some days on which time is taken away or given."""

    kind = SelectField("What differs", [CHOSEN], choices=_choices(DIFFERENCES))
    first = Day("First day", [InputRequired("Choose the first day.")])
    last = Day("Last day", [Optional()], description="Leave it empty for one day.")
    start = SelectField(
        "From", [CHOSEN], coerce=int, choices=_choices({at: wall_time(at) for at in HALVES}), default=0
    )
    end = SelectField(
        "To",
        [CHOSEN],
        coerce=int,
        choices=_choices({at + HALF_HOUR: wall_time(at + HALF_HOUR) for at in HALVES}),
        default=DAY,
        description="From midnight to midnight is the whole day.",
    )

    def facts(self) -> dict[str, Any]:
        """What the verb takes."""
        return {
            "kind": Difference(self.kind.data),
            "first": self.first.data,
            "last": self.last.data or self.first.data,
            "start": self.start.data,
            "end": self.end.data,
        }
