"""The jobs of people and places that look for one another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, select

from models.db import unit_of_work
from models.rounds import Round
from models.services import demand
from webui.mailer import find_system

Clock = Callable[[], datetime]


def count_demand(engine: Engine, clock: Clock) -> str:
    """Count the demand of each open round in a transaction of its own."""
    with unit_of_work(engine, read_only=True) as session:
        query = select(Round.id).where(Round.state.in_(demand.COUNTED_IN)).order_by(Round.id)
        numbers = list(session.scalars(query))
    done = 0
    for number in numbers:
        with unit_of_work(engine) as session:
            round_ = session.get_one(Round, number)
            done += demand.count(session, actor=find_system(session), now=clock(), round_=round_)
    return f"Rounds whose demand was counted: {done}."
