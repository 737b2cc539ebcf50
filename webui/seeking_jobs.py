"""The jobs of people and places that look for one another."""

from __future__ import annotations

from contextlib import suppress

from models.db import unit_of_work
from models.demand import COUNTED_IN
from models.errors import Conflict
from models.executives import Executive
from models.queries.board import ids_in
from models.queries.saved_searches import open_catalogues, watchers
from models.rounds import Round
from models.services import demand, saved_searches
from webui.machine import Machine
from webui.mailer import find_system


def count_demand(machine: Machine) -> str:
    """Count the demand of each open round in a transaction of its own."""
    with unit_of_work(machine.engine, read_only=True) as session:
        numbers = ids_in(session, COUNTED_IN)
    done = 0
    for number in machine.each(numbers):
        with unit_of_work(machine.engine) as session:
            round_ = session.get_one(Round, number)
            done += demand.count(session, actor=find_system(session), now=machine.clock(), round_=round_)
    return f"Rounds whose demand was counted: {done}."


def tell_searchers(machine: Machine) -> str:
    """Tell each executive what is new, in a transaction of its own; the catalogues are read once."""
    with unit_of_work(machine.engine, read_only=True) as session:
        people, catalogues = watchers(session), open_catalogues(session)
        session.expunge_all()
    found = 0
    for number in machine.each(people if catalogues else ()):
        with suppress(Conflict), unit_of_work(machine.engine) as session:
            person = session.get_one(Executive, number)
            by = find_system(session)
            found += saved_searches.alert(
                session, actor=by, now=machine.clock(), executive=person, catalogues=catalogues
            )
    return f"People with searches: {len(people):,}; new finds told: {found:,}."
