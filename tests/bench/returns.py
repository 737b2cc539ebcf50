"""What the clock of the way back costs beside ever more rotations that are over: 50 due among them."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from models.base import Base
from models.db import open_engine, unit_of_work
from tests.bench.yardstick import RUNS, cpu
from tests.models import agreements as made
from tests.models.stages import KEYS, sqlite_template
from tests.models.world import NOW
from tests.webui.test_return_workers import send_away
from webui.machine import Machine
from webui.return_jobs import move_returns

DUE = 50
NOTICES = 4
"""Told, sent and seen to, of each rotation that is over."""
DAY = made.at(date(2027, 4, 30))  # the middle of each assignment that runs
GUARDED = ("agreements", "return_rights", "return_notices", "outbox")
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) "
OTHER = {
    "agreements": {"state": "'ended'", "proposal_id": "NULL"},
    "return_rights": {
        "state": "'closed'",
        "next_due_at": "NULL",
        "returned_on": "ends_on",
        "agreement_id": ":first_agreement + n.i - 1",
    },
    "outbox": {"state": "'sent'", "key": "'over/' || n.i", "sent_at": "created_at"},
    "return_notices": {
        "key": "'over/' || n.i",
        "right_id": ":first_right + n.i % :count_of_rights",
        "done_at": "told_at",
        "done_by_id": "owner_id",
        "outbox_id": ":first_outbox + n.i - 1",
    },
}
"""What a row of a rotation that is over has other than the row it is copied from."""


def measure_growth(few: int, many: int) -> tuple[float, float]:
    """CPU seconds of one slot of the clock, the median of several, with `few` and with `many` over."""
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.sqlite"
        _build(small)
        large = Path(folder) / "large.sqlite"
        shutil.copy(small, large)
        found = []
        for file, count in ((small, few), (large, many)):
            _add_over(file, count)
            found.append(statistics.median(_slot(file) for _ in range(RUNS)))
    return found[0], found[1]


def _build(file: Path) -> None:
    shutil.copy(sqlite_template("world", file.parent), file)
    engine = open_engine(f"sqlite:///{file}", KEYS)
    with unit_of_work(engine) as session:
        send_away(session, DUE)
    move_returns(Machine(engine, lambda: NOW, lambda: None))
    move_returns(Machine(engine, lambda: made.at(date(2027, 2, 1)), lambda: None))
    engine.dispose()


def _add_over(file: Path, count: int) -> None:
    """Copies by SQL, the triggers put aside meanwhile: by the verbs they would take hours."""
    engine = open_engine(f"sqlite:///{file}", KEYS)
    with engine.begin() as connection:
        triggers = connection.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        ).all()
        for name, _ in triggers:
            connection.execute(text(f"DROP TRIGGER {name}"))
        facts = {"count_of_rights": count}
        for table, rows in zip(GUARDED, (count, count, count * NOTICES, count * NOTICES), strict=True):
            if table == "return_notices":
                facts["first_outbox"] = _copy(connection, "outbox", rows, facts)
            if table != "outbox":
                facts[f"first_{table.removeprefix('return_').rstrip('s')}"] = _copy(
                    connection, table, rows, facts
                )
        for _, sql in triggers:
            connection.execute(text(sql.replace(":", "\\:")))
        connection.execute(text("ANALYZE"))
    engine.dispose()


def _copy(connection: Connection, table: str, rows: int, facts: dict[str, int]) -> int:
    """So many copies of the table's first row; the id of the first of them."""
    columns = [column.name for column in Base.metadata.tables[table].columns if column.name != "id"]
    values = ", ".join(OTHER[table].get(name, name) for name in columns)
    first = int(connection.execute(text(f"SELECT max(id) + 1 FROM {table}")).scalar_one())  # noqa: S608
    chosen = f"(SELECT * FROM {table} ORDER BY id LIMIT 1)"  # noqa: S608
    into = f"INSERT INTO {table} ({', '.join(columns)})"
    connection.execute(
        text(f"{into} {NUMBERS} SELECT {values} FROM {chosen}, n"),  # noqa: S608
        facts | {"count": rows},
    )
    return first


def _slot(file: Path) -> float:
    """One slot on a copy, so that each finds the same due."""
    copy = file.with_suffix(".copy")
    shutil.copy(file, copy)
    engine: Engine = open_engine(f"sqlite:///{copy}", KEYS)
    said: list[str] = []
    spent = cpu(lambda: said.append(move_returns(Machine(engine, lambda: DAY, lambda: None))))
    engine.dispose()
    for path in copy.parent.glob(f"{copy.name}*"):
        path.unlink()
    if not said[0].startswith(f"Return rights looked at: {DUE}"):
        raise RuntimeError(said[0])
    return spent
