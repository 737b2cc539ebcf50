"""The programme office brings a table in, looks at what would be stored, stores it and takes it back."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.checks import check_page
from tests.browser.fixtures import Visit
from tests.browser.watch import Watch
from tests.models.files import PEOPLE
from tests.walks.people import enter, follow, heading, press

if TYPE_CHECKING:
    from playwright.sync_api import Page


def choose(window: "Page", name: str, content: bytes) -> None:
    window.get_by_label("What the file holds").select_option(label="People")
    window.get_by_label("File", exact=True).set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    press(window, "Read the file")


def bring(home: str, visit: Visit, scripts: bool = True) -> "Page":
    office = enter(visit(home, scripts=scripts), "office")
    follow(office, "Tables")
    heading(office, "Tables")
    choose(office, "people.csv", PEOPLE)
    heading(office, "People from a file")
    return office


@pytest.mark.parametrize("scripts", [True, False])
def test_table_comes_in_and_is_taken_back(home: str, visit: Visit, scripts: bool) -> None:
    office, ending = bring(home, visit, scripts), "" if scripts else "-without-scripts"
    expect(office.locator("main")).to_contain_text("Left out before anything was kept: Gender.")
    check_page(office, f"tables-columns{ending}")
    press(office, "Check the file")
    expect(office.get_by_role("heading", name="What the check found")).to_be_visible()
    expect(office.locator("main")).to_contain_text("2 rows of 3 can be stored")
    check_page(office, f"tables-checked{ending}")
    press(office, "Store 2 rows")
    expect(office.get_by_role("status").first).to_contain_text("2 rows are stored.")
    check_page(office, f"tables-stored{ending}")
    press(office, "Take everything back")
    expect(office.get_by_role("status").first).to_contain_text("2 rows are taken back")
    check_page(office, f"tables-taken-back{ending}")
    follow(office, "Tables")
    check_page(office, f"tables{ending}")


@pytest.mark.main_path
def test_file_that_is_no_table_is_refused(home: str, visit: Visit, watch: Watch) -> None:
    office = enter(visit(home), "office")
    follow(office, "Tables")
    watch.expect(422)
    choose(office, "people.csv", b"a,a\n1,2\n")
    expect(office.get_by_role("alert")).to_contain_text("Two columns are called “a”.")
    check_page(office, "tables-refused")


def test_column_that_is_missing_is_asked_for(home: str, visit: Visit, watch: Watch) -> None:
    office = bring(home, visit)
    office.get_by_label("Home agency", exact=True).select_option(label="not in the file")
    watch.expect(422)
    press(office, "Check the file")
    expect(office.get_by_role("alert")).to_contain_text("Home agency: choose the column of the file")
    check_page(office, "tables-columns-error")


def test_table_is_taken_out(home: str, visit: Visit) -> None:
    office = enter(visit(home), "office")
    follow(office, "Tables")
    office.get_by_label("Table", exact=True).select_option(label="People")
    office.get_by_label("As", exact=True).select_option(label="Excel workbook")
    with office.expect_download() as taken:
        press(office, "Take the file")
    assert taken.value.suggested_filename == "people-2026-11-23.xlsx"
