"""Reads say what the rows say, in the same number of statements for one row and for three."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from models.db import open_engine, unit_of_work
from models.executives import Executive
from models.outcomes import Outcome
from models.proposals import Proposal, ProposalState
from models.queries.certified_rankings import certified_rankings
from models.queries.entrants import applicants, entrants
from models.queries.ids import actors_of, executive_ids, filers, opportunity_ids
from models.queries.offers import offers
from models.queries.outcomes import Balance, Binding, balances, binding_limits, placements
from models.queries.readiness import Readiness, left_out, readiness
from models.queries.round_rules import alliance_pairs, limits, objective, pair_rules, units
from models.rounds import Round, Rule
from models.services import dreamsheets, results, rounds
from tests.models.conftest import Clone
from tests.models.stages import KEYS
from tests.models.walk import SHEETS, Walk, consent, file, rank
from tests.models.world import NOW, actor, find, the_round

OFFERED = [f"O-{number}" for number in range(1, 7)]


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements sent meanwhile."""
    sent: list[str] = []

    def note(*facts: Any) -> None:
        sent.append(facts[2])

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


READS: dict[str, Callable[[Session, Round], Any]] = {
    "applicants": lambda s, r: applicants(entrants(s, r, OFFERED)),
    "certified_rankings": lambda s, r: certified_rankings(s, r, {"O-3": ["E-01"]}),
    "offers": offers,
    "readiness": readiness,
    "left_out": left_out,
    "filers": filers,
    "actors_of": lambda s, r: actors_of(s, filers(s, r)),
    "executive_ids": lambda s, r: executive_ids(s, filers(s, r)),
    "opportunity_ids": lambda s, r: opportunity_ids(s, OFFERED),
    "objective": objective,
    "pair_rules": lambda s, r: pair_rules(s, r, Rule.PIN),
    "alliance_pairs": alliance_pairs,
    "limits": limits,
    "units": lambda s, r: units(s, r, {"EN"}),
}
OUTCOME_READS: dict[str, Callable[[Session, Outcome], Any]] = {
    "balances": balances,
    "binding_limits": binding_limits,
    "placements": placements,
}


def statements(engine: Engine, read: Callable[[Session], Any]) -> int:
    with unit_of_work(engine, read_only=True) as session, counted(engine) as sent:
        read(session)
    return len([one for one in sent if not one.startswith("BEGIN")])


def of_round(name: str) -> Callable[[Session], Any]:
    return lambda session: READS[name](session, the_round(session))


def of_outcome(name: str) -> Callable[[Session], Any]:
    return lambda session: OUTCOME_READS[name](session, Walk(session).outcome())


def test_reads_of_a_round_take_as_many_statements_for_three_sheets_as_for_one(engine: Engine) -> None:
    def add(slugs: list[str]) -> dict[str, int]:
        with unit_of_work(engine) as session:
            for slug in slugs:
                file(session, slug, SHEETS[slug])
                consent(session, slug)
        return {name: statements(engine, of_round(name)) for name in READS}

    with unit_of_work(engine) as session:
        Walk(session).to_lists()
    one = add(["E-01"])
    assert add(["E-02", "E-03"]) == one
    assert max(one.values()) <= 4


def test_reads_of_an_outcome_take_as_many_statements_for_three_moves_as_for_one(clone: Clone) -> None:
    one, three = _reads_of_outcome(clone, ["E-01"]), _reads_of_outcome(clone, ["E-01", "E-05", "E-11"])
    assert one == three
    assert max(one.values()) <= 5


def _reads_of_outcome(clone: Clone, slugs: list[str]) -> dict[str, int]:
    engine = open_engine(clone("world"), KEYS)
    with unit_of_work(engine) as session:
        solve_for(session, slugs)
        assert len(placements(session, Walk(session).outcome())) == len(slugs)
    found = {name: statements(engine, of_outcome(name)) for name in OUTCOME_READS}
    engine.dispose()
    return found


def solve_for(session: Session, slugs: list[str]) -> None:
    walk = Walk(session).to_lists()
    for slug in slugs:
        file(session, slug, SHEETS[slug])
        consent(session, slug)
    for verb in (rounds.close_preferences, rounds.open_ranking, rounds.freeze):
        walk.step(verb)
    walk.step(rounds.enter_outside, outside="4711")
    walk.step(results.solve)


def test_readiness_counts_what_stands(session: Session) -> None:
    walk = Walk(session).to_lists()
    assert readiness(session, the_round(session)) == Readiness(6, 7, 0, 0, 0, 0, 0)
    for slug in ("E-01", "E-02", "E-03"):
        file(session, slug, SHEETS[slug])
    for slug in ("E-01", "E-04"):
        consent(session, slug)
    dreamsheets.file_sheet(
        session,
        actor=actor(session, "e-05"),
        now=NOW,
        round_=the_round(session),
        executive=find(session, Executive, "E-05"),
        choices=["O-1"],
    )
    assert readiness(session, the_round(session)) == Readiness(
        opportunities=6, seats=7, sheets=4, certified=3, consents=2, entrants=1, rankings=0
    )
    walk.step(rounds.close_preferences)
    walk.step(rounds.open_ranking)
    rank(session, "O-3", ["E-01"])
    assert readiness(session, the_round(session)).rankings == 1


def test_left_out_names_every_reason(session: Session) -> None:
    Walk(session).to_lists()
    for slug in ("E-01", "E-02", "E-03"):
        file(session, slug, SHEETS[slug])
    for slug in ("E-01", "E-03"):
        consent(session, slug)
    find(session, Executive, "E-03").active = False
    dreamsheets.file_sheet(
        session,
        actor=actor(session, "e-05"),
        now=NOW,
        round_=the_round(session),
        executive=find(session, Executive, "E-05"),
        choices=["O-1"],
    )
    assert left_out(session, the_round(session)) == {
        "E-02": "Consent is not given, or was taken back.",
        "E-03": "The card is no longer active.",
        "E-05": "The sheet is not certified. Consent is not given, or was taken back.",
    }


def test_balances_and_bindings_follow_the_outcome(session: Session) -> None:
    outcome = Walk(session).to_solved().outcome()
    moves = placements(session, outcome)
    found = {one.code: one for one in balances(session, outcome)}
    sent = {code: sum(move.home == code for move in moves) for code in ("AG11", "EN", "TR")}
    received = {code: sum(move.host == code for move in moves) for code in ("AG11", "EN", "TR")}
    assert {code: (one.sent, one.received) for code, one in found.items() if code in sent} == {
        code: (sent[code], received[code]) for code in sent
    }
    assert found["AG"] == Balance(
        "AG", "Agriculture", sent["AG11"], received["AG11"], received["AG11"] - sent["AG11"]
    )
    names = {"AG11": "Forest Service", "EN": "Energy", "TR": "Treasury"}
    net = {code: received[code] - sent[code] for code in sent}
    expected = {Binding(code, names[code], "max_out", 3) for code in sent if sent[code] == 3}
    expected |= {Binding(code, names[code], "net_max", 2) for code in sent if net[code] == 2}
    expected |= {Binding(code, names[code], "net_min", -2) for code in sent if net[code] == -2}
    assert set(binding_limits(session, outcome)) == expected != set()
    assert {move.state for move in moves} == {ProposalState.PROPOSED}
    assert len(moves) == len(session.scalars(select(Proposal)).all())
