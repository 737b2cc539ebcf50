"""A mentor declines one offer, another accepts; a coordinator clears a stuck request, publishes a sweep."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.checks import check_page
from tests.browser.fixtures import Visit
from tests.browser.watch import Watch
from tests.walks.people import enter, follow, heading, press

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def stage() -> str:
    return "giving"


def said(window: "Page", text: str) -> None:
    """Wait until the page has said it."""
    expect(window.get_by_role("status").first).to_contain_text(text)


def test_mentor_declines_one_and_accepts_another(home: str, visit: Visit, watch: Watch) -> None:
    asker = enter(visit(home), "exchange")
    follow(asker, "Find a mentor")
    press(asker, "Ask Invented Person 7")
    mentor = enter(visit(home), "e-07")
    check_page(mentor, "desk-with-an-offer")
    follow(mentor, "Read it")
    heading(mentor, "A request about “Reorganization”")
    check_page(mentor, "offer")
    mentor.get_by_label("What would you like to know?").fill(" ")
    watch.expect(422)
    press(mentor, "Ask for more")
    expect(mentor.get_by_role("alert")).to_contain_text("Write what you would like to know.")
    check_page(mentor, "offer-error")
    mentor.get_by_label("Why not this time?").select_option("no_time")
    press(mentor, "Decline")
    said(mentor, "Declined. The request went on at once")
    check_page(mentor, "giving-empty")

    other = enter(visit(home), "e-01")
    follow(other, "Mentoring I give")
    heading(other, "Mentoring I give")
    check_page(other, "giving")
    follow(other, "Read it")
    press(other, "Accept")
    heading(other, "Choose a time")
    follow(other, "Mentoring I give")
    follow(other, "Record to print")
    heading(other, "Mentoring given by Invented Person 1")
    check_page(other, "giving-record")


def test_mentor_says_what_can_be_helped_with(home: str, visit: Visit, watch: Watch) -> None:
    mentor = enter(visit(home, scripts=False), "e-05")
    follow(mentor, "Mentoring I give")
    heading(mentor, "Mentoring I give")
    check_page(mentor, "giving-none")
    follow(mentor, "Begin my profile")
    heading(mentor, "My profile as a mentor")
    mentor.get_by_label("“Reorganization”, year of the time before").fill("2020")
    watch.expect(422)
    press(mentor, "Save my profile")
    expect(mentor.get_by_role("alert")).to_contain_text("Write the year of the last time too.")
    check_page(mentor, "profile-error")
    mentor.get_by_label("“Reorganization”, year of the last time").fill("2025")
    mentor.get_by_label("Level in “Vision”").select_option("4")
    mentor.locator("label", has_text="Treasury").click()
    press(mentor, "Save my profile")
    said(mentor, "Saved: your profile.")
    press(mentor, "Ask my agency for approval")
    said(mentor, "Sent: your agency is asked for its approval.")
    check_page(mentor, "profile-submitted")
    agency = enter(visit(home), "coord-EN")
    follow(agency, "Mentors to approve")
    heading(agency, "Mentors to approve")
    check_page(agency, "approvals")
    follow(agency, "Read and decide about Invented Person 5 as a mentor")
    heading(agency, "Invented Person 5 as a mentor")
    check_page(agency, "approval")
    press(agency, "Approve", exact=True)
    said(agency, "Approved: Invented Person 5 can be asked from now on")


def test_mentor_pauses_and_avoids(home: str, visit: Visit) -> None:
    mentor = enter(visit(home), "e-01")
    follow(mentor, "Mentoring I give")
    follow(mentor, "Whom I avoid")
    heading(mentor, "Whom I avoid")
    mentor.get_by_label("Find a person by name").fill("person 9")
    press(mentor, "Find")
    expect(mentor.get_by_role("button", name="Avoid Invented Person 9")).to_be_visible()
    check_page(mentor, "avoid")
    press(mentor, "Avoid Invented Person 9")
    said(mentor, "Saved. Offers that wait already are not touched.")
    follow(mentor, "My profile as a mentor")
    heading(mentor, "My profile as a mentor")
    check_page(mentor, "profile-active")
    mentor.get_by_label("First day back").fill("2026-12-07")
    press(mentor, "Pause from now on")
    said(mentor, "You are away: nobody asks you until you are back. 2 offers went on to the next mentor.")
    check_page(mentor, "profile-paused")


def test_coordinator_clears_a_stuck_request(home: str, visit: Visit) -> None:
    desk = enter(visit(home), "exchange")
    check_page(desk, "desk-with-a-stuck-request")
    follow(desk, "Mentoring", exact=True)
    heading(desk, "Requests that wait")
    check_page(desk, "mentoring-desk")
    follow(desk, "Find a mentor")
    heading(desk, "Request of Invented Person 11")
    desk.get_by_label("The name, or how it begins").fill("person 1")
    press(desk, "Show")
    expect(desk.get_by_text("Invented Person 1 was asked about this question already.")).to_be_visible()
    check_page(desk, "stuck-request")
    press(desk, "Ask Invented Person 7")
    said(desk, "Invented Person 7 is asked")
    check_page(desk, "mentoring-desk-empty")


def test_coordinator_publishes_a_sweep(home: str, visit: Visit) -> None:
    desk = enter(visit(home), "exchange")
    follow(desk, "Mentoring", exact=True)
    follow(desk, "Sweeps")
    heading(desk, "Sweeps")
    check_page(desk, "sweeps")
    press(desk, "Prepare a sweep")
    heading(desk, "Sweep 2")
    desk.get_by_label("Request", exact=True).select_option(index=1)
    press(desk, "Show the mentors to choose from")
    expect(desk.get_by_label("Mentor", exact=True)).to_be_visible()
    follow(desk, "Fix a mentor for Invented Person 11")
    desk.get_by_label("Mentor", exact=True).select_option(index=0)
    desk.get_by_label("Reason", exact=True).fill("They know the same law.")
    press(desk, "Fix this pair")
    said(desk, "Fixed, and solved again")
    check_page(desk, "sweep")
    with desk.expect_download() as taken:
        press(desk, "Download the sweep")
    assert taken.value.suggested_filename == "sweep-2.sweep.json"
    press(desk, "Publish 2 offers")
    said(desk, "Published: 2 offers are made")
    check_page(desk, "sweep-published")


def test_office_reads_quality_and_handles_a_report(home: str, visit: Visit) -> None:
    office = enter(visit(home), "office")
    follow(office, "Mentoring", exact=True)
    heading(office, "How well mentoring works")
    check_page(office, "quality")
    follow(office, "Reports of misuse")
    heading(office, "Reports of misuse")
    check_page(office, "reports")
    follow(office, "Read report 1")
    heading(office, "Report 1")
    check_page(office, "report")
    office.get_by_label("What was done").fill("Spoke with both.")
    press(office, "Write it down")
    said(office, "Written down: the report is handled.")


def test_coaches_are_looked_up(home: str, visit: Visit) -> None:
    window = enter(visit(home), "e-05")
    follow(window, "Ask a mentor")
    follow(window, "Coaches")
    heading(window, "Federal Coaching Network")
    check_page(window, "coaches")
    follow(window, "Read more")
    heading(window, "Invented Person 1, coach")
    check_page(window, "coach")
