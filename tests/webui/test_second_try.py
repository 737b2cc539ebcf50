"""A job that failed is tried once more, and the pages say when."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.errors import Invalid
from models.jobs import JobRun
from models.queries.jobs import Run
from tests.models.world import NOW
from tests.webui.site import Clock, sign_in
from tests.webui.test_jobs import HOUR, job, machine
from tests.webui.test_mail import words
from webui.jobs import AGAIN, run
from webui.machine import Machine


def test_job_that_failed_is_tried_once_more_soon_and_then_at_its_usual_time(
    engine: Engine, clock: Clock
) -> None:
    def verb(_: Machine) -> str:
        raise Invalid("The catalogue is empty.")

    ran = []
    for minute in range(130):
        if run(job(verb), machine(engine, clock)):
            ran.append(minute)
        clock.move(minutes=1)
    assert ran == [0, 5, 60, 65, 120, 125]


@pytest.mark.parametrize(("broken", "after"), [(True, {"minutes": 5}), (False, {"hours": 1})])
def test_next_run_of_a_job_is_its_second_try_where_it_failed(broken: bool, after: dict[str, int]) -> None:
    last = Run("a_job", NOW, NOW, NOW, "Done.", broken)
    assert job().next_run(last, NOW) == NOW + timedelta(**after)
    assert job().next_run(replace(last, slot=NOW + AGAIN), NOW) == NOW + HOUR
    assert job(every=timedelta(minutes=1)).next_run(last, NOW) == NOW + timedelta(minutes=1)


def test_run_without_an_end_says_what_becomes_of_it(client: FlaskClient, db: Session, clock: Clock) -> None:
    db.add_all(JobRun(job=name, slot=NOW, started_at=NOW) for name in ("tell_searchers", "send_mail"))
    db.commit()
    office = sign_in(client, "office")
    told = (
        "It has not ended yet. With no end within an hour, it counts as broken off and runs again by itself."
    )
    page = words(office, "/mail/jobs")
    assert page.count(f'data-label="What it did">{told}</td>') == 2
    assert "None within the last 30 days." in page
    assert office.get("/mail").status_code == 200
    clock.move(minutes=61)
    page = words(sign_in(client, "office"), "/mail/jobs")
    assert page.count("<strong>broken off</strong>") == 2
    assert page.count("It began and never ended: the worker was stopped.") == 4
    assert told not in page
