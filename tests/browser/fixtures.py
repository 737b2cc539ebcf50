"""The fixtures of tests in a browser; `tests/browser/__init__.py` says how they are used."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Protocol

import pytest

from tests.browser.finder import REMEDY, BrowserError, find
from tests.browser.server import running
from tests.browser.watch import Watch

if TYPE_CHECKING:  # Playwright is slow to import, and most runs of a few tests need no browser
    from _typeshed.wsgi import WSGIApplication
    from playwright.sync_api import Browser, Page

FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
HEIGHT = 800
PATIENCE = 30_000  # milliseconds to wait for what should be there at once, on a busy machine too


Serve = Callable[["WSGIApplication"], str]


class Visit(Protocol):
    """Open a window of its own: nobody signed in, no cookies, and watched like every other."""

    def __call__(self, base_url: str = "", *, scripts: bool = True, width: int = 1280) -> "Page": ...


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that uses the browser with `e2e`."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("e2e")


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """One Chromium for each worker. While it runs, Playwright's event loop does, so that a later test of the
    same worker cannot use `asyncio.run` in the main thread."""
    if os.environ.get("SKIP_E2E") == "1":
        pytest.skip("SKIP_E2E=1")
    executable = find()
    if executable is None:
        raise BrowserError(REMEDY)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=executable, args=FLAGS, chromium_sandbox=os.geteuid() != 0
        )
        yield launched
        launched.close()


@pytest.fixture
def watch() -> Watch:
    """What the test's windows met; the test fails on it in the end."""
    return Watch()


@pytest.fixture
def visit(browser: "Browser", watch: Watch) -> Iterator[Visit]:
    """`visit(base_url)` opens one more window, for one more person."""
    with ExitStack() as contexts:

        def open_window(base_url: str = "", *, scripts: bool = True, width: int = 1280) -> "Page":
            context = browser.new_context(
                base_url=base_url or None,
                java_script_enabled=scripts,
                viewport={"width": width, "height": HEIGHT},
                locale="en-US",
                timezone_id="America/New_York",
                reduced_motion="reduce",
            )
            contexts.callback(context.close)
            context.set_default_timeout(PATIENCE)
            watch.listen(context)
            return context.new_page()

        yield open_window
    watch.finish()


@pytest.fixture
def page(visit: Visit) -> "Page":
    """The window of a test that needs one."""
    return visit()


@pytest.fixture
def serve() -> Iterator[Serve]:
    """`serve(app)` is the base URL of the app on a free port until the test ends."""
    with ExitStack() as servers:
        yield lambda app: servers.enter_context(running(app))
