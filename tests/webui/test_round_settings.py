"""The settings of a round in preparation: shown as they stand, changed until it collects opportunities."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from models.audit import AuditEvent
from models.rounds import Round
from tests.models.world import find, the_round
from tests.webui.site import beside, send
from tests.webui.test_rounds import NEW, begin

SETTINGS = "/rounds/rotations-2028/settings"


def test_settings_are_changed_while_the_round_is_in_preparation(exchange: FlaskClient, db: Session) -> None:
    begin(exchange)
    assert f'href="{SETTINGS}"' in exchange.get("/rounds/rotations-2028").text
    page = exchange.get(SETTINGS).text
    for name in ("name", "outside_source", "lists_open", "results"):
        assert NEW[name] in page
    assert "All of this can be changed until the round opens for opportunities." in page
    version = str(find(db, Round, "rotations-2028").version)
    more = {
        "name": "Rotations of 2028",
        "results": "2027-03-15",
        "stages-0": "choice_profile",
        "stages-1": "matched",
        "seen": version,
    }
    typed = NEW | {"undecided": "refused", "enough_moves": "3"} | more
    early = send(exchange, SETTINGS, typed | {"results": "2027-01-01"})
    assert beside(early) == {"results": "The results come after the host rankings close."}
    taken = send(exchange, SETTINGS, typed | {"name": "First invented round"})
    assert beside(taken) == {"name": "A round has this name already: give this one another."}
    assert send(exchange, SETTINGS, typed).location == "/rounds/rotations-2028"
    db.rollback()
    changed: Round = find(db, Round, "rotations-2028")
    assert [stage.stage for stage in changed.stages] == ["choice_profile", "matched"]
    assert (changed.name, local_day(changed.results_at)) == ("Rotations of 2028", date(2027, 3, 15))
    event = db.scalars(select(AuditEvent).where(AuditEvent.action == "rounds.change_settings")).one()
    assert event.facts == {"changed": ["results_at", "name", "undecided", "stages"]}
    stale = send(exchange, SETTINGS, typed)
    assert stale.status_code == 409
    sentence = "The round was changed since you opened this page: send this again to put it in its place."
    assert sentence in stale.text
    db.rollback()
    version = find(db, Round, "rotations-2028").version
    assert f'value="{version}"' in stale.text
    assert send(exchange, SETTINGS, typed | {"seen": str(version)}).status_code == 303
    db.rollback()
    changes = select(func.count()).where(AuditEvent.action == "rounds.change_settings")
    assert db.scalar(changes) == 1, "the same settings are no change"
    lost = send(exchange, SETTINGS, typed | {"seen": ""})
    assert "Open the page again." in lost.text


def test_outside_value_of_a_round_in_preparation_stands_in_its_settings(
    exchange: FlaskClient, db: Session
) -> None:
    begin(exchange)
    address, before = f"{SETTINGS}/outside-value", find(db, Round, "rotations-2028").outside_source
    pages = [f"/rounds/rotations-2028/{page}" for page in ("outside-value", "chase")]
    for page in pages:
        text = exchange.get(page).text
        assert (f'href="{SETTINGS}"' in text, f'href="{address}"' in text) == (True, False)
    assert exchange.get(address).location == SETTINGS
    typed = {"outside_source": "another index", "reason": "Snow."}
    told = send(exchange, address, typed, page=pages[0], follow_redirects=True).text
    assert "The round is in preparation: its outside value is changed under “Change the settings”." in told
    db.rollback()
    assert find(db, Round, "rotations-2028").outside_source == before


@pytest.mark.parametrize("stage", ["posting"])
def test_settings_stay_once_the_round_collects_opportunities(exchange: FlaskClient, db: Session) -> None:
    address = "/rounds/R-1/settings"
    assert f'href="{address}"' not in exchange.get("/rounds/R-1").text
    assert exchange.get(address).location == "/rounds/R-1"
    typed = NEW | {"undecided": "released", "seen": str(the_round(db).version)}
    answer = send(exchange, address, typed, page="/rounds/new")
    assert answer.location == "/rounds/R-1"
    assert (
        "The round is no longer in preparation: its settings stay as they are."
        in exchange.get("/rounds/R-1").text
    )


def test_settings_show_the_days_as_they_stand_weekends_and_holidays_too(exchange: FlaskClient) -> None:
    days = {"lists_close": "2027-02-06", "rankings_close": "2027-02-15", "results": "2027-04-04"}
    begin(exchange, **days)
    page = exchange.get(SETTINGS).text
    assert [f'value="{value}"' in page for value in days.values()] == [True, True, True]
