"""The committed reference data: complete, consistent, unchanged, and without any incumbent's name."""

import csv
import re
from collections import Counter

import pytest

from seed import reference
from seed.cleaning.tables import CHECKSUMS, checksum
from seed.reference import DATA, read_table

HEADERS = {
    "agencies.csv": "code,name,abbreviation,parent_code,ses_coverage,ses_members_fy2016,aliases,code_from,"
    "plum_book_name,source",
    "agency_clusters.csv": "agency_code,cluster_code",
    "agency_codes.csv": "code,name,parent_code,abbreviation,modified",
    "budget_functions.csv": "code,name",
    "ecq_competencies.csv": "framework,ecq,ordinal,name",
    "ecqs.csv": "framework,ordinal,name,core,effective_from,effective_to,confidence",
    "job_functions.csv": "code,name",
    "mission_clusters.csv": "code,name,budget_functions,note",
    "occupational_series.csv": "code,name,kind",
    "organizations.csv": "source_id,name,agency_code,parent_id",
    "places.csv": "code,city,state,country,area,printed",
    "positions.csv": "source_id,title,agency_code,organization_id,place_code,printed_order,appointment,"
    "status,tenure,expires",
    "rotation_types.csv": "code,opm_report_type,permanent_move,position_of_record_kept,return_basis,"
    "consent_or_notice,max_first_term,max_with_extension,extra_limit,authority",
    "ses_counts.csv": "as_of,total,career,noncareer,limited,source",
    "situation_neighbours.csv": "first,second",
    "situations.csv": "code,name,help",
    "sources.csv": "file,source,licence,as_of,nature",
    "topics.csv": "situation,ordinal,name",
}
"""Every file and its columns. None names an incumbent; a new column has to be entered here first."""

ROWS = {
    "agencies.csv": 119,
    "agency_clusters.csv": 163,
    "agency_codes.csv": 813,
    "budget_functions.csv": 20,
    "ecq_competencies.csv": 28,
    "ecqs.csv": 11,
    "job_functions.csv": 15,
    "mission_clusters.csv": 12,
    "occupational_series.csv": 860,
    "organizations.csv": 1056,
    "places.csv": 271,
    "positions.csv": 4500,
    "rotation_types.csv": 8,
    "ses_counts.csv": 7,
    "situation_neighbours.csv": 11,
    "situations.csv": 12,
    "sources.csv": 17,
    "topics.csv": 36,
}

KEYS = {
    "agencies.csv": ["code"],
    "agency_clusters.csv": ["agency_code", "cluster_code"],
    "agency_codes.csv": ["code"],
    "budget_functions.csv": ["code"],
    "ecq_competencies.csv": ["framework", "ecq", "ordinal"],
    "ecqs.csv": ["framework", "ordinal"],
    "job_functions.csv": ["code"],
    "mission_clusters.csv": ["code"],
    "occupational_series.csv": ["code"],
    "organizations.csv": ["source_id"],
    "places.csv": ["code"],
    "positions.csv": ["source_id"],
    "rotation_types.csv": ["code"],
    "ses_counts.csv": ["as_of"],
    "situation_neighbours.csv": ["first", "second"],
    "situations.csv": ["code"],
    "sources.csv": ["file"],
    "topics.csv": ["situation", "ordinal"],
}

REFERENCES = [
    ("agencies.csv", "parent_code", "agencies.csv", "code"),
    ("agency_clusters.csv", "agency_code", "agencies.csv", "code"),
    ("agency_clusters.csv", "cluster_code", "mission_clusters.csv", "code"),
    ("organizations.csv", "agency_code", "agencies.csv", "code"),
    ("organizations.csv", "parent_id", "organizations.csv", "source_id"),
    ("positions.csv", "agency_code", "agencies.csv", "code"),
    ("positions.csv", "organization_id", "organizations.csv", "source_id"),
    ("positions.csv", "place_code", "places.csv", "code"),
    ("ecq_competencies.csv", "ecq", "ecqs.csv", "name"),
    ("situation_neighbours.csv", "first", "situations.csv", "code"),
    ("situation_neighbours.csv", "second", "situations.csv", "code"),
    ("topics.csv", "situation", "situations.csv", "code"),
]


def test_folder_holds_the_listed_files_and_nothing_else() -> None:
    assert {path.name for path in DATA.iterdir()} == {*HEADERS, CHECKSUMS}


@pytest.mark.parametrize("name", HEADERS)
def test_columns_are_the_listed_ones(name: str) -> None:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        assert ",".join(next(csv.reader(file))) == HEADERS[name]


