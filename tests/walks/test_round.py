"""A whole small round, from its opening to an accepted offer, by everybody it takes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import check_page
from tests.browser.fixtures import Visit
from tests.walks.hands import Hand, Keyboard, Mouse, Person

Look = Callable[[Person, str], None]
Enter = Callable[[str], Person]
ROUND = "First invented round"
PATIENCE = 60_000  # milliseconds for the solver's process, on a busy machine


def enter(window: Page, slug: str, hand: Hand) -> Person:
    """Sign in from the first page."""
    person = Person(window, hand)
    window.goto("/")
    person.stands_at("Who would you like to be?")
    person.write("Find anybody by name or agency", slug)
    person.press("Find")
    hand.activate(window.locator(f'button[name="slug"][value="{slug}"]'))
    person.stands_at("My desk")
    return person


def to_board(person: Person) -> None:
    person.follow("Rounds")
    person.follow(ROUND)
    person.stands_at(ROUND)


def open_the_round(coordinator: Person, look: Look) -> None:
    look(coordinator, "desk of the coordinator")
    to_board(coordinator)
    look(coordinator, "board in preparation")
    coordinator.press("Open for opportunities")
    coordinator.reads("collecting opportunities")
    coordinator.follow("Choose opportunities")
    coordinator.stands_at("Opportunities for the round")
    look(coordinator, "opportunities to choose")
    coordinator.press("Put all 6 into the round")
    coordinator.reads("6 opportunities were put into the round")
    to_board(coordinator)
    look(coordinator, "board with opportunities")
    coordinator.press("Open for dream sheets")
    coordinator.reads("open for dream sheets")


def file_two_choices(executive: Person, look: Look) -> None:
    look(executive, "desk of an executive")
    executive.follow("Choose")
    executive.stands_at(f"Catalogue of {ROUND}")
    look(executive, "catalogue")
    for slug in ("O-5", "O-1"):
        executive.press(f"Add to my sheet Acting director, {slug}")
        expect(executive.window.locator(f"a#add-{slug}, #line-{slug}").first).to_be_visible()
    executive.follow("My dream sheet")
    executive.stands_at(f"My dream sheet for {ROUND}")
    executive.press("Move up Acting director, O-1")
    executive.reads("Acting director, O-1")
    expect(executive.window.locator("ol.rt-sheet > li").first).to_have_attribute("id", "line-O-1")
    look(executive, "dream sheet")
    certify(executive, "Certify these 2 choices", look)


def file_one_choice(executive: Person, look: Look) -> None:
    executive.follow("Choose")
    executive.press("Add to my sheet Acting director, O-3")
    expect(executive.window.locator("a#add-O-3, #line-O-3").first).to_be_visible()
    executive.follow("My dream sheet")
    executive.stands_at(f"My dream sheet for {ROUND}")
    certify(executive, "Certify this choice", look)


def certify(executive: Person, label: str, look: Look) -> None:
    executive.follow("Certify this list")
    executive.stands_at("Certify my dream sheet")
    look(executive, "certify a dream sheet")
    executive.hand.tick(executive.window.locator("input[name=voluntary]"))
    executive.press(label)
    executive.stands_at("Receipt for my dream sheet")
    look(executive, "receipt of a dream sheet")


def rank(host: Person, post: str, name: str, look: Look) -> None:
    look(host, "desk of a host")
    host.follow("Applicants")
    host.stands_at("Applicants")
    look(host, "applicants")
    host.follow(f"Acting director, {post}")
    host.reads("Opening the list is written into the audit trail")
    look(host, "applicants before they are opened")
    host.press("Open the applicants")
    host.reads("Not ranked yet")
    look(host, "applicants to rank")
    host.press(f"Put at the end of my order {name}")
    host.reads("This is a draft")
    host.follow("Look it over and certify")
    host.stands_at(f"Certify the ranking for Acting director, {post}")
    look(host, "certify a ranking")
    host.press("Certify this list")
    host.reads("Receipt")


def freeze_and_solve(coordinator: Person, look: Look) -> None:
    to_board(coordinator)
    coordinator.follow("Prepare the freeze")
    coordinator.stands_at("Freeze the round")
    look(coordinator, "freeze")
    coordinator.press("Freeze 2 people and 6 opportunities")
    coordinator.reads("Frozen hash")
    to_board(coordinator)
    coordinator.follow("Enter the outside value")
    coordinator.stands_at("The outside value")
    look(coordinator, "outside value")
    coordinator.hand.write(coordinator.window.locator("input[name=outside]"), "4711.08")
    coordinator.press("Look at the value once more")
    coordinator.press("Enter the value for good")
    coordinator.reads("4711.08")
    to_board(coordinator)
    coordinator.press("Solve")
    outcome = coordinator.window.get_by_role("link", name="Look at the outcome")
    expect(outcome).to_be_visible(timeout=PATIENCE)
    look(coordinator, "run of the solver")


def decide(coordinator: Person, look: Look) -> None:
    coordinator.follow("Look at the outcome")
    coordinator.reads("2 of 2")
    look(coordinator, "outcome")
    coordinator.follow("Decision")
    coordinator.stands_at(f"Decision on {ROUND}")
    look(coordinator, "decision")
    coordinator.press("Put run 1 before the agencies")
    coordinator.reads("Once all have approved")


def agree(agency: Person, name: str, look: Look) -> None:
    agency.follow("Look")
    agency.stands_at(f"Conference of {ROUND}")
    look(agency, "conference")
    agency.press(f"Approve every move of {name}")
    agency.reads("approved by")


def approve(coordinator: Person) -> None:
    to_board(coordinator)
    coordinator.follow("Decide on the outcome")
    coordinator.press("Approve 2 placements")
    coordinator.reads("another person of the programme office publishes it")


def publish(officer: Person, look: Look) -> None:
    to_board(officer)
    officer.follow("Look at the decision")
    officer.stands_at(f"Decision on {ROUND}")
    look(officer, "decision before publication")
    officer.press("Publish to 2 people")
    officer.reads("Answers so far")


def accept(executive: Person, look: Look) -> None:
    look(executive, "desk with an offer")
    executive.follow("Read and answer")
    executive.reads("You were placed with your first choice")
    look(executive, "result")
    executive.follow("Accept…")
    executive.stands_at("Accept the offer")
    look(executive, "accept")
    executive.press("Accept this place")
    executive.reads("You accepted.")


def walk(come: Enter, look: Look) -> None:
    """The whole round."""
    coordinator = come("exchange")
    open_the_round(coordinator, look)
    file_two_choices(come("e-05"), look)
    file_one_choice(come("e-01"), look)
    to_board(coordinator)
    look(coordinator, "board with dream sheets")
    coordinator.follow("Close the lists")
    coordinator.press("Close the lists now")
    coordinator.reads("deciding releases")
    coordinator.follow("Open for host rankings")
    coordinator.press("Open for host rankings now")
    coordinator.reads("open for host rankings")
    rank(come("host-AG11"), "O-1", "Invented Person 5", look)
    rank(come("host-EN"), "O-3", "Invented Person 1", look)
    freeze_and_solve(coordinator, look)
    decide(coordinator, look)
    agree(come("coord-EN"), "Energy", look)
    agree(come("coord-AG11"), "Forest Service", look)
    approve(coordinator)
    publish(come("office-2"), look)
    accept(come("e-05"), look)


def no_look(_person: Person, _name: str) -> None:
    """The pages were looked at in the first walk."""


@pytest.mark.main_path
def test_a_round_by_everybody_it_takes(home: str, visit: Visit) -> None:
    seen: set[str] = set()

    def look(person: Person, name: str) -> None:
        if name not in seen:
            seen.add(name)
            check_page(person.window, f"round-{name.replace(' ', '-')}")

    walk(lambda slug: enter(visit(home), slug, Mouse()), look)


def test_a_round_with_scripts_off(home: str, visit: Visit) -> None:
    walk(lambda slug: enter(visit(home, scripts=False), slug, Mouse()), no_look)


def test_a_round_by_keyboard_alone(home: str, visit: Visit) -> None:
    walk(lambda slug: enter(visit(home), slug, Keyboard()), no_look)


@pytest.mark.main_path
@pytest.mark.parametrize("stage", ["drafted"])
def test_a_desk_where_nothing_waits_says_so(home: str, visit: Visit) -> None:
    auditor = enter(visit(home), "auditor", Mouse())
    auditor.reads("Nothing waits for you.")
    check_page(auditor.window, "desk-empty")
