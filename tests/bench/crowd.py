"""The demonstration database with as many people as the whole Senior Executive Service."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select

from models.actors import Actor
from models.base import Base
from models.db import open_engine
from models.executives import EcqEvidence, Executive, Skill, TargetJob

PEOPLE = 8000


def make_crowd(folder: Path) -> str:
    """Run the demonstration into a new SQLite file, then add people until there are enough; its URL."""
    url = f"sqlite:///{folder / 'bench.sqlite'}"
    command = [sys.executable, "-c", "from webui.cli import main; main()", "demo", "--no-serve"]
    subprocess.run(
        command, cwd=folder, env=os.environ | {"DATABASE_URL": url}, check=True, stdout=subprocess.DEVNULL
    )
    engine = open_engine(url)
    _add_people(engine)
    engine.dispose()
    return url


def _add_people(engine: Engine) -> None:
    """Copies of the invented executives, card and all, under new names."""
    with engine.begin() as connection:
        people = connection.scalar(select(func.count()).select_from(Actor)) or 0
        executives = connection.execute(select(Executive.__table__)).mappings().all()
        step = max(row["id"] for row in executives)
        for turn in range(1, PEOPLE // len(executives) + 2):
            copied = executives[: max(0, PEOPLE - people)]
            people += len(copied)
            if copied:
                fresh = [_anew(dict(row), turn, turn * step) for row in copied]
                connection.execute(insert(Executive), fresh)
                connection.execute(insert(Actor), [_actor(row) for row in fresh])
                for part in (Skill, EcqEvidence, TargetJob):
                    _copy_part(connection, part, turn * step, {row["id"] for row in fresh})


def _anew(row: dict[str, Any], turn: int, shift: int) -> dict[str, Any]:
    return row | {
        "id": row["id"] + shift,
        "slug": f"{row['slug']}-{turn}",
        "name": f"{row['name']} {turn}",
        "position_id": None,
    }


def _actor(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "slug": row["slug"].lower(),
        "name": row["name"],
        "executive_id": row["id"],
        "active": True,
        "version": 1,
    }


def _copy_part(connection: Connection, part: type[Base], shift: int, wanted: set[int]) -> None:
    rows = connection.execute(select(part.__table__)).mappings().all()
    moved = [dict(row) | {"executive_id": row["executive_id"] + shift} for row in rows]
    connection.execute(insert(part), [row for row in moved if row["executive_id"] in wanted])
