"""The board of one round: its line of stages, what it counts, and the acts that take it further."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.executives import Executive
from models.lifecycles import advance
from models.opportunities import Opportunity
from models.queries.board import board
from models.reminders import Chased
from models.rounds import RoundState, Rule
from models.services import chasing, round_clock, rounds, rules
from tests.house.crawler import look
from tests.models.test_releases import REFUSAL, decide
from tests.models.walk import Walk
from tests.models.world import NOW, actor, find, the_round
from tests.webui.site import Clock, send, sign_in
from webui.round_life import ICONS, LINE, readiness


def state(db: Session) -> RoundState:
    db.rollback()
    return the_round(db).state


@pytest.mark.parametrize(
    ("stage", "act", "after"),
    [
        ("drafted", "open-posting", RoundState.POSTING),
        ("posted", "open-preferences", RoundState.PREFERENCES),
    ],
)
def test_step_is_taken_by_the_button_of_the_board(
    client: FlaskClient, db: Session, act: str, after: RoundState
) -> None:
    page = sign_in(client, "exchange").get("/rounds/R-1").text
    assert f'action="/rounds/R-1/{act}"' in page
    answer = send(client, f"/rounds/R-1/{act}", page="/rounds/R-1")
    assert (answer.status_code, state(db)) == (303, after)


@pytest.mark.parametrize("stage", ["posted"])
def test_early_opening_says_what_ends_by_it(client: FlaskClient, db: Session) -> None:
    the_round(db).lists_open_at = NOW + timedelta(days=1)
    db.commit()
    page = sign_in(client, "exchange").get("/rounds/R-1").text
    assert "It is early: doing it now leaves nobody time to put in further opportunities." in page


@pytest.mark.parametrize("stage", ["posted"])
def test_round_whose_lists_should_have_closed_leads_to_its_dates(client: FlaskClient, clock: Clock) -> None:
    clock.now = NOW + timedelta(days=11)
    page = sign_in(client, "exchange").get("/rounds/R-1").text
    assert "Next: Move the dates" in page
    assert "The dream sheets were to close on 3 December 2026, so nobody could file one" in page
    assert 'href="/rounds/R-1/chase">Move the dates' in page
    assert ("open-preferences" in page, "by itself on" in page) == (False, False)
    assert 'href="/rounds/R-1/chase">Move the dates' in client.get("/").text


@pytest.mark.parametrize("stage", ["review"])
def test_sheet_that_was_not_certified_is_no_warning_once_the_lists_are_closed(
    client: FlaskClient, db: Session
) -> None:
    found = replace(board(db, the_round(db)), certified=11)
    with client.application.test_request_context():
        lines = {one.sentence: one.fine for one in readiness(found)}
    assert lines["1 dream sheet was not certified and does not count."]


@pytest.mark.parametrize("stage", ["review", "ranked"])
def test_missing_consent_is_no_warning_once_the_rankings_are_open(
    client: FlaskClient, db: Session, stage: str
) -> None:
    found = replace(board(db, the_round(db)), entrants=11)
    with client.application.test_request_context():
        lines = {one.sentence: (one.fine, one.act) for one in readiness(found)}
    sentence, told = {
        "review": ("1 certified sheet lacks its owner's consent.", (False, "Remind")),
        "ranked": ("1 certified sheet has no consent and does not count.", (True, "")),
    }[stage]
    assert lines[sentence] == told


@pytest.mark.parametrize("stage", ["ranked"])
def test_board_counts_and_names_nobody(client: FlaskClient, db: Session) -> None:
    page = sign_in(client, "exchange").get("/rounds/R-1").text
    assert "12 people would take part now: certified, with consent." in page
    assert "4 opportunities have applicants and no certified ranking" in page
    assert '<a href="/rounds/R-1/chase">Remind or give more time<span' in page
    assert "Invented Person" not in page
    found = board(db, the_round(db))
    assert (found.offered, found.seats, found.sheets, found.certified, found.entrants) == (6, 7, 12, 12, 12)
    assert (found.asked_for, found.ranked, found.available) == (6, 2, 0)


@pytest.mark.parametrize("stage", ["ranked"])
def test_freeze_says_what_it_seals_and_shows_the_hash(client: FlaskClient, db: Session) -> None:
    page = sign_in(client, "exchange").get("/rounds/R-1/freeze").text
    assert "12 people with a certified dream sheet and consent" in page
    assert "Freeze 12 people and 6 opportunities" in page
    assert send(client, "/rounds/R-1/freeze", page="/rounds/R-1/freeze").status_code == 303
    assert state(db) is RoundState.FROZEN
    assert (the_round(db).frozen_sha256 or "?") in client.get("/rounds/R-1").text
    assert "This round is frozen already." in client.get("/rounds/R-1/freeze").text


@pytest.mark.parametrize("stage", ["ranked"])
def test_freeze_warns_where_nobody_would_be_in_the_round(client: FlaskClient, db: Session) -> None:
    warning = "Frozen now, the round places nobody: no list, consent or release comes into it afterwards."
    assert warning not in sign_in(client, "exchange").get("/rounds/R-1/freeze").text
    for one in db.scalars(select(Executive)):
        one.active = False
    db.commit()
    page = client.get("/rounds/R-1/freeze").text
    assert warning in page
    assert "Freeze 0 people and 6 opportunities" in page


@pytest.mark.parametrize("stage", ["filed"])
def test_freeze_tells_missing_consents_and_people_kept_apart(client: FlaskClient, db: Session) -> None:
    decide(db, "E-05", REFUSAL)
    walk = Walk(db)
    walk.step(rounds.close_preferences)
    walk.step(rounds.open_ranking)
    db.commit()
    page = sign_in(client, "exchange").get("/rounds/R-1/freeze").text
    assert "1 person whom the own agency does not release." in page
    assert "without consent in force" not in page


@pytest.mark.parametrize("stage", ["ranked"])
def test_pins_that_cannot_hold_stand_where_the_round_is_frozen(client: FlaskClient, db: Session) -> None:
    sign_in(client, "exchange")
    for number in (1, 2):
        data = {"rule": "pin", "executive": "E-01", "opportunity": f"O-{number}", "reason": "invented"}
        assert send(client, "/rounds/R-1/pairs", data, page="/rounds/R-1/pairs").status_code == 303
        held = "pin or forbidden pair waits for a second person."
        assert f"; it is not frozen by itself while 1 {held}" in client.get("/").text
        sign_in(client, "exchange-2")
        send(client, f"/rounds/R-1/pairs/{number}/approve", page="/rounds/R-1/pairs")
        sign_in(client, "exchange")
    unfit = "a list, a ranking or a rule of the round does not allow it"
    unnamed = f"Invented Person 1 cannot be pinned at Acting director, O-1: {unfit}"
    board_, page = client.get("/rounds/R-1").text, client.get("/rounds/R-1/freeze").text
    assert "Look: </span>2 pins are in force; 2 cannot hold as the lists stand." in board_
    assert '<a href="/rounds/R-1/freeze">See which' in board_
    assert "The round is not frozen by itself while 2 pins cannot hold." in board_
    assert "Left alone" not in board_
    comes = "next comes: prepare the freeze; its page says whether its 2 pins can hold."
    assert f"First invented round is open for host rankings; {comes}" in client.get("/").text
    assert "2 pins cannot hold as the lists stand" in page
    assert f'<li>{unnamed}. <a class="usa-link" href="/rounds/R-1/pairs/1/drop">Take away' in page
    assert 'action="/rounds/R-1/freeze"' not in page
    answer = send(client, "/rounds/R-1/freeze", page="/rounds/R-1/pairs")
    assert answer.status_code == 422
    assert f"The round cannot be frozen: {unnamed}; " in answer.text
    assert state(db) is RoundState.RANKING


@pytest.mark.parametrize("stage", ["ranked"])
def test_pins_beyond_a_limit_are_seen_on_the_board_in_few_statements(
    client: FlaskClient, db: Session
) -> None:
    walk, pages = Walk(db), list[str]()
    pair = find(db, Executive, "E-02"), find(db, Opportunity, "O-3")
    facts = {"rule": Rule.PIN, "reason": "invented"}
    pin = walk.step(rules.set_pair_rule, executive=pair[0], opportunity=pair[1], **facts)
    rules.approve_pair_rule(db, actor=actor(db, "exchange-2"), now=NOW, rule=pin)
    db.commit()
    sign_in(client, "exchange")
    assert "Fine: </span>1 pin is in force." in client.get("/rounds/R-1").text
    found = "1 pin in force: as the lists, the rankings and the limits stand nothing is found that keeps it"
    assert f"{found} from holding." in client.get("/rounds/R-1/freeze").text
    walk.step(rules.set_limits, agency=pair[1].host_agency, max_in=0)
    by, why = actor(db, "system"), "One pin cannot hold."
    round_clock.tell_refused(db, actor=by, now=NOW, round_=the_round(db), action="freeze", reason=why)
    chasing.remind(db, actor=actor(db, "exchange"), now=NOW, round_=the_round(db), line=Chased.RANK)
    db.commit()
    seen = look(client, "/rounds/R-1", read=lambda answer: pages.append(answer.text))
    assert "Look: </span>1 pin is in force; 1 cannot hold as the lists stand." in pages[0]
    assert "receives at most 0; Invented Person 2 is pinned to" in client.get("/rounds/R-1/freeze").text
    assert len(seen.pages_own) <= 12


@pytest.mark.parametrize("stage", ["ranked"])
def test_opportunity_filled_before_the_freeze_counts_no_longer_and_one_after_it_does(
    client: FlaskClient, db: Session
) -> None:
    def fill(slug: str, at: datetime) -> None:
        advance(db, find(db, Opportunity, slug), "fill", actor=actor(db, "system"), now=at)
        db.commit()

    def counts() -> tuple[int, int]:
        return board(db, the_round(db)).offered, board(db, the_round(db)).seats

    fill("O-6", NOW - timedelta(hours=1))
    sign_in(client, "exchange")
    since = "1 other was filled or withdrawn since and will not be in it."
    for address in ("/rounds/R-1", "/rounds/R-1/freeze"):
        assert since in client.get(address).text
    assert counts() == (5, 6)
    Walk(db).step(rounds.freeze)
    fill("O-5", NOW + timedelta(hours=1))
    assert counts() == (5, 6)
    assert "5 opportunities, 6 seats" in client.get("/rounds/R-1").text


@pytest.mark.parametrize("stage", ["frozen"])
def test_outside_value_is_entered_once(client: FlaskClient, db: Session) -> None:
    path = "/rounds/R-1/outside-value"
    sign_in(client, "exchange")
    for unseen in ({}, {"shown": "4,711"}):
        look = send(client, path, {"outside": " 4,711.08 "} | unseen, page=path)
        assert look.status_code == 200
        assert all(part in look.text for part in ("Nothing is entered yet.", "<code>4,711.08</code>"))
        assert the_round(db).outside_source in look.text
        db.rollback()
        assert the_round(db).outside is None
    seen = {"outside": "4,711.08", "shown": "4,711.08"}
    assert send(client, path, seen, page=path).status_code == 303
    db.rollback()
    assert the_round(db).outside == "4,711.08"
    again = send(client, path, {"outside": "4712"}, page=path)
    assert again.status_code == 409
    assert "The outside value is entered already: 4,711.08." in again.text


@pytest.mark.parametrize("stage", ["frozen"])
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [(" ", "Enter the value as it was published."), ("9" * 301, "Use at most 300 characters.")],
)
def test_outside_value_is_refused_beside_the_field(client: FlaskClient, typed: str, sentence: str) -> None:
    path = "/rounds/R-1/outside-value"
    answer = send(sign_in(client, "exchange"), path, {"outside": typed}, page=path)
    assert answer.status_code == 422
    assert sentence in answer.text


@pytest.mark.parametrize("stage", ["filed"])
def test_office_cancels_with_a_reason(client: FlaskClient, db: Session) -> None:
    path = "/rounds/R-1/cancel"
    page = sign_in(client, "office").get(path).text
    assert "Cancelling tells 12 people who filed a sheet and cannot be undone." in page
    answer = send(client, path, {"reason": " "}, page=path)
    assert (answer.status_code, "Write the reason." in answer.text) == (422, True)
    answer = send(client, path, {"reason": "x" * 2001}, page=path)
    assert (answer.status_code, "Use at most 2,000 characters." in answer.text) == (422, True)
    assert send(client, path, {"reason": "no money"}, page=path).status_code == 303
    assert state(db) is RoundState.CANCELLED


@pytest.mark.parametrize("stage", ["published"])
def test_published_round_is_not_cancelled(client: FlaskClient, db: Session) -> None:
    path = "/rounds/R-1/cancel"
    answer = send(sign_in(client, "office"), path, {"reason": "too late"}, page="/rounds/R-1")
    assert answer.status_code == 409
    assert "The round cannot be cancelled now: its state is “published”." in answer.text
    assert client.get(path).location == "/rounds/R-1"
    assert "published on " in client.get("/rounds/R-1").text


@pytest.mark.parametrize("stage", ["published"])
def test_line_of_a_round_shows_what_was_done_and_when(client: FlaskClient) -> None:
    page = sign_in(client, "auditor").get("/rounds/R-1").text
    assert page.count('class="rt-done"') == 9
    assert page.count('aria-current="step"') == 1
    assert "run 1: 7 placed" in page


def test_every_step_of_the_machine_stands_on_the_board() -> None:
    assert set(ICONS) == set(RoundState)
    assert [state for state, _ in LINE] == [
        one for one in RoundState if one not in (RoundState.SCRAMBLE, RoundState.CANCELLED)
    ]
