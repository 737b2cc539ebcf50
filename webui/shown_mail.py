"""The demonstration's post: its letters are read in the pages, and none leaves the machine."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from models.db import unit_of_work
from models.errors import Conflict, WrongState
from models.outbox import Notice
from models.queries.mail import to_show
from models.services import mail
from webui.jobs import JOBS
from webui.machine import Machine
from webui.mailer import find_system
from webui.messages import gone

ANSWER = "Shown here only: the demonstration has no mail server."
AT_ONCE = 20


def show_mail(machine: Machine) -> str:
    """Take every letter that is due for sent, many in one transaction: nobody else sends any. What is for
    somebody who left is dropped, as the mailer drops it."""
    with unit_of_work(machine.engine, read_only=True) as session:
        numbers = to_show(session, machine.clock())
    done = 0
    for first in machine.each(range(0, len(numbers), AT_ONCE)):
        with unit_of_work(machine.engine) as session:
            system, now = find_system(session), machine.clock()
            for number in numbers[first : first + AT_ONCE]:
                notice = session.get_one(Notice, number, with_for_update=True)
                with suppress(Conflict, WrongState):  # the office dropped it or moved its day meanwhile
                    if (why := gone(notice)) is not None:
                        mail.drop(session, actor=system, now=now, notice=notice, reason=why)
                        continue
                    mail.claim(session, now=now, notice=notice)
                    mail.mark_sent(session, actor=system, now=now, notice=notice, answer=ANSWER)
                    done += 1
    return f"Shown here: {done:,}."


SHOWING = tuple(replace(job, verb=show_mail) if job.id == "send_mail" else job for job in JOBS)
"""The schedule of a demonstration."""
