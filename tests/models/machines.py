"""State machines over the verbs, each step one transaction on a database of its own."""

import shutil
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.db import open_engine, unit_of_work
from models.errors import Trouble
from tests.models.stages import KEYS

STEPS = 40


class Machine(RuleBasedStateMachine):
    """Begins at `begin` on a copy of the SQLite file `template`.

    `taken` counts each step of all runs by name, and what a verb refused once more as "<name> refused".
    """

    begin: ClassVar[datetime]
    template: ClassVar[Path]
    taken: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.file = self.template.parent / f"{uuid4()}.sqlite"
        shutil.copy(self.template, self.file)
        self.engine = open_engine(f"sqlite:///{self.file}", KEYS)
        self.now = self.begin

    def teardown(self) -> None:
        self.engine.dispose()
        for path in self.file.parent.glob(f"{self.file.name}*"):
            path.unlink()

    def do(self, name: str, act: Callable[[Session], object]) -> None:
        """One transaction; what a verb refuses changes nothing, and none leaves it to the database."""
        self.taken[name] += 1
        try:
            with unit_of_work(self.engine) as session:
                act(session)
        except Trouble as trouble:
            if isinstance(trouble.__cause__, IntegrityError):
                raise AssertionError(f"a verb left it to the database: {trouble}") from trouble
            self.taken[f"{name} refused"] += 1

    def one(self, session: Session, table: Any, number: int, *where: Any) -> Any:
        """Some row, in an order that does not change."""
        found = session.scalars(select(table).where(*where).order_by(table.id)).all()
        return found[number % len(found)] if found else None


def run(machine: type[Machine], template: Path, examples: int) -> Counter[str]:
    """Run the machine `examples` times, always the same; return how often each step was taken."""
    machine.template, machine.taken = template, Counter()
    wanted = settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=wanted)
    return machine.taken


def carried_out(taken: Counter[str]) -> int:
    """How many steps were not refused."""
    return sum(count for name, count in taken.items() if not name.endswith(" refused"))
