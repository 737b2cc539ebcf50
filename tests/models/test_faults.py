"""A failure at every SQL statement of freeze, solve and publish leaves nothing half done."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.executives import Executive
from models.proposals import Proposal
from models.services import proposals, repairs, results, rounds, sweeps
from models.sweeps import Sweep
from tests.models.answering import answer
from tests.models.digests import digest
from tests.models.mentoring import BEST, accepted, chosen, decline, live, request_of, submitted
from tests.models.walk import Walk
from tests.models.world import NOW, actor, the_round

pytestmark = pytest.mark.both_engines


class Broken(Exception):
    """The injected failure."""


class Fault:
    """Raises Broken at the k-th statement of an engine, its commit counted as the last one."""

    def __init__(self, engine: Engine) -> None:
        self.left = 0
        event.listen(engine, "before_cursor_execute", self._hit)
        self._really_commit = engine.dialect.do_commit
        engine.dialect.do_commit = self._commit  # type: ignore[assignment,method-assign]

    def _commit(self, connection: Any) -> None:
        self._hit()
        self._really_commit(connection)

    def _hit(self, *_: Any) -> None:
        self.left -= 1
        if self.left == 0:
            raise Broken


def freeze(session: Session) -> None:
    Walk(session).step(rounds.freeze)


def solve(session: Session) -> None:
    Walk(session).step(results.solve)


def publish(session: Session) -> None:
    Walk(session).step(results.publish, by="office")


def accept(session: Session) -> None:
    offer = session.scalars(select(Proposal).order_by(Proposal.id)).first()
    assert offer is not None
    proposals.accept(session, actor=actor(session, offer.executive.slug.lower()), now=NOW, proposal=offer)


def decline_offer(session: Session) -> None:
    """The next mentor is asked in the same transaction."""
    decline(session, live(session, request_of(session)))


def accept_offer(session: Session) -> None:
    accepted(session, live(session, request_of(session)))


def publish_sweep(session: Session) -> None:
    by = actor(session, "exchange")
    sweeps.publish(session, actor=by, now=NOW, sweep=session.scalars(select(Sweep)).one())


def asked(walk: Walk) -> None:
    walk.to_mentoring()
    chosen(walk.session, submitted(walk.session), BEST)


def swept(walk: Walk) -> None:
    walk.to_mentoring()
    submitted(walk.session, "E-01")
    submitted(walk.session, "E-02")
    sweeps.prepare(walk.session, actor=actor(walk.session, "exchange"), now=NOW)


def repairable(walk: Walk) -> None:
    """Somebody declined, and somebody without a place waits for the seat."""
    walk.to_published()
    answer(walk.session, offer_to(walk.session, "E-10"), "decline")


def repair(session: Session) -> None:
    shown = repairs.prepare(session, the_round(session)).sha256
    Walk(session).step(repairs.make, shown=shown)


def offer_to(session: Session, slug: str) -> Proposal:
    query = select(Proposal).join(Proposal.executive).where(Executive.slug == slug)
    return session.scalars(query).one()


def two_thirds(walk: Walk) -> None:
    walk.to_published()
    answer(walk.session, offer_to(walk.session, "E-10"), "accept", "agree_home")


def confirm(session: Session) -> None:
    answer(session, offer_to(session, "E-10"), "confirm")


ACTS: dict[str, tuple[Callable[[Walk], Any], Callable[[Session], None]]] = {
    "decline of an offer": (asked, decline_offer),
    "acceptance of an offer": (asked, accept_offer),
    "publication of a sweep": (swept, publish_sweep),
    "freeze": (Walk.to_ranked, freeze),
    "solve": (Walk.to_drawn, solve),
    "publish": (Walk.to_approved, publish),
    "accept": (Walk.to_published, accept),
    "confirm": (two_thirds, confirm),
    "repair": (repairable, repair),
}


@pytest.mark.parametrize("act", ACTS)
def test_act_failing_at_any_statement_changes_nothing(engine: Engine, act: str) -> None:
    prepare, perform = ACTS[act]
    with unit_of_work(engine) as session:
        prepare(Walk(session))
    before = digest(engine)
    fault = Fault(engine)
    failures = 0
    while _fails(engine, fault, failures + 1, perform):
        failures += 1
        fault.left = 0
        assert digest(engine) == before, f"half a {act} after statement {failures}"
    fault.left = 0
    assert failures > 5
    assert digest(engine) != before


def _fails(engine: Engine, fault: Fault, statement: int, perform: Callable[[Session], None]) -> bool:
    fault.left = statement
    try:
        with unit_of_work(engine) as session:
            perform(session)
    except Broken:
        return True
    return False
