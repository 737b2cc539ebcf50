"""What the pages of the annual reports say once a day by which a step was to be done is over."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.rotation_reports import RotationReport
from models.services import headcounts
from tests.models import reports
from tests.models.world import NOW, actor
from tests.webui.site import Clock, send, sign_in
from tests.webui.test_outcomes import words

Clients = Callable[[], FlaskClient]
HERE, LIST = "/reports/2026/EN", "/reports?year={}"
DAYS_TO_NEW_YEARS_EVE = 38


@pytest.fixture
def stage() -> str:
    return "reporting"


@pytest.mark.parametrize(
    ("days", "by", "state"),
    [
        (DAYS_TO_NEW_YEARS_EVE, " by 31 December 2026</h2>", "draft"),
        (DAYS_TO_NEW_YEARS_EVE + 1, ", which was due on 31 December 2026 and is late</h2>", "draft, late"),
    ],
)
def test_report_is_late_the_day_after_it_was_to_be_made_ready(
    make_client: Clients, clock: Clock, days: int, by: str, state: str
) -> None:
    clock.move(days=days)
    agency, office = (sign_in(make_client(), slug) for slug in ("coord-EN", "office"))
    for client, who in ((agency, "you make"), (office, "the agency&#39;s coordinator makes")):
        assert f"Next: {who} the report ready{by}" in client.get(HERE).text
        assert all(f" {state}</span>" in client.get(page).text for page in (HERE, LIST.format(2026)))


def test_report_not_begun_of_a_year_long_past_is_late_once_people_were_counted(
    make_client: Clients, db: Session
) -> None:
    agency, office = (sign_in(make_client(), slug) for slug in ("coord-EN", "office"))
    assert "not begun, late" not in agency.get(LIST.format(2023)).text
    headcount = reports.entered(db, 2023)
    db.commit()
    overdue = ", which was due on 30 November 2022 and is late"
    assert f"The programme office confirms it{overdue}." in agency.get("/reports/2023/EN").text
    assert f" for you to confirm{overdue}: read" in office.get(LIST.format(2023)).text
    by = actor(db, "office")
    headcounts.confirm(db, actor=by, now=NOW, headcount=headcount, version=headcount.version)
    db.commit()
    page = agency.get("/reports/2023/EN").text
    assert "Next: you make the report ready, which was due on 31 December 2023 and is late</h2>" in page
    assert " not begun, late</span>" in agency.get(LIST.format(2023)).text


def test_report_that_was_not_read_in_time_is_late_with_the_office(make_client: Clients) -> None:
    office = sign_in(make_client(), "office")
    overdue = ", which was due on 31 January 2026 and is late"
    said = f"Next: you read it, and close it or send it back{overdue}</h2>"
    assert said in office.get("/reports/2025/EN").text
    assert (
        f"for the programme office to read and close{overdue}:</strong>" in office.get(LIST.format(2025)).text
    )


def test_each_year_with_figures_to_confirm_or_reports_to_close_has_a_line_of_its_own(
    make_client: Clients, db: Session
) -> None:
    agency, office = (sign_in(make_client(), slug) for slug in ("coord-EN", "office"))
    reports.entered(db, 2023)
    db.commit()
    version = str(db.scalars(select(RotationReport.version).filter_by(fiscal_year=2026)).one())
    facts = {"contact": "Ann Otter", "reason": "The first rotation.", "version": version}
    assert send(agency, HERE, facts).location == send(agency, f"{HERE}/ready", {}).location == HERE
    desk = words(office.get("/").text)
    for said in (
        "1 headcount of 1 October 2022 waits for you to confirm — overdue since 30 November 2022",
        "3 headcounts of 1 October 2026 wait for you to confirm — by 30 November 2026",
        "1 annual rotation report of fiscal year 2025 waits for you to read and close — overdue since",
        "1 annual rotation report of fiscal year 2026 waits for you to read and close — by 31 January 2027",
    ):
        assert said in desk
