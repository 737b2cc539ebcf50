"""What the clock owes people who are away: each right and each agreement in its own transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy.orm import Session

from models.agreements import Agreement
from models.db import unit_of_work
from models.errors import Trouble
from models.queries.returns import due_rights
from models.returns import ReturnRight
from models.services import agreement_clock, returns_clock
from webui.incomplete import Incomplete
from webui.machine import Machine
from webui.mailer import find_system


def move_returns(machine: Machine) -> str:
    """Let the clock look at every return right that is due, and end what no right ends; one that fails holds
    up no other."""
    with unit_of_work(machine.engine, read_only=True) as session:
        now = machine.clock()
        rights, over = due_rights(session, now), agreement_clock.over(session, now)
        late, near = agreement_clock.late(session, now), agreement_clock.to_remind(session, now)

    def look(session: Session, number: int, **facts: Any) -> int:
        return returns_clock.act(session, right=session.get_one(ReturnRight, number), **facts)

    def of_agreement(verb: Callable[..., int]) -> Callable[..., int]:
        return lambda session, number, **facts: verb(
            session, agreement=session.get_one(Agreement, number), **facts
        )

    done, failed = _each(machine, "Return right", look, rights)
    for verb, numbers in (
        (agreement_clock.lapse, late),
        (agreement_clock.remind, near),
        (agreement_clock.end, over),
    ):
        count, stuck = _each(machine, "Agreement", of_agreement(verb), numbers)
        done, failed = done + count, failed + stuck
    said = f"Return rights looked at: {len(rights):,}; things done: {done:,}."
    if failed:
        raise Incomplete(" ".join([*failed, said]))
    return said


def _each(
    machine: Machine, what: str, verb: Callable[..., int], numbers: Iterable[int]
) -> tuple[int, list[str]]:
    """How much was done, and what failed."""
    done, failed = 0, []
    for number in machine.each(numbers):
        try:
            with unit_of_work(machine.engine) as session:
                done += verb(session, number, actor=find_system(session), now=machine.clock())
        except Trouble as fault:
            failed.append(f"{what} {number}: {fault}")
    return done, failed
