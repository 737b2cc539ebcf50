"""The table of limits and alliances: what is typed is kept, and two people do not overwrite each other."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.alliances import AgencyCluster, MissionCluster
from models.db import unit_of_work
from models.executives import Executive
from models.queries.limits import Figures, limits
from models.services import limits as verbs
from models.services.limits import Alliances
from tests.models.world import NOW, actor, find, the_round
from tests.webui.site import send, sign_in
from webui.forms.limits import LARGEST

PATH = "/rounds/R-1/limits"
INPUT = re.compile(r"<input [^>]*>")
ATTRIBUTE = re.compile(r'([a-z_-]+)="([^"]*)"')
USUAL = Figures(max_out=3, net_min=-2, net_max=2)


@pytest.fixture
def stage() -> str:
    return "posted"


def typed(page: str) -> dict[str, Any]:
    """The fields as a browser would send them back."""
    found: dict[str, Any] = {"clusters": []}
    for tag in INPUT.findall(page):
        field = dict(ATTRIBUTE.findall(tag))
        ticked = " checked" in tag
        if field.get("type") in ("checkbox", "radio") and not ticked:
            continue
        if field.get("name") == "clusters":
            found["clusters"].append(field["value"])
        elif "name" in field:
            found[field["name"]] = field.get("value", "")
    return found


def row_of(fields: dict[str, Any], code: str) -> str:
    """The prefix of one agency's cells."""
    return next(
        name.removesuffix("agency")
        for name, value in fields.items()
        if name.endswith("-agency") and value == code
    )


def opened(client: FlaskClient) -> dict[str, Any]:
    return typed(sign_in(client, "exchange").get(PATH).text)


def set_cells(fields: dict[str, Any], code: str, **cells: str) -> dict[str, Any]:
    return fields | {row_of(fields, code) + name: value for name, value in cells.items()}


def figures(db: Session) -> dict[str, Figures]:
    db.rollback()
    return {row.code: row.figures for row in limits(db, the_round(db)).rows}


def meanwhile(engine: Engine, code: str, figures: Figures, alliances: Alliances | None = None) -> None:
    """What another coordinator saves."""
    with unit_of_work(engine) as db:
        verbs.save(
            db,
            actor=actor(db, "exchange-2"),
            now=NOW,
            round_=the_round(db),
            limits={find(db, Agency, code).id: figures},
            alliances=alliances,
        )


def save(client: FlaskClient, fields: dict[str, Any]) -> Any:
    return send(client, PATH, fields, page=PATH)


def test_table_shows_people_seats_and_figures(client: FlaskClient) -> None:
    fields = opened(client)
    row = row_of(fields, "EN")
    assert {name: fields[row + name] for name in ("max_out", "max_in", "net_min", "net_max", "internal")} == {
        "max_out": "3",
        "max_in": "",
        "net_min": "-2",
        "net_max": "2",
        "internal": "y",
    }


def test_changes_of_several_rows_are_saved_at_once(client: FlaskClient, db: Session) -> None:
    fields = set_cells(opened(client), "EN", max_out="", max_in=" 4 ", net_min="−1")
    del fields[row_of(fields, "TR") + "internal"]
    answer = save(client, fields)
    assert answer.status_code == 303
    assert "Saved: limits of 2 agencies changed." in client.get(PATH).text
    assert figures(db) == {
        "AG": Figures(),
        "AG11": USUAL,
        "EN": Figures(max_in=4, net_min=-1, net_max=2),
        "TR": Figures(max_out=3, net_min=-2, net_max=2, internal=False),
    }


