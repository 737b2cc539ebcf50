"""Somebody whose every page is checked."""

from typing import TYPE_CHECKING

from tests.browser.checks import check_page
from tests.walks.hands import Mouse, Person
from tests.walks.people import enter

if TYPE_CHECKING:
    from playwright.sync_api import Page

PARTS = """main => [...new Set(
  [...main.querySelectorAll("*")].map((part) => `${part.tagName}.${part.getAttribute("class")}`)
)].sort().join()"""


class Witness(Person):
    """Presses, follows and reads. A page is checked when it is there and before it is left: once in the walk
    for each address and each choice of parts that stand on it, whatever their words; `seen` holds those."""

    def __init__(self, window: "Page", slug: str, seen: set[str]) -> None:
        super().__init__(window, Mouse())
        self.slug, self.seen = slug, seen

    def look(self) -> None:
        """Check the page as it stands, unless somebody saw the same."""
        page = f"{self.window.url} {self.window.locator('main').evaluate(PARTS)}"
        if page not in self.seen:
            self.seen.add(page)
            check_page(self.window, f"whole-round-{len(self.seen):03}-{self.slug}")

    def press(self, name: str) -> None:
        self.look()
        super().press(name)

    def follow(self, name: str) -> None:
        self.look()
        super().follow(name)

    def arrive(self, heading: str) -> None:
        """Wait for the page of that heading, and check it."""
        self.stands_at(heading)
        self.look()

    def fill(self, **fields: str) -> None:
        """Write or choose in the fields of these names."""
        for name, value in fields.items():
            field = self.window.locator(f"main [name={name}]")
            if field.evaluate("element => element.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def to_desk(self) -> None:
        self.window.goto("/")
        self.arrive("My desk")


def come(window: "Page", slug: str, seen: set[str]) -> Witness:
    """Sign in as one of the invented people; the frame of the pages is checked with the desk, for each."""
    check_page(enter(window, slug), f"whole-round-desk-{slug}")
    return Witness(window, slug, seen)
