"""The demonstration's time: it goes on hour by hour from where it stood, and never back."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.errors import Trouble
from models.jobs import JobRun
from models.outbox import Notice, NoticeState, post
from models.services import accounts
from tests.models.world import NOW, actor
from tests.webui.site import Clock
from webui.commands import standing
from webui.commands.standing import clock_of, live_through, must_go_on
from webui.config import utc_now
from webui.jobs import JOBS, run
from webui.machine import Machine
from webui.shown_mail import ANSWER, show_mail

HOUR = timedelta(hours=1)


def begin(engine: Engine, now: datetime) -> None:
    """Let a worker have run at that instant."""
    run(JOBS[0], Machine(engine, lambda: now, lambda: None))


def unheard(_what: str, _done: int, _total: int) -> None:
    """Nobody looks at the bar."""


def instants(db: Session, job: str) -> list[datetime]:
    return list(db.scalars(select(JobRun.started_at).where(JobRun.job == job).order_by(JobRun.started_at)))


def test_every_hour_since_it_was_shown_last_is_lived_through(
    engine: Engine, db: Session, clock: Clock
) -> None:
    begin(engine, NOW)
    clock.move(hours=3)
    told: list[tuple[int, int]] = []
    live_through(Machine(engine, clock, lambda: None), lambda _, done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert instants(db, "move_mentoring") == [NOW + HOUR, NOW + 2 * HOUR, NOW + 3 * HOUR]


def test_time_passes_in_longer_steps_where_much_is_missing(
    engine: Engine, db: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "MOST_STEPS", 4)
    begin(engine, NOW)
    clock.move(days=20)
    live_through(Machine(engine, clock, lambda: None), unheard)
    assert instants(db, "move_mentoring") == [NOW + timedelta(days=5 * step) for step in (1, 2, 3, 4)]


def test_nothing_passes_where_nobody_was_before(engine: Engine, db: Session) -> None:
    live_through(Machine(engine, clock_of(0), lambda: None), unheard)
    assert instants(db, "move_rounds") == []


def test_time_does_not_go_back(engine: Engine) -> None:
    ahead = utc_now() + timedelta(days=9, hours=2)
    begin(engine, ahead)
    must_go_on(engine, ahead)
    with pytest.raises(Trouble, match=r"\(make demo LATER=10, or roundtrip demo --later 10\)"):
        must_go_on(engine, clock_of(9)())


def test_letter_of_the_demonstration_to_somebody_who_left_is_dropped(engine: Engine, clock: Clock) -> None:
    with unit_of_work(engine) as session:
        person = actor(session, "e-01")
        post(session, key="a", recipient_id=person.id, template="development_due", now=NOW)
        session.flush()
        person.active = False
    assert show_mail(Machine(engine, clock, lambda: None)) == "Shown here: 0."
    with unit_of_work(engine, read_only=True) as session:
        found = session.scalars(select(Notice).where(Notice.key == "a")).one()
        assert (found.state, found.answer) == (NoticeState.DROPPED, None)


def test_letters_of_the_demonstration_are_shown_instead_of_sent(engine: Engine, clock: Clock) -> None:
    with unit_of_work(engine) as session:
        person = actor(session, "e-01")
        post(session, key="a", recipient_id=person.id, template="development_due", now=NOW)
        person.email = "one@agency.example"
        token = accounts.invite(session, actor=actor(session, "office"), now=NOW, person=person)
    assert show_mail(Machine(engine, clock, lambda: None)) == "Shown here: 2."
    assert show_mail(Machine(engine, clock, lambda: None)) == "Shown here: 0."
    with unit_of_work(engine, read_only=True) as session:
        found = session.scalars(select(Notice).order_by(Notice.id)).all()
        assert [one.sent_to for one in found] == ["one@agency.example"] * 2
        assert [(one.template, one.state, one.answer) for one in found] == [
            ("development_due", NoticeState.SENT, ANSWER),
            ("invitation", NoticeState.SENT, ANSWER),
        ]
        assert accounts.find_invitation(session, now=NOW, token=token) is not None
