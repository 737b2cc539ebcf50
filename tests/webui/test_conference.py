"""The conference on its pages: own rows alone, an approval, an objection."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.executives import Executive
from models.proposals import Proposal
from models.queries.limits import Figures
from models.rounds import PairRule, RoundLimit, RoundState
from models.scenarios import Mechanism
from models.services import results, scenarios
from tests.models.test_scenarios import begin, change, choose, run
from tests.models.test_scenarios import limit as limit_by
from tests.models.walk import Walk
from tests.models.world import the_round
from tests.webui.site import beside, send, sign_in, summary
from tests.webui.test_outcomes import words

conferring = pytest.mark.parametrize("stage", ["conference"])
PAGE = "/conference/R-1"


def move_of(db: Session, slug: str) -> int:
    query = select(Proposal.id).join(Proposal.executive).where(Executive.slug == slug)
    return db.scalars(query).one()


def state(db: Session) -> RoundState:
    db.rollback()
    db.expire_all()
    return the_round(db).state


@conferring
def test_agency_reads_its_own_moves_and_approves_them(client: FlaskClient) -> None:
    sign_in(client, "coord-EN")
    assert "moves of yours wait for your approval or objection" in words(client.get("/").text)
    assert "First invented round" in client.get("/conference").text
    told = words(client.get(PAGE).text)
    assert "5 moves have your agency at one end." in told
    assert "nothing is published until every agency with a move has approved." in told
    assert "Energy Sends 3 people, receives 2 people." in told
    assert told.count("Detail, lasts 180 days, begins between 1 March 2027 and") == 5
    assert client.get(PAGE).text.count('rt-slug">O-') == 5, "two posts may have one title"
    assert told.count("the release: released") == 3, "of those whom the agency sends"
    assert "your agency answers again once the executive said yes" in told
    assert "Invented Person 12<" not in client.get(PAGE).text
    assert send(client, f"{PAGE}/EN/approve").location == PAGE
    told = words(client.get(PAGE).text)
    assert "approved by coord-EN on" in told
    assert "Nothing more waits for you" in told
    assert "wait for your approval" not in words(client.get("/").text)
    again = send(client, f"{PAGE}/EN/approve")
    assert again.status_code == 409
    assert "Energy has approved already." in again.text


@conferring
def test_opportunity_of_a_frozen_round_says_that_it_cannot_be_withdrawn_now(client: FlaskClient) -> None:
    page = sign_in(client, "host-TR").get("/our-opportunities/O-5").text
    assert "It cannot be withdrawn now: First invented round holds this opportunity" in page
    assert "Withdraw it" not in page
    page = client.get("/our-opportunities/O-5/withdraw").text
    held = "First invented round holds this opportunity in its snapshot until its results are published."
    assert held in page
    assert "offered to nobody else. Tell the exchange coordinators now: exchange, exchange-2." in page
    assert "Withdraw it" not in page


@conferring
def test_objection_is_explained_then_made_with_a_reason(client: FlaskClient, db: Session) -> None:
    address = f"{PAGE}/moves/{move_of(db, 'E-08')}"
    sign_in(client, "board-EN")
    assert "The round is solved again from its own seed" in client.get(address).text
    refused = send(client, address)
    assert (refused.status_code, beside(refused)) == (422, {"reason": "Write the reason."})
    assert summary(refused) == ["Write the reason."]
    assert state(db) is RoundState.CONFERENCE
    assert send(client, address, {"reason": "A conflict."}).location == "/conference"
    assert state(db) is RoundState.SOLVED
    assert "The outcome of this round is not before the agencies now." in client.get(PAGE).text
    waits = client.get("/conference").text
    assert "No outcome is before the agencies now." in waits
    assert "or it is solved again where an agency objected or somebody withdrew" in waits
    sign_in(client, "exchange")
    pairs = words(client.get("/rounds/R-1/pairs").text)
    assert "board-EN objected in the conference" in pairs
    assert "objection in the conference counts at once: the round is frozen anew with it." in pairs
    decision = client.get("/rounds/R-1/decision").text
    assert "No run can be published now" in decision
    assert "An agency objected. Choices and approvals of before count no longer." in decision
    assert 'The objection and its reason stand under <a href="/rounds/R-1/pairs">' in decision
    assert "Solve it again</a>" in decision
    desk = words(client.get("/").text)
    why = "an agency objected, and the round is to be solved again"
    assert f"First invented round: {why}" in desk
    board = words(client.get("/rounds/R-1").text)
    assert "the round was frozen anew: no earlier run can be published." in board
    assert "Solve again" in board
    assert "frozen anew since: to be solved again" in board
    assert "Result of run 1 (no run counts now) with the files that prove it" in board
    assert "run 1: " not in board
    assert "decide on it" not in board
    of_office = sign_in(client, "office").get("/rounds/R-1/decision").text
    assert "Nothing waits for you here" in of_office
    send(client, "/rounds/R-1/cancel", {"reason": "No money."})
    over = words(client.get("/rounds/R-1/decision").text)
    assert "The round was cancelled: nobody is placed by it. Run 1 would have placed" in over
    board = words(client.get("/rounds/R-1").text)
    assert "to be solved again" not in board
    assert "Olive Office cancelled it on 23 November 2026" in board
    assert "“No money.”" in board
    assert "In conference" not in board, "it was sent back from there"
    listed = sign_in(client, "coord-EN").get("/conference").text
    assert "cancelled. The round was cancelled; nobody is placed by it" in words(listed)
    assert "Solve it again</a>" not in of_office


@conferring
def test_coordinator_reads_how_many_agencies_are_waited_for(client: FlaskClient) -> None:
    sign_in(client, "coord-EN")
    send(client, f"{PAGE}/EN/approve")
    sign_in(client, "exchange")
    assert "is in conference; 2 agencies have not approved yet" in words(client.get("/").text)
    assert "2 agencies have not approved the moves of run 1 yet" in words(client.get("/rounds/R-1").text)
    chase = words(client.get("/rounds/R-1/chase").text)
    assert "2 agencies have not approved their moves yet. See which" in chase
    assert "Nobody was reminded yet. Remind all" in chase
    done = send(client, "/rounds/R-1/chase/remind", {"line": "approve"}, follow_redirects=True)
    assert "2 people are reminded." in done.text
    decision = client.get("/rounds/R-1/decision").text
    assert "2 agencies of 3 with a move have not approved yet." in words(decision)
    assert ">See who has approved</a>" in client.get("/rounds/R-1/outcomes/1").text
    send(sign_in(client, "coord-TR"), f"{PAGE}/TR/approve")
    chase = words(sign_in(client, "exchange").get("/rounds/R-1/chase").text)
    assert "1 agency has not approved its moves yet. See which. The moves wait there on the desk, to" in chase
    send(sign_in(client, "coord-AG11"), f"{PAGE}/AG11/approve")
    assert ">Approve it or not</a>" in sign_in(client, "exchange").get("/rounds/R-1/outcomes/1").text
    assert set(re.findall(r"waits for ([^<]+)<", decision)) == {"coord-AG11", "coord-TR"}


@conferring
def test_moves_and_approvals_of_others_cannot_be_addressed(client: FlaskClient, db: Session) -> None:
    for who in ("coord-AG11", "host-EN", "exchange", "office", "e-08", "auditor"):
        sign_in(client, who)
        answers = [
            client.get(f"{PAGE}/moves/{move_of(db, 'E-08')}"),
            send(client, f"{PAGE}/moves/{move_of(db, 'E-08')}", {"reason": "x"}),
            send(client, f"{PAGE}/EN/approve"),
        ]
        assert [one.status_code for one in answers] == [404] * 3, who
    assert db.scalars(select(PairRule)).all() == []
    assert state(db) is RoundState.CONFERENCE
    sign_in(client, "coord-EN")
    assert send(client, "/conference/R-9/EN/approve").location == "/conference"


@pytest.mark.parametrize("stage", ["solved"])
def test_agency_without_a_conference_reads_that(client: FlaskClient) -> None:
    sign_in(client, "coord-EN")
    assert "No outcome is before the agencies now." in client.get("/conference").text


@pytest.mark.parametrize("stage", ["solved"])
def test_agency_reads_its_own_limits_and_no_others(client: FlaskClient, db: Session) -> None:
    sign_in(client, "coord-EN")
    codes = {one: one.agency.code for one in db.scalars(select(RoundLimit))}
    assert {"EN", "TR"} < set(codes.values())
    for limit, code in codes.items():
        limit.max_out, limit.max_in, limit.net_min, limit.net_max = (
            (3 if code == "EN" else 77),
            None,
            -1,
            None,
        )
    db.commit()
    told = words(client.get(PAGE).text)
    assert "Energy at most 3 no limit at least −1 allowed" in told
    assert "77" not in told
    for limit in codes:
        db.delete(limit)
    db.commit()
    assert "None is set: any number of people may leave and arrive" in words(client.get(PAGE).text)


@pytest.mark.parametrize("stage", ["solved"])
def test_agency_reads_the_limits_of_the_run_that_is_before_it(client: FlaskClient, db: Session) -> None:
    scenario = begin(db)
    limit_by(db, scenario, "EN", Figures(max_out=3))
    chosen = run(db, scenario)
    choose(db, chosen)
    db.commit()
    sign_in(client, "coord-EN")
    assert "They bind every outcome of the round." in words(client.get(PAGE).text)
    Walk(db).step(results.confer, outcome=chosen)
    db.commit()
    told = words(client.get(PAGE).text)
    assert f"For run {chosen.number} the coordinator set other ones than were frozen with the round" in told
    assert "Energy at most 3 no limit no limit from −2 to +2 when frozen allowed" in told


@pytest.mark.parametrize("stage", ["solved"])
def test_agency_reads_that_its_limits_do_not_bind_a_stable_run(client: FlaskClient, db: Session) -> None:
    scenario = begin(db)
    change(db, scenarios.set_rules, scenario=scenario, mechanism=Mechanism.STABLE)
    chosen = run(db, scenario)
    choose(db, chosen)
    Walk(db).step(results.confer, outcome=chosen)
    db.commit()
    told = words(sign_in(client, "coord-EN").get(PAGE).text)
    stable = f"Run {chosen.number} is stable: no executive and host would both rather have each other"
    assert f"{stable}, and these limits do not bind it." in told
