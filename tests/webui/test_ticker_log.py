"""What the log says of the ticker: its warnings, but not that a job outlasts a tick."""

import logging

import pytest
from sqlalchemy import Engine

from tests.webui.site import Clock
from tests.webui.test_jobs import job, machine
from webui.scheduler import start


def test_ticker_keeps_its_warnings_but_one_of_a_job_that_outlasts_a_tick(
    engine: Engine, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    start(machine(engine, clock), (job(),)).shutdown(wait=True)
    log = logging.getLogger("apscheduler.scheduler")
    log.warning('Execution of job "%s" skipped: maximum number of running instances reached (%d)', "a", 1)
    log.warning("The clock went back")
    warned = [one.getMessage() for one in caplog.records if one.name == log.name and one.levelno >= 30]
    assert warned == ["The clock went back"]
