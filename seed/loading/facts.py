"""The committed facts into the reference tables: once per file, with source, licence and SHA-256."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.agencies import Agency, AgencyAlias, Organization, SesCoverage
from models.alliances import AgencyCluster, Alliance, AllianceMember, MissionCluster
from models.base import Base
from models.competencies import Competency, Ecq, EcqFramework
from models.positions import Occupancy, Position, PositionType
from models.services import reference as verbs
from models.sources import ReferenceSource
from seed import reference
from seed.cleaning.tables import checksum
from seed.loading.ids import Ids, number_rows, release_ids
from seed.reference import DATA, read_table

Rows = dict[type[Base], Sequence[dict[str, Any]]]

COVERAGE = {
    "yes": SesCoverage.YES,
    "no": SesCoverage.NO,
    "own_system": SesCoverage.NO,
    "": SesCoverage.UNKNOWN,
}
"""Agencies with an executive system of their own, as the FAA and the TSA, are outside the SES."""

OCCUPANCY = {"vacant": Occupancy.VACANT, "filled": Occupancy.FILLED, "unknown": Occupancy.FILLED}
"""Two posts name neither an appointment nor a vacancy; they are not offered to anybody."""

NUMBERED = (Agency, Organization, MissionCluster, Alliance, EcqFramework, Ecq, Position)


def load_facts(session: Session, *, actor: Actor, now: datetime) -> int:
    """Load every file that has a table; the number of files that were not there before.

    All or none: the caller's transaction holds them together, because rows refer to each other by id.
    """
    sources = {row["file"]: row for row in read_table("sources.csv")}
    if _is_loaded(session, actor, now, sources["agencies.csv"]):
        return 0
    tables = _tables(session)
    for file, rows in tables.items():
        verbs.load(session, actor=actor, now=now, source=source_of(sources[file]), rows=rows)
    release_ids(session, NUMBERED)
    return len(tables)


def _is_loaded(session: Session, actor: Actor, now: datetime, row: dict[str, str]) -> bool:
    known = session.scalar(select(ReferenceSource.id).where(ReferenceSource.file == row["file"]))
    # The verb refuses another content under the same name; that is its decision, not this module's.
    return known is not None and not verbs.load(session, actor=actor, now=now, source=source_of(row), rows={})


def source_of(row: dict[str, str]) -> ReferenceSource:
    """The row of a file in the list of sources."""
    return ReferenceSource(
        file=row["file"],
        source=row["source"],
        licence=row["licence"],
        as_of=date.fromisoformat(row["as_of"]),
        sha256=checksum(DATA / row["file"]),
    )


def _tables(session: Session) -> dict[str, Rows]:
    """File -> its rows, in an order in which every reference leads to a row that is there."""
    agencies = number_rows(session, Agency, reference.agencies())
    organizations = number_rows(session, Organization, reference.organizations())
    codes = [row["code"] for row in read_table("mission_clusters.csv")]
    clusters = number_rows(session, MissionCluster, codes)
    return {
        "agencies.csv": _agencies(agencies),
        "mission_clusters.csv": _clusters(clusters),
        "agency_clusters.csv": _memberships(session, agencies, clusters),
        **_frameworks(session),
        "organizations.csv": _organizations(organizations, agencies),
        "places.csv": {},  # its facts enter the positions
        "positions.csv": _positions(session, organizations, agencies),
    }


def _agencies(ids: Ids) -> Rows:
    """Parents before children, as foreign keys ask."""
    found = sorted(reference.agencies().values(), key=lambda one: (len(reference.tops()[one.code]), one.code))
    rows = [
        {
            "id": ids[one.code],
            "code": one.code,
            "name": one.name,
            "abbreviation": one.abbreviation or None,
            "parent_id": ids[one.parent_code] if one.parent_code else None,
            "ses_coverage": COVERAGE[one.ses_coverage],
            "ses_members": int(one.ses_members_fy2016) if one.ses_members_fy2016 else None,
            "source": one.source,
        }
        for one in found
    ]
    aliases = [{"agency_id": ids[one.code], "name": alias} for one in found for alias in one.aliases]
    return {Agency: rows, AgencyAlias: aliases}


def _clusters(ids: Ids) -> Rows:
    return {
        MissionCluster: [
            {"id": ids[row["code"]], "code": row["code"], "name": row["name"], "note": row["note"] or None}
            for row in read_table("mission_clusters.csv")
        ]
    }


def _memberships(session: Session, agencies: Ids, clusters: Ids) -> Rows:
    """Who works in which cluster, and one standing alliance for each: its agencies."""
    pairs = [
        (agencies[row["agency_code"]], clusters[row["cluster_code"]], row["cluster_code"])
        for row in read_table("agency_clusters.csv")
    ]
    alliances = number_rows(session, Alliance, clusters)
    return {
        AgencyCluster: [{"agency_id": agency, "cluster_id": cluster} for agency, cluster, _ in pairs],
        Alliance: [
            {
                "id": alliances[row["code"]],
                "code": row["code"],
                "name": row["name"],
                "purpose": "Exchange of executives among the agencies of one mission cluster.",
                "cluster_id": clusters[row["code"]],
            }
            for row in read_table("mission_clusters.csv")
        ],
        AllianceMember: [{"alliance_id": alliances[code], "agency_id": agency} for agency, _, code in pairs],
    }


def _frameworks(session: Session) -> dict[str, Rows]:
    rows = read_table("ecqs.csv")
    first = {row["framework"]: row for row in reversed(rows)}
    frameworks = number_rows(session, EcqFramework, sorted(first))
    ecqs = number_rows(session, Ecq, [_ecq_key(row["framework"], row["name"]) for row in rows])
    return {
        "ecqs.csv": {
            EcqFramework: [_framework(first[code], row_id) for code, row_id in frameworks.items()],
            Ecq: [
                {
                    "id": ecqs[_ecq_key(row["framework"], row["name"])],
                    "framework_id": frameworks[row["framework"]],
                    "ordinal": int(row["ordinal"]),
                    "name": row["name"],
                }
                for row in rows
            ],
        },
        "ecq_competencies.csv": {
            Competency: [
                {
                    "ecq_id": ecqs[_ecq_key(row["framework"], row["ecq"])],
                    "ordinal": int(row["ordinal"]),
                    "name": row["name"],
                }
                for row in read_table("ecq_competencies.csv")
            ]
        },
    }


def _ecq_key(framework: str, name: str) -> str:
    return f"{framework} {name}"


def _framework(row: dict[str, str], row_id: int) -> dict[str, Any]:
    return {
        "id": row_id,
        "code": row["framework"],
        "effective_from": date.fromisoformat(row["effective_from"]),
        "effective_to": date.fromisoformat(row["effective_to"]) if row["effective_to"] else None,
        "confidence": row["confidence"],
    }


def _organizations(ids: Ids, agencies: Ids) -> Rows:
    """Parents before children."""
    tree = reference.organizations()

    def depth(source_id: str) -> int:
        parent = tree[source_id].parent_id
        return 1 + depth(parent) if parent else 0

    return {
        Organization: [
            {
                "id": ids[one.source_id],
                "agency_id": agencies[one.agency_code],
                "parent_id": ids[one.parent_id] if one.parent_id else None,
                "name": one.name,
                "source_key": one.source_id,
            }
            for one in sorted(tree.values(), key=lambda one: (depth(one.source_id), int(one.source_id)))
        ]
    }


def _positions(session: Session, organizations: Ids, agencies: Ids) -> Rows:
    source = next(row for row in read_table("sources.csv") if row["file"] == "positions.csv")
    ids = number_rows(session, Position, reference.posts())
    as_of = date.fromisoformat(source["as_of"])
    return {
        Position: [
            {
                "id": ids[post.source_id],
                "slug": position_slug(post.source_id),
                "source_key": post.source_id,
                "agency_id": agencies[post.agency_code],
                "organization_id": organizations[post.organization_id],
                "title": post.title,
                "city": reference.places()[post.place_code].city or None,
                "region": reference.places()[post.place_code].state
                or reference.places()[post.place_code].country
                or None,
                "position_type": PositionType.GENERAL,
                "occupancy": OCCUPANCY[post.status],
                "source_appointment": post.appointment or None,
                "as_of": as_of,
            }
            for post in reference.posts().values()
        ]
    }


def position_slug(source_id: str) -> str:
    """The public name of a post: P- and its id in the source."""
    return f"P-{source_id}"
