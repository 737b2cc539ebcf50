"""Agreements and the way back through a browser: signed by five, extended, ended early, at risk, overdue."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine

from models.db import unit_of_work
from tests.browser.checks import check_page
from tests.browser.fixtures import Visit
from tests.browser.watch import Watch
from tests.models import agreements as made
from tests.models.world import NOW
from tests.walks.people import enter, follow, heading, press
from tests.webui.site import Clock
from webui.machine import Machine
from webui.return_jobs import move_returns

if TYPE_CHECKING:
    from playwright.sync_api import Page

FIVE = {
    "e-05": "Sign",
    "supervisor-EN": "Sign for the supervisor at home",
    "supervisor-TR": "Sign for the supervisor at the host",
    "coord-EN": "Sign for the home agency",
    "coord-TR": "Sign for the host agency",
}
NAME = "Invented Person 5"
Prepare = Callable[..., None]


@pytest.fixture
def prepare(engine: Engine) -> Prepare:
    """Write into the database what happened before the walk begins."""

    def act(*steps: Callable[..., object]) -> None:
        with unit_of_work(engine) as session:
            made.lasting(session)
            for step in steps:
                step(session)
            made.lasting(session)

    return act


def sign_all(visit: Visit, home: str, name: str) -> None:
    """All five, each from the own desk."""
    for slug, button in FIVE.items():
        window = enter(visit(home), slug)
        follow(window, "Read and sign")
        heading(window, f"Agreement of {NAME}")
        if slug == "e-05":
            check_page(window, f"agreement-{name}-to-sign")
        press(window, button, exact=True)
        last = " as the last of five: the text is in force now" if slug == "coord-TR" else ""
        window.get_by_text(f"You signed{last}.").wait_for()


def agreement_of(window: "Page") -> None:
    follow(window, "Agreements", exact=True)
    follow(window, NAME, exact=True)
    heading(window, f"Agreement of {NAME}")


def change(window: "Page", watch: Watch, what: str, day: str, why: str, name: str) -> None:
    """Put a change to signature, after one try that names no day."""
    agreement_of(window)
    follow(window, "Amend, extend or end early")
    window.get_by_label("What is agreed on", exact=True).select_option(what)
    window.get_by_label("What is agreed on, and why").fill(why)
    if what == "early_end":
        window.get_by_label("Reason of an early end").select_option("host_budget")
    watch.expect(422)
    press(window, "Put it to signature")
    window.get_by_text("Enter the new last day.").first.wait_for()
    check_page(window, f"agreement-{name}-error")
    window.get_by_label("New last day away").fill(day)
    watch.expect(422)
    press(window, "Put it to signature")
    window.get_by_label("I have read what policy says of it").wait_for()
    check_page(window, f"agreement-{name}-policy")
    window.locator("label", has_text="I have read what policy says of it").click()
    press(window, "Put it to signature")
    heading(window, f"Agreement of {NAME}")


def test_agreement_is_signed_by_five_people(home: str, visit: Visit, prepare: Prepare) -> None:
    prepare(made.drafted)
    agency = enter(visit(home), "coord-EN")
    agreement_of(agency)
    check_page(agency, "agreement-draft")
    follow(agency, "Change the terms")
    check_page(agency, "agreement-terms")
    press(agency, "Save the terms")
    press(agency, "I have read these warnings")
    agency.get_by_text("rule stops it").first.wait_for()
    follow(agency, "Record what policy has to know")
    check_page(agency, "agreement-facts")
    agency.get_by_text("The host sets goals and appraises in writing").click()
    press(agency, "Put it on record")
    check_page(agency, "agreement-policy")
    press(agency, "Put it to signature")
    agency.get_by_text("The text is out").wait_for()
    sign_all(visit, home, "original")
    agency.reload()
    agency.get_by_role("heading", name="In force until 29 October 2027").wait_for()
    check_page(agency, "agreement-in-force")
    follow(agency, "Every text to the letter, to print")
    check_page(agency, "agreement-printed")
    away = enter(visit(home), "e-05")
    follow(away, "My way back", exact=True)
    heading(away, "My way back")
    check_page(away, "way-back-active")


def test_agreement_is_extended(home: str, visit: Visit, watch: Watch, prepare: Prepare) -> None:
    prepare(made.in_force)
    change(enter(visit(home), "coord-EN"), watch, "extension", "2028-01-31", "The work goes on.", "extension")
    sign_all(visit, home, "extension")
    away = enter(visit(home), "e-05")
    follow(away, "My way back", exact=True)
    away.get_by_text("first day back at Energy: 1 February 2028").wait_for()
    check_page(away, "way-back-extended")


def test_agreement_is_ended_early_with_a_reason(
    home: str, visit: Visit, watch: Watch, prepare: Prepare
) -> None:
    prepare(made.in_force)
    change(enter(visit(home), "coord-EN"), watch, "early_end", "2027-01-29", "No money is left.", "early-end")
    sign_all(visit, home, "early-end")
    agency = enter(visit(home), "coord-EN")
    agreement_of(agency)
    agency.get_by_role("heading", name="In force until 29 January 2027").wait_for()
    follow(agency, "Returns", exact=True)
    agency.get_by_role("cell", name="coming back early").wait_for()
    check_page(agency, "returns-early-end")


def test_return_at_risk_is_resolved(home: str, visit: Visit, prepare: Prepare) -> None:
    prepare(made.in_force)
    away = enter(visit(home), "e-05")
    follow(away, "My way back", exact=True)
    follow(away, "Something changed at home")
    check_page(away, "way-back-changed")
    away.get_by_label("What changed").select_option("unit_changed")
    away.get_by_label("What you know of it").fill("My office is merged with another.")
    press(away, "Put it on record")
    heading(away, "My way back")
    check_page(away, "way-back-at-risk")
    agency = enter(visit(home), "coord-EN")
    follow(agency, "Returns", exact=True)
    agency.get_by_text("1 at risk").wait_for()
    check_page(agency, "returns-at-risk")
    follow(agency, NAME, exact=True)
    check_page(agency, "return-at-risk")
    agency.get_by_label("How the way back is kept open").fill("The post of deputy director is held.")
    press(agency, "Settle it")
    agency.get_by_text("It is settled; the executive is told.").wait_for()
    away.reload()
    away.get_by_text("away, with a way back").first.wait_for()
    check_page(away, "way-back-settled")


def test_return_becomes_overdue_and_goes_to_the_office(
    home: str, visit: Visit, clock: Clock, engine: Engine, prepare: Prepare
) -> None:
    prepare(made.in_force)
    machine = Machine(engine, clock, lambda: None)
    for day in (NOW.date(), date(2027, 7, 31), date(2027, 11, 2), date(2027, 11, 15)):
        clock.now = made.at(day)
        move_returns(machine)
    away = enter(visit(home), "e-05")
    follow(away, "My way back", exact=True)
    away.get_by_role("heading", name="Next: say that you are back, or ask home now").wait_for()
    check_page(away, "way-back-overdue")
    office = enter(visit(home), "office")
    office.get_by_text(f"The return of {NAME} is overdue: ask home what keeps it").first.wait_for()
    check_page(office, "desk-office-overdue")
    office.goto("/returns")
    office.get_by_text("1 overdue").wait_for()
    check_page(office, "returns-overdue")
    agency = enter(visit(home), "coord-EN")
    agency.goto("/returns")
    follow(agency, NAME, exact=True)
    agency.get_by_text("With the programme office since").wait_for()
    check_page(agency, "return-overdue")
    agency.get_by_label("First day back on duty").fill("2027-11-15")
    press(agency, "Enter the return")
    agency.get_by_text(f"{NAME} is back; two reviews follow.").wait_for()
    check_page(agency, "return-entered")
