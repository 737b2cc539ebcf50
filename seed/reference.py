"""The committed reference data as frozen records: all of it real, posts as of 2016."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from models.opportunities import PLACE_NOT_STATED

DATA = Path(__file__).parent / "data"

ECQ_FRAMEWORK = "ECQ-2025"
"""The framework in which the invented people and opportunities speak."""


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency under its USAJOBS code, or one of Roundtrip's own that begin with RT-."""

    code: str
    name: str
    abbreviation: str
    parent_code: str
    ses_coverage: str
    ses_members_fy2016: str
    aliases: tuple[str, ...]
    code_from: str
    plum_book_name: str
    source: str
    clusters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Organization:
    """A part of an agency as the Plum Book prints it; `parent_id` is "" right below the agency."""

    source_id: str
    name: str
    agency_code: str
    parent_id: str


@dataclass(frozen=True, slots=True)
class Place:
    """A duty place; `area` is what people call near."""

    code: str
    city: str
    state: str
    country: str
    area: str

    @property
    def label(self) -> str:
        """ "Denver, CO", "Brussels, Belgium", or the words for a place that the source does not name."""
        return ", ".join(part for part in (self.city, self.state or self.country) if part) or PLACE_NOT_STATED


@dataclass(frozen=True, slots=True)
class Post:
    """A real post of pay plan ES as of 2016; `status` is vacant, filled or unknown."""

    source_id: str
    title: str
    agency_code: str
    organization_id: str
    place_code: str
    printed_order: int
    appointment: str
    status: str


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of one committed file of `seed/data/`."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def agencies() -> dict[str, Agency]:
    """Code -> agency, in the order of the codes."""
    clusters: dict[str, list[str]] = defaultdict(list)
    for row in read_table("agency_clusters.csv"):
        clusters[row["agency_code"]].append(row["cluster_code"])
    return {row["code"]: _agency(row, clusters[row["code"]]) for row in read_table("agencies.csv")}


def _agency(row: dict[str, str], clusters: list[str]) -> Agency:
    aliases = tuple(filter(None, row["aliases"].split(";")))
    return Agency(**{**row, "aliases": aliases, "clusters": tuple(clusters)})  # type: ignore[arg-type]


@cache
def organizations() -> dict[str, Organization]:
    """Source id -> organization."""
    return {row["source_id"]: Organization(**row) for row in read_table("organizations.csv")}


@cache
def places() -> dict[str, Place]:
    """Code -> place."""
    columns = ("code", "city", "state", "country", "area")
    return {row["code"]: Place(*(row[name] for name in columns)) for row in read_table("places.csv")}


@cache
def posts() -> dict[str, Post]:
    """Source id -> post, in the order of the source."""
    return {row["source_id"]: _post(row) for row in read_table("positions.csv")}


def _post(row: dict[str, str]) -> Post:
    return Post(
        source_id=row["source_id"],
        title=row["title"],
        agency_code=row["agency_code"],
        organization_id=row["organization_id"],
        place_code=row["place_code"],
        printed_order=int(row["printed_order"]),
        appointment=row["appointment"],
        status=row["status"],
    )


@cache
def core_qualifications() -> tuple[str, ...]:
    """The five names of ECQ-2025, in order."""
    return tuple(row["name"] for row in read_table("ecqs.csv") if row["framework"] == ECQ_FRAMEWORK)


@cache
def tops() -> dict[str, tuple[str, ...]]:
    """Agency code -> the codes from itself up to its top."""
    return {code: _way_up(code) for code in agencies()}


def _way_up(code: str) -> tuple[str, ...]:
    way = [code]
    while parent := agencies()[way[-1]].parent_code:
        way.append(parent)
    return tuple(way)


def spoken_agency(code: str) -> str:
    """The agency's name inside a sentence: "the Department of Energy"."""
    name = agencies()[code].name
    return f"the {name.removeprefix('The ')}"
