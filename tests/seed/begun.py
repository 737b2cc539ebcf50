"""The demonstration loaded as far as a test needs it: each stage once in a run, copied for whoever asks."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from models.db import open_engine
from models.secrets import Keyring
from seed import load as loader
from seed.practice import load_practice
from tests.models.stages import sqlite_template
from tests.once import build_once

NOW = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)
KEYS = Keyring([b"s" * 32])


class Enough(Exception):
    """What is needed is there."""


def _load_until(step: str, engine: Engine) -> None:
    """Everything that is loaded before `step` begins."""

    def stop(what: str, _done: int, _total: int) -> None:
        if what == step:
            raise Enough

    try:
        loader.load(engine, now=NOW, progress=stop)
    except Enough:
        return
    raise LookupError(step)


def _add_practice(engine: Engine) -> None:
    load_practice(engine, now=NOW)


STAGES: dict[str, tuple[str, Callable[[Engine], None]]] = {
    "people": ("empty", partial(_load_until, "Opportunities")),
    "offered": ("people", partial(_load_until, "Rules of the round")),
    "practice": ("offered", _add_practice),
}
"""Each stage: what it begins as, and what is loaded then."""


def begun(stage: str, shared: Path, folder: Path) -> Engine:
    """A copy of that stage, open; `shared` is the folder of the whole run."""
    path = folder / f"{stage}.sqlite"
    shutil.copy(_built(stage, shared), path)
    return open_engine(f"sqlite:///{path}", KEYS)


def _built(stage: str, shared: Path) -> Path:
    if stage not in STAGES:
        return sqlite_template(stage, shared)
    before, load = STAGES[stage]

    def build(path: Path) -> None:
        shutil.copy(_built(before, shared), path)
        engine = open_engine(f"sqlite:///{path}", KEYS)
        load(engine)
        engine.dispose()

    return build_once(shared / f"demonstration {stage}.sqlite", build)
