"""Duty places: "City, ST" split into city, state and country, with the area in which people compare them."""

from dataclasses import dataclass

from seed.cleaning.text import tidy

UNITED_STATES = "United States"
WASHINGTON_AREA = "Washington area"
ABROAD = "Abroad"
UNKNOWN_AREA = "Not stated"

CITIES_RESPELLED = {
    "New York New York": "New York",
    "New York -Bronx": "Bronx",
    "District of Columbia": "Washington",
    "Colorado Spgs": "Colorado Springs",
    "Yosemite Natl Park": "Yosemite National Park",
    "Linthicum Hghts": "Linthicum Heights",
    "Fort Mcnair": "Fort McNair",
    "Bay St Louis": "Bay St. Louis",
    "Camp Hm Smith M Corp B": "Camp H. M. Smith",
    "All Others": "",
    "Germany": "",
    "Hawaii": "",
}
"""City as printed -> city as we write it; "" where the source names no city."""

FEDERAL_REGIONS = {
    "Region 1 (Boston)": "CT ME MA NH RI VT",
    "Region 2 (New York)": "NJ NY PR VI",
    "Region 3 (Philadelphia)": "DC DE MD PA VA WV",
    "Region 4 (Atlanta)": "AL FL GA KY MS NC SC TN",
    "Region 5 (Chicago)": "IL IN MI MN OH WI",
    "Region 6 (Dallas)": "AR LA NM OK TX",
    "Region 7 (Kansas City)": "IA KS MO NE",
    "Region 8 (Denver)": "CO MT ND SD UT WY",
    "Region 9 (San Francisco)": "AZ CA GU HI NV",
    "Region 10 (Seattle)": "AK ID OR WA",
}
"""The ten standard federal regions and their states."""

_REGION_OF_STATE = {state: region for region, states in FEDERAL_REGIONS.items() for state in states.split()}

CITIES_AROUND_WASHINGTON = {
    "DC": {"Washington", "Fort McNair"},
    "MD": {
        "Beltsville",
        "Bethesda",
        "College Park",
        "Gaithersburg",
        "Germantown",
        "Greenbelt",
        "Hyattsville",
        "Rockville",
        "Silver Spring",
        "Suitland",
        "White Oak",
    },
    "VA": {
        "Alexandria",
        "Arlington",
        "Falls Church",
        "Fort Belvoir",
        "Herndon",
        "McLean",
        "Reston",
        "Rosslyn",
        "Springfield",
        "Sterling",
    },
}


@dataclass(frozen=True)
class CleanPlace:
    """A duty place; `state` is a postal code or "" abroad, `city` "" where the source names none."""

    code: str
    city: str
    state: str
    country: str
    area: str


def split_place(printed: str) -> CleanPlace:
    """The place that the source prints as "City, ST" or "City, Country"."""
    city, _, tail = tidy(printed).rpartition(",")
    city, tail = city.strip(), tail.strip()
    city = CITIES_RESPELLED.get(city, city)
    state, country = _state_and_country(tail)
    words = " ".join(part for part in (city or "unnamed", state or country or "place") if part)
    return CleanPlace(_code(words), city, state, country, _area(city, state, country))


def _state_and_country(tail: str) -> tuple[str, str]:
    if tail == "Puerto Rico":
        return "PR", UNITED_STATES
    if len(tail) == 2:
        return tail, UNITED_STATES
    return "", tail


def _area(city: str, state: str, country: str) -> str:
    if city in CITIES_AROUND_WASHINGTON.get(state, ()):
        return WASHINGTON_AREA
    if state:
        return _REGION_OF_STATE[state]
    return ABROAD if country else UNKNOWN_AREA


def _code(words: str) -> str:
    letters = "".join(letter if letter.isalnum() else " " for letter in words.lower())
    return "-".join(letters.split())
