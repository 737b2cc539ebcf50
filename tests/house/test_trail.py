"""Every act that can stand on the audit trail is said in words, and no words are left over."""

import ast
from collections.abc import Iterator

from models.machines import MACHINES
from models.queries.trail import ACCOUNT, DISCLOSURES
from tests.house.tree import python, syntax
from webui.trail_words import SAID

BUILT = {
    ACCOUNT,
    "agreement_policy.read",
    "agreement_policy.waived",
    "development_plans.drop_activity",
    "development_plans.drop_objective",
    "development_plans.finish_activity",
    "development_plans.write_activity",
    "development_plans.write_engagement",
    "development_plans.write_objective",
    "ledger.let_stand",
    "ledger.refuse",
    "outcomes.take_outcome_file",
    "outcomes.take_round_file",
    "report_files.take",
    "report_files.take_all",
    "sweeps.take_outcome",
    "sweeps.take_sweep",
}
"""Acts whose names are put together where they are recorded."""


def recorded() -> Iterator[ast.expr]:
    """The name of the act in every call of `record`."""
    for path in python("models"):
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "record":
                yield node.args[2]


def test_every_act_is_said_in_words_and_every_word_has_its_act() -> None:
    moves = {f"{kind.__tablename__}.{act}" for kind, machine in MACHINES.items() for _, act in machine.moves}
    written = {name.value for name in recorded() if isinstance(name, ast.Constant)}
    assert set(SAID) == moves | written | BUILT


def test_acts_put_together_are_as_many_places_as_were_looked_at() -> None:
    assert sum(not isinstance(name, ast.Constant) for name in recorded()) == 9


def test_every_disclosure_is_said_in_words() -> None:
    assert set(DISCLOSURES) <= set(SAID)
