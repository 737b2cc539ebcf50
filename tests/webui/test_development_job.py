"""Dates of development are called to mind once a month, by however many workers."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from models.actors import Actor
from models.db import open_engine, unit_of_work
from models.errors import Conflict
from models.executives import Executive
from models.outbox import Notice
from models.services import assessments, development, plan_items
from tests.models import conftest as two_engines
from tests.models.plans import TODAY, owner, reviewed, write
from tests.models.stages import KEYS
from tests.models.world import NOW, actor, find
from tests.webui.site import Clock
from webui.jobs import JOBS, remind_development
from webui.machine import Machine

clone, database = two_engines.clone, two_engines.database
SAID = "People reminded of their development: "
KEPT = "E-06"
"""Whose plan is reviewed, with an activity and an assessment of this year."""
SUMMER = date(2026, 6, 1)


@pytest.fixture
def both(clone: two_engines.Clone) -> Iterator[Engine]:
    """The small world on each engine in turn: one of its executives has done everything."""
    opened = open_engine(clone("world"), KEYS)
    with unit_of_work(opened) as session:
        plan = reviewed(session, KEPT)
        write(session, plan, plan_items.finish_activity, activity=plan.activities[0], done_on=TODAY)
        facts = {"executive": find(session, Executive, KEPT), "done_on": SUMMER}
        assessments.enter(session, actor=owner(session, KEPT), now=NOW, **facts)
    yield opened
    opened.dispose()


def do(engine: Engine, clock: Clock) -> int:
    (job,) = [one for one in JOBS if one.id == "remind_development"]
    return int(job.verb(Machine(engine, clock, lambda: None)).removeprefix(SAID).removesuffix("."))


def told(engine: Engine) -> list[str]:
    """Who was written to, by slug."""
    with unit_of_work(engine, read_only=True) as session:
        query = select(Actor.slug).join(Notice, Notice.recipient_id == Actor.id)
        return sorted(session.scalars(query.where(Notice.template == "development_due")))


def executives(engine: Engine) -> list[str]:
    with unit_of_work(engine, read_only=True) as session:
        return sorted(
            session.scalars(select(Actor.slug).where(Actor.executive_id.is_not(None), Actor.active))
        )


def test_everybody_with_something_due_is_told_once_a_month(both: Engine, clock: Clock) -> None:
    late = [slug for slug in executives(both) if slug != KEPT.lower()]
    assert [do(both, clock), do(both, clock)] == [len(late), 0]
    assert told(both) == late
    clock.now = datetime(2026, 12, 23, 4, 59, tzinfo=UTC)  # in Washington a month is over with 22 December
    assert do(both, clock) == 0
    clock.now += timedelta(minutes=1)
    assert do(both, clock) == len(late)


def test_worker_that_is_told_to_end_leaves_the_rest_for_later(engine: Engine, clock: Clock) -> None:
    machine = Machine(engine, clock, lambda: None)
    machine.told.set()
    assert remind_development(machine) == f"{SAID}0."
    assert do(engine, clock) > 0


def test_period_that_comes_to_its_end_is_told_three_months_before(both: Engine, clock: Clock) -> None:
    clock.now = NOW.replace(year=2027, month=8, day=22)
    do(both, clock)
    assert KEPT.lower() not in told(both)
    clock.now += timedelta(days=1)
    assert do(both, clock) == 1
    assert KEPT.lower() in told(both)


def test_two_workers_tell_each_once(both: Engine, clock: Clock) -> None:
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: do(both, clock), range(2)))
    assert sum(done) == len(told(both)) == len(set(told(both)))


def test_whoever_left_or_is_told_is_not_told(both: Engine) -> None:
    with unit_of_work(both) as session:
        system, person = actor(session, "system"), actor(session, "e-05")
        development.remind(session, actor=system, now=NOW, person=person)
        with pytest.raises(Conflict, match=r"^No reminder of development is due\.$"):
            development.remind(session, actor=system, now=NOW, person=person)
        find(session, Executive, "E-07").active = False
        with pytest.raises(Conflict, match=r"^No reminder of development is due\.$"):
            development.remind(session, actor=system, now=NOW, person=actor(session, "e-07"))
