"""Runs of the engine, the decision, and the two people who publish."""

import copy

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.errors import Conflict, Denied, NotPublishable, WrongState
from models.opportunities import Opportunity, OpportunityState
from models.outcomes import Decision, Outcome
from models.proposals import Proposal, ProposalState
from models.rounds import RoundState
from models.services import results, rounds, rules
from tests.models.answering import answer, first_offer
from tests.models.walk import Walk
from tests.models.world import actor, find, the_round


def test_proposals_are_the_matches_of_the_outcome(session: Session) -> None:
    outcome = Walk(session).to_solved().outcome()
    stored = session.scalars(select(Proposal)).all()
    found = [
        {
            "executive": one.executive.slug,
            "opportunity": one.opportunity.slug,
            "choice_rank": one.choice_rank,
            "host_rank": one.host_rank,
        }
        for one in stored
    ]
    assert sorted(found, key=lambda match: str(match["executive"])) == outcome.content["matches"]


def test_second_run_is_numbered_says_the_same_and_supersedes_the_first(session: Session) -> None:
    walk = Walk(session).to_solved()
    first = walk.outcome()
    walk.step(results.solve)
    second = walk.outcome()
    assert [first.number, second.number] == [1, 2]
    assert first.content["matches"] == second.content["matches"]
    states = {one.outcome_id: one.state for one in session.scalars(select(Proposal))}
    assert states == {first.id: ProposalState.SUPERSEDED, second.id: ProposalState.PROPOSED}


def test_run_waits_for_the_outside_value(session: Session) -> None:
    walk = Walk(session).to_frozen()
    with pytest.raises(Conflict, match=r"^The seed is not known before the freeze and the outside value\.$"):
        walk.step(results.solve)


def test_answer_that_fails_the_check_is_kept_and_not_publishable(session: Session) -> None:
    walk = Walk(session).to_solved()
    forged = copy.deepcopy(walk.outcome().content)
    forged["matches"][0]["choice_rank"] += 1
    outcome = walk.step(results.store_outcome, answer=forged)
    assert (outcome.number, outcome.verified) == (2, False)
    with pytest.raises(NotPublishable) as refused:
        walk.step(results.confer, outcome=outcome)
    assert str(refused.value) == "Run 2 cannot be published: the independent check found a failure."
    assert the_round(session).state is RoundState.SOLVED


def test_outcome_that_is_not_unique_is_not_publishable(session: Session) -> None:
    walk = Walk(session).to_solved()
    session.add(twin := _copy(walk.outcome(), draw_unique=False))
    session.flush()
    with pytest.raises(NotPublishable, match="another outcome is equally good, so the draw must be repeated"):
        walk.step(results.confer, outcome=twin)


def _copy(outcome: Outcome, **changed: object) -> Outcome:
    names = [column.key for column in Outcome.__table__.columns if column.key != "id"]
    values = {name: getattr(outcome, name) for name in names} | {"number": outcome.number + 1} | changed
    return Outcome(**values)


def test_infeasible_run_is_kept_and_leaves_the_round_frozen(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = Walk(session)
    walk.step(rules.set_limits, agency=find(session, Agency, "EN"), net_min=1, net_max=0)
    monkeypatch.setattr(rounds, "standing_conflict", lambda *_: [])  # which would have refused the freeze
    walk.to_drawn()
    outcome = walk.step(results.solve)
    assert (outcome.status, outcome.placed, outcome.draw_unique) == ("infeasible", 0, False)
    assert the_round(session).state is RoundState.FROZEN
    paths = [one["path"] for one in outcome.content["conflict"]]
    assert paths == ["units[2].net_min", "units[2].net_max"]


def test_run_of_another_round_is_not_conferred(session: Session) -> None:
    walk = Walk(session).to_solved()
    other = _copy(walk.outcome())
    other.round_id = 999
    with pytest.raises(Conflict, match=r"^The run belongs to another round\.$"):
        walk.step(results.confer, outcome=other)


def test_one_person_does_not_approve_and_publish(session: Session) -> None:
    walk = Walk(session).to_agreed()
    walk.step(results.approve, by="office")
    with pytest.raises(Denied) as denied:
        walk.step(results.publish, by="office")
    assert str(denied.value) == "Another person than the one who approved the outcome publishes it."
    walk.step(results.publish, by="office-2")
    decision = session.get_one(Decision, the_round(session).id)
    people = (actor(session, "exchange").id, actor(session, "office").id, actor(session, "office-2").id)
    assert (decision.chosen_by_id, decision.approved_by_id, decision.published_by_id) == people


def test_earlier_run_is_not_conferred_once_its_proposals_are_superseded(session: Session) -> None:
    walk = Walk(session).to_solved()
    first = walk.outcome()
    walk.step(results.solve)
    with pytest.raises(NotPublishable) as refused:
        walk.step(results.confer, outcome=first)
    assert str(refused.value) == "Run 1 cannot be published: a later run superseded it."


def test_publishing_twice_is_refused(session: Session) -> None:
    walk = Walk(session).to_published()
    with pytest.raises(WrongState, match=r"^The round cannot be published now: "):
        walk.step(results.publish, by="office")


def test_opportunity_is_filled_with_its_last_seat(session: Session) -> None:
    Walk(session).to_published()
    offers = session.scalars(select(Proposal).join(Proposal.opportunity).order_by(Proposal.id)).all()
    place = find(session, Opportunity, "O-1")
    seated = [offer for offer in offers if offer.opportunity_id == place.id]
    assert len(seated) == place.seats == 2
    states = []
    for offer in seated:
        answer(session, offer, "accept", "agree_home", "confirm")
        states.append(place.state)
    assert states == [OpportunityState.APPROVED, OpportunityState.FILLED]


def test_answered_offer_is_not_answered_again(session: Session) -> None:
    Walk(session).to_published()
    offer = answer(session, first_offer(session), "decline")
    with pytest.raises(WrongState) as refused:
        answer(session, offer, "accept")
    expected = "The proposal cannot be accepted now: its state is “declined”, and that is final."
    assert str(refused.value) == expected
