"""The maintainers' cleaning of the source files."""

from pathlib import Path

import pytest

from seed.cleaning.agencies import merge_agencies
from seed.cleaning.lists import occupational_series
from seed.cleaning.places import CleanPlace, split_place
from seed.cleaning.posts import clean_organizations
from seed.cleaning.tables import CHECKSUMS, read_rows, write_checksums, write_rows
from seed.cleaning.text import normal_case
from seed.rebuild import main


@pytest.mark.parametrize(
    ("printed", "clean"),
    [
        ("OFFICE OF THE CHIEF FINANCIAL OFFICER", "Office of the Chief Financial Officer"),
        ("Director ,  Office of Radiation and Indoor Air ", "Director, Office of Radiation and Indoor Air"),
        ("Regional Forester, Region 8,Southern Region", "Regional Forester, Region 8, Southern Region"),
        ("Chief, SPECIAL COUNSEL, ASSET FORFEITURE", "Chief, Special Counsel, Asset Forfeiture"),
        ("U.S. ARMY TRAINING COMMAND (TRADOC)", "U.S. Army Training Command (TRADOC)"),
        ("WOMEN'S BUREAU", "Women's Bureau"),
        ("OFFICE OF LABOR-MANAGEMENT STANDARDS", "Office of Labor-Management Standards"),
        ("OFFICE, DEPUTY CHIEF OF STAFF, G-8", "Office, Deputy Chief of Staff, G-8"),
        ("Associate Administrator, HIV/AIDS Bureau", "Associate Administrator, HIV/AIDS Bureau"),
        ("Federal Project Director (MOX)", "Federal Project Director (MOX)"),
        ("ABILITYONE", "AbilityOne"),
    ],
)
def test_normal_case_reads_as_people_write(printed: str, clean: str) -> None:
    assert normal_case(printed) == clean


@pytest.mark.parametrize(
    ("printed", "clean"),
    [
        ("Denver, CO", CleanPlace("denver-co", "Denver", "CO", "United States", "Region 8 (Denver)")),
        (
            "District of Columbia, DC",
            CleanPlace("washington-dc", "Washington", "DC", "United States", "Washington area"),
        ),
        (
            "New York New York, NY",
            CleanPlace("new-york-ny", "New York", "NY", "United States", "Region 2 (New York)"),
        ),
        (
            "San Juan, Puerto Rico",
            CleanPlace("san-juan-pr", "San Juan", "PR", "United States", "Region 2 (New York)"),
        ),
        ("Germany, Germany", CleanPlace("unnamed-germany", "", "", "Germany", "Abroad")),
        ("All Others, ", CleanPlace("unnamed-place", "", "", "", "Not stated")),
    ],
)
def test_split_place_tells_city_state_and_country(printed: str, clean: CleanPlace) -> None:
    assert split_place(printed) == clean


def test_organizations_without_posts_are_left_out_and_dangling_parents_dropped() -> None:
    tree = [
        {"org_seq": "1", "agency": "A", "organization": "TOP OFFICE", "parent_org_seq": "999"},
        {"org_seq": "2", "agency": "A", "organization": "Branch", "parent_org_seq": "1"},
        {"org_seq": "3", "agency": "A", "organization": "Empty", "parent_org_seq": "1"},
    ]
    assert clean_organizations(tree, [{"org_seq": "2"}], {"A": "AA"}) == [
        {"source_id": "1", "name": "Top Office", "agency_code": "AA", "parent_id": ""},
        {"source_id": "2", "name": "Branch", "agency_code": "AA", "parent_id": "1"},
    ]


def test_agencies_take_the_compiled_name_and_keep_the_others_as_aliases() -> None:
    plum_book = [
        {
            "plumbook_agency": "DEPARTMENT OF DEFENSE - DEPARTMENT OF THE ARMY",
            "code": "AR",
            "parent_code": "DD",
            "display_name": "Department of the Army",
        }
    ]
    compiled = [
        {
            "code": "DD",
            "name": "Department of Defense",
            "abbr": "DOD",
            "parent_code": "",
            "ses_covered_5usc3132": "yes",
            "ses_members_fy2016": "478",
            "aliases": "Department of War",
        }
    ]
    merged = merge_agencies(plum_book, compiled, [])
    assert [(row["code"], row["name"], row["aliases"]) for row in merged] == [
        ("AR", "Department of the Army", "Department of Defense - Department of the Army"),
        ("DD", "Department of Defense", "Department of War"),
    ]


def test_occupational_series_refuses_a_line_of_another_shape() -> None:
    with pytest.raises(ValueError, match="not an occupational series: 'Clerk'"):
        occupational_series("0301 (Miscellaneous Administration)\nClerk\n")


def test_written_tables_are_read_back_and_their_checksums_repeat(tmp_path: Path) -> None:
    rows = [{"code": "ö", "name": "with, comma"}, {"code": "b", "name": 'with "quotes"'}]
    write_rows(tmp_path / "one.csv", rows)
    write_checksums(tmp_path)
    first = (tmp_path / CHECKSUMS).read_bytes()
    assert read_rows(tmp_path / "one.csv") == rows
    write_rows(tmp_path / "one.csv", rows)
    write_checksums(tmp_path)
    assert (tmp_path / CHECKSUMS).read_bytes() == first


def test_write_rows_refuses_rows_with_other_columns(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"one.csv: columns \['b'\] where \['a'\] stand"):
        write_rows(tmp_path / "one.csv", [{"a": "1"}, {"b": "1"}])


def test_rebuild_without_a_folder_says_how_it_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert capsys.readouterr().err == "usage: python -m seed.rebuild SOURCE_FOLDER\n"
