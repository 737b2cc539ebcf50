"""What waits for the programme office: mail, failed jobs, roles that end, rounds to publish or archive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from models.access import can
from models.actors import Actor
from models.queries import jobs, mail
from models.queries.directory import ending
from models.queries.movers import waiting_for_office
from models.queries.plan_people import without_a_board
from models.rounds import RoundState
from webui.desk import News, Task
from webui.filters import moment, plural
from webui.jobs import JOBS
from webui.mail_words import SILENCE
from webui.sessions import site

PATIENCE = timedelta(hours=1)
"""After this long a notice should have gone out."""
NAMED = 3
"""Agencies that one line names."""


def provide(session: Session, actor: Actor, now: datetime) -> Iterator[Task | News]:
    """Only for those who hold the office's role."""
    if can(actor, "people.see", None, now=now):
        yield from _rounds(session, actor)
        yield from _mail(session, now)
        yield from _jobs(session, now)
        yield from _roles(session, now)
        yield from _boards(session, now)


def _rounds(session: Session, actor: Actor) -> Iterator[Task | News]:
    for round_, approver in waiting_for_office(session):
        if round_.state is RoundState.CLOSED:
            here = url_for("rounds.board", slug=round_.slug)
            sentence = f"{round_.name} is closed: archive it, which erases drafts and notes"
            yield Task(sentence, None, "Read and archive", here)
        elif approver == actor.id:
            yield News(
                f"{round_.name} is approved by you, so another person publishes it.", round_.results_at
            )
        else:
            address = url_for("publication.page", slug=round_.slug)
            yield Task(f"Publish the result of {round_.name}", round_.results_at, "Read and publish", address)


def _mail(session: Session, now: datetime) -> Iterator[Task | News]:
    if site().settings.demonstration:
        yield News(f"{SILENCE}: see what would have been sent", address=url_for("mail.index"))
        return
    late = mail.overdue(session, now - PATIENCE)
    if late.count:
        wait = plural(late.count, "notice waits", "notices wait")
        sentence = f"{wait} longer than an hour to be sent"
        yield Task(sentence, None, "See the mail", url_for("mail.index"), at=late.since)


def _jobs(session: Session, now: datetime) -> Iterator[Task]:
    runs = jobs.last_runs(session, now)
    broken = [job for job in JOBS if (run := runs.get(job.id)) and run.broken]
    if broken:
        first = min(runs[job.id].started_at for job in broken)
        job, many = broken[0], len(broken) > 1
        what = f"{len(broken)} jobs failed" if many else f"A job failed: {job.what[0].lower()}{job.what[1:]}"
        soonest = moment(min(one.next_run(runs[one.id], now) for one in broken))
        again = "the first is tried again by itself on" if many else "it is tried again by itself on"
        sentence = f"{what}; read why, {again} {soonest}"
        yield Task(sentence, None, "See why", url_for("mail.schedule"), at=first)


def _roles(session: Session, now: datetime) -> Iterator[Task]:
    if soon := ending(session, now):
        first = soon[0]
        who = first.person if len(soon) == 1 else plural(len(soon), "role")
        sentence = f"A role of {who} ends" if len(soon) == 1 else f"{who} end within 30 days"
        yield Task(f"{sentence}: prolong, or let it end", first.ends_at, "Look", url_for("people.ending"))


def _boards(session: Session, now: datetime) -> Iterator[Task]:
    if found := without_a_board(session, now):
        named = ", ".join(f"{name} ({count})" for name, count in found[:NAMED])
        more = (
            f" and {plural(len(found) - NAMED, 'more agency', 'more agencies')}" if len(found) > NAMED else ""
        )
        whose = "Signed development plans wait for a board on which nobody may review them"
        sentence = f"{whose}: {named}{more}; ask the agency who sits on it, and grant each the role"
        alone = found[0][0] if len(found) == 1 else None
        yield Task(sentence, None, "Choose a person", url_for("people.index", q=alone))
