"""Limits, alliances and pair rules, and what the snapshot makes of them."""

from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.errors import Conflict, Denied, Invalid
from models.executives import Clearance, Executive
from models.opportunities import Opportunity, OpportunityState
from models.outcomes import Snapshot
from models.queries import trail
from models.rounds import PairRule, RoundLimit, RoundState, Rule
from models.services import rounds, rules
from models.unfit_pins import unfit_pins
from tests.models.walk import Walk
from tests.models.world import NOW, actor, find, the_round


def write(
    session: Session, rule: Rule, executive: str, opportunity: str, *, approved: bool = True
) -> PairRule:
    written: PairRule = Walk(session).step(
        rules.set_pair_rule,
        executive=find(session, Executive, executive),
        opportunity=find(session, Opportunity, opportunity),
        rule=rule,
        reason=f"{rule} for a reason",
    )
    if approved:
        rules.approve_pair_rule(session, actor=actor(session, "exchange-2"), now=NOW, rule=written)
    return written


def frozen(session: Session) -> dict[str, Any]:
    Walk(session).step(rounds.freeze)
    content: dict[str, Any] = session.scalars(select(Snapshot)).one().content
    return content


def unfit(session: Session) -> list[str]:
    return [one.words for one in unfit_pins(session, the_round(session))]


def test_approved_rules_enter_the_snapshot_and_others_do_not(session: Session) -> None:
    Walk(session).to_ranked()
    write(session, Rule.PIN, "E-02", "O-3")
    write(session, Rule.FORBID, "E-05", "O-1")
    write(session, Rule.PIN, "E-03", "O-5", approved=False)
    content = frozen(session)
    assert content["pinned"] == [["E-02", "O-3"]]
    assert content["forbidden"] == [["E-05", "O-1", "forbid for a reason"]]


def test_author_does_not_approve(session: Session) -> None:
    written = write(session, Rule.PIN, "E-02", "O-3", approved=False)
    with pytest.raises(Denied, match=r"^Another person than the author approves a pair rule\.$"):
        rules.approve_pair_rule(session, actor=actor(session, "exchange"), now=NOW, rule=written)


def test_rule_needs_a_reason(session: Session) -> None:
    facts = {"executive": find(session, Executive, "E-02"), "opportunity": find(session, Opportunity, "O-3")}
    with pytest.raises(Invalid, match=r"^A pin or a forbidden pair needs a written reason\.$"):
        Walk(session).step(rules.set_pair_rule, rule=Rule.PIN, reason=" ", **facts)


def test_dropped_rule_is_gone_and_the_record_of_its_round_keeps_what_it_was(session: Session) -> None:
    written = write(session, Rule.PIN, "E-02", "O-3")
    rules.drop_pair_rule(session, actor=actor(session, "exchange"), now=NOW, rule=written, reason="mistaken")
    assert session.scalars(select(PairRule)).all() == []
    kept = {"rule": "pin", "round": "R-1", "executive": "E-02", "opportunity": "O-3"}
    seen = trail.entries(session, trail.Sought(round_id=the_round(session).id))
    found = {one.action: kept.items() <= one.facts.items() for one in seen if "pair_rules" in one.action}
    assert found == {f"pair_rules.{act}": True for act in ("set", "approve", "drop")}


def test_pins_that_cannot_be_stop_the_freeze_and_are_all_named(session: Session) -> None:
    Walk(session).to_ranked()
    write(session, Rule.PIN, "E-09", "O-3")  # the host refused E-09
    write(session, Rule.PIN, "E-01", "O-1")  # E-01 did not name it
    write(session, Rule.PIN, "E-02", "O-3")
    with pytest.raises(Invalid) as refused:
        Walk(session).step(rounds.freeze)
    why = "a list, a ranking or a rule of the round does not allow it"
    unnamed = f"Invented Person 1 cannot be pinned at Acting director, O-1: {why}"
    found = [unnamed, f"Invented Person 9 cannot be pinned at Acting director, O-3: {why}"]
    assert str(refused.value) == (
        f"The round cannot be frozen: {'; '.join(found)}. "
        "Take away what cannot hold under “Pins and forbidden pairs”."
    )
    assert unfit(session) == found


def test_pin_whose_person_or_place_left_the_round_is_named(session: Session) -> None:
    Walk(session).to_ranked()
    assert unfit_pins(session, the_round(session)) == []
    write(session, Rule.PIN, "E-01", "O-3")
    waiting = write(session, Rule.PIN, "E-01", "O-1", approved=False)
    assert (unfit_pins(session, the_round(session)), waiting.approver_id) == ([], None)
    offered = update(Opportunity).where(Opportunity.slug == "O-3")
    session.execute(offered.values(state=OpportunityState.WITHDRAWN))
    pin = "Invented Person 1 cannot be pinned at Acting director, O-3"
    gone = "it is not offered any more, or another round holds every seat"
    assert unfit(session) == [f"{pin}: {gone}"]
    find(session, Executive, "E-01").active = False
    session.flush()
    assert unfit(session) == [f"{pin}: this person is not in the round as it stands"]


