"""Fields that ask in words for what they need."""

from __future__ import annotations

from wtforms import DateField


class Day(DateField):
    """A day, asked for in words where it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Enter the day as year, month and day: 2027-01-31.") from None
