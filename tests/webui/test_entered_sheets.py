"""The pages on which a coordinator enters a list, and its owner confirms or refuses it."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.executives import Clearance
from models.opportunities import Opportunity
from models.queries.calendar import releases_end_at
from models.releases import RefusalReason, Release, ReleaseState
from tests.models.gates import gate
from tests.models.trials_releases import release_of
from tests.models.world import NOW, find, the_round
from tests.webui.site import beside, send, sign_in, summary
from tests.webui.test_outcomes import words
from webui.filters import deadline

REFUSED = {"state": ReleaseState.REFUSED, "refusal": RefusalReason.TIMING, "decided_at": NOW}
ENTER, MINE = "/enter-a-sheet/R-1/E-05", "/dream-sheet/R-1/entered"


@pytest.mark.parametrize("stage", ["filed"])
def test_no_list_is_entered_for_whoever_is_not_released(
    make_client: Callable[[], FlaskClient], db: Session
) -> None:
    coordinator, owner = sign_in(make_client(), "coord-EN"), sign_in(make_client(), "e-05")
    send(coordinator, ENTER, {"choices": "O-1"})
    on_desk = "somebody entered a dream sheet for you"
    assert on_desk in owner.get("/").text
    db.execute(update(Release).where(Release.id == release_of(db, "E-05").id).values(REFUSED))
    db.commit()
    assert on_desk not in owner.get("/").text
    sentence = "Invented Person 5 is not released in First invented round, so no list of theirs counts in it."
    page = coordinator.get(ENTER).text
    assert (sentence in page, "to confirm</button>" in page) == (True, False)
    assert 'href="/releases/R-1/of/E-05">Read the release' in page
    again = send(coordinator, ENTER, {"choices": "O-1"})
    assert (again.status_code, sentence in again.text) == (409, True)
    page = sign_in(make_client(), "exchange").get(ENTER).text
    assert sentence not in page, "releases are not the exchange coordinator's to read"


@pytest.mark.parametrize("stage", ["filed"])
def test_list_is_entered_told_on_the_desk_and_confirmed(
    make_client: Callable[[], FlaskClient], db: Session
) -> None:
    coordinator, owner = sign_in(make_client(), "coord-EN"), sign_in(make_client(), "e-05")
    found = words(coordinator.get("/enter-a-sheet?who=person+5").text)
    assert "1 person found Invented Person 5, Energy: enter a list for First invented round" in found
    asked = words(coordinator.get(ENTER).text)
    assert re.search(r"refuses it by [^.]* 2026, [^.]*\.m\. Eastern \(in \d+ days\)\. Until then it", asked)
    assert "Nobody you may enter a list for" in coordinator.get("/enter-a-sheet?who=person+1").text
    empty = send(coordinator, ENTER)
    sentence = "Name one opportunity or more."
    assert (empty.status_code, beside(empty), summary(empty)) == (422, {"choices": sentence}, [sentence])
    long = send(coordinator, ENTER, {"choices": "O" * 5001})
    assert beside(long) == {"choices": "Use at most 5,000 characters."}
    unknown = send(coordinator, ENTER, {"choices": "O-77"})
    assert beside(unknown) == {"choices": "O-77 is not offered in this round."}
    looked = send(coordinator, ENTER, {"look": "yes", "words": "director o-2", "choices": "O-77"})
    assert (looked.status_code, "O-77</textarea>" in looked.text) == (200, True)
    assert "1 opportunity found. O-2 Acting director, O-2" in words(looked.text)
    added = send(coordinator, ENTER, {"add": "O-2", "words": "o-2", "choices": "O-1\n"})
    assert "O-1\nO-2</textarea>" in added.text
    assert "O-2 stands on the list now." in words(added.text)
    twice = send(coordinator, ENTER, {"add": "O-2", "words": "o-2", "choices": "O-1, O-2"})
    assert "O-1, O-2</textarea>" in twice.text
    find(db, Opportunity, "O-2").clearance = Clearance.TOP_SECRET
    db.commit()
    looked = send(coordinator, ENTER, {"look": "yes", "words": "director o-2"})
    assert "O-2 Acting director, O-2, " in words(looked.text)
    assert "(clearance: top secret) Add O-2" in words(looked.text)
    closed = send(coordinator, ENTER, {"choices": "O-2"})
    assert beside(closed) == {"choices": "O-2 needs a clearance (top secret); the card says secret."}
    assert (closed.status_code, "O-2</textarea>" in closed.text) == (422, True)
    done = send(coordinator, ENTER, {"choices": "O-1\nO-5, O-6\n"}, follow_redirects=True)
    assert "The list waits for Invented Person 5, who is told" in done.text
    waiting = "Invented Person 5, Energy: First invented round. Entered by coord-EN on"
    assert waiting in words(coordinator.get("/enter-a-sheet").text)
    elsewhere, exchange = sign_in(make_client(), "coord-TR"), sign_in(make_client(), "exchange")
    assert waiting not in words(elsewhere.get("/enter-a-sheet").text)
    board = words(exchange.get("/rounds/R-1").text)
    assert (
        "1 entered dream sheet waits for the executive's word and does not count before. See whose" in board
    )
    chase = words(exchange.get("/rounds/R-1/chase").text)
    assert "waits for the executive's word and does not count before. See whose" in chase
    assert waiting in words(exchange.get("/enter-a-sheet").text)
    desk = words(owner.get("/").text)
    assert "somebody entered a dream sheet for you; it counts only if you confirm it" in desk
    assert "choose what you would take" not in desk, "two lines ask for the same list"
    page = owner.get(MINE).text
    assert "coord-EN entered this list for you" in page
    number = page.split('name="number" value="')[1].split('"')[0]
    stale = send(owner, f"{MINE}/confirm", {"number": "99"})
    assert stale.status_code == 409
    assert "Another list was entered since you opened this page: read it first." in stale.text
    answer = send(owner, f"{MINE}/confirm", {"number": number}, follow_redirects=True)
    assert "Confirmed and certified. This is your receipt" in answer.text
    assert waiting not in words(coordinator.get("/enter-a-sheet").text)
    assert "entered dream sheet" not in exchange.get("/rounds/R-1").text
    assert "No list that somebody entered waits for your word." in owner.get(MINE).text
    assert send(owner, f"{MINE}/refuse", {"number": number}).status_code == 404


@pytest.mark.parametrize("stage", ["filed"])
def test_coordinator_is_told_before_a_list_is_sent_where_the_round_places_nobody(
    make_client: Callable[[], FlaskClient],
) -> None:
    coordinator, owner = sign_in(make_client(), "coord-EN"), sign_in(make_client(), "e-05")
    own = send(coordinator, ENTER, {"choices": "O-1\nO-3"})
    told = "O-3 is in the home agency, so this round gives no place there."
    assert (own.status_code, told in own.text) == (422, True)
    assert "Nothing was sent yet" in own.text
    assert "to confirm all the same</button>" in own.text
    assert "None waits." in coordinator.get("/enter-a-sheet").text
    read = {"choices": "O-1\nO-3", "closed": "O-1 O-3"}
    assert send(coordinator, ENTER, read).location == "/enter-a-sheet"
    assert told in owner.get(MINE).text


@pytest.mark.parametrize("stage", ["review"])
def test_late_list_asks_for_its_reason_and_is_refused_by_its_owner(
    make_client: Callable[[], FlaskClient], db: Session
) -> None:
    coordinator, owner = sign_in(make_client(), "exchange"), sign_in(make_client(), "e-05")
    asked = words(coordinator.get(ENTER).text)
    assert "The lists are closed, so this one needs a reason" in asked
    assert "Why it comes late (optional)" not in asked
    refused = send(coordinator, ENTER, {"choices": "O-1"})
    assert beside(refused) == {"late_because": "The lists are closed: write why this one comes late."}
    long = send(coordinator, ENTER, {"choices": "O-1", "late_because": "x" * 2001})
    assert beside(long) == {"late_because": "Use at most 2,000 characters."}
    send(coordinator, ENTER, {"choices": "O-1", "late_because": "Was ill."})
    page = owner.get(MINE).text
    assert "this one is taken late: “Was ill.”" in page
    assert 'href="/dream-sheet/R-1">Back to my sheet</a>' in page
    until = f"before the host rankings open, at the latest on {deadline(releases_end_at(the_round(db)))}"
    assert f"Confirm it {until}" in words(page)
    assert f"taken late, it has to be confirmed {until}" in words(coordinator.get("/enter-a-sheet").text)
    assert (
        "no deadline" not in words(owner.get("/").text).partition("somebody entered")[2].partition("Read")[0]
    )
    number = page.split('name="number" value="')[1].split('"')[0]
    done = send(owner, f"{MINE}/refuse", {"number": number}, follow_redirects=True)
    assert "The list is erased. Nobody asks why." in done.text


@pytest.mark.parametrize("stage", ["filed"])
def test_list_that_its_owner_did_not_confirm_before_the_lists_closed_early_is_entered_again(
    make_client: Callable[[], FlaskClient],
) -> None:
    exchange, owner = sign_in(make_client(), "exchange"), sign_in(make_client(), "e-05")
    send(exchange, ENTER, {"choices": "O-1"})
    send(exchange, "/rounds/R-1/close-preferences")
    early = "Dream sheets closed on 23 November 2026, 10:00 a.m. Eastern; the calendar said 3 December 2026"
    for page in "/rounds/R-1", "/rounds/R-1/chase":
        assert early in words(exchange.get(page).text), page
    board = words(exchange.get("/rounds/R-1").text)
    assert "1 entered dream sheet was not confirmed before the lists closed and does not count." in board
    assert "waits for the executive's word" not in board
    found = exchange.get("/enter-a-sheet").text
    assert "it was not confirmed before the lists closed" in words(found)
    assert f'href="{ENTER}">enter it again as late' in found
    assert "somebody entered a dream sheet for you" not in words(owner.get("/").text)
    mine = owner.get(MINE).text
    assert "so it counts for nothing; a coordinator can enter it again as late." in words(mine)
    assert ("Confirm and certify" in mine, "Refuse and erase" in mine) == (False, True)
    assert "Somebody entered a list for you" not in owner.get("/dream-sheet/R-1").text
    again = exchange.get(ENTER).text
    assert re.search(r"<textarea[^>]*>\s*O-1</textarea>", again), "the list stands there as it was typed"
    assert "is told, reads the list and confirms or refuses it by 8 December 2026, 10:00 a.m." in words(again)
    other = sign_in(make_client(), "coord-EN").get(ENTER)
    assert not re.search(r"<textarea[^>]*>\s*O-1</textarea>", other.text), "nobody else reads it"
    send(exchange, ENTER, {"choices": "O-1", "late_because": "Was ill."})
    assert "1 entered dream sheet waits" in words(exchange.get("/rounds/R-1").text)
    assert "1 entered sheet not confirmed" in words(exchange.get("/rounds/R-1/open-ranking").text)
    assert "somebody entered a dream sheet for you" in words(owner.get("/").text)
    number = owner.get(MINE).text.split('name="number" value="')[1].split('"')[0]
    receipt = words(send(owner, f"{MINE}/confirm", {"number": number}, follow_redirects=True).text)
    assert "Next: hosts rank until" in receipt


@pytest.mark.parametrize("stage", ["filed"])
def test_freeze_names_the_entered_lists_that_nobody_confirmed(client: FlaskClient) -> None:
    sign_in(client, "exchange")
    send(client, ENTER, {"choices": "O-1"})
    send(client, "/rounds/R-1/close-preferences")
    send(client, "/rounds/R-1/open-ranking")
    page = words(client.get("/rounds/R-1/freeze").text)
    assert "Who stays out 1 person whose sheet was entered for them and not confirmed." in page


@pytest.mark.parametrize("stage", ["ranked"])
def test_no_list_is_entered_once_hosts_rank(client: FlaskClient) -> None:
    sign_in(client, "exchange")
    assert "No round takes dream sheets now." in client.get("/enter-a-sheet").text
    refused = send(client, ENTER, {"choices": "O-1", "late_because": "Was ill."})
    assert refused.status_code == 409


@pytest.mark.parametrize("stage", ["review"])
def test_gates_of_a_list_entered_for_me_are_answered_before_it_is_confirmed(
    make_client: Callable[[], FlaskClient], engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        number = gate(session).id
    coordinator, owner = sign_in(make_client(), "exchange"), sign_in(make_client(), "e-05")
    send(coordinator, ENTER, {"choices": "O-3", "closed": "O-3", "late_because": "Was ill."})
    entered = owner.get(MINE).text.split('name="number" value="')[1].split('"')[0]
    refused = send(owner, f"{MINE}/confirm", {"number": entered})
    assert refused.status_code == 422
    assert "Requirements of these choices" in refused.text
    asked = owner.get("/dream-sheet/R-1/requirements").text
    assert "1 requirement waits for your answer before the host rankings open." in words(asked)
    assert f'href="{MINE}">Back to the list entered for me' in owner.get("/dream-sheet/R-1/requirements").text
    send(owner, f"/dream-sheet/R-1/requirements/{number}/attest")
    sheet = owner.get("/dream-sheet/R-1").text
    with unit_of_work(engine) as session:
        until = deadline(releases_end_at(the_round(session)))
    entered_for_me = f"Somebody entered a list for you. It counts only if you confirm it by {until} ("
    assert entered_for_me in words(sheet)
    assert f'href="{MINE}">Read it, and confirm or refuse it' in sheet
    done = send(owner, f"{MINE}/confirm", {"number": entered}, follow_redirects=True)
    assert "Confirmed and certified. This is your receipt" in done.text
    assert entered_for_me not in words(owner.get("/dream-sheet/R-1").text)