def test_two_pins_of_one_person_cannot_both_hold(session: Session) -> None:
    Walk(session).to_ranked()
    write(session, Rule.PIN, "E-01", "O-3")
    write(session, Rule.PIN, "E-01", "O-5")
    twice = "Invented Person 1 is pinned at Acting director, O-3, and at Acting director, O-5: take 1 away"
    assert unfit(session) == [twice]
    with pytest.raises(Invalid, match=twice):
        Walk(session).step(rounds.freeze)


def test_more_pins_than_seats_stop_the_freeze(session: Session) -> None:
    Walk(session).to_ranked()
    for executive in ("E-01", "E-02"):
        write(session, Rule.PIN, executive, "O-3")
    crowded = "2 pins are at Acting director, O-3, which has 1 seat: take 1 away"
    assert unfit(session) == [crowded]
    (found,) = unfit_pins(session, the_round(session))
    assert ([pin.executive for pin in found.pins], found.excess) == (["E-01", "E-02"], 1)
    with pytest.raises(
        Invalid, match=f"^The round cannot be frozen: {crowded}\\. Take away what cannot hold"
    ):
        Walk(session).step(rounds.freeze)


def test_pins_beyond_a_limit_stop_the_freeze_with_the_limit(session: Session) -> None:
    walk = Walk(session).to_ranked()
    write(session, Rule.PIN, "E-02", "O-3")
    assert unfit(session) == []
    host = find(session, Opportunity, "O-3").host_agency
    walk.step(rules.set_limits, agency=host, max_in=0, net_min=3)
    why = f"{host.name} receives at most 0; Invented Person 2 is pinned to Acting director, O-3"
    assert unfit(session) == [f"{why}: take 1 pin away, or ease the limit"]
    walk.step(rules.set_limits, agency=host, max_in=0)
    with pytest.raises(Invalid, match="receives at most 0; Invented Person 2 is pinned to"):
        walk.step(rounds.freeze)


def test_limits_that_cannot_hold_stop_the_freeze_with_their_words(session: Session) -> None:
    walk = Walk(session).to_ranked()
    walk.step(rules.set_limits, agency=find(session, Agency, "EN"), net_min=1, net_max=0)
    with pytest.raises(Invalid) as refused:
        walk.step(rounds.freeze)
    assert str(refused.value) == (
        "The round cannot be frozen: Energy receives at least 1 more than it sends; "
        "Energy receives at most as many as it sends: ease one of them."
    )
    assert the_round(session).state is RoundState.RANKING


def test_pin_that_only_the_alliances_keep_apart_stops_the_freeze_by_name(session: Session) -> None:
    Walk(session).to_ranked()
    write(session, Rule.PIN, "E-01", "O-3")
    Walk(session).step(rules.set_alliances, pairs=[], hops=1)
    with pytest.raises(
        Invalid, match=r"O-3: a list, a ranking or a rule of the round does not allow it\. Take away"
    ):
        Walk(session).step(rounds.freeze)


def test_pair_that_policy_refuses_by_now_is_forbidden_with_the_sentence(session: Session) -> None:
    Walk(session).to_ranked()
    find(session, Executive, "E-03").clearance = Clearance.NONE
    find(session, Opportunity, "O-5").clearance = Clearance.SECRET
    assert frozen(session)["forbidden"] == [
        ["E-03", "O-5", "O-5 needs a clearance (secret); the card says none."]
    ]


def test_limits_are_set_and_lifted_as_one(session: Session) -> None:
    walk, energy = Walk(session), find(session, Agency, "EN")
    walk.step(rules.set_limits, agency=energy, max_in=4, internal=False)
    limit = session.scalars(select(RoundLimit).where(RoundLimit.agency_id == energy.id)).one()
    assert (limit.max_out, limit.max_in, limit.net_min, limit.net_max) == (None, 4, None, None)
    walk.to_ranked()
    units = {unit["id"]: unit for unit in frozen(session)["units"]}
    assert units["EN"] == {"id": "EN", "max_in": 4, "internal": False}


def test_negative_limit_is_refused(session: Session) -> None:
    with pytest.raises(Invalid, match=r"^The most that may go out or come in must not be negative\.$"):
        Walk(session).step(rules.set_limits, agency=find(session, Agency, "EN"), max_out=-1)


def test_alliances_are_replaced_and_lifted(session: Session) -> None:
    forest, energy, treasury = (find(session, Agency, code) for code in ("AG11", "EN", "TR"))
    walk = Walk(session)
    walk.step(rules.set_alliances, pairs=[(treasury, energy)], hops=2)
    walk.step(rules.set_alliances, pairs=[(energy, forest), (forest, energy), (treasury, treasury)])
    walk.to_ranked()
    assert frozen(session)["alliances"] == {"pairs": [["AG11", "EN"], ["TR", "TR"]], "hops": 1}


def test_lifted_alliances_are_not_in_the_file(session: Session) -> None:
    walk = Walk(session)
    walk.step(rules.set_alliances, pairs=[(find(session, Agency, "EN"), find(session, Agency, "TR"))])
    walk.step(rules.set_alliances, pairs=[], hops=None)
    walk.to_ranked()
    assert "alliances" not in frozen(session)


def test_rules_are_fixed_by_the_freeze(session: Session) -> None:
    Walk(session).to_frozen()
    with pytest.raises(Conflict, match=r"^The rules of a round are set before it is frozen\.$"):
        Walk(session).step(rules.set_limits, agency=find(session, Agency, "EN"), max_out=1)
