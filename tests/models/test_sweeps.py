"""Sweeps: what goes in, what comes out beside one at a time, pins with their cost, publication, the files."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.orm import Session

import matcher
from matcher.files import canonical
from models.errors import Conflict, Invalid, NotPublishable, WrongState
from models.executives import Executive
from models.mentoring_offers import DeclineReason, MentoringOffer, OfferState, Origin
from models.queries.sweeps import show
from models.requests import MentoringRequest, RequestState
from models.services import mentoring_desk, mentoring_offers, mentors, no_lists, requests, sweeps
from models.sweeps import Sweep, SweepState
from tests.models.mentoring import (
    BEST,
    FOURTH,
    SECOND,
    THIRD,
    chosen,
    live,
    mentor_actor,
    notices,
    profile_of,
    submitted,
)
from tests.models.world import DAY, NOW, actor, find
from webui.cli import main


@pytest.fixture
def template() -> str:
    return "mentoring"


def prepare(session: Session, **more: Any) -> Sweep:
    return sweeps.prepare(session, actor=actor(session, "exchange"), now=NOW, **more)


def act(session: Session, verb: Any, sweep: Sweep, **more: Any) -> Any:
    return verb(session, actor=actor(session, "exchange"), now=NOW, sweep=sweep, **more)


def avoid(session: Session, slug: str, *mentors_: str) -> None:
    """Let somebody avoid some of the mentors."""
    no_lists.save(
        session,
        actor=actor(session, slug.lower()),
        now=NOW,
        executive=find(session, Executive, slug),
        people=[find(session, Executive, one) for one in mentors_],
        agencies=[],
    )


def matched(session: Session, sweep: Sweep) -> dict[str, str]:
    """Who would be with whom, by slug."""
    names = {f"mentor-{profile_of(session, slug).id}": slug for slug in (BEST, SECOND, THIRD, FOURTH)}
    owners = {f"request-{one.id}": one.executive.slug for one in session.scalars(select(MentoringRequest))}
    return {owners[one["request"]]: names[one["mentor"]] for one in sweep.outcome["matches"]}


@pytest.fixture
def scarce(session: Session) -> list[MentoringRequest]:
    """The one who waited longest fits everybody; the other one fits the best mentor alone."""
    avoid(session, "E-02", SECOND, THIRD, FOURTH)
    return [submitted(session, "E-01"), submitted(session, "E-02", NOW + DAY / 24)]


def test_optimum_serves_both_where_one_at_a_time_serves_one(
    session: Session, scarce: list[MentoringRequest]
) -> None:
    sweep = prepare(session)
    assert matched(session, sweep) == {"E-01": SECOND, "E-02": BEST}
    assert sweep.outcome["metrics"] == {"served": [2], "points": 1430, "floor": 680, "unique": True}
    first = {"request": f"request-{scarce[0].id}", "mentor": f"mentor-{profile_of(session, BEST).id}"}
    assert sweep.preview == {
        "one_by_one": {
            "matches": [first | {"points": 750}],
            "metrics": {"served": [1], "points": 750, "floor": 750},
        },
        "pins": [],
    }
    assert {one.state for one in scarce} == {RequestState.SUBMITTED}


def test_points_of_the_file_are_those_of_the_shortlist(session: Session) -> None:
    request = submitted(session)
    listed = {f"mentor-{one.profile_id}": one.points for one in request.suggestions}
    assert {pair[1]: pair[2] for pair in prepare(session).content["pairs"]} == listed


def test_held_places_are_taken_off_and_live_offers_left_out(session: Session) -> None:
    chosen(session, submitted(session, "E-01"), BEST)
    waiting = submitted(session, "E-02")
    content = prepare(session).content
    assert [one["id"] for one in content["requests"]] == [f"request-{waiting.id}"]
    ids = [f"mentor-{profile_of(session, slug).id}" for slug in (SECOND, THIRD, FOURTH)]
    assert content["mentors"] == [{"id": one, "capacity": 1} for one in ids]


def test_urgency_enters_the_file(session: Session) -> None:
    submitted(session, "E-01")
    submitted(session, "E-02", need_by=date(2026, 12, 1))
    assert [one["urgency"] for one in prepare(session).content["requests"]] == [0, 2]


def test_nothing_to_sweep_is_said(session: Session) -> None:
    with pytest.raises(Conflict, match=r"^No request waits for a mentor now\.$"):
        prepare(session)


def test_pin_is_kept_and_its_cost_is_shown(session: Session, scarce: list[MentoringRequest]) -> None:
    sweep = prepare(session)
    seed = sweep.content["seed"]
    act(session, sweeps.pin, sweep, request=scarce[0], profile=profile_of(session, BEST), reason="they met")
    assert matched(session, sweep) == {"E-01": BEST}
    assert sweep.content["seed"] == seed
    assert sweep.preview["pins"] == [
        {
            "request": f"request-{scarce[0].id}",
            "mentor": f"mentor-{profile_of(session, BEST).id}",
            "with": {"served": [1], "points": 750, "floor": 0, "unique": True},
            "without": {"served": [2], "points": 1430, "floor": 680, "unique": True},
        }
    ]
    with pytest.raises(Conflict, match=r"^This request is fixed already: free it first\.$"):
        act(session, sweeps.pin, sweep, request=scarce[0], profile=profile_of(session, SECOND), reason="x")
    act(session, sweeps.unpin, sweep, request=scarce[0])
    assert matched(session, sweep) == {"E-01": SECOND, "E-02": BEST}
    with pytest.raises(Conflict, match=r"^This request is not fixed\.$"):
        act(session, sweeps.unpin, sweep, request=scarce[0])


def test_pair_that_may_not_be_is_not_pinned(session: Session, scarce: list[MentoringRequest]) -> None:
    sweep = prepare(session)
    with pytest.raises(Invalid, match=r"^These two may not be paired, or were not both free"):
        act(session, sweeps.pin, sweep, request=scarce[1], profile=profile_of(session, SECOND), reason="x")
    with pytest.raises(Invalid, match=r"^Write the reason: it stays on the record\.$"):
        act(session, sweeps.pin, sweep, request=scarce[0], profile=profile_of(session, BEST), reason=" ")


def test_pins_that_cannot_hold_are_not_published(session: Session, scarce: list[MentoringRequest]) -> None:
    sweep = prepare(session)
    for request in scarce:
        act(session, sweeps.pin, sweep, request=request, profile=profile_of(session, BEST), reason="x")
    assert sweep.status == "infeasible"
    with pytest.raises(NotPublishable, match=r"^The fixed pairs cannot all hold: free one of them\.$"):
        act(session, sweeps.publish, sweep)


def test_publication_makes_offers(session: Session, scarce: list[MentoringRequest]) -> None:
    sweep = prepare(session)
    act(session, sweeps.publish, sweep)
    assert (sweep.state, sweep.offered, sweep.dropped) == (SweepState.PUBLISHED, 2, 0)
    offers = session.scalars(select(MentoringOffer)).all()
    assert {(one.state, one.origin) for one in offers} == {(OfferState.OFFERED, Origin.SWEEP)}
    assert all(sum(row["points"] for row in one.ledger) == one.points for one in offers)
    with pytest.raises(WrongState):
        act(session, sweeps.publish, sweep)


def test_what_is_not_possible_any_more_is_left_out_and_waits(
    session: Session, scarce: list[MentoringRequest]
) -> None:
    sweep = prepare(session)
    mentors.pause(session, actor=actor(session, "e-05"), now=NOW, profile=profile_of(session, BEST))
    requests.withdraw(session, actor=actor(session, "e-01"), now=NOW, request=scarce[0])
    before = show(session, sweep, NOW).left
    act(session, sweeps.publish, sweep)
    assert (sweep.offered, sweep.dropped) == (0, 2)
    left = show(session, sweep, NOW).left
    assert left == before
    assert {one: (pair.why, pair.state) for one, pair in left.items()} == {
        scarce[0].id: (["The request was withdrawn."], RequestState.WITHDRAWN),
        scarce[1].id: (["Invented Person 5 is away."], RequestState.SUBMITTED),
    }
    assert scarce[1].state is RequestState.SUBMITTED


def test_place_taken_meanwhile_is_not_given_twice(session: Session) -> None:
    one = submitted(session, "E-01")
    sweep = prepare(session)
    chosen(session, submitted(session, "E-02"), BEST)
    (out,) = show(session, sweep, NOW).left.values()
    assert out.why == ["Invented Person 5 has no free place: 1 of 1 are taken."]
    act(session, sweeps.publish, sweep)
    assert (sweep.offered, sweep.dropped, one.state) == (0, 1, RequestState.SUBMITTED)


def test_offer_of_a_sweep_that_is_declined_goes_on_like_any_other(
    session: Session, scarce: list[MentoringRequest]
) -> None:
    act(session, sweeps.publish, prepare(session))
    offer = live(session, scarce[0])
    reason = DeclineReason.NO_TIME
    mentoring_offers.decline(session, actor=mentor_actor(session, offer), now=NOW, offer=offer, reason=reason)
    assert live(session, scarce[0]).origin is Origin.SERVICE


def test_whoever_waits_on_the_list_is_told_once_a_sweep_asks_somebody(session: Session) -> None:
    avoid(session, "E-01", BEST, SECOND, THIRD, FOURTH)
    request, owner = submitted(session), actor(session, "e-01")
    by = actor(session, "exchange")
    mentoring_desk.give_up(session, actor=by, now=NOW, request=request, reason="Nobody.")
    requests.wait(session, actor=owner, now=NOW, request=request)
    avoid(session, "E-01")
    act(session, sweeps.publish, prepare(session))
    assert request.state is RequestState.OFFERED
    assert notices(session)[-2:] == [("e-05", "mentoring_offer"), ("e-01", "mentoring_asked")]


def test_floor_is_an_objective_of_its_own(session: Session, scarce: list[MentoringRequest]) -> None:
    sweep = prepare(session, with_floor=True)
    assert [one["objective"] for one in sweep.outcome["stages"]] == ["served", "floor", "points", "draw"]


def test_discarded_sweep_leaves_everything(session: Session, scarce: list[MentoringRequest]) -> None:
    sweep = prepare(session)
    act(session, sweeps.discard, sweep)
    assert (sweep.state, scarce[0].state) == (SweepState.DISCARDED, RequestState.SUBMITTED)
    assert prepare(session).number == 2


def test_same_state_gives_the_same_file(session: Session, scarce: list[MentoringRequest]) -> None:
    first, second = prepare(session), prepare(session)
    without = [{k: v for k, v in one.content.items() if k != "seed"} for one in (first, second)]
    assert without[0] == without[1]
    assert first.content["seed"] != second.content["seed"]


def test_files_are_accepted_by_verify_and_name_nobody(
    session: Session, scarce: list[MentoringRequest], tmp_path: Path
) -> None:
    sweep = prepare(session)
    act(session, sweeps.pin, sweep, request=scarce[0], profile=profile_of(session, THIRD), reason="they met")
    taken = [act(session, verb, sweep) for verb in (sweeps.take_sweep, sweeps.take_outcome)]
    assert [one.name for one in taken] == ["sweep-1.sweep.json", "sweep-1.outcome.json"]
    for one in taken:
        (tmp_path / one.name).write_bytes(one.content)
        assert b"Invented" not in one.content
        assert b"E-0" not in one.content
    verdict = CliRunner().invoke(main, ["verify", *(str(tmp_path / one.name) for one in taken)])
    assert verdict.exit_code == 0, verdict.output
    problem = matcher.parse(canonical(sweep.content))
    assert matcher.verify(problem, sweep.outcome).failures == []
