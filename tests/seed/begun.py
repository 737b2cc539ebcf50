"""The demonstration loaded as far as a test needs it."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from models import migrate
from models.db import open_engine
from models.secrets import Keyring
from seed import load as loader


class Enough(Exception):
    """What is needed is there."""


def load_until(folder: Path, step: str, now: datetime) -> Engine:
    """A new database with everything that is loaded before `step` begins."""
    url = f"sqlite:///{folder / 'begun.sqlite'}"
    migrate.upgrade(url)
    opened = open_engine(url, Keyring([b"p" * 32]))

    def stop(what: str, _done: int, _total: int) -> None:
        if what == step:
            raise Enough

    with pytest.raises(Enough):
        loader.load(opened, now=now, progress=stop)
    return opened
