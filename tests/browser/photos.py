"""Pictures of pages, to be looked at: written only when `ROUNDTRIP_PHOTOS` names a folder."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTHS = (1280, 375)


def photograph(page: "Page", name: str) -> None:
    """Write `name`-1280.png and `name`-375.png, each of the whole page."""
    folder = os.environ.get("ROUNDTRIP_PHOTOS")
    if folder is None:
        return
    for width in WIDTHS:
        with at_width(page, width):
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


@contextmanager
def at_width(page: "Page", width: int) -> Iterator[None]:
    """Show the page `width` CSS pixels wide for a while."""
    before = page.viewport_size
    if before is None:
        raise ValueError("the page has no viewport of its own")
    page.set_viewport_size({"width": width, "height": before["height"]})
    try:
        yield
    finally:
        page.set_viewport_size(before)
