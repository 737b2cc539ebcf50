"""Time zones people may choose: those of the United States by their plain names, then one for each clock
where the Government has many people abroad. Any other zone on record stays its owner's."""

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
ABROAD = {
    "America/Mexico_City": "Mexico City",
    "America/Bogota": "Bogotá and Lima",
    "America/Halifax": "Halifax",
    "America/Sao_Paulo": "Brasília and Buenos Aires",
    "Europe/London": "London and Dublin",
    "Europe/Berlin": "Berlin, Brussels, Paris and Rome",
    "Africa/Lagos": "Lagos",
    "Africa/Johannesburg": "Pretoria",
    "Africa/Cairo": "Cairo",
    "Europe/Athens": "Athens, Bucharest and Kyiv",
    "Asia/Jerusalem": "Jerusalem",
    "Africa/Nairobi": "Nairobi",
    "Asia/Riyadh": "Ankara, Baghdad and Riyadh",
    "Asia/Dubai": "Abu Dhabi",
    "Asia/Kabul": "Kabul",
    "Asia/Karachi": "Islamabad",
    "Asia/Kolkata": "New Delhi",
    "Asia/Kathmandu": "Kathmandu",
    "Asia/Dhaka": "Dhaka",
    "Asia/Bangkok": "Bangkok, Hanoi and Jakarta",
    "Asia/Singapore": "Beijing, Manila and Singapore",
    "Asia/Tokyo": "Seoul and Tokyo",
    "Australia/Sydney": "Canberra",
    "Pacific/Auckland": "Wellington",
}
USUAL = "America/New_York"
NOT_PLACES = ("Etc/", "US/", "SystemV/")


@cache
def _every_place() -> frozenset[str]:
    return frozenset(
        name for name in available_timezones() if "/" in name and not name.startswith(NOT_PLACES)
    )


def is_zone(name: str) -> bool:
    """Whether it is the zone of a place, on the list or not."""
    return name in _every_place()


def zone_words(name: str) -> str:
    """Eastern; for a zone elsewhere its city: London, Lord Howe."""
    return AMERICAN.get(name) or name.rpartition("/")[2].replace("_", " ")