def test_row_counts_are_as_stated() -> None:
    assert {name: len(read_table(name)) for name in HEADERS} == ROWS


def test_checksums_are_those_of_the_files() -> None:
    lines = (DATA / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert listed == {name: checksum(DATA / name) for name in HEADERS}


@pytest.mark.parametrize("name", KEYS)
def test_keys_are_unique(name: str) -> None:
    counts = Counter(tuple(row[column] for column in KEYS[name]) for row in read_table(name))
    assert [key for key, count in counts.items() if count > 1] == []


@pytest.mark.parametrize(("name", "column", "target", "key"), REFERENCES)
def test_references_lead_somewhere(name: str, column: str, target: str, key: str) -> None:
    known = {row[key] for row in read_table(target)} | {""}
    assert {row[column] for row in read_table(name)} - known == set()


def test_every_file_names_its_source() -> None:
    assert {row["file"] for row in read_table("sources.csv")} == set(HEADERS) - {"sources.csv"}


def test_posts_are_counted_as_in_the_source() -> None:
    posts = reference.posts().values()
    assert Counter(post.status for post in posts) == {"filled": 3620, "vacant": 878, "unknown": 2}
    assert Counter(post.appointment for post in posts) == {
        "career": 2787,
        "noncareer": 750,
        "limited_term": 76,
        "presidential": 6,
        "excepted": 1,
        "": 880,
    }


def test_plum_book_agencies_are_78_and_hold_all_posts() -> None:
    named = {agency.code for agency in reference.agencies().values() if agency.plum_book_name}
    assert len(named) == 78
    assert {post.agency_code for post in reference.posts().values()} == named


def test_agencies_without_a_code_carry_one_that_cannot_clash() -> None:
    ours = [agency for agency in reference.agencies().values() if agency.code_from == "Roundtrip"]
    assert [agency.code for agency in ours] == [
        "RT-CNCS",
        "RT-ITCIG",
        "RT-NEHIG",
        "RT-NNIG",
        "RT-PCWHF",
        "RT-RRBIG",
    ]
    official = {row["code"] for row in read_table("agency_codes.csv")}
    assert [code for code in official if not code.isalnum()] == []
    assert {a.code for a in reference.agencies().values()} - {a.code for a in ours} - official == set()


def test_every_agency_reaches_a_top() -> None:
    assert {len(way) for way in reference.tops().values()} == {1, 2, 3}
    assert reference.tops()["RT-NEHIG"] == ("RT-NEHIG", "AH02", "AH")


def test_organizations_stay_inside_one_agency() -> None:
    organizations = reference.organizations()
    strays = [
        one.source_id
        for one in organizations.values()
        if one.parent_id and organizations[one.parent_id].agency_code != one.agency_code
    ]
    assert strays == []
    assert [
        post.source_id
        for post in reference.posts().values()
        if organizations[post.organization_id].agency_code != post.agency_code
    ] == []


def test_titles_and_names_are_neither_shouted_nor_oddly_spaced() -> None:
    texts = [post.title for post in reference.posts().values()]
    texts += [one.name for one in reference.organizations().values()]
    odd = re.compile(r"^\s|\s$|\s\s|\s,|,[A-Za-z]|[A-Z]{4,} [A-Z]{4,}")
    assert [text for text in texts if odd.search(text)] == []


def test_no_office_is_named_after_a_person_in_office() -> None:
    named = re.compile(r"Office of (Commissioner|Chairman|Member) [A-Z]")
    assert [one.name for one in reference.organizations().values() if named.search(one.name)] == []


def test_frameworks_hold_28_competencies_and_five_names() -> None:
    rows = read_table("ecqs.csv")
    assert Counter((row["framework"], row["core"]) for row in rows) == {
        ("ECQ-2012", "yes"): 5,
        ("ECQ-2012", "no"): 1,
        ("ECQ-2025", "yes"): 5,
    }
    assert {row["framework"] for row in read_table("ecq_competencies.csv")} == {"ECQ-2012"}
    assert reference.core_qualifications() == (
        "Commitment to the Rule of Law and the Principles of the American Founding",
        "Driving Efficiency",
        "Merit and Competence",
        "Leading People",
        "Achieving Results",
    )


def test_places_split_into_city_state_and_country() -> None:
    places = reference.places()
    assert places["bronx-ny"].label == "Bronx, NY"
    assert places["brussels-belgium"].label == "Brussels, Belgium"
    assert places["unnamed-place"].label == "Place not stated"
    assert {place.area for place in places.values() if place.label == "Washington, DC"} == {"Washington area"}
