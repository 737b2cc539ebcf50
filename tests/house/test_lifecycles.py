"""Every state can be reached, has a label, and has a way out unless it is an end; there is one door."""

import ast
from collections.abc import Iterator

import pytest
from sqlalchemy import inspect

from models.act_words import ACTS, BY_ITSELF, OWN, act_words, why_not
from models.base import Base, Edited
from models.machine import Machine
from models.machines import MACHINES
from models.tables import metadata
from tests.house.tree import python, syntax


def mapped_classes() -> set[type[Base]]:
    return {mapper.class_ for mapper in Base.registry.mappers}


DOOR = "models/lifecycles.py"
# A bulk UPDATE goes past both the door and the version, so these classes are changed object by object.
GUARDED = {kind.__name__ for kind in mapped_classes() if issubclass(kind, Edited) or kind in MACHINES}
each_machine = pytest.mark.parametrize("machine", MACHINES.values(), ids=lambda machine: machine.noun)


def states(machine: Machine) -> set[str]:
    return set(type(machine.start))


def reached(machine: Machine) -> set[str]:
    found: set[str] = {machine.start}
    while more := {after for (before, _), after in machine.moves.items() if before in found} - found:
        found |= more
    return found


@each_machine
def test_every_state_is_reached_from_the_start(machine: Machine) -> None:
    assert reached(machine) == states(machine)


@each_machine
def test_every_state_has_a_way_out_or_is_an_end(machine: Machine) -> None:
    assert {state for state in states(machine) if not machine.actions(state)} == machine.ends  # type: ignore[arg-type]


@each_machine
def test_every_state_has_a_label_of_its_own(machine: Machine) -> None:
    assert set(machine.labels) == states(machine)
    assert len(set(machine.labels.values())) == len(machine.labels)


@each_machine
def test_every_refusal_says_in_words_how_the_thing_stands(machine: Machine) -> None:
    for state in type(machine.start):
        for action in {action for _, action in machine.moves} - set(machine.actions(state)):
            said = why_not(machine, state, action)
            assert said.startswith(
                f"The {machine.noun} cannot be {act_words(machine, action)} now: its state is"
            )
            assert said.endswith("and that is final.") == (state in machine.ends)


def test_no_words_stand_for_acts_that_no_machine_has() -> None:
    known = {(machine.noun, action) for machine in MACHINES.values() for _, action in machine.moves}
    actions = {action for _, action in known}
    assert set(ACTS) == actions
    assert not {*OWN, *BY_ITSELF} - known


@each_machine
def test_reasons_are_asked_for_actions_that_exist(machine: Machine) -> None:
    assert machine.reasoned <= {action for _, action in machine.moves}


def test_every_table_with_a_state_has_its_machine() -> None:
    with_state = {name for name, table in metadata.tables.items() if "state" in table.columns}
    assert {kind.__tablename__ for kind in MACHINES} == with_state


def test_states_of_the_machine_are_those_of_the_column() -> None:
    for kind, machine in MACHINES.items():
        column = inspect(kind).columns["state"].type
        assert column.enums == [state.value for state in type(machine.start)]  # type: ignore[attr-defined]
        assert issubclass(kind, Base)


def writes_of_state(tree: ast.Module) -> Iterator[int]:
    """Lines that set `.state`, name it in setattr or values(), or update in bulk what carries a version."""
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=targets):
                yield from (target.lineno for target in targets if _is_state(target))
            case ast.AugAssign(target=target) | ast.AnnAssign(target=target) if _is_state(target):
                yield target.lineno
            case ast.Call(func=ast.Name(id="update"), args=[ast.Name(id=name)], lineno=line) if (
                name in GUARDED
            ):
                yield line
            case ast.Call(
                func=ast.Name(id="setattr"), args=[_, ast.Constant(value="state"), *_], lineno=line
            ):
                yield line
            case ast.Call(func=called, keywords=keywords, lineno=line) if _makes_or_sets_rows(called) and any(
                word.arg == "state" for word in keywords
            ):
                yield line


def _makes_or_sets_rows(called: ast.expr) -> bool:
    match called:
        case ast.Name(id=name):
            return name in GUARDED
        case ast.Attribute(attr=name):
            return name in ("values", *GUARDED)
    return False


def _is_state(target: ast.expr) -> bool:
    return isinstance(target, ast.Attribute) and target.attr == "state"


@pytest.mark.parametrize("package", ["models", "seed", "webui"])
def test_state_is_written_at_the_door_alone(package: str) -> None:
    found = {path: list(writes_of_state(syntax(path))) for path in python(package) if path != DOOR}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "source",
    [
        "round_.state = x",
        "round_.state: int = x",
        "setattr(round_, 'state', x)",
        "session.execute(update(Round).values(name=x))",
        "Round(state=x)",
        "rounds.Round(state=x)",
        "session.execute(update(table).values(state=x))",
    ],
)
def test_writing_of_a_state_is_noticed(source: str) -> None:
    assert list(writes_of_state(ast.parse(source))) == [1]
