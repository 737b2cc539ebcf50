"""The one door to a state: what it refuses, and what it leaves on the trail."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import AuditEvent
from models.errors import WrongState
from models.lifecycles import advance, must_allow
from models.machines import MACHINES, ROUND
from models.opportunities import Opportunity, OpportunityState
from models.outbox import Notice, NoticeState, post
from models.rounds import Round, RoundState
from tests.models.world import NOW, actor, find, the_round


def test_state_is_not_set_past_the_door(session: Session) -> None:
    round_ = the_round(session)
    with pytest.raises(WrongState) as refused:
        round_.state = RoundState.PUBLISHED
    expected = "The state of a round changes only through lifecycles.advance, not to 'published'."
    assert str(refused.value) == expected
    assert round_.state is RoundState.DRAFT


@pytest.mark.parametrize("kind", MACHINES)
def test_new_object_stands_at_its_start_and_is_given_no_state(kind: type) -> None:
    machine = MACHINES[kind]
    assert kind().state is machine.start
    with pytest.raises(WrongState, match="it is not given a state"):
        kind(state=machine.start)


def test_every_pair_that_is_not_in_the_table_is_refused() -> None:
    actions = {action for _, action in ROUND.moves}
    for state in RoundState:
        round_ = Round()
        round_.__dict__["state"] = state
        allowed = set()
        for action in actions:
            try:
                must_allow(round_, action)
            except WrongState:
                continue
            allowed.add(action)
        assert allowed == set(ROUND.actions(state))


def test_move_is_audited_with_both_states(session: Session) -> None:
    place = find(session, Opportunity, "O-1")
    office = actor(session, "office")
    advance(session, place, "withdraw", actor=office, now=NOW, reason="reorganized")
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert place.state is OpportunityState.WITHDRAWN
    assert (event.action, event.actor_id, event.reason) == (
        "opportunities.withdraw",
        office.id,
        "reorganized",
    )
    assert event.facts == {"before": "approved", "after": "withdrawn"}


def test_refused_move_leaves_no_row(session: Session) -> None:
    place, office = find(session, Opportunity, "O-1"), actor(session, "office")
    with pytest.raises(WrongState, match=r"^This opportunity can be withdrawn only with a written reason\.$"):
        advance(session, place, "withdraw", actor=office, now=NOW)
    assert place.state is OpportunityState.APPROVED
    assert not session.new


def test_notice_waits_is_given_up_and_tried_again(session: Session) -> None:
    office = actor(session, "office")
    notice = post(session, key="k", recipient_id=office.id, template="round_result", now=NOW, round="x")
    session.flush()
    for action, state in (
        ("give_up", NoticeState.FAILED),
        ("retry", NoticeState.WAITING),
        ("send", NoticeState.SENT),
    ):
        advance(session, notice, action, actor=office, now=NOW)
        assert notice.state is state
    assert session.scalars(select(Notice.payload)).one() == {"round": "x"}
