"""A mentor sets the own times and an executive books one of them, moves it and cancels it."""

import re
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
    return "talking"


def offer(window: "Page") -> str:
    return " ".join(window.locator("#offer").inner_text().split())


def test_week_is_ticked_copied_and_saved(home: str, visit: Visit) -> None:
    mentor = enter(visit(home), "e-02")
    follow(mentor, "My conversations")
    follow(mentor, "My times")
    heading(mentor, "My times")
    check_page(mentor, "times-empty")
    assert "Nothing is ticked yet: nobody can book you as a mentor or coach." in offer(mentor)
    mentor.get_by_label("Monday, 9:00 a.m.").check()
    mentor.get_by_label("Monday, 9:30 a.m.").check()
    expect(mentor.locator("#offer")).to_contain_text(
        "This gives the other person 4 bookable times before 22 December 2026"
    )
    mentor.get_by_role("checkbox", name="Thursday", exact=True).check()
    press(mentor, "Copy", exact=True)
    expect(mentor.get_by_label("Thursday, 9:30 a.m.")).to_be_checked()
    expect(mentor.locator("#offer")).to_contain_text("7 bookable times")  # Thanksgiving is none
    check_page(mentor, "times-copied")
    press(mentor, "Save my times")
    expect(mentor.get_by_role("status").first).to_contain_text("Saved: your usual week.")
    check_page(mentor, "times-saved")


def test_week_works_without_scripts(home: str, visit: Visit) -> None:
    mentor = enter(visit(home, scripts=False), "e-02")
    follow(mentor, "My conversations")
    follow(mentor, "My times")
    mentor.get_by_label("Wednesday, 2:00 p.m.").check()
    mentor.get_by_label("Wednesday, 2:30 p.m.").check()
    press(mentor, "Count again")
    assert offer(mentor).startswith("This gives the other person 4 bookable times before 22 December 2026")
    press(mentor, "Save my times")
    expect(mentor.get_by_label("Wednesday, 2:30 p.m.")).to_be_checked()
    check_page(mentor, "times-without-scripts")


def test_error_of_the_week_is_shown(home: str, visit: Visit, watch: Watch) -> None:
    mentor = enter(visit(home), "e-01")
    follow(mentor, "My conversations")
    follow(mentor, "My times")
    heading(mentor, "My times")
    check_page(mentor, "times-full")
    mentor.get_by_label("Last day").fill("2026-11-01")
    watch.expect(422)
    press(mentor, "Save my times")
    expect(mentor.get_by_role("alert")).to_contain_text("The last day lies in the past")
    check_page(mentor, "times-error")


def test_days_address_and_delegates(home: str, visit: Visit, watch: Watch) -> None:
    owner = enter(visit(home), "e-01")
    follow(owner, "My conversations")
    follow(owner, "My times")
    follow(owner, "Days that differ")
    heading(owner, "Days that differ")
    check_page(owner, "days")
    owner.get_by_label("First day").fill("2026-12-24")
    owner.get_by_label("Last day").fill("2026-12-23")
    watch.expect(422)
    press(owner, "Add these days")
    expect(owner.get_by_role("alert")).to_contain_text("The end lies before the beginning.")
    check_page(owner, "days-error")
    follow(owner, "Calendar address")
    heading(owner, "Calendar address")
    press(owner, "Make a new address")
    expect(owner.locator("[data-feed]")).to_contain_text(re.compile(r"/calendars/[0-9a-f]{64}\.ics$"))
    check_page(owner, "feed-made")
    follow(owner, "My assistants")
    heading(owner, "My assistants")
    check_page(owner, "delegates")


def test_conversation_is_booked_moved_and_cancelled(home: str, visit: Visit) -> None:
    mentee = enter(visit(home), "e-01")
    check_page(mentee, "desk-with-conversations")
    follow(mentee, "My conversations")
    heading(mentee, "My conversations")
    check_page(mentee, "conversations")
    follow(mentee, "Choose a time")
    heading(mentee, "Choose a time")
    check_page(mentee, "choose-a-time")
    mentee.get_by_text("7:00 a.m.").first.click()
    mentee.get_by_label("Where, or how to reach one another").fill("202 555 0100")
    press(mentee, "Book this time")
    heading(mentee, "Conversation with Invented Person 9")
    check_page(mentee, "conversation-booked")
    follow(mentee, "Move it, or change the place")
    heading(mentee, "Change the conversation")
    check_page(mentee, "conversation-move")
    mentee.get_by_text("8:00 a.m.").first.click()
    press(mentee, "Save the change")
    expect(mentee.get_by_text("8:00 a.m. Arizona")).to_be_visible()
    press(mentee, "Cancel this conversation")
    expect(mentee.get_by_text("cancelled", exact=True)).to_be_visible()
    check_page(mentee, "conversation-cancelled")


def test_delegate_sees_times_and_nothing_else(home: str, visit: Visit) -> None:
    helper = enter(visit(home), "supervisor-EN")
    follow(helper, "Open the calendar")
    heading(helper, "Times of Invented Person 1")
    check_page(helper, "delegate-calendar")
    follow(helper, "See, move or cancel")
    heading(helper, "Conversation with Invented Person 5")
    assert helper.get_by_text("Somebody did not come").count() == 0


def test_what_was_missed_is_said(home: str, visit: Visit) -> None:
    mentee = enter(visit(home), "e-01")
    mentee.goto("/meetings/1")
    check_page(mentee, "conversation-over")
    mentee.get_by_label("Who did not come?").select_option("mentor")
    press(mentee, "Note it, and book another time")
    expect(mentee.get_by_text("Invented Person 5 did not come")).to_be_visible()
    check_page(mentee, "conversation-missed")
