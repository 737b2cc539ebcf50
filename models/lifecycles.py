"""The one door through which a state changes; the machines themselves are in `models.machines`."""

from collections.abc import Sequence
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from models.act_words import act_words, why_not
from models.actors import Actor
from models.audit import record
from models.errors import WrongState
from models.machine import Machine
from models.machines import MACHINES

_moving: ContextVar[bool] = ContextVar("moving", default=False)


def advance(
    session: Session,
    obj: Any,
    action: str,
    *,
    actor: Actor,
    now: datetime,
    reason: str | None = None,
    commitment: str | None = None,
    **facts: Any,
) -> None:
    """Move one object by `action` and write its audit row; raises WrongState where the table has no move."""
    before = obj.state
    _move(obj, action, reason)
    words = {"before": before, "after": obj.state, **facts}
    name = f"{obj.__tablename__}.{action}"
    record(session, obj, name, actor=actor, now=now, reason=reason, commitment=commitment, **words)


def advance_all(
    session: Session,
    objects: Sequence[Any],
    action: str,
    *,
    under: Any,
    actor: Actor,
    now: datetime,
    reason: str | None = None,
) -> None:
    """Move many objects by the same action, with one audit row on the object they belong to."""
    for obj in objects:
        _move(obj, action, reason)
    if objects:
        name = f"{objects[0].__tablename__}.{action}"
        record(session, under, name, actor=actor, now=now, reason=reason, count=len(objects))


def must_allow(obj: Any, action: str) -> None:
    """Raise WrongState unless `action` is possible now; for verbs that work before they move."""
    machine = MACHINES[type(obj)]
    if (obj.state, action) in machine.moves:
        return
    raise WrongState(why_not(machine, obj.state, action))


def _move(obj: Any, action: str, reason: str | None) -> None:
    must_allow(obj, action)
    machine = MACHINES[type(obj)]
    if action in machine.reasoned and not (reason or "").strip():
        words = act_words(machine, action)
        raise WrongState(f"This {machine.noun} can be {words} only with a written reason.")
    token = _moving.set(True)
    try:
        obj.state = machine.moves[obj.state, action]
    finally:
        _moving.reset(token)


def _start(machine: Machine) -> Any:
    def begin(_target: Any, _args: Any, values: dict[str, Any]) -> None:
        token = _moving.set(True)
        try:
            _target.state = machine.start
        finally:
            _moving.reset(token)
        if "state" in values:
            raise WrongState(
                f"A {machine.noun} begins as {machine.labels[machine.start]}; it is not given a state."
            )

    return begin


def _guard(target: Any, value: Any, _before: Any, _initiator: Any) -> None:
    if not _moving.get():
        noun = MACHINES[type(target)].noun
        raise WrongState(f"The state of a {noun} changes only through lifecycles.advance, not to '{value}'.")


for _class, _machine in MACHINES.items():
    event.listen(_class, "init", _start(_machine))
    event.listen(_class.state, "set", _guard)  # type: ignore[attr-defined]
