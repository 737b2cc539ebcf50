"""A simple round from preparation to its end, by the verbs alone."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.files import sha256
from models.errors import Conflict
from models.outbox import Notice
from models.outcomes import Snapshot
from models.proposals import Proposal, ProposalState
from models.rounds import RoundState
from models.services import proposals, results
from tests.models.answering import answer
from tests.models.walk import SHEETS, Walk
from tests.models.world import actor, the_round


def test_round_runs_to_its_end(session: Session) -> None:
    walk = Walk(session).to_published()
    assert the_round(session).state is RoundState.PUBLISHED
    outcome = walk.outcome()
    assert (outcome.status, outcome.proved, outcome.verified, outcome.draw_unique) == (
        "optimal",
        True,
        True,
        True,
    )
    offers = session.scalars(select(Proposal).order_by(Proposal.id)).all()
    assert len(offers) == outcome.placed > 0
    assert {offer.state for offer in offers} == {ProposalState.OFFERED}
    results_told = select(func.count()).select_from(Notice).where(Notice.template == "round_result")
    assert session.scalar(results_told) == len(SHEETS)
    first, second = offers[:2]
    answer(session, first, "accept", "agree_home", "confirm")
    answer(session, second, "decline")
    with pytest.raises(
        Conflict, match=r"^\d offers are not settled yet; the last step is due by 8 December 2026\.$"
    ):
        walk.step(results.close)
    late = first.round.results_at
    proposals.lapse(session, actor=actor(session, "system"), now=late, proposals=offers[2:])
    walk.step(results.close)
    states = [offer.state for offer in offers]
    assert states[:2] == [ProposalState.CONFIRMED, ProposalState.DECLINED]
    assert set(states[2:]) == {ProposalState.LAPSED}
    assert the_round(session).state is RoundState.CLOSED
    session.commit()


def test_snapshot_is_the_round_file_of_the_rows(session: Session) -> None:
    Walk(session).to_frozen()
    snapshot = session.scalars(select(Snapshot)).one()
    content = snapshot.content
    assert snapshot.sha256 == sha256(content) == the_round(session).frozen_sha256
    assert content["executives"][0] == {"id": "E-01", "home": "AG11", "choices": ["O-3", ["O-5", "O-6"]]}
    assert content["units"][:2] == [
        {"id": "AG"},
        {"id": "AG11", "parent": "AG", "max_out": 3, "net_min": -2, "net_max": 2},
    ]
    assert content["opportunities"][2] == {
        "id": "O-3",
        "host": "EN",
        "seats": 1,
        "min_seats": 0,
        "ranking": ["E-02", ["E-01", "E-12"], "E-04"],
    }
    assert content["opportunities"][3] == {"id": "O-4", "host": "EN", "seats": 1, "min_seats": 0}
    assert "alliances" not in content
