"""Every step of a round in every state by a holder of every role: allowed ones do exactly their effect, all
others are refused and change nothing."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from models.db import open_session
from models.errors import Trouble
from models.executives import Executive
from models.machines import ROUND
from models.proposals import PENDING, Proposal
from models.queries.withdrawals import Effect
from models.rounds import RoundState as R
from models.services import conference, proposals, repairs, results, rounds, scramble, withdrawals
from models.tables import metadata
from tests.models.answering import answer
from tests.models.walk import SHEETS, Walk, consent, file, keep, rank
from tests.models.world import DAY, actor, find, the_round

WHO = ("e-10", "host-EN", "coord-EN", "exchange", "office", "auditor", "supervisor-EN", "board-EN", "system")
BY: dict[str, set[str]] = {
    "open_posting": {"exchange", "system"},
    "open_preferences": {"exchange", "system"},
    "close_preferences": {"exchange", "system"},
    "open_ranking": {"exchange", "system"},
    "freeze": {"exchange", "system"},
    "solve": {"exchange"},
    "confer": {"exchange"},
    "object": {"coord-EN", "board-EN"},
    "approve": {"exchange", "office"},
    "publish": {"office"},
    "repair": {"exchange"},
    "open_scramble": {"exchange"},
    "close": {"exchange"},
    "archive": {"office"},
    "cancel": {"office"},
    "withdraw": {"e-10"},
}
OFFERS = {"rounds", "audit_events", "proposals", "outbox"}
EFFECTS: dict[str, set[str]] = {
    "open_posting": {"rounds", "audit_events"},
    "open_preferences": {"rounds", "audit_events"},
    "close_preferences": {"rounds", "audit_events"},
    "open_ranking": {"rounds", "audit_events", "releases", "applicant_lists", "outbox"},
    "freeze": {"rounds", "audit_events", "snapshots", "round_opportunities"},
    "solve": {"rounds", "audit_events", "outcomes", "proposals", "run_prices"},
    "confer": {"rounds", "audit_events", "decisions", "outbox"},
    "object": {
        "rounds", "audit_events", "decisions", "agency_approvals", "pair_rules", "snapshots", "outbox"
    },
    "withdraw": {
        "rounds", "audit_events", "decisions", "agency_approvals", "consents", "snapshots", "outbox"
    },
    "approve": {"rounds", "audit_events", "decisions"},
    "publish": {*OFFERS, "decisions"},
    "repair": {*OFFERS, "snapshots", "outcomes", "repairs"},
    "open_scramble": {"rounds", "audit_events", "outbox"},
    "close": {"rounds", "audit_events"},
    "archive": {"rounds", "audit_events", "dream_sheets", "host_rankings"},
    "cancel": {"rounds", "audit_events", "outbox"},
}  # fmt: skip
"""The tables whose rows an allowed step changes: these and no other."""
UNMET = {(R.PUBLISHED, "close"), (R.SCRAMBLE, "close")}
"""Steps of the machine whose guard does not hold on this walk until every offer is answered."""


@pytest.fixture
def database() -> str:
    """The one that counts the rows a connection has written."""
    return "sqlite"


def own_move(session: Session) -> Proposal:
    """A move of Energy's in the run that is proposed."""
    found = session.scalars(select(Proposal).order_by(Proposal.id.desc())).all()
    return next(one for one in found if one.executive.home_agency.code == "EN")


def perform(session: Session, action: str, who: str) -> None:
    """Let that person try the step."""
    walk = Walk(session, by=who)
    if action == "object":
        proposal = own_move(session)
        by, why = actor(session, who), "Needed here."
        conference.object_to(session, actor=by, now=walk.now, proposal=proposal, reason=why)
    elif action == "repair":
        open_ = "repair" in ROUND.actions(the_round(session).state)
        walk.step(repairs.make, shown=repairs.prepare(session, the_round(session)).sha256 if open_ else "")
    elif action == "confer":
        solved = the_round(session).state is R.SOLVED
        walk.step(results.confer, outcome=walk.outcome() if solved else None)
    elif action == "withdraw":
        facts = {"executive": find(session, Executive, "E-10"), "shown": Effect.BEFORE_RESULT}
        walk.step(withdrawals.withdraw, **facts)
    elif action == "cancel":
        walk.step(rounds.cancel, reason="No money.")
    else:
        walk.step(VERBS[action])


