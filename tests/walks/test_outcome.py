"""The outcome of a round: looked at, explained, decided on, taken away, read by an auditor."""

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, select

from models.agencies import Agency
from models.db import unit_of_work
from models.outcomes import Outcome
from models.services import results, rounds, rules
from tests.browser.checks import check_page
from tests.browser.fixtures import Visit
from tests.browser.watch import Watch
from tests.models.walk import Walk
from tests.models.world import find
from tests.walks.people import enter, follow, heading, press
from tests.webui.site import Clock

if TYPE_CHECKING:
    from playwright.sync_api import Page

RUN = "/rounds/R-1/outcomes/1"


def go(window: "Page", label: str, title: str, name: str) -> None:
    """Follow a link to the page of that title, and check it."""
    follow(window, label)
    heading(window, title)
    check_page(window, name)


def confer(visit: Visit, home: str, *, pictures: str = "conference") -> None:
    """Every agency with a move looks at its own moves and approves them."""
    for code, name in (("AG11", "Forest Service"), ("EN", "Energy"), ("TR", "Treasury")):
        agency = enter(visit(home), f"coord-{code}")
        follow(agency, "Conference", exact=True)
        check_page(agency, f"{pictures}-list")
        go(agency, "First invented round", "Conference of First invented round", f"{pictures}-{code}")
        press(agency, f"Approve every move of {name}")
        agency.get_by_text("approved by").wait_for()
        check_page(agency, f"{pictures}-{code}-approved")


@pytest.mark.parametrize("stage", ["solved"])
def test_outcome_is_looked_at_explained_and_published(home: str, visit: Visit, clock: Clock) -> None:
    coordinator, officer = enter(visit(home), "exchange"), visit(home)
    for room in ("", "/placements", "/placements?home=nowhere", "/unplaced", "/exchange", "/limits"):
        coordinator.goto(RUN + room)
        check_page(coordinator, f"outcome{room.replace('/', '-').replace('?', '-')}")
    coordinator.goto(f"{RUN}/unplaced")
    coordinator.locator("tbody th a").first.click()
    heading(coordinator, "Invented Person")
    check_page(coordinator, "outcome-person-closed")
    press(coordinator, "Open the account")
    coordinator.get_by_role("heading", name="Choice by choice").wait_for()
    check_page(coordinator, "outcome-person-open")
    follow(coordinator, "Result")
    go(coordinator, "Put it before the agencies", "Decision on First invented round", "decision-solved")
    press(coordinator, "Put run 1 before the agencies")
    coordinator.get_by_text("with a move have not approved yet.").wait_for()
    check_page(coordinator, "decision-conference")
    confer(visit, home)
    coordinator.reload()
    press(coordinator, "Approve 7 placements")
    coordinator.get_by_text("You approved this outcome").wait_for()
    check_page(coordinator, "decision-approved-by-me")
    enter(officer, "office").goto("/rounds/R-1/decision")
    check_page(officer, "decision-to-publish")
    clock.move(minutes=16)
    press(officer, "Publish to 12 people")
    heading(officer, "Is it still you?")
    press(officer, "Yes, it is me")
    heading(officer, "Go on where you were")
    press(officer, "Send it now")
    officer.get_by_role("heading", name="Answers so far").wait_for()
    check_page(officer, "decision-published")


@pytest.mark.parametrize("stage", ["published"])
def test_auditor_reads_the_record_and_takes_a_file(home: str, visit: Visit, watch: Watch) -> None:
    auditor = enter(visit(home), "auditor")
    check_page(auditor, "auditor-desk")
    go(auditor, "Rounds on record", "Rounds on record", "record")
    go(auditor, "First invented round", "Record of First invented round", "record-round")
    follow(auditor, "Run 1")
    heading(auditor, "Run 1 of First invented round")
    with auditor.expect_download() as download:
        press(auditor, "Take the outcome file")
    assert download.value.suggested_filename == "R-1-run-1.outcome.json"
    go(auditor, "Disclosures", "Disclosures", "disclosures")
    go(auditor, "Audit trail", "Audit trail", "trail")
    watch.expect(422)
    auditor.goto("/record/trail?since=2026-11-24&until=2026-11-23")
    check_page(auditor, "trail-error")


@pytest.mark.parametrize("stage", ["crowded solved"])
def test_long_lists_and_a_full_ring_keep_to_the_page(home: str, visit: Visit) -> None:
    coordinator = enter(visit(home), "exchange")
    for room in ("/placements", "/unplaced", "/exchange"):
        coordinator.goto(RUN + room)
        check_page(coordinator, f"outcome-many{room.replace('/', '-')}")


def test_run_without_an_outcome_says_what_cannot_hold(
    home: str, visit: Visit, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "standing_conflict", lambda *_: [])  # which would have refused the freeze
    with unit_of_work(engine) as session:
        walk = Walk(session)
        walk.step(rules.set_limits, agency=find(session, Agency, "EN"), net_min=1, net_max=0)
        walk.to_drawn()
        walk.step(results.solve)
        assert session.scalars(select(Outcome.status)).one() == "infeasible"
    coordinator = enter(visit(home), "exchange")
    coordinator.goto(RUN)
    check_page(coordinator, "outcome-infeasible")
    coordinator.goto("/rounds/R-1/decision")
    check_page(coordinator, "decision-infeasible")
