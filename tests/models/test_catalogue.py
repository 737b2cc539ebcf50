"""The catalogue's reads: gates as the engine decides, facets that count, the same number of statements."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from matcher import parse
from matcher.files import canonical
from matcher.policy.rotation import Offer
from matcher.rotation.choices import list_choices
from matcher.rotation.problem import Rotation
from models import snapshots
from models.agencies import Agency
from models.executives import Clearance, Executive
from models.opportunities import Kind, Opportunity, Remote
from models.queries.cards import card, cards
from models.queries.catalogue import FACETS, search
from models.queries.facts import Fact, catalogue, facts
from models.queries.gates import gates, is_open
from models.queries.my_rounds import my_rounds
from models.queries.my_sheet import my_sheet
from models.rounds import Rule
from models.sealed_lists import Groups
from models.services import rounds, rules
from tests.models.walk import Walk, consent, file
from tests.models.world import NOW, actor, find, the_round


def fact(number: int, **values: Any) -> Fact:
    usual: dict[str, Any] = {
        "slug": f"O-{number:02}",
        "title": f"Director {number}",
        "purpose": "Lead.",
        "host_code": "EN",
        "host": "Energy",
        "organization": None,
        "kind": Kind.DETAIL,
        "duration_days": 120,
        "starts_from": date(2027, 1, 1),
        "starts_until": date(2027, 2, 1),
        "seats": 1,
        "clearance": Clearance.NONE,
        "remote": Remote.NONE,
        "place": "Washington, DC",
        "offer": Offer("x", "EN", 120, date(2027, 2, 1), "none", None, True, date(2027, 1, 1)),
        "as_of": None,
    }
    return Fact(**(usual | values))


def test_facet_counts_leave_its_own_question_out() -> None:
    rows = [
        fact(1, ecqs=("Leading People",)),
        fact(2, kind=Kind.VIRTUAL, ecqs=("Leading People", "Merit")),
        fact(3, kind=Kind.VIRTUAL, place="Denver, CO"),
    ]
    found = search(rows, "", {"kind": ["detail"], "region": ["DC"]}, 1)
    assert [row.slug for row in found.rows] == ["O-01"]
    told = {
        name: [(one.value, one.count, one.chosen) for one in found.facets[name]]
        for name in ("kind", "region", "ecq")
    }
    assert told == {
        "kind": [("detail", 1, True), ("virtual", 1, False)],
        "region": [("DC", 1, True)],
        "ecq": [("Leading People", 1, False)],
    }


def test_value_asked_for_stays_although_nothing_has_it() -> None:
    found = search([fact(1)], "", {"region": ["GU"]}, 1)
    assert found.count == 0
    assert [(one.value, one.count) for one in found.facets["region"]] == [("DC", 1), ("GU", 0)]


@pytest.mark.parametrize(
    ("page", "at", "first"), [(1, 1, "O-00"), (3, 3, "O-40"), (9, 3, "O-40"), (-2, 1, "O-00")]
)
def test_pages_hold_twenty_and_stay_in_range(page: int, at: int, first: str) -> None:
    found = search([fact(number) for number in range(45)], "", {}, page)
    assert (found.page, found.last, found.rows[0].slug) == (at, 3, first)


@pytest.mark.parametrize(
    ("days", "band"), [(119, "0-119"), (120, "120-179"), (179, "120-179"), (365, "365-10000")]
)
def test_length_falls_into_one_band(days: int, band: str) -> None:
    assert FACETS["duration"](fact(1, duration_days=days)) == (band,)


def test_words_are_found_in_any_part_and_any_case() -> None:
    rows = [fact(1), fact(2, organization="Office of Dams")]
    assert [row.slug for row in search(rows, "DAMS energy", {}, 1).rows] == ["O-02"]


def test_gates_say_beforehand_what_the_engine_decides_afterwards(session: Session) -> None:
    walk = Walk(session).to_posted()
    names = ("EN", "TR")
    energy, treasury = (find(session, Agency, code) for code in names)
    walk.step(rules.set_alliances, pairs=[(energy, treasury)], hops=1)
    walk.step(rules.set_limits, agency=treasury, internal=False)
    pair = {
        "executive": find(session, Executive, "E-06"),
        "opportunity": find(session, Opportunity, "O-6"),
        "rule": Rule.FORBID,
        "reason": "a recorded reason",
    }
    made = walk.step(rules.set_pair_rule, **pair)
    rules.approve_pair_rule(session, actor=actor(session, "exchange-2"), now=NOW, rule=made)
    walk.step(rounds.open_preferences)
    people = [f"E-{number:02}" for number in range(1, 13)]
    every = [f"O-{number}" for number in range(1, 7)]
    for slug in people:
        file(session, slug, list(every))
        consent(session, slug)
    round_ = the_round(session)
    content = snapshots.frozen_content(session, round_)
    rotation = parse(canonical({**content, "seed": "invented"}))
    assert isinstance(rotation, Rotation)
    choices = list_choices(rotation)
    decided = {
        (choices.executives[who], choices.wanted[row]): bool(choices.eligible[row])
        for row, who in enumerate(choices.executive)
    }
    offered = [one.offer for one in facts(session, round_)]
    told = {
        (slug, where): is_open(reasons)
        for slug in people
        for where, reasons in gates(session, round_, find(session, Executive, slug), offered).items()
    }
    assert told == decided
    assert {True, False} == set(told.values())


def statements(engine: Engine, read: Callable[[Session], object]) -> int:
    """How many statements a read runs in a session of its own."""
    seen: list[str] = []

    def count(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    with Session(engine) as session:
        read(session)
    event.remove(engine, "before_cursor_execute", count)
    return len(seen)


def test_reads_take_as_many_statements_for_one_as_for_many(engine: Engine) -> None:
    with Session(engine) as session:
        Walk(session).to_filed()
        file(session, "E-01", ["O-3"])
        file(session, "E-05", ["O-1", ["O-2", "O-5"], "O-6"])
        session.commit()

    def own_sheet(slug: str) -> Callable[[Session], object]:
        return lambda session: my_sheet(session, the_round(session), find(session, Executive, slug), now=NOW)

    assert statements(engine, own_sheet("E-01")) == statements(engine, own_sheet("E-05"))

    def some_cards(ids: list[int]) -> Callable[[Session], object]:
        return lambda session: cards(session, ids, NOW.date())

    assert statements(engine, some_cards([1])) == statements(engine, some_cards([1, 2, 3])) == 4


def test_own_sheet_and_rounds_hold_what_was_filed(session: Session) -> None:
    Walk(session).to_filed()
    mine, round_ = find(session, Executive, "E-01"), the_round(session)
    view = my_sheet(session, round_, mine, now=NOW)
    groups: Groups = [["O-3"], ["O-5", "O-6"]]
    assert view.groups == groups
    assert [(line.slug, line.number, line.tied) for line in view.lines] == [
        ("O-3", 1, 0),
        ("O-5", 2, 1),
        ("O-6", 2, 1),
    ]
    assert view.certified is not None
    assert view.certified.choices == groups
    assert view.certified.text == '["salt of E-01","E-01",[["O-3"],["O-5","O-6"]]]'
    found = my_rounds(session, mine.id)
    assert [(one.takes_part, one.has_result, one.proposal) for one in found] == [(True, False, None)]


def test_catalogue_carries_tags_and_card_its_framework(session: Session) -> None:
    Walk(session).to_lists()
    assert {one.ecqs for one in catalogue(session, the_round(session))} == {("Achieving Results",)}
    view = card(session, find(session, Executive, "E-01"), NOW.date())
    assert [(line.ecq, line.text) for line in view.evidence] == [("Achieving Results", "")]
    assert card(session, find(session, Executive, "E-01"), date(2025, 9, 30)).evidence == ()


@pytest.mark.parametrize(("enough", "flagged"), [(None, True), (4, False), (3, True), (0, False)])
def test_moves_are_flagged_from_the_number_that_the_round_says(
    session: Session, enough: int | None, flagged: bool
) -> None:
    round_, who = the_round(session), find(session, Executive, "E-05")
    round_.enough_moves, who.moves = enough, 3
    (found,) = gates(session, round_, who, [fact(1).offer]).values()
    assert ("moves_enough" in [one.code for one in found]) is flagged
