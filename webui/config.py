"""Where things are and how this installation behaves, from the environment."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

FOLDER = Path("instance")


def database_url(environment: Mapping[str, str] = os.environ) -> str:
    """`DATABASE_URL`, or an SQLite file in `instance/` below the current folder, which is made."""
    given = environment.get("DATABASE_URL")
    if given:
        return given
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    return f"sqlite:///{(FOLDER / 'roundtrip.sqlite').resolve()}"


def utc_now() -> datetime:
    """The only clock of the pages."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Settings:
    """How the pages run.

    `demonstration` lets anybody sign in as an invented person and says so on every page. `https` puts the
    cookie under the strict rules that need it; only a server on one's own machine goes without. `proxies` is
    how many of our own stand before it: that many are believed about who asks, and by which scheme and host.
    """

    database_url: str
    demonstration: bool = False
    https: bool = True
    clock: Callable[[], datetime] = utc_now
    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=12)
    step_up: timedelta = timedelta(minutes=15)
    proxies: int = 0


def settings_from(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of a server: a demonstration only where `ROUNDTRIP_DEMONSTRATION=1` says so, and behind as
    many proxies as `ROUNDTRIP_PROXIES` says."""
    demonstration = environment.get("ROUNDTRIP_DEMONSTRATION") == "1"
    proxies = int(environment.get("ROUNDTRIP_PROXIES", "0"))
    return Settings(database_url(environment), demonstration, https=not demonstration, proxies=proxies)
