"""The days that can be typed, uploaded or named in an address: within centuries that no reckoning of
a period leaves."""

from datetime import date

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


def is_usable(day: date) -> bool:
    """Whether periods can be reckoned from the day."""
    return EARLIEST <= day <= LATEST


def iso_day(text: str) -> date | None:
    """The usable day written as 2027-01-31, or None where the text is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if is_usable(day) and day.isoformat() == text else None
