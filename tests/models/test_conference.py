"""The conference: every agency with a move sees its own, approves, or objects and sends the round back."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher import parse_rotation, verify
from matcher.files import canonical
from models import snapshots
from models.agencies import Agency
from models.conference import AgencyApproval
from models.errors import Conflict, Denied, Invalid, NotPublishable, WrongState
from models.executives import Executive
from models.outbox import Notice
from models.outcomes import Decision, Snapshot
from models.proposals import Proposal, ProposalState
from models.queries.conference import own_rows, seats
from models.queries.pair_rules import waiting_for
from models.queries.withdrawals import Effect
from models.rounds import PairRule, Round, RoundState, Rule
from models.services import conference, results, withdrawals
from tests.models.walk import Walk
from tests.models.world import NOW, actor, find, the_round


def move_of(session: Session, slug: str) -> Proposal:
    query = select(Proposal).join(Proposal.executive).where(Executive.slug == slug)
    return session.scalars(query.order_by(Proposal.id.desc()).limit(1)).one()


def object_to(session: Session, by: str = "coord-EN", reason: str = "A conflict.") -> None:
    move = move_of(session, "E-08")
    conference.object_to(session, actor=actor(session, by), now=NOW, proposal=move, reason=reason)


def test_outcome_is_approved_once_every_agency_with_a_move_has_approved(session: Session) -> None:
    walk = Walk(session).to_conference()
    table = [(seat.agency.code, seat.sends, seat.receives) for seat in seats(session, the_round(session))]
    assert table == [("EN", 3, 2), ("AG11", 2, 3), ("TR", 2, 2)]
    for missing in (
        "Energy, Forest Service, Treasury",
        "Energy, Forest Service",
        "Energy",
    ):
        with pytest.raises(Conflict) as refused:
            walk.step(results.approve)
        assert str(refused.value) == f"Agencies with a move have not approved yet: {missing}."
        code = {"Treasury": "TR", "Forest Service": "AG11", "Energy": "EN"}[missing.split(", ")[-1]]
        walk.step(conference.agree, agency=find(session, Agency, code), by=f"coord-{code}")
    walk.step(results.approve)
    assert the_round(session).state is RoundState.APPROVED


def test_agency_approves_once_and_only_where_it_has_a_move(session: Session) -> None:
    walk = Walk(session).to_conference()
    energy = find(session, Agency, "EN")
    walk.step(conference.agree, agency=energy, by="board-EN")
    with pytest.raises(Conflict, match=r"^Energy has approved already\.$"):
        walk.step(conference.agree, agency=energy, by="coord-EN")
    with pytest.raises(Denied):
        walk.step(conference.agree, agency=find(session, Agency, "TR"), by="coord-EN")


def test_agency_sees_its_own_moves_and_no_others(session: Session) -> None:
    Walk(session).to_conference()
    energy = find(session, Agency, "EN")
    rows = own_rows(session, the_round(session), [energy.id])
    assert rows
    assert all(energy in (row.home, row.host) for row in rows)
    every = session.scalars(select(Proposal).where(Proposal.state == ProposalState.PROPOSED)).all()
    own = [one for one in every if energy in (one.executive.home_agency, one.opportunity.host_agency)]
    assert {row.proposal.id for row in rows} == {one.id for one in own}


def test_objection_forbids_the_pair_and_sends_the_round_back_to_be_solved(session: Session) -> None:
    walk = Walk(session).to_conference()
    walk.step(conference.agree, agency=find(session, Agency, "TR"), by="coord-TR")
    move = move_of(session, "E-08")
    pair = (move.executive_id, move.opportunity_id)
    object_to(session)
    assert the_round(session).state is RoundState.SOLVED
    rule = session.scalars(select(PairRule)).one()
    assert (rule.executive_id, rule.opportunity_id, rule.rule) == (*pair, Rule.FORBID)
    author = actor(session, "coord-EN").id
    assert (rule.reason, rule.author_id, rule.objected_at) == ("A conflict.", author, NOW)
    assert session.scalars(select(AgencyApproval)).all() == []
    assert session.scalars(select(Decision)).all() == []
    assert waiting_for(session, actor(session, "exchange")) == {}
    told = session.scalars(select(Notice).where(Notice.template == "objection")).one()
    assert told.recipient.slug == "exchange"


def test_objection_and_withdrawal_since_a_run_are_both_told(session: Session) -> None:
    walk = Walk(session).to_conference()
    object_to(session)
    later = NOW + timedelta(hours=1)
    gone: dict[str, Any] = {"round_": the_round(session), "executive": find(session, Executive, "E-10")}
    withdrawals.withdraw(session, actor=actor(session, "e-10"), now=later, shown=Effect.NEXT_RUN, **gone)
    with pytest.raises(
        NotPublishable, match=r": an agency objected and somebody withdrew since it was solved"
    ):
        walk.step(results.confer, outcome=walk.outcome())


def test_run_that_was_objected_to_is_not_chosen_again_and_the_next_one_leaves_the_pair_out(
    session: Session,
) -> None:
    walk = Walk(session).to_conference()
    object_to(session)
    with pytest.raises(NotPublishable) as refused:
        walk.step(results.confer, outcome=walk.outcome())
    assert str(refused.value) == "Run 1 cannot be published: an agency objected since it was solved."
    walk.step(results.solve)
    second = walk.outcome()
    assert second.number == 2
    assert ["E-08", "O-6"] not in [[m["executive"], m["opportunity"]] for m in second.content["matches"]]
    file = snapshots.seeded_file(second.snapshot.content, the_round(session))
    assert ["E-08", "O-6", conference.OBJECTED] in file["forbidden"]
    assert verify(parse_rotation(canonical(file)), second.content).failures == []
    assert file["seed_proof"]["frozen"] == the_round(session).frozen_sha256
    assert [one.number for one in session.scalars(select(Snapshot).order_by(Snapshot.number))] == [1, 2]
    walk.step(results.confer, outcome=second)
    walk.agree()
    walk.step(results.approve)
    walk.step(results.publish, by="office")
    assert the_round(session).state is RoundState.PUBLISHED


def test_objection_needs_a_reason_a_move_of_the_own_agency_and_a_conference(session: Session) -> None:
    walk = Walk(session).to_conference()
    with pytest.raises(Invalid, match=r"^An objection needs a written reason\.$"):
        object_to(session, reason=" ")
    with pytest.raises(Denied):
        object_to(session, by="coord-AG11")
    walk.agree()
    walk.step(results.approve)
    with pytest.raises(WrongState, match=r"^The round cannot be objected to now: "):
        object_to(session)
    assert session.scalars(select(PairRule)).all() == []
    assert len(session.scalars(select(Round)).all()) == 1
