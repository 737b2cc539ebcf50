"""Files that are built once in a run, by whichever of its workers asks first."""

from collections.abc import Callable
from pathlib import Path

from tests.postgres import locked


def build_once(path: Path, build: Callable[[Path], None]) -> Path:
    """The file at `path`; `build(unfinished)` makes it, under another name until it is whole, and whoever
    else wants it waits. What failed is tried again by the next who asks."""
    with locked(path.with_name(f"{path.name}.lock")):
        if not path.exists():
            unfinished = path.with_name(f"unfinished-{path.name}")
            unfinished.unlink(missing_ok=True)
            build(unfinished)
            unfinished.rename(path)
    return path
