"""Offers to answer: home agrees, host confirms, each on its own pages; and the repair of what ended."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.agreements import Agreement, AgreementState
from models.executives import Executive
from models.opportunities import Kind, Opportunity
from models.outcomes import Outcome
from models.proposals import Proposal, ProposalState
from models.services import proposals
from tests.models.answering import answer
from tests.models.world import DAY, NOW, actor
from tests.webui.site import Clock, beside, send, sign_in, summary
from tests.webui.test_outcomes import words
from webui.agreed_words import AGENCIES, EXECUTIVE, said
from webui.filters import at_the_latest

published = pytest.mark.parametrize("stage", ["published"])
REPAIR = "/rounds/R-1/repair"
HIDDEN = re.compile(r'name="shown" type="hidden" value="(\w{64})"')


def offer(db: Session, slug: str = "E-10", *acts: str) -> Proposal:
    """The offer to that executive, answered so far."""
    db.rollback()
    query = select(Proposal).join(Proposal.executive).where(Executive.slug == slug)
    found = db.scalars(query.execution_options(populate_existing=True)).one()
    answer(db, found, *acts)
    db.commit()
    return found


@published
def test_accepted_offer_waits_on_the_desks_of_home_then_host(client: FlaskClient, db: Session) -> None:
    number = offer(db, "E-10", "accept").id
    sign_in(client, "coord-TR")
    assert "1 accepted offer waits for your answer as the home agency" in words(client.get("/").text)
    waits = words(client.get("/answers").text)
    assert "1 offer waits for your answer. The executive said yes" in waits
    assert ("The other offers of your agency" in waits, "Every offer of your agency" in waits) == (
        True,
        False,
    )
    page = words(client.get(f"/answers/{number}").text)
    assert "Invented Person 10, Treasury" in page
    assert "Return basis by the agreement, back to the position of record" in page
    assert "What your agency said to the release" in page
    assert "The host is asked next. You cannot take your yes back." in page
    assert "which stays on the record. You cannot take your no back." in page
    assert "How you ranked the applicants" not in page
    assert send(client, f"/answers/{number}/agree").location == "/answers"
    assert offer(db).state is ProposalState.HOME_AGREED
    due = at_the_latest(offer(db).due_at or NOW)
    assert due.endswith("Eastern"), "the day does not count to its end"
    assert f"the host answers by {due}" in words(client.get("/answers").text)
    assert f"It waits for the host until {due} (" in words(client.get(f"/answers/{number}").text)
    assert "for your answer as the home agency" not in words(client.get("/").text)
    sign_in(client, "host-EN")
    assert "1 offer waits for you to confirm as the host" in words(client.get("/").text)
    assert "for the host, so did the home agency" in words(client.get("/answers").text)
    assert f"the host {due} (" in words(client.get("/answers").text)
    page = words(client.get(f"/answers/{number}").text)
    assert "How you ranked the applicants" not in page, "nobody certified a ranking of it"
    ranked = offer(db, "E-02", "accept", "agree_home").id
    assert "How you ranked the applicants" in words(client.get(f"/answers/{ranked}").text)
    assert "You cannot take your yes back: from then on the agreement is changed or cancelled." in page
    assert send(client, f"/answers/{number}/confirm").location == "/answers"
    assert offer(db).state is ProposalState.CONFIRMED
    page = words(client.get(f"/answers/{number}").text)
    assert "confirmed by all three" in page
    assert "once its terms are written it goes to the five who sign" in page
    assert "Agreement draft; " in page
    assert "Read the agreement" not in page, "a host contact signs none"
    listed = words(client.get("/answers").text)
    assert "The other offers of your agency" in listed
    assert "confirmed by all three agreement: draft, " in listed
    assert listed.count("agreement: ") == 1
    assert "Read the agreement" in sign_in(client, "coord-TR").get(f"/answers/{number}").text
    sign_in(client, "e-10")
    assert (
        "is confirmed; next, home and host write the agreement, and you sign it before"
        in client.get("/").text
    )
    assert "your home agency and the host said yes" in client.get("/result/R-1").text


@published
def test_confirmed_offer_says_what_its_agreement_has_become(
    client: FlaskClient, make_client: Callable[[], FlaskClient], db: Session
) -> None:
    number = offer(db, "E-10", "accept", "agree_home", "confirm").id
    mine, host = sign_in(make_client(), "e-10"), sign_in(client, "host-EN")
    named = {"home_supervisor_id": actor(db, "host-EN").id, "host_supervisor_id": actor(db, "host-EN").id}
    for state, agencies, executive in (
        (AgreementState.DRAFT, "once its terms are written it goes to the five", "Next, home and host write"),
        (AgreementState.IN_SIGNATURE, "with the five who sign, before ", "with the five who sign, you among"),
        (AgreementState.CANCELLED, "nothing more comes of this offer.", "counts against nobody. Read why"),
    ):
        db.execute(update(Agreement).values(state=state, **named))
        db.commit()
        assert agencies in words(host.get(f"/answers/{number}").text)
        assert executive in words(mine.get("/result/R-1").text)
        leave = mine.get("/dream-sheet/R-1/leave")
        assert executive in words(leave.text)
        (agreement,) = re.findall(r'href="(/agreements/[^"]*)"', leave.text)
        assert mine.get(agreement).status_code == 200
    page = words(mine.get("/result/R-1").text)
    assert "confirmed by all three, then cancelled" in page
    assert "This was your place." in page


@published
def test_host_of_a_seat_that_is_filled_reads_that_only_a_no_is_left(client: FlaskClient, db: Session) -> None:
    mine, other = offer(db, "E-10", "accept", "agree_home"), offer(db, "E-08", "accept", "agree_home")
    mine = offer(db, "E-10")
    seats = {Opportunity.seats: 1, Opportunity.min_seats: 0}
    db.execute(update(Opportunity).where(Opportunity.id == mine.opportunity_id).values(seats))
    db.execute(update(Proposal).where(Proposal.id == other.id).values(opportunity_id=mine.opportunity_id))
    db.commit()
    sign_in(client, "host-EN")
    page = f"/answers/{mine.id}"
    assert "Confirm" in client.get(page).text
    offer(db, "E-08", "confirm")
    told = words(client.get(page).text)
    assert "Every seat of it is filled, here or by another round: all that is left to say is no." in told
    assert "the seat is taken" not in told
    assert "The seat becomes free" not in told
    assert send(client, f"{page}/confirm").status_code == 409
    refused = send(client, f"{page}/not-confirmed", {"reason": "It is filled."}, follow_redirects=True)
    assert "are told." in refused.text
    assert "the seat is free" not in refused.text


def test_every_state_of_an_agreement_has_its_words() -> None:
    assert set(AGENCIES) == set(EXECUTIVE) == set(AgreementState)
    days = {"starts_on": date(2027, 3, 1), "ends_on": date(2027, 8, 27)}
    runs = Agreement(kind=Kind.DETAIL, **days)
    assert said(AGENCIES[AgreementState.IN_FORCE], runs).startswith(
        "The agreement is in force, from 1 March 2027 to 27 August 2027."
    )
    stays = Agreement(kind=Kind.REASSIGNMENT, **days)
    assert said(EXECUTIVE[AgreementState.IN_FORCE], stays).startswith(
        "Your agreement is in force, from 1 March 2027, for good."
    )


@published
@pytest.mark.parametrize(
    ("acts", "who", "act", "told"),
    [
        (("accept",), "coord-TR", "not-agreed", "Your home agency did not agree"),
        (("accept", "agree_home"), "host-EN", "not-confirmed", "The host did not confirm"),
    ],
)
def test_no_of_an_agency_is_written_with_its_reason(
    client: FlaskClient, db: Session, acts: tuple[str, ...], who: str, act: str, told: str
) -> None:
    number = offer(db, "E-10", *acts).id
    sign_in(client, who)
    refused = send(client, f"/answers/{number}/{act}")
    sentence = "Write why: the executive reads it."
    assert (refused.status_code, beside(refused), summary(refused)) == (422, {"reason": sentence}, [sentence])
    blank = send(client, f"/answers/{number}/{act}", {"reason": "  "})
    assert (blank.status_code, beside(blank)) == (422, {"reason": sentence})
    long = send(client, f"/answers/{number}/{act}", {"reason": "x" * 2001})
    assert beside(long) == {"reason": "Write at most 2,000 characters."}
    assert send(client, f"/answers/{number}/{act}", {"reason": "No cover."}).status_code == 303
    assert offer(db).state is ProposalState.DECLINED
    page = client.get(f"/answers/{number}").text
    assert "ended, the place is not taken" in page
    assert f"{told.replace('Your', 'The')}: the executive is told so, and the seat is free." in page
    assert "The reason you gave: “No cover.”" in page
    other = "host-EN" if who == "coord-TR" else "coord-TR"
    page = sign_in(client, other).get(f"/answers/{number}").text
    assert "The seat is free for somebody else of this round. Nothing waits for you here." in page
    assert "No cover." not in page
    assert told.replace("Your", "The") not in page, "who said no is not the other side's to know"
    mine = sign_in(client, "e-10")
    result = words(mine.get("/result/R-1").text)
    assert f"{told}, so there is no place. The reason: “No cover.” It does not count against you" in result
    to = "to " if who == "coord-TR" else ""
    assert f"{told} {to}your place of First invented round: read why" in words(mine.get("/").text)


@published
def test_agency_reads_that_its_own_silence_ended_an_offer(client: FlaskClient, db: Session) -> None:
    found = offer(db, "E-10", "accept")
    proposals.lapse(db, actor=actor(db, "system"), now=NOW + 60 * DAY, proposals=[found])
    db.commit()
    told = "your agency did not answer in time, so the offer lapsed"
    assert told in sign_in(client, "coord-TR").get("/answers").text
    other = sign_in(client, "host-EN").get("/answers").text
    assert (told in other, "ended, the place is not taken" in other) == (False, True)
    result = words(sign_in(client, "e-10").get("/result/R-1").text)
    assert (
        "No other seat of this round is offered to you, since each would need the yes of your home agency "
        "again. The next round is open to you like any other."
    ) in result


@published
def test_offers_of_other_agencies_cannot_be_addressed(client: FlaskClient, db: Session) -> None:
    number = offer(db, "E-10", "accept").id
    for who in ("coord-AG11", "host-AG11", "host-TR", "exchange", "e-10", "e-01"):
        sign_in(client, who)
        answers = [client.get(f"/answers/{number}"), send(client, f"/answers/{number}/agree")]
        assert [one.status_code for one in answers] == [404, 404], who
    assert offer(db).state is ProposalState.ACCEPTED


@published
def test_answer_out_of_turn_is_refused(client: FlaskClient, db: Session) -> None:
    number = offer(db, "E-10").id
    sign_in(client, "coord-TR")
    assert send(client, f"/answers/{number}/agree").status_code == 409
    assert "It waits for the executive until" in words(client.get(f"/answers/{number}").text)


@published
def test_repair_is_shown_and_then_made_as_it_was_shown(client: FlaskClient, db: Session) -> None:
    sign_in(client, "exchange")
    assert "There is nothing to repair" in client.get(REPAIR).text
    offer(db, "E-10", "decline")
    assert "Freed seats that stay free" not in client.get(REPAIR).text
    decision = words(client.get("/rounds/R-1/decision").text)
    assert "See what a repair would do" in decision
    assert '<a href="/rounds/R-1/repair">First invented round is published' in client.get("/").text
    page = client.get(REPAIR)
    told = words(page.text)
    assert "1 person would get a place. 6 offers stay as they are." in told
    assert "Invented Person 4 E-04 no place Acting director, O-4, Energy first" in told
    shown = HIDDEN.search(page.text)
    assert shown is not None
    stale = send(client, REPAIR, {"shown": "0" * 64})
    assert stale.status_code == 409
    assert (
        "An offer was answered or a seat withdrawn since the repair was shown: look at it again."
        in stale.text
    )
    nothing = send(client, REPAIR)
    assert nothing.status_code == 422
    assert "Look at the repair before it is made." in nothing.text
    made = send(client, REPAIR, {"shown": shown.group(1)}, follow_redirects=True)
    assert "Repaired as run 2: 7 people hold a place." in words(made.text)
    repaired = client.get("/rounds/R-1/decision").text
    assert 'href="/rounds/R-1/outcomes/2/placements"' in repaired
    for who in ("E-02", "E-03", "E-05", "E-07", "E-08", "E-12"):
        offer(db, who, "decline")
    free = words(client.get(REPAIR).text)
    assert "Freed seats that stay free" in free
    assert "1 seat. Nobody without a place asked for it, or those who did said no to it before" in free
    decision = words(repaired)
    assert "Run 2 places 7 of 12 people. It is the newest repair" in decision
    result = words(client.get("/rounds/R-1/outcomes/2").text)
    assert "7 of 12 people placed (1 of the 12 could be offered no place any more)" in result
    assert "Run 1 was put before the agencies" in decision
    assert "See what a repair would do" not in decision
    assert "repair of run 1 optimal: proved" in decision
    record = words(client.get("/record/rounds/R-1").text)
    assert "A repair of run 1." in record
    assert "Chosen, as the decision below says." in record
    assert "Not chosen." not in record
    db.rollback()
    assert [run.number for run in db.scalars(select(Outcome).order_by(Outcome.number))] == [1, 2]
    assert "offers you a place" in sign_in(client, "e-04").get("/").text


@published
def test_repair_asks_again_who_one_is(client: FlaskClient, db: Session, clock: Clock) -> None:
    offer(db, "E-10", "decline")
    sign_in(client, "exchange")
    clock.move(minutes=16)
    assert send(client, REPAIR, {"shown": "0" * 64}).location == "/sign-in/again"


@pytest.mark.parametrize("stage", ["solved", "closed"])
def test_round_that_cannot_be_repaired_says_so(client: FlaskClient) -> None:
    told = sign_in(client, "exchange").get(REPAIR)
    assert "A round is repaired after its results are published, until it is closed." in told.text
    assert send(client, REPAIR, {"shown": "0" * 64}).status_code == 409
