"""Posts, the organizations that hold them, and their places."""

from collections import defaultdict
from datetime import datetime

from seed.cleaning.places import split_place
from seed.cleaning.tables import Row
from seed.cleaning.text import normal_case

APPOINTMENTS = {
    "Career Appointment(CA)": "career",
    "Noncareer Appointment(NA)": "noncareer",
    "Limited Term Appointment(TA)": "limited_term",
    "Presidential Appointment (without Senate Confirmation)(PA)": "presidential",
    "Appointment Excepted by Statute(XS)": "excepted",
    "": "",
}


def clean_positions(posts: list[Row], codes: dict[str, str]) -> list[Row]:
    """All posts in the order of the source's ids. Two posts are neither vacant nor filled: "unknown"."""
    return [_position(row, codes) for row in sorted(posts, key=lambda row: int(row["id"]))]


def _position(row: Row, codes: dict[str, str]) -> Row:
    return {
        "source_id": row["id"],
        "title": normal_case(row["title"]),
        "agency_code": codes[row["agency"]],
        "organization_id": row["org_seq"],
        "place_code": split_place(row["location"]).code,
        "printed_order": row["org_order"],
        "appointment": APPOINTMENTS[row["type_of_appt"]],
        "status": _status(row),
        "tenure": row["tenure"],
        "expires": _iso(row["expires"]),
    }


def _status(row: Row) -> str:
    if row["vacant"] == "1":
        return "vacant"
    return "filled" if row["type_of_appt"] else "unknown"


def _iso(printed: str) -> str:
    """ "7/25/2018" -> "2018-07-25"; nothing where nothing is printed."""
    if not printed:
        return ""
    month, day, year = (int(part) for part in printed.split("/"))
    return datetime(year, month, day).date().isoformat()  # noqa: DTZ001 - only the date is kept


def clean_organizations(organizations: list[Row], posts: list[Row], codes: dict[str, str]) -> list[Row]:
    """The organizations that hold a post, and those above them, sorted by id.

    A parent that the source does not list is dropped: the organization then hangs at its agency.
    Offices without posts are left out, and with them those named after an office holder.
    """
    listed = {row["org_seq"]: row for row in organizations}
    kept: set[str] = set()
    for post in posts:
        step: str | None = post["org_seq"]
        while step in listed and step not in kept:
            kept.add(step)
            step = listed[step]["parent_org_seq"]
    return [_organization(listed[key], kept, codes) for key in sorted(kept, key=int)]


def _organization(row: Row, kept: set[str], codes: dict[str, str]) -> Row:
    return {
        "source_id": row["org_seq"],
        "name": normal_case(row["organization"]),
        "agency_code": codes[row["agency"]],
        "parent_id": row["parent_org_seq"] if row["parent_org_seq"] in kept else "",
    }


def clean_places(posts: list[Row]) -> list[Row]:
    """Every place of a post once, sorted by code, with all the ways in which the source prints it."""
    printed: dict[str, set[str]] = defaultdict(set)
    for post in posts:
        printed[split_place(post["location"]).code].add(post["location"])
    return [_place(code, sorted(spellings)) for code, spellings in sorted(printed.items())]


def _place(code: str, spellings: list[str]) -> Row:
    place = split_place(spellings[0])
    return {
        "code": code,
        "city": place.city,
        "state": place.state,
        "country": place.country,
        "area": place.area,
        "printed": ";".join(spellings),
    }
