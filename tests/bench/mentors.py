"""What a shortlist over 2,000 mentors costs, beside loading the rows of their profiles in the same process.

The mentors are the demonstration's, copied under new names with all they say and their weeks.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Engine, event, insert, select
from sqlalchemy.orm import Session

from models import migrate
from models.availability import AvailabilityWindow, BookingPolicy
from models.base import Base
from models.db import open_engine, open_session
from models.executives import Executive
from models.mentors import (
    MentorCompetency,
    MentorFunction,
    MentorKind,
    MentorMission,
    MentorProfile,
    MentorSituation,
    ProfileState,
)
from models.requests import MentoringRequest
from models.secrets import Keyring
from models.services.placing import weigh
from models.sweep_files import waiting_requests
from seed import load as loader
from seed.mentoring import load_mentoring
from tests.bench.yardstick import RUNS, cpu

MENTORS = 2000
NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
PARTS = (MentorSituation, MentorCompetency, MentorFunction, MentorMission)
ASKABLE = MentorProfile.kind == MentorKind.MENTOR, MentorProfile.state == ProfileState.ACTIVE


@dataclass(frozen=True)
class ShortlistCost:
    """CPU seconds, medians over the requests of the median of five; the most statements of any shortlist."""

    requests: int
    rows: float
    shortlist: float
    worst: float
    statements: int


def measure_shortlist() -> ShortlistCost:
    """Every waiting request of the demonstration against 2,000 mentors, each five times, the rows between."""
    with TemporaryDirectory() as folder:
        engine = _crowd(Path(folder))
        try:
            return _measure(engine)
        finally:
            engine.dispose()


def _measure(engine: Engine) -> ShortlistCost:
    said: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda _c, _cursor, text, *_more: said.append(text))
    with open_session(engine) as session:
        numbers = [one.id for one in waiting_requests(session, MentorKind.MENTOR)]
    rows, costs, statements = [], [], 0
    for number in numbers:
        spent = []
        for _ in range(RUNS):
            rows.append(_timed(engine, _load_rows))
            said.clear()
            spent.append(_timed(engine, partial(_shortlist, number)))
            statements = max(statements, len(said))
        costs.append(statistics.median(spent))
    return ShortlistCost(
        len(numbers), statistics.median(rows), statistics.median(costs), max(costs), statements
    )


def _timed(engine: Engine, work: Callable[[Session], object]) -> float:
    with open_session(engine) as session:
        return cpu(lambda: work(session))


def _load_rows(session: Session) -> object:
    found = session.scalars(select(MentorProfile).where(*ASKABLE)).all()
    if len(found) != MENTORS:
        raise AssertionError(f"{len(found)} mentors")
    return found


def _shortlist(number: int, session: Session) -> object:
    """What submitting a request reads and reckons."""
    pool, fitting = weigh(session, session.get_one(MentoringRequest, number), NOW)
    return fitting.shortlist(pool.candidates.values())


def _crowd(folder: Path) -> Engine:
    url = f"sqlite:///{folder / 'mentors.sqlite'}"
    migrate.upgrade(url)
    engine = open_engine(url, Keyring([b"s" * 32]))
    loader.load_people(engine, now=NOW)
    load_mentoring(engine, now=NOW)
    with engine.begin() as connection:
        _copy_mentors(connection)
    return engine


def _copy_mentors(connection: Connection) -> None:
    """Copies of the active mentors until there are 2,000."""
    profiles = _rows(connection, MentorProfile, *ASKABLE)
    people = {row["id"]: row for row in _rows(connection, Executive)}
    policies = {row["executive_id"]: row for row in _rows(connection, BookingPolicy)}
    parts = {part: _rows(connection, part) for part in PARTS}
    windows = _rows(connection, AvailabilityWindow)
    shift = 100_000
    for turn in range(1, MENTORS // len(profiles) + 1):
        copied = profiles[: MENTORS - turn * len(profiles)]
        step, owners = turn * shift, [row["executive_id"] for row in copied]
        ids = {row["id"] for row in copied}
        weeks = {policies[owner]["id"] for owner in owners}
        fresh: dict[type[Base], list[dict[str, Any]]] = {
            Executive: [_anew(people[owner], turn, step) for owner in owners],
            MentorProfile: [_moved(row, step, "id", "executive_id") for row in copied],
            BookingPolicy: [_moved(policies[owner], step, "id", "executive_id") for owner in owners],
            AvailabilityWindow: [
                _moved(row, step, "policy_id") for row in windows if row["policy_id"] in weeks
            ],
        }
        for part, rows in parts.items():
            fresh[part] = [_moved(row, step, "profile_id") for row in rows if row["profile_id"] in ids]
        for table, rows in fresh.items():
            if rows:
                connection.execute(insert(table.__table__), rows)  # type: ignore[arg-type]


def _rows(connection: Connection, table: type[Base], *where: Any) -> list[dict[str, Any]]:
    found = connection.execute(select(table.__table__).where(*where)).mappings()
    return [dict(row) for row in found]


def _moved(row: dict[str, Any], step: int, *keys: str) -> dict[str, Any]:
    return row | {key: row[key] + step for key in keys}


def _anew(row: dict[str, Any], turn: int, step: int) -> dict[str, Any]:
    renamed = {"slug": f"{row['slug']}-{turn}", "name": f"{row['name']} {turn}", "position_id": None}
    return _moved(row, step, "id") | renamed
