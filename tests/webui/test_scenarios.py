"""Scenarios in the pages: begun, changed, pinned by two, run, compared, chosen with a reason, on record."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.pricing import price
from models.queries.limits import Figures
from models.scenarios import RunChoice, ScenarioLimit, ScenarioPin
from models.services import results, scenarios
from tests.models import test_scenarios as made
from tests.models.world import NOW
from tests.webui.site import beside, send, sign_in, summary
from tests.webui.test_outcomes import words

PATH = "/rounds/R-1/scenarios"
ONE = f"{PATH}/1"


@pytest.fixture
def stage() -> str:
    return "solved"


@pytest.fixture
def coordinator(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "exchange")


def begin(client: FlaskClient, name: str = "Nobody out of Energy") -> Any:
    return send(client, PATH, {"name": name}, page=PATH)


def compared(engine: Engine) -> None:
    """Two scenarios that were run: nobody leaves Energy, and somebody pinned; the first has its prices."""
    from matcher import parse_rotation
    from matcher.files import canonical

    with unit_of_work(engine) as db:
        closed = made.begin(db, "Nobody out of Energy")
        made.limit(db, closed, "EN", Figures(max_out=0))
        outcome = made.run(db, closed)
        file = results.round_file(db, outcome.round, closed)
        prices = price(parse_rotation(canonical(file)), outcome.content, lambda _stage: None)
        results.keep_prices(db, now=NOW, outcome=outcome, prices=prices)
        pinned = made.begin(db, "Twelve stays in the west")
        written = made.pin(db, pinned, "E-12", "O-3")
        made.change(db, scenarios.approve_pin, by="exchange-2", pin=written)
        made.run(db, pinned)


def test_menu_leads_to_rounds_that_are_frozen(coordinator: FlaskClient) -> None:
    page = coordinator.get("/scenarios").text
    assert "First invented round" in page
    assert f'href="{PATH}"' in page


@pytest.mark.parametrize("stage", ["ranked"])
def test_round_that_is_not_frozen_has_no_scenarios(coordinator: FlaskClient) -> None:
    assert "No round is frozen yet. Scenarios begin once one is." in coordinator.get("/scenarios").text
    assert "Begin one" not in coordinator.get(PATH).text


def test_scenario_is_begun_and_its_limits_are_told_beside_the_frozen_ones(
    coordinator: FlaskClient, db: Session
) -> None:
    assert begin(coordinator).headers["Location"] == ONE
    typed = {"agency": "EN", "max_out": "0", "net_min": "None", "max_in": "", "net_max": ""}
    assert send(coordinator, f"{ONE}/limits", typed, page=ONE).status_code == 303
    row = db.scalars(select(ScenarioLimit)).one()
    assert (row.max_out, row.max_in, row.net_min, row.net_max) == (0, None, None, 2)
    page = coordinator.get(ONE).text
    assert (
        "Energy: at most 0 leaving, balance at most +2; no least balance (frozen: at most 3 leaving" in page
    )
    assert send(coordinator, f"{ONE}/limits", {"agency": "EN", "frozen": "y"}, page=ONE).status_code == 303
    assert "Changes nothing." in coordinator.get(ONE).text


def test_rules_of_a_scenario_are_told_in_words(coordinator: FlaskClient) -> None:
    begin(coordinator)
    stages = dict(
        zip((f"stages-{n}" for n in range(7)), ["choice_profile", "matched", *[""] * 5], strict=True)
    )
    typed = {"mechanism": "stable", "hops": "0"} | stages
    assert send(coordinator, f"{ONE}/rules", typed, page=ONE).status_code == 303
    page = coordinator.get(ONE).text
    assert "Mechanism: stable: no blocking pair is left; limits and pins are left aside." in page
    assert "What counts, in order: people by choice: first, second and so on; people placed." in page
    assert "Exchange: anyone with anyone." in page


@pytest.mark.parametrize(
    ("path", "typed", "field", "sentence"),
    [
        ("", {"name": " "}, "name", "Give the scenario a name."),
        ("", {"name": "x" * 121}, "name", "Use a name of at most 120 characters."),
        ("/1/limits", {"agency": ""}, "agency", "Choose an agency."),
        ("/1/limits", {"agency": "EN"}, "max_out", "Enter the figure that is different."),
        ("/1/limits", {"agency": "XX"}, "agency", "Choose an agency of the round."),
        (
            "/1/limits",
            {"agency": "EN", "max_out": "-1"},
            "max_out",
            "This is 0 or more; write none for no limit.",
        ),
        (
            "/1/rules",
            {"stages-0": "matched", "stages-1": "matched"},
            "stages",
            "Each thing counts once in a scenario: one of them is chosen twice.",
        ),
        (
            "/1/rules",
            {"stages-0": "choice_total"},
            "stages",
            "What counts most is people placed, their priority, or a count of first choices.",
        ),
        ("/1/pins", {"executive": " "}, "executive", "Name the executive to be placed."),
        ("/1/pins", {"opportunity": " "}, "opportunity", "Name the opportunity they get."),
        ("/1/pins", {"reason": " "}, "reason", "Write why the pin is needed."),
        ("/1/pins", {"reason": "x" * 2001}, "reason", "Use a reason of at most 2,000 characters."),
    ],
)
def test_what_is_typed_wrong_is_refused_beside_its_field(
    coordinator: FlaskClient, path: str, typed: dict[str, str], field: str, sentence: str
) -> None:
    begin(coordinator)
    whole = {"executive": "E-05", "opportunity": "O-1", "reason": "Agreed."} if "pins" in path else {}
    answer = send(coordinator, PATH + path, whole | typed, page=ONE if path else PATH)
    assert answer.status_code == 422
    assert beside(answer)[field] == sentence
    assert sentence in summary(answer)


def test_pin_waits_for_another_coordinator_and_holds_the_run_back(
    coordinator: FlaskClient, db: Session
) -> None:
    begin(coordinator)
    typed = {"executive": "E-05", "opportunity": "O-1", "reason": "Both agencies agreed."}
    assert send(coordinator, f"{ONE}/pins", typed, page=ONE).status_code == 303
    page = coordinator.get(ONE).text
    assert "Another coordinator approves it." in page
    assert "Run the scenario" not in page
    pin = db.scalars(select(ScenarioPin)).one()
    waits = "A pin of the scenario “Nobody out of Energy” waits for a second person"
    assert waits not in coordinator.get("/").text
    sign_in(coordinator, "exchange-2")
    assert waits in coordinator.get("/").text
    assert send(coordinator, f"{ONE}/pins/{pin.id}/approve", page=ONE).status_code == 303
    assert waits not in coordinator.get("/").text
    page = coordinator.get(ONE).text
    assert "Person 5 goes to Acting director, O-1, Forest Service (exchange, approved by exchange-2)." in page
    assert "Run the scenario" in page
    ready = "Scenario “Nobody out of Energy” is ready to run"
    assert ready not in coordinator.get("/").text
    assert ready in sign_in(coordinator, "exchange").get("/").text
    assert send(coordinator, f"{ONE}/pins/{pin.id}/drop", page=ONE).status_code == 303
    assert "Changes nothing." in coordinator.get(ONE).text


def test_runs_stand_side_by_side_with_the_best_value_in_words(
    coordinator: FlaskClient, engine: Engine
) -> None:
    compared(engine)
    page = coordinator.get(PATH).text
    assert "The round as it was frozen" in page
    assert "1. Nobody out of Energy" in page
    assert "<strong>best</strong>" in page
    assert "Not worked out: only a run that proved its outcome the best one" in page
    assert "looser by one" in page
    assert "fewer?" in page


def test_difference_names_who_is_placed_otherwise_and_the_limits_that_bind(
    coordinator: FlaskClient, engine: Engine
) -> None:
    compared(engine)
    page = coordinator.get(f"{PATH}/runs/2").text
    assert "Why does it place " in page
    assert "Energy: at most 0 leaving" in page
    assert "Invented Person 5" in page
    assert re.search(r"Acting director, O-\d, [A-Z]\w+ <span class=\"rt-muted\">\w+ choice", page)
    assert coordinator.get(f"{PATH}/runs/9").status_code == 404


def test_chosen_run_and_its_reason_are_on_the_record_beside_those_not_chosen(
    coordinator: FlaskClient, engine: Engine, db: Session
) -> None:
    compared(engine)
    decision = coordinator.get("/rounds/R-1/decision").text
    assert "No run is chosen yet. The newest: Run 3 places 7 of 12 people." in words(decision)
    assert "cannot be published" not in decision
    assert "Compare the runs and choose one" in coordinator.get("/rounds/R-1/outcomes/1").text
    assert "Put it before the agencies" not in coordinator.get("/rounds/R-1/outcomes/2").text
    assert "</a>, the newest (none is chosen yet), with" in coordinator.get("/rounds/R-1").text
    assert ">Choose a run</a>" in coordinator.get("/rounds/R-1").text
    placed = '<td class="rt-num" data-label="Placed"><span class="rt-muted">not yet</span>'
    assert placed in coordinator.get("/rounds").text
    address = f"{PATH}/runs/1/choose"
    answer = send(coordinator, address, {"reason": " "}, page=address)
    assert (answer.status_code, beside(answer)) == (422, {"reason": "Write the reason."})
    assert send(coordinator, address, {"reason": "It places most people."}, page=address).status_code == 303
    assert db.scalars(select(RunChoice.reason)).all() == ["It places most people."]
    assert placed not in coordinator.get("/rounds").text
    page = coordinator.get(PATH).text
    assert "Run 1 is chosen: It places most people." in page
    assert [number for number in (1, 2, 3) if f"/runs/{number}/choose" in page] == [2, 3]
    assert "Put run 1 before the agencies" in coordinator.get("/rounds/R-1/decision").text
    assert "Run 1 is chosen: look at its result once more" in coordinator.get("/rounds/R-1").text
    assert "Put it before the agencies" in coordinator.get("/rounds/R-1/outcomes/1").text
    sign_in(coordinator, "auditor")
    record = coordinator.get("/record/rounds/R-1").text
    assert "<strong>Chosen</strong>: It places most people." in record
    assert record.count("Not chosen.") == 2
    assert "Scenario 1. Nobody out of Energy: Energy: at most 0 leaving" in record
    page = coordinator.get(PATH).text
    assert "Begin one" not in page
    assert "/choose" not in page


def test_scenario_that_was_run_shows_its_run_and_no_form(coordinator: FlaskClient, engine: Engine) -> None:
    compared(engine)
    page = coordinator.get(ONE).text
    assert "It stays as it is." in page
    assert "Save these limits" not in page
    assert send(coordinator, f"{ONE}/limits", {"agency": "EN", "max_in": "1"}, page=PATH).status_code == 409


def test_stale_scenario_says_so(coordinator: FlaskClient, engine: Engine) -> None:
    begin(coordinator)
    with unit_of_work(engine) as db:
        made.freeze_again(db)
    assert "The round was frozen anew since this scenario was begun" in coordinator.get(ONE).text
    assert "stale: the round was frozen anew" in coordinator.get(PATH).text
    again = send(coordinator, f"{ONE}/again", page=ONE, follow_redirects=True)
    assert "Scenario 2 changes what scenario 1 did." in again.text
    assert "not run yet" in again.text
    early = send(coordinator, f"{PATH}/2/again", page=PATH)
    assert early.status_code == 409


def test_run_of_an_earlier_freeze_is_neither_chosen_any_more_nor_offered(
    coordinator: FlaskClient, engine: Engine
) -> None:
    assert "Choose run 1" in coordinator.get(PATH).text
    assert "Run 1 (The round as it was frozen) places" in coordinator.get(f"{PATH}/runs/1/choose").text
    assert send(coordinator, f"{PATH}/runs/1/choose", {"reason": "It places most."}).status_code == 303
    assert "is solved: put it before the agencies" in coordinator.get("/").text
    assert "Run 1 is chosen: It places most." in coordinator.get(PATH).text
    with unit_of_work(engine) as db:
        made.freeze_again(db)
    assert "Why run 1" not in words(coordinator.get("/rounds/R-1/decision").text)
    page = coordinator.get(PATH).text
    assert "Somebody withdrew, so the round was frozen anew." in page
    assert "of an earlier freeze" in page
    assert "Choose run 1" not in page
    assert "Run 1 is chosen" not in page
    assert "It places most." in page.partition("Earlier choices")[2]


def test_comparison_takes_as_many_statements_for_three_runs_as_for_one(
    coordinator: FlaskClient, engine: Engine, app: Flask
) -> None:
    found = []
    for paths in ((PATH, "/scenarios"), (PATH, "/scenarios", ONE, f"{PATH}/runs/2", "/record/rounds/R-1")):
        found.append([_statements(app, coordinator, path) for path in paths])
        if len(found) == 1:
            compared(engine)
    assert found[0] == found[1][:2]
    assert max(found[1]) <= 12


def _statements(app: Flask, client: FlaskClient, path: str) -> int:
    """How many the page takes."""
    told: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            told.append(statement)

    asked = app.extensions["roundtrip"].engine
    event.listen(asked, "before_cursor_execute", hear)
    try:
        assert client.get(path).status_code == 200
    finally:
        event.remove(asked, "before_cursor_execute", hear)
    return len(told)


def test_people_without_the_right_see_nothing(client: FlaskClient) -> None:
    sign_in(client, "e-05")
    for path in ("/scenarios", PATH):
        assert client.get(path).status_code in (403, 404)
