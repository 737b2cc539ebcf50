"""The maintainers' cleaning of the source files."""

from pathlib import Path

import pytest

from seed.cleaning.agencies import merge_agencies
from seed.cleaning.lists import occupational_series
from seed.cleaning.places import CleanPlace, split_place
from seed.cleaning.posts import clean_organizations
from seed.cleaning.tables import CHECKSUMS, read_rows, write_checksums, write_rows
from seed.cleaning.text import normal_case
from seed.rebuild import main, rebuild


@pytest.mark.parametrize(
    ("printed", "clean"),
    [
        ("OFFICE OF THE CHIEF FINANCIAL OFFICER", "Office of the Chief Financial Officer"),
        ("Director ,  Office of Radiation and Indoor Air ", "Director, Office of Radiation and Indoor Air"),
        ("Regional Forester, Region 8,Southern Region", "Regional Forester, Region 8, Southern Region"),
        ("Chief, SPECIAL COUNSEL, ASSET FORFEITURE", "Chief, Special Counsel, Asset Forfeiture"),
        ("U.S. ARMY TRAINING COMMAND (TRADOC)", "U.S. Army Training Command (TRADOC)"),
        ("WOMEN'S BUREAU", "Women's Bureau"),
        ("THE COUNCIL OF INSPECTORS GENERAL", "The Council of Inspectors General"),
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


SOURCES = {
    "plumbook_agency_map.csv": "plumbook_agency,code,parent_code,display_name,mission_clusters\n"
    "CORPORATION FOR NATIONAL AND COMMUNITY SERVICE,,,Corporation for National and Community Service,C\n",
    "agency_seed.csv": "code,name,abbr,parent_code,ses_covered_5usc3132,ses_members_fy2016,mission_clusters,"
    "aliases\nCM,Department of Commerce,DOC,,yes,425,C;D,\n",
    "usajobs_agency_subelement_codes.csv": "Code,Value,ParentCode,Acronym,LastModified\n"
    "CM,Department of Commerce,,DOC,2021-04-30T11:38:44.897\n",
    "plumbook2016_ses_positions.csv": "id,agency,organization,org_seq,parent_org_seq,org_order,title,"
    "location,type_of_appt,tenure,expires,vacant\n"
    '2,CORPORATION FOR NATIONAL AND COMMUNITY SERVICE,X,7,-1,1,Director,"Denver, CO",,,,1\n'
    '1,CORPORATION FOR NATIONAL AND COMMUNITY SERVICE,X,7,-1,1,CHIEF OF STAFF,"Denver, CO",'
    "Limited Term Appointment(TA),,7/25/2018,0\n",
    "plumbook2016_organizations.csv": "org_seq,agency,organization,parent_org_seq\n"
    "7,CORPORATION FOR NATIONAL AND COMMUNITY SERVICE,FRONT OFFICE,6\n",
    "ecq_frameworks.csv": "framework,ecq,competency,effective_from,effective_to,confidence\n"
    "ECQ-2025,Leading People,,2025-10-01,,name only\n"
    "ECQ-2006/2012,Leading People,Team Building,2006-10-01,2025-09-30,opened\n",
    "occupational_series.txt": "0300 (Management)\n0343 (Management and  Program Analysis)\n",
    "budget_functions.csv": "code,name\n270,Energy\n050,National Defense\n",
    "mission_clusters.csv": "code,name,budget_functions,note\nC,Communities,450,\n",
    "rotation_types.csv": "code,authority\nREASSIGN,5 USC 3395\n",
    "ses_count_history.csv": "as_of,total\n2014,7794\n",
}
"""The smallest source folder: one row or two of everything."""


def test_rebuild_writes_clean_tables_and_the_same_bytes_again(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "data"
    source.mkdir()
    target.mkdir()
    for name, text in SOURCES.items():
        (source / name).write_text(text, encoding="utf-8")
    rebuild(source, target)
    first = {path.name: path.read_bytes() for path in target.iterdir()}
    assert (target / "positions.csv").read_text(encoding="utf-8") == (
        "source_id,title,agency_code,organization_id,place_code,printed_order,appointment,status,tenure,expires\n"
        "1,Chief of Staff,RT-CNCS,7,denver-co,1,limited_term,filled,,2018-07-25\n"
        "2,Director,RT-CNCS,7,denver-co,1,,vacant,,\n"
    )
    assert [
        row["agency_code"] + row["cluster_code"] for row in read_rows(target / "agency_clusters.csv")
    ] == [
        "CMC",
        "CMD",
        "RT-CNCSC",
    ]
    rebuild(source, target)
    assert {path.name: path.read_bytes() for path in target.iterdir()} == first


def test_rebuild_without_a_folder_says_how_it_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert capsys.readouterr().err == "usage: python -m seed.rebuild SOURCE_FOLDER\n"
