"""Withdrawing from a frozen round: the effect in words first, then the act."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.executives import Executive
from models.opportunities import Kind, Opportunity
from models.proposals import Proposal, ProposalState
from models.queries.calendar import releases_end_at
from models.queries.my_rounds import my_rounds
from models.queries.withdrawals import Effect
from models.services import results, withdrawals
from tests.models.walk import Walk
from tests.models.world import NOW, actor, find, the_round
from tests.webui.site import send, sign_in
from tests.webui.test_outcomes import words
from webui.filters import deadline

SHEET, RESULT = "/dream-sheet/R-1", "/result/R-1"
LEAVE = f"{SHEET}/leave"


@pytest.mark.parametrize("stage", ["ranked"])
def test_no_consent_is_asked_for_once_the_rankings_are_open(client: FlaskClient) -> None:
    sign_in(client, "e-05")
    send(client, f"{SHEET}/consent/take-back")
    for page in SHEET, f"{SHEET}/receipt":
        text = client.get(page).text
        assert "Your consent ended on 23 November 2026" in text, page
        assert ("Give my consent" in text, "Next: hosts rank" in text) == (False, False), page


@pytest.mark.parametrize("stage", ["review"])
def test_consent_is_asked_for_with_its_day_until_the_rankings_open(client: FlaskClient, db: Session) -> None:
    sign_in(client, "e-05")
    send(client, f"{SHEET}/consent/take-back")
    until = deadline(releases_end_at(the_round(db)))
    task = words(client.get("/").text).partition("Your consent for First invented round is missing")[2]
    assert task.partition("Decide")[0].count(until) == 1
    assert f"Give it before the host rankings open, at the latest on {until}" in words(client.get(SHEET).text)


@pytest.mark.parametrize("stage", ["filed"])
def test_certifying_names_the_last_day_of_the_consent_and_how_long_each_choice_lasts(
    client: FlaskClient, db: Session
) -> None:
    find(db, Opportunity, "O-1").kind = Kind.TRANSFER
    db.commit()
    send(sign_in(client, "e-05"), f"{SHEET}/consent/take-back")
    page = words(client.get(f"{SHEET}/certify").text)
    until = deadline(releases_end_at(the_round(db)))
    assert f"you may also give it later, until the rankings open, at the latest on {until} (" in page
    assert "between 1 March 2027 and 1 June 2027, for good · O-1" in page
    assert "between 1 March 2027 and 1 June 2027, lasts 180 days · O-5" in page


@pytest.mark.parametrize("stage", ["solved"])
def test_page_says_what_withdrawing_does_before_it_is_done(
    client: FlaskClient, make_client: Callable[[], FlaskClient]
) -> None:
    sign_in(client, "e-10")
    assert f'href="{LEAVE}"' in client.get(SHEET).text
    assert client.get(f"{SHEET}/withdraw").location == LEAVE
    told = words(client.get(LEAVE).text)
    assert "the next run of the solver gives you no place" in told
    assert send(client, LEAVE, {"effect": "decline"}).status_code == 409
    assert send(client, LEAVE, {"effect": "else"}).status_code == 422
    assert send(client, LEAVE, {"effect": "next_run"}).location == SHEET
    page = client.get(SHEET).text
    assert re.search(r"You withdrew from the round on [^<]* 20\d\d, so you are not in this round\.", page)
    assert "withdrawn from the round" in words(page)
    told = client.get(RESULT).text
    assert "You withdrew from this round, so it will have no result for you. The next round is open" in told
    assert "Your dream sheet says what was missing." not in told
    assert f'href="{LEAVE}"' not in page
    assert "there is nothing to withdraw from" in client.get(LEAVE).text
    receipt = words(client.get(f"{SHEET}/receipt").text)
    assert "this list counts no longer. The list you certified" in receipt
    home = sign_in(make_client(), "coord-TR")
    assert "is not in the round any more" in words(home.get("/releases").text)
    release = words(home.get("/releases/R-1/of/E-10").text)
    assert "is not in the round any more, so it places Invented Person 10 nowhere." in release


@pytest.mark.parametrize("stage", ["solved"])
def test_result_counts_nobody_who_withdrew_before_it(client: FlaskClient, db: Session) -> None:
    withdrawals.withdraw(
        db,
        actor=actor(db, "e-10"),
        now=NOW,
        round_=the_round(db),
        executive=find(db, Executive, "E-10"),
        shown=Effect.NEXT_RUN,
    )
    db.commit()
    sign_in(client, "exchange")
    assert "Places 11 people on" in words(client.get("/rounds/R-1").text)
    Walk(db).step(results.solve)
    db.commit()
    page = words(client.get("/rounds/R-1/outcomes/2").text)
    said = r"of 11 people placed, \d+ with the first choice that was open to them; 1 person more withdrew"
    assert re.search(said, page)
    assert "1 person more withdrew or left before this run. Optimal: proved" in page
    decision = words(client.get("/rounds/R-1/decision").text)
    assert "of 11 people; 1 person more withdrew or left before this run." in decision
    assert "Withdrew from the round or left the service 1" in page
    left = words(client.get("/rounds/R-1/outcomes/2/unplaced?reason=withdrew").text)
    assert "Invented Person 10" in left
    assert "1 person: withdrew from the round or left the service." in left
    assert "Not placed. Withdrew or left." in words(client.get("/rounds/R-1/outcomes/2/people/E-10").text)


@pytest.mark.parametrize("stage", ["conference"])
def test_nobody_reads_before_the_results_whether_a_place_is_proposed(
    client: FlaskClient, db: Session
) -> None:
    who = min(one.executive.slug for one in db.scalars(select(Proposal)))
    placed = words(sign_in(client, who.lower()).get(LEAVE).text)
    assert "the round goes back to be solved without you" in placed
    assert "every agency that approved the run approves anew" in placed
    assert "is told to nobody before the results are published" in placed
    unplaced = words(sign_in(client, "e-01").get(LEAVE).text)
    told, other = (page.partition("If you withdraw now")[2] for page in (placed, unplaced))
    assert told == other


@pytest.mark.parametrize("stage", ["published"])
def test_offer_is_declined_with_the_withdrawal(make_client: Callable[[], FlaskClient], db: Session) -> None:
    owner = sign_in(make_client(), "e-10")
    assert f'href="{LEAVE}"' in owner.get(RESULT).text
    told = words(owner.get(LEAVE).text)
    assert "as if you declined it yourself" in told
    assert "the next repair can offer it to somebody without a place" in told
    assert send(owner, LEAVE, {"effect": "decline"}).status_code == 303
    offer = next(one for one in db.scalars(select(Proposal)) if one.executive.slug == "E-10")
    assert offer.state is ProposalState.DECLINED
    page = words(owner.get(RESULT).text)
    assert "ended: you withdrew from the round" in page
    assert "You withdrew from the round. Nothing has to be done" in page
    assert "You were placed with" not in page
    assert "You withdrew from First invented round; your result says what you can do" in owner.get("/").text
    unplaced = sign_in(make_client(), "e-01")
    assert "you hold no offer, so no place changes" in words(unplaced.get(LEAVE).text)
    send(unplaced, LEAVE, {"effect": "no_place_after"})
    db.rollback()
    assert [my_rounds(db, find(db, Executive, slug).id)[0].left for slug in ("E-01", "E-02")] == [True, False]
    page = unplaced.get(RESULT).text
    assert "You withdrew, so this round has no place for you." in page
    assert "Choice by choice" not in page, "no offer was turned down"
    assert "Keep my sheet" not in page
