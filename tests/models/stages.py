"""Databases at each stage of the small world: built once in a run, each from the one before, and copied.

    sqlite_template("walked published", folder)        # the file
    postgres_template("walked published", cluster)     # the name

Names: "empty" (migrated tables), "world" (the world as it begins), "mentoring" (and four mentors), "walked X"
(as `tests.models.walk.Walk` leaves it at X), "stage X" (the same with what the pages show beside the round;
X may also be one of `FILLED`). "crowded" before X: four times as many people and opportunities.
"""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from models import migrate
from models.db import open_engine, unit_of_work
from models.secrets import Keyring
from tests.models import (
    agreements,
    asking,
    crowd,
    gates,
    gives,
    mentoring,
    plans,
    reports,
    seeking,
    tables,
    talks,
    world,
)
from tests.models.walk import Walk
from tests.models.ways import BEFORE
from tests.once import build_once
from tests.postgres import Cluster

KEYS = Keyring([b"k" * 32])
CROWDED = "crowded "
Fill = Callable[[Session], object]
FILLED: dict[str, Callable[[Session, int], object]] = {
    "talking": talks.fill,
    "mentors": asking.with_mentors,
    "asking": asking.ask,
    "helped": asking.get_help,
    "giving": gives.fill,
    "tables": tables.fill,
    "returning": agreements.fill,
    "reporting": reports.fill,
    "seeking": seeking.fill,
    "interviewing": seeking.interview,
}
BEGUN: dict[str, tuple[str, Fill]] = {
    "world": ("empty", world.build),
    "mentoring": ("world", mentoring.four_mentors),
    "crowd": ("world", crowd.build),
}


def sqlite_template(name: str, folder: Path) -> Path:
    """The SQLite file of that template, built once in a run."""

    def make(path: Path) -> None:
        if name == "empty":
            migrate.upgrade(f"sqlite:///{path}")
            return
        before, fill = recipe(name)
        shutil.copy(sqlite_template(before, folder), path)
        build(f"sqlite:///{path}", fill)

    return build_once(folder / f"{name}.sqlite", make)


def postgres_template(name: str, cluster: Cluster) -> str:
    """The name of the PostgreSQL template of that name, built once in a run."""
    known = f"models_{name.replace(' ', '_')}"
    if name == "empty":
        cluster.create_template(known, migrate.upgrade)
    else:
        before, fill = recipe(name)
        cluster.create_template(known, partial(build, fill=fill), postgres_template(before, cluster))
    return known


def build(url: str, fill: Fill) -> None:
    """Fill a migrated database."""
    engine = open_engine(url, KEYS)
    with unit_of_work(engine) as session:
        fill(session)
    engine.dispose()


def recipe(name: str) -> tuple[str, Fill]:
    """The template that one begins as, and what makes it of that."""
    if name in BEGUN:
        return BEGUN[name]
    kind, _, at = name.partition(" ")
    stage, crowded = at.removeprefix(CROWDED), at.startswith(CROWDED)
    return (_walked if kind == "walked" else _furnished)(stage, crowded)


def _walked(stage: str, crowded: bool) -> tuple[str, Fill]:
    before = BEFORE[stage]

    def go(session: Session) -> None:
        getattr((crowd.Walk if crowded else Walk)(session, stands=before), f"to_{stage}")()

    return _basis(before, crowded), go


def _basis(stage: str, crowded: bool) -> str:
    if stage == "drafted":
        return "crowd" if crowded else "world"
    return f"walked {CROWDED if crowded else ''}{stage}"


def _furnished(stage: str, crowded: bool) -> tuple[str, Fill]:
    def furnish(session: Session) -> None:
        if stage in FILLED:
            FILLED[stage](session, 4 if crowded else 1)
        plans.furnish(session, stage)
        if stage == "begun":
            gates.furnish(session)

    return _basis("drafted" if stage in FILLED else stage, crowded), furnish
