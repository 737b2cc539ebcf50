"""Limits of a repair: those of the published run, and one that answers broke is held where it stands."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.rotation.ease import Eased
from models.proposals import Proposal, ProposalState
from models.queries.board import board
from models.queries.limits import Figures
from models.services import repairs, results, scramble
from tests.models.answering import answer
from tests.models.test_scenarios import begin, choose, limit, run
from tests.models.walk import Walk, keep
from tests.models.world import the_round


def published(session: Session, **figures: Any) -> Walk:
    """The usual places, by a scenario in which Energy has these limits."""
    walk = Walk(session).to_solved()
    scenario = begin(session)
    limit(session, scenario, "EN", Figures(**figures))
    chosen = run(session, scenario)
    choose(session, chosen)
    walk.step(results.confer, outcome=chosen)
    walk.agree()
    walk.step(results.approve)
    walk.step(results.publish, by="office")
    return walk


def short_of_people(session: Session) -> Walk:
    """In the scramble Energy receives three fewer than it sends, two fewer than its limit."""
    walk = published(session, max_out=3, net_min=-1)
    decline(session, "E-02", "E-10", "E-12")
    for slug in ("E-06", "E-09"):
        keep(session, slug)
    walk.step(scramble.open_scramble)
    return walk


def decline(session: Session, *people: str) -> None:
    for one in session.scalars(select(Proposal).order_by(Proposal.id)).all():
        if one.executive.slug in people and one.state is ProposalState.OFFERED:
            answer(session, one, "decline")


def unit(content: dict[str, Any]) -> dict[str, Any]:
    """What the round file says of Energy."""
    (found,) = (one for one in content["units"] if one["id"] == "EN")
    return dict(found)


def gains(found: repairs.Prepared) -> list[tuple[str, Any]]:
    return [(move.executive, move.after) for move in found.new]


def test_scramble_goes_on_where_declines_broke_a_balance(session: Session) -> None:
    walk = short_of_people(session)
    found = repairs.prepare(session, the_round(session))
    assert (found.fault, found.eased) == ("", (Eased("EN", "net_min", -1, -3),))
    assert gains(found) == [("E-09", "O-1")]
    made = walk.step(repairs.make, shown=found.sha256)
    assert made.verified
    assert unit(made.snapshot.content) == {"id": "EN", "max_out": 3, "net_min": -3}


def test_limit_of_the_round_holds_again_once_it_can(session: Session) -> None:
    walk = short_of_people(session)
    walk.step(repairs.make, shown=repairs.prepare(session, the_round(session)).sha256)
    decline(session, "E-05", "E-07")
    found = repairs.prepare(session, the_round(session))
    assert (found.fault, found.eased) == ("", ())
    assert unit(found.content) == {"id": "EN", "max_out": 3, "net_min": -1}


def test_limit_that_the_next_offer_mends_holds_as_it_was(session: Session) -> None:
    """Energy is one short of its balance, and whoever gets the free seat there makes it good."""
    published(session, max_out=3, net_min=-1)
    decline(session, "E-02")
    found = repairs.prepare(session, the_round(session))
    assert (found.fault, found.eased, gains(found)) == ("", (), [("E-01", "O-3")])
    assert unit(found.content) == {"id": "EN", "max_out": 3, "net_min": -1}


def test_published_scenario_is_repaired_by_its_own_limits(session: Session) -> None:
    """As frozen, Energy receives at least two fewer than it sends; in the scenario there is no such limit."""
    published(session, max_out=3)
    decline(session, "E-02", "E-10")
    found = repairs.prepare(session, the_round(session))
    assert (found.fault, found.eased) == ("", ())
    assert unit(found.content) == {"id": "EN", "max_out": 3}


def test_board_counts_what_ended_since_the_last_repair(session: Session) -> None:
    walk = published(session, max_out=3)
    assert board(session, the_round(session)).ended_offers == 0
    decline(session, "E-02", "E-10")
    assert board(session, the_round(session)).ended_offers == 2
    walk.step(repairs.make, shown=repairs.prepare(session, the_round(session)).sha256)
    assert board(session, the_round(session)).ended_offers == 0
    decline(session, "E-12")
    assert board(session, the_round(session)).ended_offers == 1
