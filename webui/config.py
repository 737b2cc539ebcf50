"""Where things are, from the environment."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path("instance")


def database_url() -> str:
    """`DATABASE_URL`, or an SQLite file in `instance/` below the current folder, which is made."""
    given = os.environ.get("DATABASE_URL")
    if given:
        return given
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    return f"sqlite:///{(FOLDER / 'roundtrip.sqlite').resolve()}"
