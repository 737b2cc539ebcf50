"""The alliances of a scenario, pair by pair, and edits of a scenario by two people at once."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.queries.limits import Figures
from models.scenarios import RunChoice, Scenario
from models.services import scenarios, solves
from models.solves import Solve
from tests.models import test_scenarios as made
from tests.models.world import the_round
from tests.webui.site import beside, send, sign_in
from tests.webui.test_outcomes import words
from tests.webui.test_scenarios import ONE, PATH, begin, compared


@pytest.fixture
def stage() -> str:
    return "solved"


@pytest.fixture
def coordinator(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "exchange")


def test_balance_of_a_scenario_goes_upwards(coordinator: FlaskClient) -> None:
    begin(coordinator)
    assert (
        "Treasury (frozen: at most 3 leaving, balance at least -2, balance at most +2)"
        in coordinator.get(ONE).text
    )
    for typed in ({"net_min": "5", "net_max": "1"}, {"net_min": "3"}, {"net_max": "-3"}):
        answer = send(coordinator, f"{ONE}/limits", {"agency": "TR", **typed}, page=ONE)
        assert answer.status_code == 422
        assert "The balance goes from the smaller figure to the greater one." in answer.text
    assert "Changes nothing." in coordinator.get(ONE).text


def test_scenario_that_changes_nothing_is_not_offered_to_be_run(coordinator: FlaskClient) -> None:
    begin(coordinator)
    assert "Run the scenario" not in coordinator.get(ONE).text
    send(coordinator, f"{ONE}/limits", {"agency": "EN", "max_out": "0"}, page=ONE)
    page = coordinator.get(ONE).text
    assert "Only what stands under “What it changes” is run: save first what you type below." in page
    assert "Run the scenario" in page
    answer = send(coordinator, f"{ONE}/run", {"minutes": "0"}, page=ONE)
    assert answer.status_code == 422
    assert beside(answer)["minutes"] == "The time limit must be between 1 and 360 minutes."


def test_frozen_limits_typed_anew_change_nothing(coordinator: FlaskClient) -> None:
    begin(coordinator)
    typed = {"agency": "TR", "max_out": "3", "net_min": "-2", "net_max": "2"}
    assert send(coordinator, f"{ONE}/limits", typed, page=ONE).status_code == 303
    page = coordinator.get(ONE).text
    assert "Changes nothing." in page
    assert "Run the scenario" not in page


def test_scenario_that_was_run_is_not_said_to_wait_for_what_is_typed(
    coordinator: FlaskClient, engine: Engine
) -> None:
    compared(engine)
    page = coordinator.get(ONE).text
    once = "Its answer is the same each time: run it again only where the time limit ended the last run"
    assert f"{once} too early." in page
    assert "save first what you type below" not in page


def test_pin_of_somebody_who_is_gone_is_not_begun_again(coordinator: FlaskClient, engine: Engine) -> None:
    begin(coordinator)
    with unit_of_work(engine) as db:
        made.pin(db, db.scalars(select(Scenario)).one(), "E-05", "O-1")
        made.freeze_again(db, declined=[["E-05", "O-1"]])
    told = words(send(coordinator, f"{ONE}/again", page=ONE, follow_redirects=True).text)
    gone = "the executive withdrew or left."
    assert f"Not taken over. Invented Person 5 cannot be pinned at Acting director, O-1: {gone}" in told
    assert "Scenario 2 is begun without that." in told
    assert "changes what" not in told


ALLY = {"act": "allow", "first": "TR", "second": "EN"}


def test_alliances_of_a_scenario_are_set_pair_by_pair(coordinator: FlaskClient) -> None:
    begin(coordinator)
    assert send(coordinator, f"{ONE}/pairs", ALLY, page=ONE).status_code == 303
    page = coordinator.get(ONE).text
    assert "Alliances: 1 pair of its own in place of the frozen ones." in page
    assert "May exchange, in addition: Energy and Treasury." in page
    send(coordinator, f"{ONE}/pairs", ALLY | {"act": "forbid"}, page=ONE)
    assert "Alliances: 0 pairs of its own" in coordinator.get(ONE).text
    send(coordinator, f"{ONE}/pairs", {"act": "frozen"}, page=ONE)
    assert "Changes nothing." in coordinator.get(ONE).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"act": ""}, "Say what is different."),
        ({"act": "allow", "first": "EN", "second": ""}, "Choose an agency of the round."),
        ({"act": "allow", "first": "pool-1", "second": "EN"}, "Choose an agency of the round."),
    ],
)
def test_pair_that_is_none_is_asked_for_again(
    coordinator: FlaskClient, typed: dict[str, str], sentence: str
) -> None:
    begin(coordinator)
    answer = send(coordinator, f"{ONE}/pairs", typed, page=ONE)
    assert answer.status_code == 422
    assert sentence in answer.text


@pytest.mark.parametrize(
    ("part", "typed", "theirs", "yours"),
    [
        (
            "rules",
            {"hops": "1", "mechanism": "", **{f"stages-{n}": "" for n in range(7)}},
            "somebody else saved: Exchange: anyone with anyone.",
            "is: allied agencies.",
        ),
        (
            "limits",
            {"agency": "EN", "max_out": "2"},
            "somebody else saved: Energy: at most 1 leaving; any number arriving",
            "is: at most 2 leaving",
        ),
        (
            "pairs",
            ALLY,
            "somebody else saved: 0 pairs of its own.",
            "is: these two may exchange: Energy and Treasury.",
        ),
    ],
)
def test_stale_edit_of_a_scenario_shows_both_versions_and_saving_again_decides(
    coordinator: FlaskClient, engine: Engine, part: str, typed: dict[str, str], theirs: str, yours: str
) -> None:
    begin(coordinator)

    def seen(page: str) -> str:
        return page.split(f'id="{part}-seen"')[1].split('value="')[1].split('"')[0]

    before = seen(coordinator.get(ONE).text)
    with unit_of_work(engine) as db:
        scenario = db.scalars(select(Scenario)).one()
        made.limit(db, scenario, "EN", Figures(max_out=1))
        made.change(db, scenarios.set_rules, scenario=scenario, hops=0)
        made.change(db, scenarios.set_pairs, scenario=scenario, pairs=[])
    answer = send(coordinator, f"{ONE}/{part}", typed | {"seen": before}, page=ONE)
    assert answer.status_code == 409
    told = words(answer.text)
    assert theirs in told
    assert yours in told
    again = send(coordinator, f"{ONE}/{part}", typed | {"seen": seen(answer.text)}, page=ONE)
    assert again.status_code == 303


def test_choice_made_meanwhile_is_shown_beside_the_stale_form_and_not_replaced(
    coordinator: FlaskClient, engine: Engine, db: Session
) -> None:
    compared(engine)
    first, second = f"{PATH}/runs/1/choose", f"{PATH}/runs/2/choose"
    stale = {"seen": "0", "reason": "It is fairer."}
    assert send(coordinator, first, {"seen": "0", "reason": "It places most."}, page=first).status_code == 303
    answer = send(coordinator, second, stale, page=second)
    assert answer.status_code == 409
    assert "A run was chosen since this page was opened" in answer.text
    assert "chose run 1 on" in answer.text
    assert "It places most. Choosing run 2 takes its place." in answer.text
    assert "It is fairer." in answer.text
    assert db.scalars(select(RunChoice.reason)).all() == ["It places most."]
    (seen,) = db.scalars(select(RunChoice.id)).all()
    assert f'value="{seen}"' in answer.text
    again = send(coordinator, second, {**stale, "seen": str(seen)}, page=second)
    assert again.status_code == 303


def test_scenario_that_cannot_hold_leaves_the_round_alone_and_says_so(
    coordinator: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as db:
        owing = made.begin(db, "Energy sends forty")
        made.limit(db, owing, "EN", Figures(net_max=-40))
        made.run(db, owing)
        asked = db.scalars(select(Solve.id)).one()
    page = words(coordinator.get(f"/rounds/R-1/solves/{asked}").text)
    assert "The scenario cannot hold" in page
    assert "The round is as it was, and its other runs can be chosen." in page
    assert "Scenario 1: Energy sends forty" in page
    assert "cancel this round" not in page
    assert "See the cell" not in page
    assert "found that what it asks for cannot hold together" in coordinator.get(ONE).text
    assert "1. Energy sends forty" in coordinator.get("/rounds/R-1/solves").text


def test_run_of_a_scenario_that_goes_on_says_where_its_end_is_told(
    coordinator: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as db:
        scenario = made.begin(db)
        asked = made.change(db, solves.start, round_=the_round(db), scenario=scenario).id
    page = coordinator.get(f"/rounds/R-1/solves/{asked}").text
    assert "and its scenario’s page tells how it ended." in words(page)
    assert page.count(f'href="{ONE}"') == 2
    page = coordinator.get(ONE).text
    assert f'A run of it is under way. <a href="/rounds/R-1/solves/{asked}">Watch it</a>: it ends by' in page
    assert ("It was run without an answer" in page, "Run the scenario again" in page) == (False, False)


def test_pin_is_sought_in_the_frozen_round_and_refused_with_names(
    coordinator: FlaskClient, engine: Engine
) -> None:
    begin(coordinator)
    typed = {"executive": "E-05", "opportunity": "O-4", "reason": "Agreed."}
    answer = send(coordinator, f"{ONE}/pins", typed, page=ONE)
    assert answer.status_code == 409
    remedy = (
        "Dream sheets are confidential: the account of Invented Person 5 in run 1 shows what they named, and "
        "that you open it is recorded."
    )
    assert beside(answer) == {"opportunity": f"Invented Person 5 did not name Acting director, O-4. {remedy}"}
    account = "/rounds/R-1/outcomes/1/people/E-05"
    assert f'href="{account}">The account of Invented Person 5 in run 1</a>' in answer.text
    assert "Open the account" in coordinator.get(account).text
    send(coordinator, account, page=account)
    assert "Choice by choice" in coordinator.get(account).text
    with unit_of_work(engine) as db:
        people = [one for one in made.frozen(db)["executives"] if one["id"] != "E-05"]
        made.freeze_again(db, executives=people)
    assert "approves its pins again" not in coordinator.get(ONE).text, "it has none"
    send(coordinator, f"{ONE}/again", page=ONE)
    answer = send(coordinator, f"{PATH}/2/pins", typed, page=f"{PATH}/2")
    assert beside(answer) == {"executive": "No executive of the frozen round is known by “E-05”."}