VERBS: dict[str, Callable[..., Any]] = {
    "open_posting": rounds.open_posting,
    "open_preferences": rounds.open_preferences,
    "close_preferences": rounds.close_preferences,
    "open_ranking": rounds.open_ranking,
    "freeze": rounds.freeze,
    "solve": results.solve,
    "approve": results.approve,
    "publish": results.publish,
    "open_scramble": scramble.open_scramble,
    "close": results.close,
    "archive": rounds.archive,
}


def life(session: Session) -> Iterator[None]:
    """The round from its beginning to the archive, at every state once with everything its steps need."""
    walk = Walk(session)
    yield
    walk.to_posted()
    yield
    walk.step(rounds.open_preferences)
    for slug, choices in SHEETS.items():
        file(session, slug, choices)
        consent(session, slug)
    yield
    walk.step(rounds.close_preferences)
    yield
    walk.step(rounds.open_ranking)
    rank(session, "O-3", ["E-02", ["E-01", "E-12"], "E-04"])
    yield
    walk.step(rounds.freeze)
    walk.step(rounds.enter_outside, outside="4711.08")
    yield
    walk.step(results.solve)
    yield
    walk.step(results.confer, outcome=walk.outcome())
    walk.agree()
    yield
    walk.step(results.approve)
    yield
    yield from _after(walk)


def _after(walk: Walk) -> Iterator[None]:
    session = walk.session
    walk.step(results.publish, by="office")
    declined = walk.unplaced()
    offers = session.scalars(select(Proposal).where(Proposal.state.in_(PENDING))).all()
    answer(session, next(one for one in offers if one.executive.slug == "E-10"), "decline")
    for slug in declined:
        keep(session, slug)
    yield
    walk.step(scramble.open_scramble)
    yield
    waiting = session.scalars(select(Proposal).where(Proposal.state.in_(PENDING))).all()
    late, system = walk.now + 60 * DAY, actor(session, "system")
    proposals.lapse(session, actor=system, now=late, proposals=waiting)
    walk.step(results.close)
    yield
    walk.step(rounds.archive, by="office")
    yield


def rows(session: Session) -> dict[str, list[Any]]:
    """Every row of every table that a round touches."""
    return {
        table.name: [
            tuple(row)
            for row in session.execute(text(f"SELECT * FROM {table.name}"))  # noqa: S608
        ]
        for table in metadata.sorted_tables
    }


def written(session: Session) -> int:
    """How many rows this connection has written since it was opened."""
    return session.connection().connection.dbapi_connection.total_changes  # type: ignore[union-attr,no-any-return]


def test_every_step_in_every_state_by_every_role(engine: Engine) -> None:
    seen = set()
    with open_session(engine) as session:
        for _ in life(session):
            session.commit()
            state = the_round(session).state
            seen.add(state)
            try_all(session, state)
    assert seen == set(R) - {R.CANCELLED}


def test_cancelled_round_can_do_nothing_more(engine: Engine) -> None:
    with open_session(engine) as session:
        Walk(session).step(rounds.cancel, by="office", reason="No money.")
        session.commit()
        try_all(session, R.CANCELLED)


def try_all(session: Session, state: R) -> None:
    """Every step by everybody; what an allowed one did is compared and rolled back."""
    has_offers = session.scalar(select(Proposal.id).limit(1)) is not None
    before = rows(session)
    for action, allowed in BY.items():
        if action == "object" and not has_offers:
            continue  # there is nothing to object to
        possible = action in ROUND.actions(state) and (state, action) not in UNMET
        for who in WHO:
            if possible and who in allowed:
                does_its_effect(session, state, action, who, before)
            else:
                changes_nothing(session, action, who)


def does_its_effect(session: Session, state: R, action: str, who: str, before: dict[str, Any]) -> None:
    perform(session, action, who)
    session.flush()
    after = rows(session)
    changed = {name for name, found in after.items() if found != before[name]}
    spared = {"rounds"} if ROUND.moves[state, action] is state else set()
    assert changed == EFFECTS[action] - spared, f"{who}: {action} in {state}"
    assert the_round(session).state is ROUND.moves[state, action]
    session.rollback()


def changes_nothing(session: Session, action: str, who: str) -> None:
    before = written(session)
    with pytest.raises(Trouble):
        perform(session, action, who)
    assert [*session.new, *session.dirty, *session.deleted] == [], f"{who}: {action}"
    session.flush()
    assert written(session) == before, f"{who}: {action}"


def test_every_action_of_the_machine_is_tried() -> None:
    assert set(BY) == set(EFFECTS) == {action for _, action in ROUND.moves}
    assert set(VERBS) | {"object", "repair", "confer", "cancel", "withdraw"} == set(BY)
