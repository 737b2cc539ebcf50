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
        rights, over = due_rights(session, machine.clock()), agreement_clock.over(session, machine.clock())

    def look(session: Session, number: int, **facts: Any) -> int:
        return returns_clock.act(session, right=session.get_one(ReturnRight, number), **facts)

    def end(session: Session, number: int, **facts: Any) -> int:
        return agreement_clock.end(session, agreement=session.get_one(Agreement, number), **facts)

    moved, stuck = _each(machine, "Return right", look, rights)
    ended, kept = _each(machine, "Agreement", end, over)
    said = f"Return rights looked at: {len(rights):,}; things done: {moved + ended:,}."
    if stuck or kept:
        raise Incomplete(" ".join([*stuck, *kept, said]))
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
