"""Being somebody in a browser."""

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page


def enter(window: "Page", slug: str) -> "Page":
    """Sign in as one of the invented people, and stand at the desk."""
    window.goto(f"/sign-in?who={slug}")
    window.locator(f'button[name="slug"][value="{slug}"]').click()
    expect(window.get_by_role("heading", level=1)).to_have_text("My desk")
    return window


def press(window: "Page", label: str, *, exact: bool = False) -> None:
    """Press the button of that name."""
    window.get_by_role("button", name=label, exact=exact).first.click()


def follow(window: "Page", label: str, *, exact: bool = False) -> None:
    """Follow the link of that name."""
    window.get_by_role("link", name=label, exact=exact).first.click()


def heading(window: "Page", text: str) -> None:
    """Wait until the page of that heading is there."""
    expect(window.get_by_role("heading", level=1)).to_contain_text(text)
