"""Every rule of rotations, details, sabbaticals, IPA assignments and appraisal is answered: by clauses, by
functions that read them, and by tests; and every worked example of theirs is a test.

`rules.csv` is the table: a rule, its clauses by code, the functions that answer it, the tests that show it,
and where nothing answers it why it cannot arise here. `vectors.csv` names the test of each worked example.
"""

import ast
import csv
import functools
import importlib
import inspect
from collections import Counter
from dataclasses import dataclass

import pytest

from matcher.policy import assignment_clauses
from matcher.policy.book import CLAUSES
from matcher.policy.clause import Confidence
from matcher.policy.reasons import TEXTS
from tests.house.tree import ROOT, syntax

COUNTS = {"R": 11, "D": 20, "S": 6, "I": 14, "P": 7}
CODES = frozenset(clause.code for clause in CLAUSES)


@dataclass(frozen=True)
class Rule:
    """A row of the table."""

    id: str
    rule: str
    clauses: tuple[str, ...]
    functions: tuple[str, ...]
    tests: tuple[str, ...]
    why: str


def _rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "tests/house" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _rule(row: dict[str, str]) -> Rule:
    clauses, functions, tests = (tuple(row[name].split()) for name in ("clauses", "functions", "tests"))
    return Rule(row["id"], row["rule"], clauses, functions, tests, row["why"])


RULES = tuple(_rule(row) for row in _rows("rules.csv"))
VECTORS = {row["vector"]: row["tests"].split() for row in _rows("vectors.csv")}
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


@functools.cache
def _tests(path: str) -> frozenset[str]:
    return frozenset(node.name for node in syntax(path).body if isinstance(node, ast.FunctionDef))


def _is_test(name: str) -> bool:
    path, _, test = name.partition("::")
    return (ROOT / path).is_file() and test in _tests(path)


def _source(function: str) -> str:
    """The text of the module of a function, once it is seen to be there."""
    module, _, name = function.partition(":")
    found = importlib.import_module(module)
    assert callable(getattr(found, name)), function
    return inspect.getsource(found)


def unread(rule: Rule) -> set[str]:
    """The clauses of a rule that the modules of its functions neither read nor raise a reason of."""
    text = "".join(_source(function) for function in rule.functions)
    raised = {clause.code for code, (clause, _) in TEXTS.items() if f'"{code}"' in text}
    return {code for code in rule.clauses if code not in raised and f".{code.upper()}" not in text}


def unanswered(rule: Rule) -> list[str]:
    """What a rule lacks; nothing where it is answered, or where it says why it cannot arise."""
    if rule.why and not rule.functions:
        return []
    wanted = {"clauses": rule.clauses, "functions": rule.functions, "tests": rule.tests}
    return [name for name, given in wanted.items() if not given]


def test_table_holds_every_rule_once() -> None:
    ids = [f"{letter}{number}" for letter, most in COUNTS.items() for number in range(1, most + 1)]
    assert [rule.id for rule in RULES] == ids


@each_rule
def test_rule_is_answered(rule: Rule) -> None:
    assert unanswered(rule) == []
    assert set(rule.clauses) <= CODES
    assert unread(rule) == set()


@each_rule
def test_rule_has_its_tests(rule: Rule) -> None:
    assert [name for name in rule.tests if not _is_test(name)] == []


def test_every_clause_of_an_assignment_answers_a_rule() -> None:
    cited = {code for rule in RULES for code in rule.clauses}
    law = {one.code for one in assignment_clauses.CLAUSES if one.confidence is not Confidence.POLICY}
    assert law - cited == {"reason_points"}, "name the rule in rules.csv that a new clause belongs to"


@pytest.mark.parametrize("vector", VECTORS)
def test_vector_is_a_test(vector: str) -> None:
    assert VECTORS[vector]
    assert [name for name in VECTORS[vector] if not _is_test(name)] == []


def test_rule_that_nobody_answers_is_noticed() -> None:
    new = Rule("D21", "a new rule", (), (), (), "")
    assert unanswered(new) == ["clauses", "functions", "tests"]
    assert unread(Rule("D21", "", ("members",), ("matcher.policy.ipa:check_ipa",), (), "")) == {"members"}
    assert not _is_test("tests/matcher/test_past.py::test_nothing")
    assert Counter(rule.id for rule in (*RULES, new))["D21"] == 1
