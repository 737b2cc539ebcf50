"""Which rounds keep an opportunity from being withdrawn."""

from sqlalchemy.orm import Session

from models.lifecycles import advance
from models.opportunities import Opportunity, OpportunityState
from models.services import opportunities, rounds
from tests.models.walk import Walk
from tests.models.world import NOW, actor, find


def test_round_holds_no_opportunity_that_is_not_in_its_snapshot(session: Session) -> None:
    walk = Walk(session).to_ranked()
    post, system = find(session, Opportunity, "O-5"), actor(session, "system")
    advance(session, post, "fill", actor=system, now=NOW)  # through another round
    walk.step(rounds.freeze)
    advance(session, post, "reopen", actor=system, now=NOW)  # that place came to nothing
    host = actor(session, "host-TR")
    opportunities.withdraw(session, actor=host, now=NOW, opportunity=post, reason="reorganized")
    assert post.state is OpportunityState.WITHDRAWN
