"""What the machine that watches the service is told."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from models.jobs import JobRun
from models.migrate import downgrade
from models.restores import Restore
from tests.models.world import NOW

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(("minutes", "worker"), [(5, "ticks"), (6, "silent")])
def test_worker_that_ticked_lately_ticks(client: FlaskClient, db: Session, minutes: int, worker: str) -> None:
    db.add(JobRun(job="send_mail", slot=NOW, started_at=NOW - minutes * MINUTE))
    db.commit()
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["worker"] == worker
    assert answer.json["database"] == "answers"
    assert answer.json["tables"] == "current"


def test_silent_worker_and_held_mail_are_told(client: FlaskClient, db: Session) -> None:
    db.add(Restore(taken_at=NOW, restored_at=NOW))
    db.commit()
    answer = client.get("/healthz")
    assert answer.json is not None
    assert (answer.json["worker"], answer.json["mail"]) == ("silent", "held")


def test_old_tables_are_not_healthy(client: FlaskClient, db: Session, url: str) -> None:
    db.close()
    downgrade(url, "0011")
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json == {"database": "answers", "tables": "not current: run roundtrip migrate"}


def test_database_that_does_not_answer_is_not_healthy(app: Flask, client: FlaskClient, db: Session) -> None:
    db.execute(text("DROP TABLE job_runs"))
    db.commit()
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json == {"database": "does not answer"}
