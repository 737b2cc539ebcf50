"""The pages of the scramble: the numbers before it opens, the next pass."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.executives import Executive
from models.opportunities import Opportunity
from models.proposals import Proposal, ProposalState
from models.rounds import RoundOpportunity, RoundState
from models.services import repairs, scramble
from tests.models.answering import answer, who_answers
from tests.models.walk import Walk, keep
from tests.models.world import NOW, actor, find, the_round
from tests.webui.site import send, sign_in
from tests.webui.test_outcomes import words

PAGE, RESULT, CLOSE = "/rounds/R-1/scramble", "/result/R-1", "/rounds/R-1/decision/close"


@pytest.mark.parametrize("stage", ["kept"])
def test_coordinator_opens_the_scramble_and_makes_the_next_offer(client: FlaskClient, db: Session) -> None:
    desk = words(sign_in(client, "exchange").get("/").text)
    first = "keep a sheet: see the repair first, then open the scramble, before the last answer"
    assert "First invented round: 1 offer has ended, and " in desk
    assert first in desk
    assert f"{first}." in words(client.get("/rounds/R-1").text), "as the desk says"
    assert "see what a repair would do" not in desk, "the desk says it once"
    assert "Go on to the scramble" in client.get("/rounds/R-1/repair").text
    told = words(client.get(PAGE).text)
    assert "Only the people who kept their sheet take part from then on; later only somebody can join" in told
    assert "A repair before it may give a place to others too." in told
    assert "none of them can be offered today" not in told
    assert "ranking, the release and the limits is seen once it is open, when you look for offers." in told
    assert "they have 3 business days to answer" in told
    board = words(client.get("/rounds/R-1").text)
    assert "keep their sheets for the scramble." in board
    assert "; the answers asked for now are due by " in board
    opened = send(client, PAGE, follow_redirects=True)
    assert "The scramble is open." in words(opened.text)
    assert "Next: look at whom a free seat can be offered, and offer it." in words(opened.text)
    db.rollback()
    assert the_round(db).state is RoundState.SCRAMBLE
    desk = words(client.get("/").text)
    assert "is in the scramble: 1 offer ended; look at whom the free seats can be offered" in desk
    assert "Next offers of the scramble of First invented round" in client.get("/rounds/R-1/repair").text
    told = "They answer within 3 business days; offers made before the scramble keep their day."
    assert told in words(client.get(PAGE).text)
    again = send(client, PAGE)
    assert again.status_code == 409


@pytest.mark.parametrize("stage", ["published"])
def test_free_seats_that_the_run_left_are_not_said_to_be_offered_at_once(
    client: FlaskClient, db: Session
) -> None:
    keep(db, Walk(db).unplaced()[0])
    add_seat(db)
    told = words(sign_in(client, "exchange").get(PAGE).text)
    assert "By the run that stands none of them can be offered today: offers come when others end." in told


def add_seat(db: Session) -> None:
    """One more seat than the run filled."""
    first = find(db, Opportunity, "O-1")
    first.seats += 1
    db.execute(
        update(RoundOpportunity)
        .where(RoundOpportunity.opportunity_id == first.id)
        .values(seats=RoundOpportunity.seats + 1)
    )
    db.commit()


@pytest.mark.parametrize("stage", ["kept"])
def test_desk_asks_for_the_scramble_once_the_repair_is_made_and_a_seat_is_free(
    client: FlaskClient, db: Session
) -> None:
    Walk(db).step(repairs.make, shown=repairs.prepare(db, the_round(db)).sha256)
    db.commit()
    sign_in(client, "exchange")
    then = "keep a sheet: open the scramble for them, before the last answer"
    for page in ("/", "/rounds/R-1"):
        assert then not in words(client.get(page).text)
    assert "The scramble can open when a seat becomes free." in client.get(PAGE).text
    db.rollback()
    add_seat(db)
    for page in ("/", "/rounds/R-1"):
        assert then in words(client.get(page).text)
    assert "Open the scramble for 4 people" in words(client.get(PAGE).text)
    assert "A repair before it" not in client.get(PAGE).text
    shown = repairs.prepare(db, the_round(db)).sha256
    db.commit()
    refused = send(client, "/rounds/R-1/repair/set-aside", {"shown": shown})
    assert refused.status_code == 409
    assert "Seats are set aside in the scramble alone." in refused.text


@pytest.mark.parametrize("stage", ["scramble"])
def test_free_seat_that_suits_nobody_is_taken_off_the_desk_until_another_offer_ends(
    client: FlaskClient, db: Session
) -> None:
    walk, here = Walk(db), "/rounds/R-1/repair"
    sign_in(client, "exchange")
    assert "off the desk until" not in client.get(here).text, "somebody could be offered the seat"
    early = repairs.prepare(db, the_round(db))
    db.commit()
    assert send(client, f"{here}/set-aside", {"shown": early.sha256}).status_code == 409
    assert send(client, f"{here}/set-aside", {}).status_code == 422
    while (found := repairs.prepare(db, the_round(db))).new:
        outcome = walk.step(repairs.make, shown=found.sha256)
        for one in db.scalars(select(Proposal).where(Proposal.outcome_id == outcome.id)).all():
            answer(db, one, "accept", "agree_home", "refuse_host")
    db.commit()
    task = "look at whom the free seats can be offered"
    assert task in words(client.get("/").text)
    assert "Take it off the desk until another offer ends" in client.get(here).text
    told = send(client, f"{here}/set-aside", {"shown": found.sha256}, follow_redirects=True).text
    assert "The free seats are off the desk; it asks again when another offer ends." in told
    assert "Look for next offers" not in told
    assert "but for nobody who waits." in told
    desk = words(client.get("/").text)
    assert task not in desk
    assert "ended and nobody is left to be offered a seat" in desk
    assert "off the desk until" not in client.get(here).text
    told = words(client.get(PAGE).text)
    none = "nobody of these people named one, or a limit, a release or the host’s ranking stands in the way"
    assert f"Next: see the answers. No seat that is free can be offered to anybody now: {none}; when" in told
    assert "Back to the round" in told
    assert "Look for next offers" not in told
    db.rollback()
    answer(
        db, db.scalars(select(Proposal).where(Proposal.state == ProposalState.OFFERED)).all()[0], "decline"
    )
    db.commit()
    assert task in words(client.get("/").text)


@pytest.mark.parametrize("stage", ["scramble"])
def test_round_is_closed_knowing_what_could_still_be_offered_and_told_to_who_waited(
    make_client: Callable[[], FlaskClient], db: Session
) -> None:
    for one in db.scalars(select(Proposal).where(Proposal.state == ProposalState.OFFERED)).all():
        answer(db, one, "accept", "agree_home", "confirm")
    walk, confirmed = Walk(db), len(offers(db))
    waiting = walk.unplaced()[0].lower()
    db.commit()
    client = sign_in(make_client(), "exchange")
    desk = words(client.get("/").text)
    assert (
        "every offer is settled, and 1 seat came free since run 1; see the next offers, or close the round"
        in desk
    )
    board = words(client.get("/rounds/R-1").text)
    assert f"{confirmed} places are confirmed by all three, and every other offer was declined, ref" in board
    record = words(client.get("/record/rounds/R-1").text)
    settled = "Next, free seats are offered to who kept a sheet, or the round is closed."
    assert f"No offer waits for an answer. {settled}" in record
    assert "people still keep their sheets and would get nothing." in board
    assert "Look for next offers Close the round" in board
    asked = words(client.get(CLOSE).text)
    assert "no seat of it is offered any more. See first whom a seat that came free can be offered: " in asked
    assert "What is confirmed stays as it is. Look for next offers This cannot be undone." in asked
    send(client, CLOSE)
    board = client.get("/rounds/R-1").text
    assert 'href="/rounds/R-1/outcomes/1">Result of run 1</a>' in board
    assert "Reminders and dates" not in board
    person = sign_in(make_client(), waiting)
    assert "First invented round is closed, and no seat of it is offered any more" in person.get("/").text
    assert "The round is closed and its scramble over" in person.get(RESULT).text
    desk = sign_in(make_client(), "office").get("/").text
    assert "First invented round is closed: archive it, which erases drafts and notes" in desk


def offers(db: Session) -> list[Proposal]:
    return list(db.scalars(select(Proposal).where(Proposal.state == ProposalState.CONFIRMED)))


@pytest.mark.parametrize("stage", ["published"])
def test_scramble_does_not_open_for_nobody(client: FlaskClient) -> None:
    told = words(sign_in(client, "exchange").get(PAGE).text)
    assert "The scramble can open when somebody without a place keeps their sheet for it." in told
    refused = send(client, PAGE)
    assert refused.status_code == 409
    assert "Nobody without a place has kept a sheet for the scramble." in refused.text


@pytest.mark.parametrize("stage", ["kept"])
def test_host_reads_the_card_of_who_took_a_seat_up_and_of_nobody_else(
    make_client: Callable[[], FlaskClient], db: Session
) -> None:
    walk = Walk(db)
    walk.step(scramble.open_scramble)
    outcome = walk.step(repairs.make, shown=repairs.prepare(db, the_round(db)).sha256)
    (new,) = db.scalars(select(Proposal).where(Proposal.outcome_id == outcome.id))
    host, other = who_answers(new, "confirm"), "host-TR"
    name, host_name, page = new.executive.name, new.opportunity.host_agency.name, f"/answers/{new.id}"
    person, slug = new.executive.slug.lower(), the_round(db).slug
    db.commit()
    owner = sign_in(make_client(), person)
    form = owner.get(f"/result/{slug}/accept").text
    told = words(form)
    assert f"Your card. {host_name}, the host of this post, will see your card" in told
    hosts = sign_in(make_client(), host)
    assert "The card" not in hosts.get(page).text
    assert send(hosts, f"{page}/card").status_code in (403, 404)
    send(owner, f"/result/{slug}/accept")
    assert f"{name} accepted this seat, and with that opened their card to you" in hosts.get(page).text
    assert "Read the card<" in hosts.get(page).text
    card = send(hosts, f"{page}/card")
    assert (card.status_code, name in card.text) == (200, True)
    assert "Accepted a seat of First invented round: Acting director" in card.text
    assert send(sign_in(make_client(), other), f"{page}/card").status_code in (403, 404)


@pytest.mark.parametrize("stage", ["kept"])
def test_pass_speaks_of_those_alone_who_were_in_it(
    make_client: Callable[[], FlaskClient], db: Session
) -> None:
    walk = Walk(db)
    gets = {move.executive for move in repairs.prepare(db, the_round(db)).new}
    other = next(slug for slug in walk.unplaced() if slug not in gets)
    round_, who = the_round(db), find(db, Executive, other)
    scramble.take_back(db, actor=actor(db, other.lower()), now=NOW, round_=round_, executive=who)
    walk.step(scramble.open_scramble)
    walk.step(repairs.make, shown=repairs.prepare(db, round_).sha256)
    name = who.name
    db.commit()
    told = words(sign_in(make_client(), other.lower()).get(RESULT).text)
    assert "you kept no sheet for the scramble, so no seat is offered to you in it" in told
    assert "None of your choices was open to you" not in told
    exchange = sign_in(make_client(), "exchange")
    assert name in exchange.get("/rounds/R-1/outcomes/2/unplaced?reason=nothing_left").text
    assert "Kept no sheet for the scramble, or no seat of their choices was left" in words(
        exchange.get("/rounds/R-1/outcomes/2").text
    )
    page = words(exchange.get(f"/rounds/R-1/outcomes/2/people/{other}").text)
    assert "Not placed. No sheet kept or no seat left." in page
    assert f"What {name} is told is the account of run 1." in page
    assert "Open the account" not in page


@pytest.mark.parametrize("stage", ["kept"])
def test_round_is_closed_after_a_look_at_the_repair_while_it_may_give_somebody_a_place(
    client: FlaskClient, db: Session
) -> None:
    assert sign_in(client, "exchange").get(CLOSE).location == "/rounds/R-1/decision", "answers are awaited"
    for one in db.scalars(select(Proposal).where(Proposal.state == ProposalState.OFFERED)).all():
        answer(db, one, "accept", "agree_home", "confirm")
    waiting = len(Walk(db).unplaced())
    db.commit()
    desk = words(client.get("/").text)
    assert desk.count("First invented round") == 1, "the desk says it once"
    assert (
        f"First invented round: every offer is settled, and 1 seat came free since run 1; {waiting} people "
        "keep their sheets: see the repair, and whether the scramble can be opened, or close the round"
    ) in desk
    keep = f"{waiting} people still keep their sheets and would get nothing."
    for page in ("/rounds/R-1", CLOSE):
        told = words(client.get(page).text)
        assert f"See first whom a seat that came free can be offered: {keep}" in told
        assert "See what a repair would do" in told
    Walk(db).step(repairs.make, shown=repairs.prepare(db, the_round(db)).sha256)
    for one in db.scalars(select(Proposal).where(Proposal.state == ProposalState.OFFERED)).all():
        answer(db, one, "accept", "agree_home", "confirm")
    db.commit()
    desk = words(client.get("/").text)
    assert "First invented round is published: close the round" in desk
    assert "kept a sheet" not in desk
    told = words(client.get(CLOSE).text)
    assert "no seat of it is offered any more. But " in told
    assert "See what a repair would do" not in told
    done = send(client, CLOSE, follow_redirects=True)
    assert "The round is closed." in done.text
