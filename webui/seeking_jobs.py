"""The jobs of people and places that look for one another."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from sqlalchemy import Engine

from models.db import unit_of_work
from models.demand import COUNTED_IN
from models.errors import Conflict
from models.executives import Executive
from models.queries.board import ids_in
from models.queries.saved_searches import open_catalogues, watchers
from models.rounds import Round
from models.services import demand, saved_searches
from webui.mailer import find_system

Clock = Callable[[], datetime]


def count_demand(engine: Engine, clock: Clock) -> str:
    """Count the demand of each open round in a transaction of its own."""
    with unit_of_work(engine, read_only=True) as session:
        numbers = ids_in(session, COUNTED_IN)
    done = 0
    for number in numbers:
        with unit_of_work(engine) as session:
            round_ = session.get_one(Round, number)
            done += demand.count(session, actor=find_system(session), now=clock(), round_=round_)
    return f"Rounds whose demand was counted: {done}."


def tell_searchers(engine: Engine, clock: Clock) -> str:
    """Tell each executive what is new, in a transaction of its own; the catalogues are read once."""
    with unit_of_work(engine, read_only=True) as session:
        people, catalogues = watchers(session), open_catalogues(session)
        session.expunge_all()
    found = 0
    for number in people if catalogues else ():
        with suppress(Conflict), unit_of_work(engine) as session:
            person = session.get_one(Executive, number)
            by = find_system(session)
            found += saved_searches.alert(
                session, actor=by, now=clock(), executive=person, catalogues=catalogues
            )
    return f"People with searches: {len(people):,}; new finds told: {found:,}."
