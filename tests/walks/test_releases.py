"""A release through a browser: recommended, given with a condition, refused, and read by whom it concerns."""

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine

from models.db import unit_of_work
from models.opportunities import Opportunity
from tests.browser.checks import check_page
from tests.browser.fixtures import Visit
from tests.browser.watch import Watch
from tests.models.world import find
from tests.walks.people import enter, follow, heading, press

if TYPE_CHECKING:
    from playwright.sync_api import Page


def choose(window: "Page", label: str) -> None:
    """Click the words beside a radio button, which the design system draws."""
    window.locator("label.usa-radio__label", has_text=label).first.click()


def recommend(window: "Page", name: str, advice: str) -> None:
    follow(window, name, exact=True)
    heading(window, f"Release of {name}")
    check_page(window, "release-recommend")
    choose(window, advice)
    window.get_by_label("Why, and under which conditions").fill("Back by summer.")
    press(window, "Give the recommendation")
    heading(window, "Releases")


@pytest.mark.parametrize("stage", ["filed"])
def test_release_with_a_condition_and_a_refusal(
    home: str, visit: Visit, watch: Watch, engine: Engine
) -> None:
    with unit_of_work(engine) as session:  # a condition leaves something of the round open
        find(session, Opportunity, "O-5").duration_days = 150
    supervisor = enter(visit(home), "supervisor-EN")
    check_page(supervisor, "release-desk-supervisor")
    follow(supervisor, "Recommend")
    check_page(supervisor, "releases-supervisor")
    recommend(supervisor, "Invented Person 5", "release with conditions")
    recommend(supervisor, "Invented Person 6", "do not release now")

    agency = enter(visit(home), "coord-EN")
    follow(agency, "Decide")
    follow(agency, "Invented Person 5", exact=True)
    choose(agency, "release with conditions")
    watch.expect(422)
    press(agency, "Decide and tell the executive")
    agency.get_by_text("Name the condition").first.wait_for()
    check_page(agency, "release-decide-error")
    agency.get_by_label("At most so many days away").fill("150")
    agency.get_by_label("How the post is looked after").select_option("acting_internal")
    agency.get_by_label("By whom").select_option("E-07")
    press(agency, "Decide and tell the executive")
    heading(agency, "Releases")
    follow(agency, "Invented Person 6", exact=True)
    check_page(agency, "release-decide")
    choose(agency, "do not release in this round")
    agency.get_by_label("Reason of a refusal").select_option("timing")
    press(agency, "Decide and tell the executive")
    heading(agency, "Releases")
    check_page(agency, "releases-decided")
    follow(agency, "Who looks after which post")
    heading(agency, "Posts while people are away")
    check_page(agency, "release-chains")

    refused = enter(visit(home), "e-06")
    refused.goto("/dream-sheet/R-1")
    refused.get_by_text("it counts against you in no later round").wait_for()
    check_page(refused, "release-refused-mine")
    released = enter(visit(home), "e-05")
    released.goto("/dream-sheet/R-1")
    released.get_by_text("your agency releases you for at most 150").first.wait_for()
    check_page(released, "release-conditions-mine")
