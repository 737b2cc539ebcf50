"""A mentee asks, chooses, is answered, books a time, and rates: by mouse, by keyboard, without scripts."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy import Engine

from models.db import unit_of_work
from models.queries.mentoring_due import due
from models.services import mentoring_clock
from tests.browser.checks import check_page
from tests.browser.fixtures import Visit
from tests.browser.watch import Watch
from tests.models.mentoring import accepted, live, request_of
from tests.models.world import actor
from tests.walks.hands import Hand, Keyboard, Mouse, Person
from tests.walks.people import enter
from tests.webui.site import Clock

if TYPE_CHECKING:
    from playwright.sync_api import Page

STORY = "Two offices become one, and both heads stay."
QUESTIONS = (
    "The advice answered the question",
    "My context was understood",
    "The time was well spent",
    "I would meet the same person again",
)


@pytest.fixture
def stage() -> str:
    return "mentors"


def choose(me: Person, label: str, value: str) -> None:
    """Choose from a list: with the mouse, or by typing how the entry begins."""
    target = me.window.get_by_label(label)
    if isinstance(me.hand, Keyboard):
        me.hand.write(target, value)
    else:
        target.select_option(value)


def ask(me: Person, name: str) -> None:
    """From the desk over the four steps to the shortlist."""
    me.follow("Ask a mentor")
    me.stands_at("Ask a mentor")
    check_page(me.window, f"{name}-nothing-asked")
    me.follow("Ask something new")
    me.stands_at("What is going on?")
    check_page(me.window, f"{name}-step-1")
    me.hand.tick(me.window.get_by_role("radio", name="Reorganization"))
    me.write("In your own words", STORY)
    for heading, step in (("What would help?", 2), ("When?", 3), ("Anyone to avoid?", 4)):
        me.press("Save, and go on")
        me.stands_at(heading)
        if step == 3:
            suit(me)
        check_page(me.window, f"{name}-step-{step}")
    me.press("Save, and see who could help")
    me.stands_at("Who could help")
    check_page(me.window, f"{name}-shortlist")


def suit(me: Person) -> None:
    """An hour of the week is ticked."""
    me.hand.activate(me.window.get_by_text("Tick times of the week"))
    for half in ("Wednesday, 9:00 a.m.", "Wednesday, 9:30 a.m."):
        box = me.window.get_by_role("checkbox", name=half)
        if isinstance(me.hand, Keyboard):
            me.hand.tick(box)
        else:
            box.check()


def say_yes(engine: Engine) -> None:
    """The mentor who is asked accepts."""
    with unit_of_work(engine) as session:
        accepted(session, live(session, request_of(session)))


def tick(engine: Engine, clock: Clock) -> None:
    """An hour passes, and the clock of mentoring does what is due."""
    clock.move(hours=1)
    with unit_of_work(engine) as session:
        for item in due(session, clock.now):
            mentoring_clock.act(session, actor=actor(session, "system"), now=clock.now, item=item)


def meet(me: Person, name: str) -> None:
    """A time chosen, and the conversations finished."""
    me.follow("Choose a time")
    me.stands_at("Choose a time")
    me.reads("These are the times named when the conversation was asked for.")
    me.hand.tick(me.window.get_by_role("radio").first)
    me.press("Book this time")
    me.reads("Booked. Both sides get an invitation by mail.")
    me.follow("Ask a mentor")
    me.follow("See it about Reorganization")
    me.reads("You meet Invented Person 5 on Wednesday 25 November 2026, 9:00 a.m. Eastern.")
    me.follow("Messages, more time, and the end with Invented Person 5")
    me.write("Your message", "I bring the chart.")
    me.press("Send")
    me.reads("I bring the chart.")
    check_page(me.window, f"{name}-running")
    me.press("The question is answered")
    me.reads("Finished.")


def rate(me: Person, name: str) -> None:
    """The four questions answered."""
    me.follow("Answer four questions")
    me.stands_at("How it was with Invented Person 5")
    check_page(me.window, f"{name}-four-questions")
    for label in QUESTIONS:
        choose(me, label, "4")
    me.press("Send my answers")
    me.reads("You answered on 23 November 2026. Thank you.")


@pytest.mark.parametrize(
    ("hand", "scripts", "name"),
    [
        pytest.param(Mouse(), True, "ask", marks=pytest.mark.main_path),
        (Mouse(), False, "ask-without-scripts"),
        (Keyboard(), True, "ask-by-keyboard"),
    ],
)
def test_question_is_asked_answered_and_rated(
    home: str, visit: Visit, engine: Engine, clock: Clock, hand: Hand, *, scripts: bool, name: str
) -> None:
    me = Person(enter(visit(home, scripts=scripts), "e-01"), hand)
    ask(me, name)
    me.press("Let the service choose")
    me.reads("Invented Person 5 is asked. Without an answer the next mentor is asked by itself.")
    check_page(me.window, f"{name}-offered")
    say_yes(engine)
    me.follow("My desk")
    me.follow("Ask a mentor")
    me.follow("See it about Reorganization")
    me.stands_at("Reorganization")
    check_page(me.window, f"{name}-accepted")
    meet(me, name)
    tick(engine, clock)
    enter(me.window, "e-01")
    rate(me, name)
    check_page(me.window, f"{name}-rated")


LINES = """cell => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return range.getClientRects().length;
}"""
"""On how many lines the text of a cell stands."""


def test_shortlist_is_read_questioned_and_chosen_from(home: str, visit: Visit, watch: Watch) -> None:
    me = Person(enter(visit(home), "e-01"), Mouse())
    ask(me, "choosing")
    window = me.window
    for one in window.locator(".rt-helper summary").all():
        one.click()
    check_page(window, "shortlist-opened")
    figure = window.locator(".rt-helper td.rt-num").first
    assert figure.evaluate(LINES) == 1
    me.write("Name of the person", "Person 5")
    me.press("Ask why")
    me.reads("Invented Person 5 is on your shortlist.")
    check_page(window, "shortlist-why-not")
    for label in ("Ask first", "If that does not work out"):
        window.get_by_label(label).select_option(label="Invented Person 6")
    watch.expect(422)
    me.press("Ask in this order")
    me.reads("Choose each person once.")
    check_page(window, "shortlist-error")
    window.locator("summary", has_text="Not this one").first.click()
    me.press("Set aside Invented Person 5")
    me.reads("Set aside by you: Invented Person 5.")
    check_page(window, "shortlist-aside")
    second = window.get_by_label("If that does not work out")
    expect(second.locator("option:checked")).to_have_text("Invented Person 6")  # what was refused waits too
    second.select_option(index=0)
    me.press("Ask in this order")
    me.reads("Invented Person 6 is asked.")


def test_steps_are_reached_from_one_another_and_say_what_they_miss(
    home: str, visit: Visit, watch: Watch
) -> None:
    me = Person(enter(visit(home), "e-01"), Mouse())
    me.follow("Ask a mentor")
    me.follow("What to expect")
    me.stands_at("Questions and answers")
    check_page(me.window, "what-to-expect")
    me.follow("Ask a mentor")
    me.follow("Ask something new")
    me.stands_at("What is going on?")
    watch.expect(422)
    me.press("Save, and go to step 3. When?")
    me.reads("Choose what it is mostly about, or write something")
    check_page(me.window, "step-1-error")
    me.write("In your own words", "Two offices become one.")
    me.press("Save, and go to step 3. When?")
    me.stands_at("When?")
    me.window.get_by_text("I would like to meet in person").click()
    watch.expect(422)
    me.press("Save, and go on")
    me.reads("Name the city in which you would meet.")
    check_page(me.window, "step-3-error")
    me.write("City", "Denver, CO")
    me.press("Save, and go to step 4. Anyone to avoid?")
    me.stands_at("Anyone to avoid?")
    me.write("Find a person by name", "person 1")
    me.press("Find")
    me.reads("found for “person 1”")
    check_page(me.window, "step-4-found")
    me.press("Save, and see who could help")
    me.stands_at("What is going on?")
    me.reads("Choose at least one situation.")
    check_page(me.window, "step-1-sent-back")


@pytest.mark.parametrize("stage", ["asking"])
def test_every_way_of_waiting_has_its_page(home: str, visit: Visit) -> None:
    me = Person(enter(visit(home), "e-01"), Mouse())
    check_page(me.window, "desk-of-who-asks")
    look(me.window, {"all": "/ask", "unfound": "/requests/1", "questioned": "/requests/2"})
    look(me.window, {"submitted": "/requests/3", "draft": "/requests/4", "brief": "/requests/2/brief"})
    look(me.window, {"full-step-1": "/ask/4/1", "full-step-2": "/ask/4/2", "full-step-4": "/ask/4/4"})
    me.window.goto("/requests/4")
    me.press("Give this draft up")
    me.reads("withdrawn")
    check_page(me.window, "request-withdrawn")


@pytest.mark.parametrize("stage", ["helped"])
def test_every_way_of_having_met_has_its_page(home: str, visit: Visit) -> None:
    me = Person(enter(visit(home), "e-01"), Mouse())
    look(me.window, {"running": "/requests/1", "talk": "/engagements/1", "talk-over": "/engagements/2"})
    look(me.window, {"end": "/engagements/1/end", "report": "/engagements/1/report"})
    look(me.window, {"closed": "/requests/2", "pulse": "/engagements/3/pulse", "old": "/requests/3"})


def look(window: "Page", pages: dict[str, str]) -> None:
    for name, address in pages.items():
        window.goto(address)
        check_page(window, f"request-{name}")
