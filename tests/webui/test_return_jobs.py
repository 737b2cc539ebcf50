"""The clock's work on ways back and on agreements without one: what fails holds up nothing else."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.agreements import Agreement, AgreementState
from models.db import open_engine, unit_of_work
from models.errors import Denied
from models.returns import ReturnRight, ReturnState
from models.services import agreement_clock, returns_clock
from tests.models import agreements as made
from tests.models import conftest as two_engines
from tests.models.stages import KEYS
from webui.incomplete import Incomplete
from webui.machine import Machine
from webui.return_jobs import move_returns

LATE = made.at(made.ENDS) + timedelta(days=1)


clone, database = two_engines.clone, two_engines.database


@pytest.fixture
def both(clone: two_engines.Clone) -> Iterator[Engine]:
    """One is away with a way back, one without, on each engine in turn."""
    opened = open_engine(clone("world"), KEYS)
    with unit_of_work(opened) as session:
        made.in_force(session, "E-06")
        made.without_way_back(session)
        made.lasting(session)
    yield opened
    opened.dispose()


@pytest.mark.parametrize(
    ("broken", "verb", "said", "states"),
    [
        (returns_clock, "act", "Return right 1", (ReturnState.ACTIVE, AgreementState.ENDED)),
        (agreement_clock, "end", "Agreement 2", (ReturnState.NOTICE_WINDOW, AgreementState.IN_FORCE)),
    ],
)
def test_what_fails_holds_up_nothing_else(
    both: Engine, monkeypatch: pytest.MonkeyPatch, broken: Any, verb: str, said: str, states: tuple[Any, Any]
) -> None:
    def fail(session: Session, **_facts: Any) -> int:
        raise Denied("Nobody may do this.")

    monkeypatch.setattr(broken, verb, fail)
    with pytest.raises(Incomplete, match=rf"^{said}: Nobody may do this\. Return rights looked at: 1; "):
        move_returns(Machine(both, lambda: LATE))
    with unit_of_work(both, read_only=True) as session:
        right = session.scalars(select(ReturnRight.state)).one()
        agreement = session.scalars(select(Agreement.state).order_by(Agreement.id.desc())).first()
        assert (right, agreement) == states
