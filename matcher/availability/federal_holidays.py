"""Federal holidays, with the days on which they are observed (5 U.S.C. 6103; Executive Order 11582)."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from holidays import country_holidays


@lru_cache(200)
def federal_holidays(year: int) -> dict[date, str]:
    """The holidays that fall into a year, and their names.

    New Year's Day of a Saturday is observed on the last day of the year before. Inauguration Day, a holiday
    around Washington alone, is left out.

    >>> federal_holidays(2027)[date(2027, 12, 31)]
    "New Year's Day (observed)"
    """
    found = country_holidays("US", years=(year, year + 1), categories=("government",))
    return {day: name for day, name in sorted(found.items()) if day.year == year}


@lru_cache(200)
def holiday_ordinals(year: int) -> tuple[int, ...]:
    """The same days as ordinals, sorted."""
    return tuple(day.toordinal() for day in federal_holidays(year))
