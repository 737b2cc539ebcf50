"""What goes wrong in a browser without anybody seeing it on the page."""

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

ASKED = {"document", "xhr", "fetch"}
INLINE = {"about", "blob", "data"}
MOVED_ON = "net::ERR_ABORTED"  # a download, or the page was left before the answer came


class Watch:
    """Listens to contexts and keeps their faults: errors in the console (breaches of the content security
    policy are among them), errors in scripts, answers from 400 on, requests that failed, and requests to
    anything but this machine."""

    def __init__(self) -> None:
        self._faults: list[str] = []
        self._not_loaded: list[tuple[str, str]] = []  # (address, message) the console gave
        self._reported: set[str] = set()
        self._expected: Counter[int] = Counter()

    def listen(self, context: "BrowserContext") -> None:
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("request", self._on_request)
        context.on("requestfailed", self._on_failure)
        context.on("response", self._on_response)

    def expect(self, status: int) -> None:
        """Say that one page or fragment will be answered with this status from 400 on; if none is, that is
        a fault too."""
        self._expected[status] += 1

    def finish(self) -> None:
        """Raise AssertionError that lists every fault; call it once, when the contexts are closed."""
        faults = self._faults + [
            f"console: {text} ({url})" for url, text in self._not_loaded if url not in self._reported
        ]
        faults += [f"{status} was expected and did not come" for status in self._expected.elements()]
        if faults:
            raise AssertionError("\n".join(["behind the page:", *faults]))

    def _on_console(self, message: "ConsoleMessage") -> None:
        if message.type != "error":
            return
        if message.text.startswith("Failed to load resource"):
            self._not_loaded.append((message.location["url"], message.text))
        else:
            self._faults.append(f"console: {message.text}")

    def _on_error(self, error: "WebError") -> None:
        self._faults.append(f"script: {error.error}")

    def _on_request(self, request: "Request") -> None:
        address = urlsplit(request.url)
        if address.hostname != "127.0.0.1" and address.scheme not in INLINE:
            self._faults.append(f"off this machine: {request.method} {request.url}")

    def _on_failure(self, request: "Request") -> None:
        self._reported.add(request.url)
        if request.failure != MOVED_ON:
            self._faults.append(f"failed: {request.method} {request.url} ({request.failure})")

    def _on_response(self, response: "Response") -> None:
        if response.status < 400:
            return
        self._reported.add(response.url)
        if response.request.resource_type in ASKED and self._expected[response.status]:
            self._expected[response.status] -= 1
        else:
            self._faults.append(f"{response.status}: {response.request.method} {response.url}")
