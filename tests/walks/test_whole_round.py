"""One whole round by people of three agencies: written, approved, waived, pinned, kept at home, solved three
ways, objected to, published by two, declined, repaired, accepted. Every page of it is checked."""

from typing import Any

import pytest
from sqlalchemy import Engine

from models.db import unit_of_work
from tests.browser.fixtures import Visit
from tests.models.walk import consent, file
from tests.walks import answers, boards, decisions, gates, home_side, offers, rankings, scenarios
from tests.walks.witness import Witness, come
from tests.webui.site import Clock

CHOSEN, KEPT, MOVED, LUCKY = (f"Invented Person {number}" for number in (5, 6, 8, 2))
OTHERS: dict[str, list[Any]] = {
    "E-01": ["O-5"],
    "E-02": ["O-4", "O-3"],
    "E-03": ["O-6"],
    "E-06": ["O-1"],
    "E-07": ["O-1"],
    "E-08": ["O-1", "O-2"],
    "E-10": ["O-4"],
    "E-12": ["O-3"],
}
"""No lottery decides these: E-10 is pinned to O-4, so E-02 waits for O-3, which E-12 gets and declines."""


def file_others(engine: Engine) -> None:
    """File the lists of the others with consent, as `test_round` and `test_executive` show in the browser."""
    with unit_of_work(engine) as session:
        for slug, choices in OTHERS.items():
            file(session, slug, choices)
            consent(session, slug)


@pytest.mark.parametrize("stage", ["posting"])
def test_a_whole_round_by_people_of_three_agencies(
    home: str, visit: Visit, engine: Engine, clock: Clock
) -> None:
    seen: set[str] = set()

    def enter(slug: str) -> Witness:
        return come(visit(home), slug, seen)

    host, treasury, coordinator = enter("host-TR"), enter("coord-TR"), enter("exchange")
    offers.write(host)
    treasury.to_desk()
    offers.approve(treasury)
    boards.offer_all(coordinator, 7)
    chosen = enter("e-05")
    gates.file(chosen)
    file_others(engine)
    gates.grant(treasury, CHOSEN)
    boards.pin(coordinator, "E-10", "O-4")
    boards.approve_pin(enter("exchange-2"))

    energy, forest = enter("coord-EN"), enter("coord-AG11")
    home_side.advise_against(enter("supervisor-EN"), KEPT)
    home_side.keep(energy, KEPT)
    home_side.reads_refusal(enter("e-06"))
    boards.close_the_lists(coordinator)
    boards.open_the_rankings(coordinator)
    rankings.rank(host, offers.TITLE, CHOSEN)
    boards.freeze(coordinator, 8, 7)

    scenarios.solve(coordinator)
    decisions.confer(coordinator, 1)
    decisions.object_to(energy, MOVED)
    decisions.read_pair_rule(coordinator, MOVED)
    scenarios.try_limit(coordinator, 1, "The Forest Service sends one", "AG11", 1)
    scenarios.try_limit(coordinator, 2, "The Forest Service may send four", "AG11", 4)
    scenarios.choose(coordinator, 3)
    decisions.confer(coordinator, 3)
    for agency, code in ((energy, "EN"), (forest, "AG11"), (treasury, "TR")):
        decisions.agree(agency, code)
    decisions.approve(coordinator, 7)
    officer = enter("office-2")
    clock.move(minutes=16)
    decisions.publish(officer, 8)

    answers.accept(chosen)
    answers.confirm(energy, CHOSEN, "Agree for the home agency")
    answers.confirm(host, CHOSEN, "Confirm for the host")
    answers.decline(enter("e-12"))
    answers.repair(coordinator, LUCKY)
    answers.accept(enter("e-02"))
    answers.confirm(forest, LUCKY, "Agree for the home agency")
    answers.confirm(enter("host-EN"), LUCKY, "Confirm for the host")
    answers.read_confirmed(chosen)
