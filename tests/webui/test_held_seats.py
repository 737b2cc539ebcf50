"""What the pages of one round say of seats that another round holds."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import Invalid
from models.executives import Executive
from models.opportunities import Opportunity
from models.proposals import Proposal
from models.queries.board import board
from models.queries.catalogue_choice import approved
from models.services import dreamsheets, rounds
from tests.models.answering import answer
from tests.models.test_similar import next_round
from tests.models.world import NOW, actor, calendar, find
from tests.webui.site import send, sign_in
from tests.webui.test_outcomes import words

HELD = "Another round holds its seat. It stays in this one only if that seat comes free before the round is"
pytestmark = pytest.mark.parametrize("stage", ["published"])


def test_seat_that_another_round_holds_is_none_of_this_one(
    make_client: Callable[[], FlaskClient], db: Session
) -> None:
    later = next_round(db, "O-3", "O-6")
    there = db.scalars(select(Proposal).join(Opportunity).where(Opportunity.slug == "O-3")).one()
    answer(db, there, "decline")
    me: dict[str, Any] = {"actor": actor(db, "e-01"), "now": NOW}
    exchange: dict[str, Any] = {"actor": actor(db, "exchange"), "now": NOW}
    executive = find(db, Executive, "E-01")
    dreamsheets.file_sheet(db, **me, round_=later, executive=executive, choices=["O-3", "O-6"])
    db.commit()
    mine, theirs = sign_in(make_client(), "e-01"), sign_in(make_client(), "exchange")
    catalogue = words(mine.get("/catalogue/R-2?all=1").text)
    assert (catalogue.count(f"no seat now {HELD}"), catalogue.count(HELD)) == (1, 1)
    assert words(mine.get("/dream-sheet/R-2").text).count(HELD) == 1
    entering = sign_in(make_client(), "coord-EN")
    found = send(entering, "/enter-a-sheet/R-2/E-05", {"look": "yes", "words": "acting director"})
    assert words(found.text).count(HELD) == 1
    held = "Every seat of 1 of them is held by another round now; they are in this one only if that ends"
    assert f"The round offers 2 opportunities with 1 seat. {held}" in words(theirs.get("/rounds/R-2").text)
    db.rollback()
    for verb in (rounds.close_preferences, rounds.open_ranking):
        verb(db, **exchange, round_=later)
    db.commit()
    freeze = words(theirs.get("/rounds/R-2/freeze").text)
    assert "1 opportunity with 1 seat. 1 other is held by another round, which has sealed or offers" in freeze
    assert "Freeze 0 people and 1 opportunity" in freeze


def test_whoever_fills_a_round_reads_which_opportunities_have_no_seat(
    client: FlaskClient, db: Session
) -> None:
    there = db.scalars(select(Proposal).join(Opportunity).where(Opportunity.slug == "O-3")).one()
    answer(db, there, "decline")
    exchange: dict[str, Any] = {"actor": actor(db, "exchange"), "now": NOW}
    facts: dict[str, Any] = {"calendar": calendar(), "outside_source": "an index"}
    later = rounds.create_round(db, **exchange, slug="R-2", name="Second round", **facts)
    rounds.open_posting(db, **exchange, round_=later)
    found = approved(db, later, "")
    assert "O-3" in [one.slug for one in found.first if one.seats]
    assert 0 < found.held == len([one for one in found.first if not one.seats]) < found.total
    assert not any(one.seats for one in found.first[found.total - found.held :]), (
        "those with a seat come first"
    )
    db.commit()
    page = words(sign_in(client, "exchange").get("/rounds/R-2/opportunities").text)
    assert (
        "no seat now: other rounds hold every one. Put into the round, such a one is in it only if a" in page
    )
    free = found.total - found.held
    assert f"Put all {free} with a seat into the round" in page
    send(client, "/rounds/R-2/opportunities", {"every": "yes"}, page="/rounds/R-2/opportunities")
    db.rollback()
    assert (board(db, later).offered, board(db, later).held_elsewhere) == (free, 0)
    left = words(client.get("/rounds/R-2/opportunities").text)
    assert "Put the ticked ones into the round" in left
    assert "Put all" not in left


def test_round_says_what_another_that_is_not_frozen_offers_too(client: FlaskClient, db: Session) -> None:
    for there in db.scalars(
        select(Proposal).join(Opportunity).where(Opportunity.slug.in_(("O-3", "O-6")))
    ).all():
        answer(db, there, "decline")
    next_round(db, "O-3", "O-6")
    exchange: dict[str, Any] = {"actor": actor(db, "exchange"), "now": NOW}
    facts: dict[str, Any] = {"calendar": calendar(), "outside_source": "an index"}
    third = rounds.create_round(db, **exchange, slug="R-3", name="Third round", **facts)
    rounds.open_posting(db, **exchange, round_=third)
    db.commit()
    two = (
        "2 opportunities are offered by Second round too: their seats go with the round that is frozen first."
    )
    page = words(sign_in(client, "exchange").get("/rounds/R-3/opportunities").text)
    assert f"Of those not in the round, {two}" in page
    host = find(db, Opportunity, "O-3").host_agency.code
    page = words(client.get(f"/rounds/R-3/opportunities?agency={host}").text)
    assert "Of those not in the round, 1 opportunity is offered by Second round too" in page
    assert "too: its seats" not in words(client.get("/rounds/R-2").text)
    rounds.offer_opportunities(db, **exchange, round_=third, opportunities=[find(db, Opportunity, "O-3")])
    db.commit()
    one = "1 opportunity is offered by Third round too: its seats go with the round that is frozen first."
    assert f"Look: {one}" in words(client.get("/rounds/R-2").text)


def test_round_without_a_seat_is_not_frozen_and_says_so(client: FlaskClient, db: Session) -> None:
    later = next_round(db, "O-6")
    next_round(db, "O-6", slug="R-3", name="Third round")
    exchange: dict[str, Any] = {"actor": actor(db, "exchange"), "now": NOW}
    for verb in (rounds.close_preferences, rounds.open_ranking):
        verb(db, **exchange, round_=later)
    db.commit()
    held = "not frozen by itself while no seat is left in it"
    assert f"it is {held}" in words(sign_in(client, "exchange").get("/").text)
    assert f"The round is {held}." in words(client.get("/rounds/R-2").text)
    page = words(client.get("/rounds/R-2/freeze").text)
    assert ("No seat is left in this round" in page, "Freeze 0 people" in page) == (True, False)
    assert "Third round" not in page, "what the first round holds is lost to nobody here"
    why = "The round cannot be frozen: no seat is left in it. Wait for one, or cancel it."
    with pytest.raises(Invalid, match=re.escape(why)):
        rounds.freeze(db, **exchange, round_=later)


def test_freeze_says_which_round_loses_the_seats_that_it_seals(client: FlaskClient, db: Session) -> None:
    there = db.scalars(select(Proposal).join(Opportunity).where(Opportunity.slug == "O-3")).one()
    answer(db, there, "decline")
    second = next_round(db, "O-3")
    next_round(db, "O-3", slug="R-3", name="Third round")
    exchange: dict[str, Any] = {"actor": actor(db, "exchange"), "now": NOW}
    for verb in (rounds.close_preferences, rounds.open_ranking):
        verb(db, **exchange, round_=second)
    db.commit()
    page = words(sign_in(client, "exchange").get("/rounds/R-2/freeze").text)
    loses = "1 of these is offered by Third round too: with this freeze the seats are sealed here, and lost"
    assert f"1 opportunity with 1 seat. {loses} there." in page
