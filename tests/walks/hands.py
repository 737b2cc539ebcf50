"""How a person works a page: with the mouse, or by keyboard alone."""

from typing import TYPE_CHECKING, Protocol

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

MOST_TABS = 400
FOCUSED = "element => element === document.activeElement"
OUTLINED = """element => {
  const outlined = (one, part) => getComputedStyle(one, part).outlineStyle !== "none";
  const label = element.nextElementSibling;
  const drawn = label !== null && (outlined(label, null) || outlined(label, "::before"));
  return outlined(element, null) || drawn;
}"""


class Hand(Protocol):
    """What a person does to a link, a button, a box to tick or to write in."""

    def activate(self, target: "Locator") -> None: ...

    def tick(self, target: "Locator") -> None: ...

    def write(self, target: "Locator", text: str) -> None: ...


class Mouse:
    """Clicks."""

    def activate(self, target: "Locator") -> None:
        target.click()

    def tick(self, target: "Locator") -> None:
        # the design system draws the box with its label
        target.page.locator(f'label[for="{target.get_attribute("id")}"]').click()
        expect(target).to_be_checked()

    def write(self, target: "Locator", text: str) -> None:
        target.fill(text)


class Keyboard:
    """Tab until it has the focus, which must be seen; then Enter, Space or letters."""

    def activate(self, target: "Locator") -> None:
        self._reach(target).keyboard.press("Enter")

    def tick(self, target: "Locator") -> None:
        self._reach(target).keyboard.press("Space")
        expect(target).to_be_checked()

    def write(self, target: "Locator", text: str) -> None:
        keyboard = self._reach(target).keyboard
        keyboard.press("Control+A")
        keyboard.type(text)

    def _reach(self, target: "Locator") -> "Page":
        expect(target).to_have_count(1)
        wanted = target.element_handle()  # found once: a role is dear to look for at every step
        for _ in range(MOST_TABS):
            if wanted.evaluate(FOCUSED):
                assert wanted.evaluate(OUTLINED), f"nobody sees the focus on {target}"
                return target.page
            target.page.keyboard.press("Tab")
        raise AssertionError(f"no way by keyboard to {target}")


class Person:
    """Somebody at a window, who finds things by what they are called."""

    def __init__(self, window: "Page", hand: Hand) -> None:
        self.window, self.hand = window, hand

    def press(self, name: str) -> None:
        self.hand.activate(self.window.get_by_role("button", name=name, exact=True).first)

    def follow(self, name: str) -> None:
        self.hand.activate(self.window.get_by_role("link", name=name, exact=True).first)

    def tick(self, label: str) -> None:
        self.hand.tick(self.window.get_by_label(label))

    def write(self, label: str, text: str) -> None:
        self.hand.write(self.window.get_by_label(label), text)

    def reads(self, text: str) -> None:
        """Wait until the text stands on the page."""
        expect(self.window.locator("main")).to_contain_text(text)

    def stands_at(self, heading: str) -> None:
        """Wait until the page of that heading is there."""
        expect(self.window.get_by_role("heading", level=1)).to_have_text(heading)
