"""Every figure of policy has a citation, is used, and is written nowhere else."""

import ast
import functools
from datetime import date, timedelta

import pytest

from matcher.policy import (
    assignment_clauses,
    clauses,
    demand_clauses,
    meeting_clauses,
    mentoring_clauses,
    nomination_clauses,
    offer_clauses,
    programme_clauses,
    release_clauses,
    requirement_clauses,
    return_clauses,
)
from matcher.policy.book import CLAUSES
from matcher.policy.clauses import Clause, Confidence, Force
from matcher.policy.reasons import TEXTS, reason
from tests.house.tree import python, syntax

MODULES = (
    assignment_clauses,
    clauses,
    demand_clauses,
    meeting_clauses,
    mentoring_clauses,
    nomination_clauses,
    offer_clauses,
    programme_clauses,
    release_clauses,
    requirement_clauses,
    return_clauses,
)
HOMES = tuple(module.__name__.replace(".", "/") + ".py" for module in MODULES)
each_clause = pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.code)


@functools.cache
def used() -> frozenset[str]:
    """Every name and attribute that the code reads, the homes of the clauses aside."""
    paths = [path for path in python("matcher", "models", "webui", "seed") if path not in HOMES]
    nodes = [node for path in paths for node in ast.walk(syntax(path))]
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return frozenset(attributes | {node.id for node in nodes if isinstance(node, ast.Name)})


def test_every_clause_is_listed() -> None:
    homes = [value for module in MODULES for value in vars(module).values()]
    named = {value for value in homes if isinstance(value, Clause)}
    assert named == set(CLAUSES)
    assert len({(clause.code, clause.effective_from) for clause in CLAUSES}) == len(CLAUSES)


@each_clause
def test_clause_has_a_citation_and_a_unit_for_its_figure(clause: Clause) -> None:
    assert len(clause.citation) > 10
    assert (clause.value is None) == (clause.unit == "")


@each_clause
def test_clause_is_used(clause: Clause) -> None:
    assert clause.code.upper() in used()


@each_clause
def test_clause_that_is_our_choice_says_so_and_no_other_does(clause: Clause) -> None:
    assert clause.citation.startswith("Policy of Roundtrip") == (clause.confidence is Confidence.POLICY)


@each_clause
def test_clause_nobody_verified_only_warns(clause: Clause) -> None:
    assert clause.confidence is not Confidence.NOT_VERIFIED or clause.force is not Force.HARD


@each_clause
def test_clause_is_in_force_from_its_first_day(clause: Clause) -> None:
    eve = clause.effective_from - timedelta(days=1)
    assert [clause.is_in_force(day) for day in (eve, clause.effective_from)] == [False, True]


def test_clause_ends_after_its_last_day() -> None:
    old = Clause(
        code="old",
        value=1,
        unit="day",
        citation="a repealed rule",
        effective_from=date(2020, 1, 1),
        effective_to=date(2020, 2, 29),
        confidence=Confidence.OPENED,
        force=Force.HARD,
    )
    days = [date(2020, 2, 28), date(2020, 2, 29), date(2020, 3, 1)]
    assert [old.is_in_force(day) for day in days] == [True, True, False]


def test_clause_without_a_figure_gives_none() -> None:
    with pytest.raises(ValueError, match="clearance has no figure"):
        _ = clauses.CLEARANCE.figure


def test_every_reason_rests_on_a_listed_clause() -> None:
    assert {clause for clause, _ in TEXTS.values()} <= set(CLAUSES)


def test_every_reason_is_raised_somewhere() -> None:
    raised = {
        argument.value
        for path in python("matcher", "models")
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("reason", "reason_under", "Fault")
        for argument in node.args[:2]
        if isinstance(argument, ast.Constant)
    }
    assert raised == set(TEXTS)


def test_reason_fills_in_the_figure_of_its_clause() -> None:
    found = reason("short_rotation", opportunity="O-1", days=119)
    assert found.text == "O-1 lasts 119 days; fewer than 120 do not count as a rotation."
    assert not found.refuses
