"""The jobs of offers: whoever has still to answer is reminded."""

from __future__ import annotations

from models.db import unit_of_work
from models.services import offer_clock
from webui.machine import Machine
from webui.mailer import find_system


def remind_answers(machine: Machine) -> str:
    """Call answers to mind that are soon late, all in one transaction: a later run writes none of them
    again."""
    with unit_of_work(machine.engine) as session:
        told = offer_clock.remind(session, actor=find_system(session), now=machine.clock())
    return f"People reminded of an answer: {told:,}."
