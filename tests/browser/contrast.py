"""The contrast of texts whose background axe cannot tell, computed from their styles.

axe leaves a text "incomplete" where a picture, a pseudo-element or another box may lie behind it. `HARMLESS`
names the components of the design system in which nothing does: for those, and only those, the contrast of
the text with the colour behind it is computed here. A text anywhere else that axe cannot judge is a finding.
"""

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from playwright.sync_api import Page

LEAST = 4.5  # WCAG 2.2, success criterion 1.4.3, for text of ordinary size
HARMLESS = {
    ".rt-bars": "the texts of the picture stand above and beside its bars, on the page itself",
    ".rt-scroll": "what is wider than its place runs on beyond the edge, and is scrolled to",
    ".rt-ring": "the texts of the picture stand around the ring, its figures on a white edge of their own",
    ".usa-accordion__button": "its icon is a picture in the background, at the end of the line",
    ".usa-alert__body": "the icon is a pseudo-element in the margin",
    ".usa-banner__header": "below the narrow layout's text lies its button, without a colour of its own",
    ".usa-checkbox": "the box is a pseudo-element beside the label",
    ".usa-nav__primary-item": "the line under the current page is a pseudo-element",
    ".usa-process-list__item": "the number is a pseudo-element in the margin",
    ".usa-select": "the arrow is a picture in the background, at the end of the line",
    ".usa-step-indicator__segment-label": "the line of the steps is a pseudo-element above the label",
}
STYLES = """
([target, selectors]) => {
  const text = document.querySelector(target), behind = [];
  let opacity = 1;
  for (let box = text; box; box = box.parentElement) {
    behind.push(getComputedStyle(box).backgroundColor);
    opacity *= getComputedStyle(box).opacity;
  }
  const component = selectors.find((selector) => text.closest(selector)) ?? null;
  return { component, opacity, color: getComputedStyle(text).color, behind };
}
"""


class Colour(NamedTuple):
    """Red, green and blue from 0 to 255, and how much of them covers what lies behind, from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0


WHITE = Colour(255, 255, 255)


def excused(page: "Page", target: str) -> bool:
    """Whether the text at the selector `target` is inside a harmless component and has contrast enough."""
    styles = page.evaluate(STYLES, [target, list(HARMLESS)])
    if styles["component"] is None or styles["opacity"] != 1:
        return False
    background = WHITE
    for layer in reversed(styles["behind"]):
        background = over(parse(layer), background)
    return ratio(over(parse(styles["color"]), background), background) >= LEAST


def parse(style: str) -> Colour:
    """Read `rgb(1, 2, 3)` or `rgba(1, 2, 3, 0.4)`, as computed styles are written."""
    found = re.fullmatch(r"rgba?\(([\d., ]+)\)", style)
    if found is None:
        raise ValueError(f"not a colour: {style}")
    return Colour(*map(float, found[1].split(",")))


def over(front: Colour, back: Colour) -> Colour:
    """Lay `front` over the opaque `back`."""
    mixed = (f * front.alpha + b * (1 - front.alpha) for f, b in zip(front[:3], back[:3], strict=True))
    return Colour(*mixed)


def ratio(one: Colour, other: Colour) -> float:
    """The contrast ratio of two opaque colours, from 1 to 21, as WCAG 2.2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Colour) -> float:
    """The relative luminance of an opaque colour, from 0 to 1, as WCAG 2.2 defines it."""
    red, green, blue = map(linear, colour[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(channel: float) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