def test_nothing_changed_says_so(client: FlaskClient, db: Session) -> None:
    assert save(client, opened(client)).status_code == 303
    assert "Nothing was changed." in client.get(PATH).text
    assert figures(db)["EN"] == USUAL


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"max_out": "many"}, "Energy, sends at most: “many” is not a whole number."),
        ({"max_in": "1.5"}, "Energy, receives at most: “1.5” is not a whole number."),
        ({"max_in": "²"}, "Energy, receives at most: “²” is not a whole number."),
        ({"max_out": "-1"}, "Energy, sends at most: This is 0 or more; leave it empty for no limit."),
        ({"net_max": "9" * 6}, f"Energy, balance at most: Use figures of at most {LARGEST:,}."),
        ({"net_max": "9" * 5000}, f"Energy, balance at most: Use figures of at most {LARGEST:,}."),
        (
            {"net_min": "3"},
            "Energy, balance at most: The balance goes from the smaller figure to the greater one.",
        ),
    ],
)
def test_error_stands_beside_the_cell_and_what_was_typed_is_kept(
    client: FlaskClient, db: Session, cells: dict[str, str], sentence: str
) -> None:
    fields = set_cells(opened(client), "EN", **cells)
    fields = set_cells(fields, "TR", max_out="7")
    answer = save(client, fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    name = next(iter(cells)) if "net_min" not in cells else "net_max"
    assert f'href="#{row_of(fields, "EN")}{name}"' in answer.text
    kept = typed(answer.text)
    assert {key: value for key, value in kept.items() if key != "csrf_token"} == {
        key: value for key, value in fields.items() if key != "csrf_token"
    }
    assert figures(db)["TR"] == USUAL


def test_balance_below_a_cap_is_explained(client: FlaskClient) -> None:
    fields = set_cells(opened(client), "AG", max_out="2")
    assert save(client, fields).status_code == 303
    page = client.get(PATH).text
    assert "Forest Service has a balance below Agriculture, which has a most sent or received." in page
    assert "Energy has a balance below" not in page


def test_change_of_another_row_meanwhile_is_kept(client: FlaskClient, db: Session, engine: Engine) -> None:
    fields = set_cells(opened(client), "EN", max_out="1")
    meanwhile(engine, "TR", Figures(max_in=9))
    assert save(client, fields).status_code == 303
    assert (figures(db)["EN"].max_out, figures(db)["TR"]) == (1, Figures(max_in=9))


def test_same_change_by_both_is_no_conflict(client: FlaskClient, db: Session, engine: Engine) -> None:
    fields = set_cells(opened(client), "EN", max_out="1")
    meanwhile(engine, "EN", Figures(max_out=1, net_min=-2, net_max=2))
    assert save(client, fields).status_code == 303
    assert figures(db)["EN"] == Figures(max_out=1, net_min=-2, net_max=2)


def conflict(client: FlaskClient, engine: Engine) -> Any:
    fields = set_cells(opened(client), "EN", max_out="1")
    fields = set_cells(fields, "TR", max_in="5")
    meanwhile(engine, "EN", Figures(max_out=8))
    return save(client, fields)


def test_row_set_by_both_shows_both_versions(client: FlaskClient, db: Session, engine: Engine) -> None:
    answer = conflict(client, engine)
    assert answer.status_code == 409
    text = " ".join(answer.text.split())
    assert "Changed since you opened it" in text
    assert (
        "<strong>Theirs:</strong> sends at most 8, receives at most no limit, balance at least no limit, "
        "balance at most no limit, moves inside allowed" in text
    )
    assert "<strong>Yours:</strong> sends at most 1," in text
    assert (figures(db)["EN"], figures(db)["TR"]) == (Figures(max_out=8), USUAL)


def test_saving_again_puts_mine_in_place(client: FlaskClient, db: Session, engine: Engine) -> None:
    assert save(client, typed(conflict(client, engine).text)).status_code == 303
    assert figures(db)["EN"] == Figures(max_out=1, net_min=-2, net_max=2)
    assert figures(db)["TR"] == Figures(max_out=3, max_in=5, net_min=-2, net_max=2)


def test_keeping_theirs_leaves_theirs(client: FlaskClient, db: Session, engine: Engine) -> None:
    fields = typed(conflict(client, engine).text)
    assert save(client, fields | {row_of(fields, "EN") + "theirs": "y"}).status_code == 303
    assert (figures(db)["EN"], figures(db)["TR"].max_in) == (Figures(max_out=8), 5)


@pytest.fixture
def cluster(engine: Engine) -> None:
    with unit_of_work(engine) as db:
        made = MissionCluster(code="LAND", name="Land and energy")
        db.add(made)
        db.flush()
        db.add_all(AgencyCluster(agency_id=id_, cluster_id=made.id) for id_ in (2, 3))


@pytest.mark.usefixtures("cluster")
def test_alliances_are_chosen_by_mission(client: FlaskClient, db: Session) -> None:
    fields = opened(client) | {"exchange": "inside", "clusters": ["LAND"], "hops": "2"}
    assert save(client, fields).status_code == 303
    found = limits(db, the_round(db))
    assert (found.hops, [one.counts for one in found.clusters], found.further) == (2, [True], set())
    assert typed(client.get(PATH).text)["clusters"] == ["LAND"]


@pytest.mark.usefixtures("cluster")
def test_further_pairs_stay_until_they_are_given_up(client: FlaskClient, db: Session, engine: Engine) -> None:
    meanwhile(engine, "TR", USUAL, Alliances([(2, 3), (3, 4)], 1))
    fields = opened(client)
    assert "1 further pair of agencies without a mission in common" in client.get(PATH).text
    save(client, fields | {"clusters": []})
    db.rollback()
    assert limits(db, the_round(db)).further == {(3, 4)}
    fields = typed(client.get(PATH).text)
    del fields["further"]
    save(client, fields | {"clusters": ["LAND"]})
    db.rollback()
    found = limits(db, the_round(db))
    assert (found.further, found.clusters[0].counts) == (set(), True)


@pytest.mark.parametrize("steps", ["", "0", "10", "two"])
def test_steps_are_a_figure(client: FlaskClient, steps: str) -> None:
    answer = save(client, opened(client) | {"exchange": "inside", "hops": steps})
    assert answer.status_code == 422
    assert "The steps are a figure from 1 to 9." in answer.text


@pytest.mark.usefixtures("cluster")
def test_alliances_set_by_both_are_shown(client: FlaskClient, db: Session, engine: Engine) -> None:
    fields = opened(client) | {"exchange": "inside", "clusters": ["LAND"], "hops": "2"}
    meanwhile(engine, "TR", USUAL, Alliances([(2, 3)], 1))
    answer = save(client, fields)
    assert answer.status_code == 409
    assert "Somebody else set the alliances meanwhile: 1 step inside Land and energy." in answer.text
    assert save(client, typed(answer.text)).status_code == 303
    db.rollback()
    assert the_round(db).alliance_hops == 2


@pytest.mark.parametrize("stage", ["frozen"])
def test_frozen_table_is_read_only(client: FlaskClient) -> None:
    page = sign_in(client, "exchange").get(PATH).text
    assert "The rules of a round are set before it is frozen; these stay as they are." in page
    assert '<a href="/rounds/R-1/scenarios">the scenarios of the round</a> say which.' in page
    assert "Save all changes" not in page
    answer = save(client, {"exchange": "inside", "hops": "1"})
    assert answer.status_code == 409


def many(engine: Engine) -> None:
    """Eleven people each in an agency of their own, so that not all agencies are shown."""
    with unit_of_work(engine) as db:
        for number in range(11):
            agency = Agency(code=f"X{number}", name=f"Small agency {number}")
            db.add(agency)
            db.flush()
            find(db, Executive, f"E-{number + 1:02}").home_agency_id = agency.id


def test_of_many_agencies_those_without_a_limit_come_on_demand(
    client: FlaskClient, db: Session, engine: Engine
) -> None:
    many(engine)
    fields = opened(client)
    assert "12 agencies have no limit and are not shown." in client.get(PATH).text
    asked = set_cells(fields, "EN", max_out="many") | {"more": "one", "another": "X3"}
    answer = send(client, PATH, asked, page=PATH)
    assert answer.status_code == 422
    assert "“many” is not a whole number." in answer.text
    kept = typed(answer.text)
    assert kept[row_of(kept, "EN") + "max_out"] == "many"
    fields = set_cells(set_cells(kept, "EN", max_out="1"), "X3", max_in="2")
    every = typed(send(client, PATH, fields | {"more": "all"}, page=PATH).text)
    assert {every[name] for name in every if name.endswith("-agency")} == set(figures(db))
    assert "Saved: limits of 2 agencies changed." in client.get(save(client, every).location).text
    assert (figures(db)["X3"], figures(db)["X4"]) == (Figures(max_in=2), Figures())
    assert "11 agencies have no limit" in client.get(PATH).text
    cleared = save(client, set_cells(typed(client.get(PATH).text), "X3", max_in="")).location
    assert "11 agencies have no limit" in client.get(cleared).text
    assert "12 agencies have no limit" in client.get(PATH).text
