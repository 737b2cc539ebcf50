"""No key of an outcome and no rule of a round without a tampering that `verify` reports."""

from collections.abc import Callable, Iterator
from functools import partial
from inspect import getclosurevars
from typing import Any

import pytest

import matcher
from matcher.form import Check
from matcher.mentoring import shape as sweep_shape
from matcher.rotation import shape
from matcher.rotation.eligibility import CAUSES
from matcher.rotation.limits import list_limits
from tests.matcher import engine, golden, oracle
from tests.matcher.edits import put
from tests.matcher.oracle.eligibility import causes
from tests.matcher.oracle.interrupted import interrupted
from tests.matcher.oracle.optimal import solved
from tests.matcher.oracle.search import Space
from tests.matcher.rounds import tiny_round
from tests.matcher.sweeps import tiny_sweep
from tests.matcher.tampering import nodes, tamperings

Json = dict[str, Any]
RULES = [*(cause for cause in CAUSES if cause != "eligible"), "declined"]
LIMITS = ("max_out", "max_in", "net_min", "net_max", "seats", "min_seats", "pinned")
FREE = {"timings", "software"}
"""The solver's own affairs, checked for their form."""


def keys(check: Check, path: str = "") -> Iterator[str]:
    """Every key a form knows, members of lists as `[]`.

    The check of an object holds its `checks`, that of a list its `inner` one.
    """
    faults: Any = getattr(check, "faults", check)
    held = getclosurevars(faults).nonlocals
    for key, inner in held.get("checks", {}).items():
        here = f"{path}.{key}".removeprefix(".")
        yield here
        yield from keys(inner, here)
    if "inner" in held:
        yield from keys(held["inner"], f"{path}[]")


def test_forms_are_read_to_the_last_key() -> None:
    found = set(keys(shape.FORMS["optimal"]))
    assert {"format", "metrics.units[].net", "unmatched[].choices[].text", "timings.read"} <= found


def general(path: str) -> str:
    """The path with every place in a list as `[]`."""
    return "".join(
        part.partition("]")[2].join(("[]", "")) if n else part for n, part in enumerate(path.split("["))
    )


def good_outcomes() -> Iterator[tuple[str, Json, Json]]:
    """Outcomes of every status with their files: the golden ones, and tiny ones for what those lack."""
    for name in golden.ROTATIONS:
        yield "round", golden.rotation(name), golden.outcome(name)
    yield "round", golden.rotation("integer"), golden.json_of("integer.time-limit.outcome.json")
    for name in golden.SWEEPS:
        yield "sweep", golden.rotation(name), golden.outcome(name)
    yield "round", *with_text(tiny_round, oracle.solve)
    yield "round", *with_text(partial(tiny_round, mechanism="stable"), oracle.solve)
    yield "round", *with_text(partial(tiny_round, network=False), interrupted)
    for number in range(50):
        sweep = tiny_sweep(number)
        yield "sweep", sweep, engine.written(oracle.solve_sweep(sweep))


def with_text(make: Callable[[int], Json], solve: Callable[[Json], Json | None]) -> tuple[Json, Json]:
    """A round in which somebody is unplaced and told why a choice was forbidden, and its outcome."""
    for number in range(500):
        value = make(number)
        outcome = solve(value) if any(len(entry) > 2 for entry in value.get("forbidden", [])) else None
        if outcome and any("text" in each for entry in outcome["unmatched"] for each in entry["choices"]):
            return value, engine.written(outcome)
    raise AssertionError("no tiny round tells somebody why a choice was forbidden")


FORMS = [
    *(("round", status, form) for status, form in shape.FORMS.items()),
    *(("sweep", status, form) for status, form in sweep_shape.FORMS.items()),
]


@pytest.mark.parametrize(("kind", "status", "form"), FORMS)
def test_every_key_has_a_tampering_that_is_reported(kind: str, status: str, form: Check) -> None:
    """The cases come from the outcomes, the keys from the form: a new key must appear in both."""
    reported: set[str] = set()
    for found, file, outcome in good_outcomes():
        if (found, outcome["status"]) == (kind, status):
            problem = matcher.parse(engine.encoded(file))
            for path, _ in nodes(outcome):
                at = general(path)
                if at not in reported and matcher.verify(problem, put(outcome, path, {"x": 1.5})).failures:
                    reported.add(at)
    assert set(keys(form)) - reported == set()


@pytest.mark.parametrize(("kind", "status", "form"), FORMS)
def test_every_key_has_another_value_that_is_reported(kind: str, status: str, form: Check) -> None:
    """The same with values of the right type, for what the two files decide."""
    wanted = {key for key in keys(form) if key.split(".")[0] not in FREE and key != "conflict[].text"}
    reported: set[str] = set()
    for found, file, outcome in good_outcomes():
        if (found, outcome["status"]) == (kind, status) and wanted - reported:
            problem = matcher.parse(engine.encoded(file))
            for what, changed in tamperings(outcome):
                path, _, how = what.partition(" ")
                if not how.startswith(("as ", "dropped")) and general(path) in wanted - reported:
                    reported |= {general(path)} if matcher.verify(problem, changed).failures else set()
    assert wanted - reported == set()


@pytest.mark.parametrize("mechanism", ["optimal", "stable"])
@pytest.mark.parametrize("cause", RULES)
def test_every_cause_keeps_a_pair_out(cause: str, mechanism: str) -> None:
    """Somebody is put where this cause forbids it."""
    seen = 0
    for number in range(300):
        value = tiny_round(number, mechanism=mechanism)
        outcome = oracle.solve(value)
        closed = [pair for pair, why in causes(value).items() if why == cause]
        if outcome["status"] == "infeasible" or not closed:
            continue
        person, post = closed[0]
        others = [match for match in outcome["matches"] if match["executive"] != person]
        claim = {"executive": person, "opportunity": post, "choice_rank": 1, "host_rank": 1}
        matches = sorted([*others, claim], key=lambda match: str(match["executive"]))
        found = engine.failures(value, engine.written(outcome | {"matches": matches}))
        assert any("may not go to" in line for line in found), number
        seen += 1
        if seen == 5:
            return
    raise AssertionError(f"no tiny round has a choice closed as {cause}")


@pytest.mark.parametrize("kind", LIMITS)
def test_every_kind_of_limit_is_checked(kind: str) -> None:
    """The best outcome without one limit breaks it, is right in every count, and is refused by name."""
    seen = 0
    for number in range(1000):
        value = tiny_round(number)
        space, true = Space(value), oracle.solve(value)
        if true["status"] == "infeasible":
            continue
        for limit in (limit for limit in space.limits if limit.kind == kind):
            claim = true | solved(space, space.feasible(each for each in space.limits if each is not limit))
            if claim["matches"] != true["matches"]:
                found = engine.failures(value, engine.written(claim))
                assert any(line.startswith(f"{limit.path}: ") for line in found), (number, limit.path)
                seen += 1
        if seen >= 3:
            return
    raise AssertionError(f"no tiny round is held back by {kind}")


def test_kinds_of_limits_are_all_of_them() -> None:
    rounds = (matcher.parse_rotation(engine.encoded(tiny_round(number))) for number in range(100))
    assert {limit.key for rotation in rounds for limit in list_limits(rotation)} == set(LIMITS)
