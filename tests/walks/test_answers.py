"""After the run: an objection, a second run, the answers in order, a decline, and the repair."""

import pytest
from sqlalchemy import Engine

from models.db import unit_of_work
from models.services import results
from tests.browser.checks import check_page
from tests.browser.fixtures import Visit
from tests.models.walk import Walk
from tests.walks.people import enter, follow, heading, press
from tests.walks.test_outcome import confer, go


@pytest.mark.parametrize("stage", ["conference"])
def test_objection_is_made_and_the_next_run_is_agreed_to(home: str, visit: Visit, engine: Engine) -> None:
    agency = enter(visit(home), "coord-EN")
    check_page(agency, "conference-desk")
    go(agency, "Look", "Conference of First invented round", "conference-own")
    go(agency, "Object… to the move of Invented Person 8", "Object to a move", "conference-object")
    agency.get_by_label("Reason").fill("A conflict of interest that the ethics office confirmed.")
    press(agency, "Object")
    heading(agency, "Conference")
    check_page(agency, "conference-none")
    coordinator = enter(visit(home), "exchange")
    coordinator.goto("/rounds/R-1/decision")
    check_page(coordinator, "decision-objected")
    coordinator.goto("/rounds/R-1/pairs")
    check_page(coordinator, "pairs-objected")
    with unit_of_work(engine) as session:
        walk = Walk(session)
        walk.step(results.solve)
        walk.step(results.confer, outcome=walk.outcome())
    confer(visit, home, pictures="conference-again")
    coordinator.goto("/rounds/R-1/decision")
    press(coordinator, "Approve")
    coordinator.get_by_text("the whole was approved").wait_for()


@pytest.mark.parametrize("stage", ["published"])
def test_offers_are_answered_in_order_and_a_freed_seat_is_offered_again(home: str, visit: Visit) -> None:
    chosen = enter(visit(home), "e-08")
    go(chosen, "Read and answer", "My result of First invented round", "result-offered")
    go(chosen, "Accept…", "Accept the offer", "result-accept")
    press(chosen, "Accept this place")
    heading(chosen, "My result")
    check_page(chosen, "result-accepted")
    at_home = enter(visit(home), "coord-EN")
    check_page(at_home, "answers-desk")
    go(at_home, "Answer", "Offers to answer", "answers-home")
    go(at_home, "Invented Person 8", "An offer to Invented Person 8", "answers-one")
    press(at_home, "Agree for the home agency")
    heading(at_home, "Offers to answer")
    host = enter(visit(home), "host-TR")
    go(host, "Answer", "Offers to answer", "answers-host")
    follow(host, "Invented Person 8")
    press(host, "Confirm for the host")
    heading(host, "Offers to answer")
    check_page(host, "answers-none")
    other = enter(visit(home), "e-10")
    follow(other, "Read and answer")
    follow(other, "Decline…")
    press(other, "Decline this place")
    heading(other, "My result")
    check_page(other, "result-declined")
    coordinator = enter(visit(home), "exchange")
    coordinator.goto("/rounds/R-1")
    check_page(coordinator, "board-published")
    go(coordinator, "See what a repair would do", "Repair First invented round", "repair")
    press(coordinator, "Make 1 offer")
    heading(coordinator, "Decision on First invented round")
    check_page(coordinator, "decision-repaired")
    coordinator.goto("/rounds/R-1/repair")
    check_page(coordinator, "repair-none")
    lucky = enter(visit(home), "e-04")
    go(lucky, "Read and answer", "My result of First invented round", "result-repaired")
