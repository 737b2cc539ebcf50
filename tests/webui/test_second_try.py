"""A job that failed is tried once more, and the pages say when."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from models.errors import Invalid
from models.queries.jobs import Run
from tests.models.world import NOW
from tests.webui.site import Clock
from tests.webui.test_jobs import HOUR, job, machine
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
