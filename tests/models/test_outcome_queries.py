"""What the pages of an outcome read: moves, flows, the unplaced, limits, the decision, the record."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from matcher.lottery import reveal
from models.agencies import Agency
from models.db import open_engine, unit_of_work
from models.executives import Executive
from models.outcomes import Outcome
from models.proposals import ProposalState
from models.queries import flows, placements, record, runs, trail, unplaced
from models.queries.explanations import account
from models.queries.outcomes import binding_limits
from models.queries.placements import Facet, Wanted
from models.services import disclosures, results, rounds
from tests.models.conftest import Clone
from tests.models.stages import KEYS
from tests.models.test_queries import solve_for, statements
from tests.models.walk import Walk
from tests.models.world import NOW, actor, find, the_round

CODES = {"AG11": "Forest Service", "EN": "Energy", "TR": "Treasury"}


def solved(session: Session) -> Outcome:
    return Walk(session).to_solved().outcome()


def pairs(run: Outcome) -> Counter[tuple[str, str]]:
    """Home and host of each match, from the names of the world alone."""
    homes = {f"E-{n:02}": ("AG11", "EN", "TR")[(n - 1) // 4] for n in range(1, 13)}
    hosts = {f"O-{n}": ("AG11", "EN", "TR")[(n - 1) // 2] for n in range(1, 7)}
    return Counter((homes[m["executive"]], hosts[m["opportunity"]]) for m in run.content["matches"])


def test_moves_are_the_matches_with_names_and_state(session: Session) -> None:
    run = solved(session)
    found = placements.moves(session, run)
    assert sorted((m.executive, m.opportunity, m.choice) for m in found) == [
        (m["executive"], m["opportunity"], m["choice_rank"]) for m in run.content["matches"]
    ]
    assert Counter((m.home, m.host) for m in found) == pairs(run)
    assert all((CODES[m.home], CODES[m.host]) == (m.home_name, m.host_name) for m in found)
    assert {m.answer for m in found} == {ProposalState.PROPOSED}


def test_move_keeps_its_home_when_the_person_moves_later(session: Session) -> None:
    run = solved(session)
    before = placements.moves(session, run)
    find(session, Executive, before[0].executive).home_agency = find(session, Agency, "AG")
    session.flush()
    assert placements.moves(session, run) == before


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        (Wanted(), lambda move: True),
        (Wanted(home="EN"), lambda move: move.home == "EN"),
        (Wanted(host="EN", choice=1), lambda move: (move.host, move.choice) == ("EN", 1)),
        (Wanted(words=" person 1"), lambda move: "Person 1" in move.name),
        (Wanted(words="e-05"), lambda move: move.executive == "E-05"),
        (Wanted(home="nowhere"), lambda move: False),
    ],
)
def test_moves_are_chosen_by_what_is_asked(
    session: Session, wanted: Wanted, fits: Callable[[Any], bool]
) -> None:
    every = placements.moves(session, solved(session))
    chosen = placements.choose(every, wanted)
    assert set(chosen) == {move for move in every if fits(move)}
    assert [move.name.casefold() for move in chosen] == sorted(move.name.casefold() for move in chosen)


def test_moves_are_sorted_as_asked_and_unknown_orders_are_by_name(session: Session) -> None:
    every = placements.moves(session, solved(session))
    hosts = [move.host_name for move in placements.choose(every, Wanted(sort="host"))]
    choices = [move.choice for move in placements.choose(every, Wanted(sort="choice"))]
    assert (hosts, choices) == (sorted(hosts), sorted(choices))
    assert placements.choose(every, Wanted(sort="rank")) == placements.choose(every, Wanted(sort="name"))


def test_facets_count_the_moves_of_each_agency(session: Session) -> None:
    run = solved(session)
    every = placements.moves(session, run)
    sent = Counter(home for home, _ in pairs(run).elements())
    assert placements.home_facets(every) == [
        Facet(code, name, sent[code])
        for code, name in sorted(CODES.items(), key=lambda one: one[1])
        if sent[code]
    ]


def test_flows_ring_and_parts_count_everybody_once(session: Session) -> None:
    run = solved(session)
    found = flows.flows(session, run)
    assert found.people == pairs(run)
    assert found.total == run.placed == found.sent.total() == found.received.total()
    parts = flows.parts(found)
    assert parts.in_swaps + parts.in_rings + parts.in_chains == run.placed
    whole, pooled = flows.ring(found, 16), flows.ring(found, 1)
    assert (whole.people, whole.within, whole.pooled) == (found.people, 0, False)
    assert set(whole.places) == set(found.parties)
    assert pooled.pooled
    assert pooled.people.total() + pooled.within == run.placed
    assert [party.code for party in found.busiest()] == sorted(
        found.parties, key=lambda code: (-found.sent[code] - found.received[code], CODES[code])
    )


def test_unplaced_are_told_with_reason_and_chosen_by_it(session: Session) -> None:
    run = solved(session)
    every = unplaced.unplaced(session, run)
    assert {one.executive: one.reason for one in every} == {
        entry["executive"]: entry["reason"] for entry in run.content["unmatched"]
    }
    assert unplaced.reasons(session, run) == Counter(one.reason for one in every)
    first = every[0]
    named = unplaced.choose(every, reason=first.reason, home=first.home, who=first.name.upper())
    assert first in named
    assert {one.reason for one in named} == {first.reason}
    assert unplaced.choose(every, reason="", home="AG", who="") == [
        one for one in every if one.home == "AG11"
    ]
    counts = {facet.value: facet.count for facet in unplaced.home_facets(session, run, every)}
    assert counts.get("AG", 0) == counts.get("AG11", 0)


def test_squeezes_hold_the_used_limits_and_the_people_behind_them(session: Session) -> None:
    run = solved(session)
    found = unplaced.squeezes(session, run)
    held = [one for one in unplaced.unplaced(session, run) if one.reason in unplaced.HELD_BACK]
    assert {one.code: one.people for one in found if one.people} == Counter(
        code for person in held for code in person.above
    )
    assert found == sorted(found, key=lambda one: (-one.people, one.name))
    bound = binding_limits(session, run)
    assert {one.code for one in found if not one.people} <= {limit.code for limit in bound}
    assert [limit for one in found for limit in one.limits if one.code == limit.code] == sorted(
        bound, key=lambda limit: [one.code for one in found].index(limit.code)
    )
    energy = next(one for one in found if one.code == "EN")
    bounds = {limit.limit: limit.figure for limit in energy.limits}
    assert energy.used("max_out") == str(bounds.get("max_out", ""))
    assert energy.used("net_min", "net_max") in ("", "-2", "+2")


def test_account_names_assignments_and_orders_the_ladder(session: Session) -> None:
    run = Walk(session).to_solved().outcome()
    match = next(m for m in run.content["matches"] if m["choice_rank"] == 1)
    told = account(session, run, match["executive"])
    title = f"Acting director, {match['opportunity']}"
    assert told.result == f"You are placed at {title}, your choice number 1."
    assert [rung.opportunity for rung in told.ladder if rung.held] == [match["opportunity"]]
    ranks = [rung.choice for rung in told.ladder if rung.choice is not None]
    assert ranks == sorted(ranks)
    assert told.lottery.startswith("Your lottery number is ")
    left = account(session, run, run.content["unmatched"][0]["executive"])
    assert all(not rung.held and rung.sentence for rung in left.ladder)


def test_decision_is_told_step_by_step(session: Session) -> None:
    walk = Walk(session).to_solved()
    assert runs.signed(session, the_round(session)) is None
    walk.step(results.confer, outcome=walk.outcome())
    walk.agree()
    walk.step(results.approve, by="office")
    walk.step(results.publish, by="office-2")
    found = runs.signed(session, the_round(session))
    assert found is not None
    assert found.approved is not None
    assert found.published is not None
    names = (found.chosen.name, found.approved.name, found.published.name)
    assert (found.number, names) == (1, ("exchange", "Olive Office", "office-2"))
    assert runs.answers(session, the_round(session)) == {ProposalState.OFFERED: walk.outcome().placed}
    assert runs.publication_faults(session, walk.outcome()) == []


def test_runs_are_listed_newest_first_and_found_by_number(session: Session) -> None:
    walk = Walk(session).to_solved()
    walk.step(results.solve, by="exchange-2")
    lines = runs.runs(session, the_round(session))
    assert [(line.number, line.by, line.status) for line in lines] == [
        (2, "exchange-2", "optimal"),
        (1, "exchange", "optimal"),
    ]
    first = runs.find_run(session, "R-1", 1)
    assert first is not None
    assert runs.publication_faults(session, first) == ["a later run superseded it"]
    assert runs.newest_run(session, the_round(session)) == walk.outcome()
    assert (runs.find_run(session, "R-1", 3), runs.find_run(session, "R-2", 1)) == (None, None)


def test_seed_proof_keeps_the_secret_until_the_outside_value_is_entered(session: Session) -> None:
    walk = Walk(session).to_frozen()
    before = record.seed_proof(the_round(session))
    assert (before.secret, before.seed, before.holds, before.outside) == (None, None, None, None)
    assert before.frozen == the_round(session).frozen_sha256
    walk.step(rounds.enter_outside, outside="4711.08")
    after = record.seed_proof(the_round(session))
    assert (after.secret, after.holds) == ("an invented secret", True)
    assert after.seed == reveal("an invented secret", "4711.08", after.frozen or "")
    assert (before.committed, after.committed) == ("", '["an invented secret"]')
    assert after.seeded == f'["an invented secret","4711.08","{after.frozen}"]'


def test_trail_names_what_was_acted_on_and_is_filtered(session: Session) -> None:
    walk = Walk(session).to_solved()
    run, person = walk.outcome(), find(session, Executive, "E-05")
    disclosures.open_account(
        session, actor=actor(session, "exchange"), now=NOW, outcome=run, executive=person
    )
    told = {(one.who, one.action, one.what) for one in trail.entries(session, trail.Sought(disclosures=True))}
    assert ("exchange", "executives.open_account", "Invented Person 5") in told
    assert {action for _, action, _ in told} <= set(trail.DISCLOSURES)
    of_round = trail.Sought(round_id=the_round(session).id)
    listed = trail.entries(session, of_round)
    assert trail.count(session, of_round) == len(listed)
    assert {one.what for one in listed} == {"First invented round", "run 1 of First invented round"}
    assert (
        next(one.what for one in listed if one.action == "outcomes.store") == "run 1 of First invented round"
    )
    mine = trail.Sought(who=" E-05 ", action="dream_sheets.certify")
    assert [(one.slug, one.what) for one in trail.entries(session, mine)] == [("e-05", "dream sheet 5")]
    assert trail.count(session, trail.Sought(until=NOW)) == 0
    assert trail.count(session, trail.Sought(since=NOW)) == trail.count(session, trail.Sought())
    assert "executives.open_account" in trail.actions(session)


READS: dict[str, Callable[[Session, Outcome], Any]] = {
    "moves": placements.moves,
    "flows": flows.flows,
    "unplaced": unplaced.unplaced,
    "squeezes": unplaced.squeezes,
    "runs": lambda s, run: runs.runs(s, run.round),
    "signed": lambda s, run: runs.signed(s, run.round),
    "answers": lambda s, run: runs.answers(s, run.round),
    "faults": runs.publication_faults,
    "snapshots": lambda s, run: record.life(s, run.round).snapshots,
    "rounds": lambda s, run: record.rounds_on_record(s),
    "trail": lambda s, run: trail.entries(s, trail.Sought(round_id=run.round_id)),
}


def of_run(read: Callable[[Session, Outcome], Any]) -> Callable[[Session], Any]:
    return lambda session: read(session, Walk(session).outcome())


def test_reads_take_as_many_statements_for_three_people_as_for_one(clone: Clone) -> None:
    found = []
    for slugs in (["E-01"], ["E-01", "E-05", "E-11"]):
        engine = open_engine(clone("world"), KEYS)
        with unit_of_work(engine) as session:
            solve_for(session, slugs)
        found.append({name: statements(engine, of_run(read)) for name, read in READS.items()})
        engine.dispose()
    assert found[0] == found[1]
    assert max(found[0].values()) <= 6
