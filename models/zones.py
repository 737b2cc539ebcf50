"""Time zones people may choose: those of the United States by their plain names, and every other one."""

from functools import cache
from zoneinfo import available_timezones

AMERICAN = {
    "America/New_York": "Eastern",
    "America/Chicago": "Central",
    "America/Denver": "Mountain",
    "America/Phoenix": "Arizona",
    "America/Los_Angeles": "Pacific",
    "America/Anchorage": "Alaska",
    "Pacific/Honolulu": "Hawaii",
    "America/Puerto_Rico": "Atlantic, Puerto Rico and Virgin Islands",
    "Pacific/Guam": "Guam and Northern Marianas",
    "Pacific/Pago_Pago": "American Samoa",
}
USUAL = "America/New_York"
NOT_PLACES = ("Etc/", "US/", "SystemV/")


@cache
def zones() -> dict[str, str]:
    """Every zone that may be chosen, with its words: the American ones first, then the others by name."""
    others = sorted(
        name
        for name in available_timezones() - set(AMERICAN)
        if "/" in name and not name.startswith(NOT_PLACES)
    )
    return {**AMERICAN, **{name: zone_words(name) for name in others}}


def is_zone(name: str) -> bool:
    return name in zones()


def zone_words(name: str) -> str:
    """Eastern; for a zone elsewhere its city: London, Lord Howe."""
    return AMERICAN.get(name) or name.rpartition("/")[2].replace("_", " ")
