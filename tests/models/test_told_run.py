"""After a pass of next offers everybody reads the run that spoke of them; others' words do not change."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.consents import Consent
from models.executives import Executive
from models.opportunities import Opportunity, OpportunityState
from models.outcomes import Outcome
from models.proposals import Proposal
from models.queries import unplaced
from models.queries.explanations import account
from models.queries.my_result import NOT_THERE, MyResult, my_result
from models.queries.told_run import told_run
from models.services import repairs, scramble
from models.services.proposals import end_without_answer
from tests.models.answering import answer
from tests.models.walk import Walk
from tests.models.world import DAY, NOW, actor, find, the_round

TURNED_DOWN = "is an offer you turned down"


def result(session: Session, slug: str) -> MyResult:
    found = my_result(session, the_round(session), find(session, Executive, slug))
    assert found is not None
    return found


def told(session: Session, slug: str) -> tuple[Any, ...]:
    found = result(session, slug)
    return found.account, found.ladder, found.place_number


def sentences(found: MyResult) -> dict[str, str]:
    return {step.rung.opportunity: step.rung.sentence for step in found.ladder}


def offer(session: Session, slug: str) -> Proposal:
    of_them = select(Proposal).join(Proposal.executive).where(Executive.slug == slug)
    return session.scalars(of_them.order_by(Proposal.id.desc()).limit(1)).one()


def make_pass(walk: Walk) -> Outcome:
    made: Outcome = walk.step(
        repairs.make, shown=repairs.prepare(walk.session, the_round(walk.session)).sha256
    )
    return made


def out_of_the_pass(session: Session) -> tuple[Walk, str]:
    """The scramble, in which E-08 declined a first choice and somebody without a place keeps no sheet."""
    walk = Walk(session).to_kept()
    answer(session, offer(session, "E-08"), "decline")
    gets = {move.executive for move in repairs.prepare(session, the_round(session)).new}
    other = next(slug for slug in walk.unplaced() if slug not in gets)
    who = {"round_": the_round(session), "executive": find(session, Executive, other)}
    scramble.take_back(session, actor=actor(session, other.lower()), now=NOW, **who)
    walk.step(scramble.open_scramble)
    return walk, other


def test_a_pass_changes_nothing_that_others_are_told(session: Session) -> None:
    walk, other = out_of_the_pass(session)
    reasons = {one.executive: one.reason for one in unplaced.unplaced(session, walk.outcome())}
    before = {slug: told(session, slug) for slug in (other, "E-08", "E-10", "E-02")}
    run = make_pass(walk)
    assert {slug: told(session, slug) for slug in before} == before
    after = {one.executive: one.reason for one in unplaced.unplaced(session, run)}
    assert after[other] == unplaced.NOTHING_LEFT != reasons[other]
    assert after["E-08"] == after["E-10"] == unplaced.OFFER_ENDED
    assert unplaced.reasons(session, run) == Counter(after.values())
    took_part = find(session, Executive, "E-08")
    given = session.scalars(select(Consent).where(Consent.executive_id == took_part.id)).one()
    again = {"statement": given.statement, "voluntary": True, "given_by_id": given.given_by_id}
    days = {"given_at": given.given_at - DAY, "withdrawn_at": given.given_at}
    session.add(Consent(round_id=run.round_id, executive_id=took_part.id, **again, **days))
    find(session, Executive, "E-10").active = False
    session.flush()
    assert unplaced.told(session, run) == after, "a consent given again, somebody who left after the run"
    assert "none_eligible" not in after.values()
    assert told_run(session, run, find(session, Executive, other)).number == 1


def test_who_was_in_the_pass_reads_it(session: Session) -> None:
    walk, _ = out_of_the_pass(session)
    run = make_pass(walk)
    new = session.scalars(select(Proposal).where(Proposal.outcome_id == run.id)).first()
    assert new is not None
    assert result(session, new.executive.slug).place_number is not None
    assert told_run(session, run, new.executive) is run
    kept = [one for one in unplaced.unplaced(session, run) if one.reason not in unplaced.CLOSED]
    assert {told_run(session, run, find(session, Executive, one.executive)).number for one in kept} <= {2}


@pytest.mark.parametrize(
    ("acts", "said", "closed"),
    [
        (("decline",), TURNED_DOWN, True),
        (("accept", "refuse_home"), "your home agency did not agree", True),
        (("lapse",), "there was no answer of yours in time", True),
        (("accept", "lapse"), "your home agency did not answer in time", True),
        (("accept", "agree_home", "lapse"), "the host did not answer in time", False),
        (("accept", "agree_home", "refuse_host"), "the host did not confirm it", False),
    ],
)
def test_offer_is_turned_down_by_who_turned_it_down_alone(
    session: Session, acts: tuple[str, ...], said: str, closed: bool
) -> None:
    walk = Walk(session).to_published()
    answer(session, offer(session, "E-10"), "decline")
    ended = offer(session, "E-08")
    answer(session, ended, *[act for act in acts if act != "lapse"])
    if "lapse" in acts:
        late = NOW + 30 * DAY
        end_without_answer(session, ended, by=actor(session, "system"), now=late)
    place = ended.opportunity.slug
    rungs = {one.opportunity: one.sentence for one in account(session, make_pass(walk), "E-08").ladder}
    assert said in rungs.pop(place)
    (sentence,) = rungs.values()
    assert TURNED_DOWN not in sentence
    assert sentence.endswith(" could not be offered to you any more.") is closed


def test_whoever_a_repair_passed_over_reads_that_it_is_of_the_repair(session: Session) -> None:
    walk = Walk(session).to_published()
    other = next(slug for slug in walk.unplaced() if slug != "E-04")
    assert result(session, other).repair is None
    answer(session, offer(session, "E-10"), "decline")
    made = make_pass(walk)
    found = {slug: result(session, slug).repair for slug in (*walk.unplaced(), "E-02", "E-04")}
    assert (found["E-02"], found["E-04"]) == (None, None), "both were offered something"
    assert set(found.values()) == {None, made}


def test_choice_that_was_not_in_the_file_keeps_its_number_and_says_so(session: Session) -> None:
    walk = Walk(session)
    walk.to_ranked()
    filled = update(Opportunity).where(Opportunity.slug == "O-3")
    session.execute(filled.values(state=OpportunityState.FILLED))
    session.expire_all()
    walk.to_published()
    found = result(session, "E-02")
    assert [(step.number, step.rung.opportunity) for step in found.ladder] == [(1, "O-3"), (2, "O-4")]
    assert sentences(found)["O-3"] == NOT_THERE
