"""Steps of a round that shut somebody out and cannot be taken back: a page says first what they do."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from models.consents import Consent
from models.dreamsheets import DreamSheet, SheetState
from models.rounds import RoundState
from tests.models.world import NOW, the_round
from tests.webui.site import Clock, send, sign_in
from tests.webui.test_board import state
from tests.webui.test_outcomes import words
from webui.filters import deadline

ROUND = "/rounds/R-1"
CLOSING = (
    "Releases are decided by 8 December 2026, 10:00 a.m. Eastern, then hosts rank until 13 December 2026, "
    "10:00 a.m. Eastern; the calendar keeps these days."
)
RANKING = (
    "The contacts of each host are asked to rank them until 13 December 2026, 10:00 a.m. Eastern. "
    "Nobody who filed a sheet is left out."
)
ARCHIVING = "Erases what nobody needs any more: drafts of sheets and rankings beside the certified ones"


@pytest.mark.parametrize(
    ("stage", "who", "act", "says", "after"),
    [
        ("filed", "exchange", "close-preferences", CLOSING, RoundState.RELEASE_REVIEW),
        ("review", "exchange", "open-ranking", RANKING, RoundState.RANKING),
        ("closed", "office", "archive", ARCHIVING, RoundState.ARCHIVED),
    ],
)
def test_step_is_looked_at_before_it_is_taken(
    client: FlaskClient, db: Session, who: str, act: str, says: str, after: RoundState
) -> None:
    address = f"{ROUND}/{act}"
    board = sign_in(client, who).get(ROUND).text
    assert [f'href="{address}"' in board, f'action="{address}"' in board] == [True, False]
    page = client.get(address).text
    assert says in words(page)
    assert "This cannot be undone." in page
    assert f'action="{address}"' in page
    assert (send(client, address, page=address).status_code, state(db)) == (303, after)
    gone = client.get(address)
    assert (gone.status_code, gone.headers["Location"]) == (303, ROUND)


@pytest.mark.parametrize("stage", ["review"])
def test_opening_the_rankings_says_who_is_left_out(client: FlaskClient, db: Session) -> None:
    db.execute(update(DreamSheet).where(DreamSheet.id == 1).values(state=SheetState.DRAFT))
    other = db.get_one(DreamSheet, 2).executive_id
    db.execute(update(Consent).where(Consent.executive_id == other).values(withdrawn_at=NOW))
    db.commit()
    page = words(sign_in(client, "exchange").get(f"{ROUND}/open-ranking").text)
    assert "Left out for good: 1 sheet that is not certified; 1 certified sheet without consent." in page


@pytest.mark.parametrize("stage", ["closed"])
def test_archived_round_keeps_what_was_confirmed_and_is_the_offices_to_archive(client: FlaskClient) -> None:
    assert "somebody else to do" in sign_in(client, "exchange").get(ROUND).text
    sign_in(client, "office")
    assert send(client, f"{ROUND}/archive", page=f"{ROUND}/archive").status_code == 303
    assert "run 1: 0 confirmed of 7 placed" in client.get(ROUND).text
    assert "0 confirmed of 7" in client.get("/rounds").text


@pytest.mark.parametrize("stage", ["filed"])
def test_early_step_says_so(client: FlaskClient, clock: Clock) -> None:
    sign_in(client, "exchange")
    early = "It is early: doing it now takes the time until then from everybody. The calendar says"
    assert early in client.get(f"{ROUND}/close-preferences").text
    clock.now = NOW + timedelta(days=10)
    sign_in(client, "exchange")
    assert early not in client.get(f"{ROUND}/close-preferences").text


@pytest.mark.parametrize("stage", ["drafted"])
def test_round_that_did_not_open_on_its_day_is_overdue(client: FlaskClient, db: Session) -> None:
    opens = the_round(db).lists_open_at = NOW + timedelta(days=1)
    db.commit()
    assert f"Dream sheets open on {deadline(opens)}" in sign_in(client, "exchange").get(ROUND).text
    opens = the_round(db).lists_open_at = NOW - timedelta(days=7)
    db.commit()
    board = words(client.get(ROUND).text)
    assert f"This is overdue: dream sheets were to open on {deadline(opens)} (7 days ago)." in board
