"""What every page must keep to in every state: `check_page`."""

from typing import TYPE_CHECKING

from tests.browser import axe
from tests.browser.photos import at_width, photograph

if TYPE_CHECKING:
    from playwright.sync_api import Page

NARROW = 320  # CSS pixels; WCAG 2.2, success criterion 1.4.10
SCRIPTS_OFF = "() => matchMedia('(scripting: none)').matches"
FRAME = """
() => ({
  headings: [...document.querySelectorAll("h1")].map((heading) => heading.innerText.trim()),
  language: document.documentElement.lang,
  title: document.title.trim(),
})
"""
TOO_WIDE = """
() => {
  const root = document.documentElement, right = root.clientWidth;
  if (root.scrollWidth <= right) return [];
  const boxes = [...document.body.querySelectorAll("*")];
  const wide = boxes.filter((box) => box.getBoundingClientRect().right > right);
  const innermost = wide.filter((box) => !wide.some((other) => other !== box && box.contains(other)));
  return [`${root.scrollWidth} px`, ...innermost.slice(0, 3).map((box) => box.outerHTML.slice(0, 120))];
}
"""


def check_page(page: "Page", name: str) -> None:
    """Raise AssertionError with all that is wrong with the page as it stands now, wide and narrow; then take
    its pictures. `name` is that of the page and its state, such as "dream-sheet-empty". With JavaScript off
    axe cannot run, and the rest is checked."""
    page.wait_for_load_state()
    judge = no_findings if page.evaluate(SCRIPTS_OFF) else axe.findings
    found = [*frame_faults(page), *judge(page)]
    with at_width(page, NARROW):
        found += [f"scrolls sideways at {NARROW} px: {part}" for part in page.evaluate(TOO_WIDE)]
        found += [f"at {NARROW} px: {finding}" for finding in judge(page)]
    photograph(page, name)
    if found:
        raise AssertionError("\n".join([f"{name} ({page.url}):", *found]))


def no_findings(page: "Page") -> list[str]:
    return []


def frame_faults(page: "Page") -> list[str]:
    """Return what is wrong with the page's language, title and headings of the first level."""
    frame = page.evaluate(FRAME)
    faults = {
        f"{len(frame['headings'])} h1 instead of one: {frame['headings']}": len(frame["headings"]) != 1,
        f'lang is "{frame["language"]}" instead of "en"': frame["language"] != "en",
        "no title": not frame["title"],
    }
    return [fault for fault, holds in faults.items() if holds]
