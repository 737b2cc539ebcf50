"""What the clock owes meetings: each item in its own transaction, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from models.db import unit_of_work
from models.errors import Conflict, Trouble, WrongState
from models.meetings import Meeting
from models.queries.meetings import due_reminders, over
from models.services import meetings
from webui.incomplete import Incomplete
from webui.machine import Machine
from webui.mailer import find_system


def remind_meetings(machine: Machine) -> str:
    """Write every reminder that is due."""
    with unit_of_work(machine.engine, read_only=True) as session:
        due = [number for number, _ in due_reminders(session, machine.clock())]
    return f"Meetings called to mind: {_each(machine, meetings.remind, due)}."


def hold_meetings(machine: Machine) -> str:
    """Take for held what ended an hour ago, where nobody has said otherwise."""
    with unit_of_work(machine.engine, read_only=True) as session:
        due = over(session, machine.clock())
    return f"Meetings taken for held: {_each(machine, meetings.hold, due)}."


def _each(machine: Machine, verb: Any, numbers: Iterable[int]) -> int:
    """How many were done here; whatever somebody else has done or changed meanwhile is left alone, and one
    that fails holds up no other."""
    done, failed = 0, []
    for number in machine.each(numbers):
        try:
            with unit_of_work(machine.engine) as session:
                meeting = session.get_one(Meeting, number)
                verb(session, actor=find_system(session), now=machine.clock(), meeting=meeting)
        except (Conflict, WrongState):
            continue
        except Trouble as fault:
            failed.append(f"meeting {number}: {fault}")
            continue
        done += 1
    if failed:
        raise Incomplete(" ".join([*failed, f"Done: {done}."]))
    return done
