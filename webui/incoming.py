"""What is refused before any view sees it: other sites' forms, unreadable text, numbers no row has."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from flask import Flask, abort, current_app, request
from werkzeug.routing import IntegerConverter

from models.spreadsheets.table import MOST_BYTES
from webui.guards import SAFE, current_session

LARGEST_ID = 2**31 - 1
LARGEST_UPLOAD = MOST_BYTES + 100_000  # the file and the rest of its form
UPLOADS = frozenset({"uploads.bring"})


class RowNumber(IntegerConverter):
    """`<int:…>` in an address: what the database's integers can hold, else there is no such page."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **({"max": LARGEST_ID} | options))  # type: ignore[arg-type]


def install(app: Flask) -> None:
    """Refuse before anything else looks, the form tokens included."""
    app.url_map.converters["int"] = RowNumber
    app.before_request(_refuse)


def _refuse() -> None:
    if request.endpoint == "static":
        return
    if request.endpoint in UPLOADS:
        request.max_content_length = LARGEST_UPLOAD
    if current_session().lost:
        abort(503)
    if request.method not in SAFE and comes_from_elsewhere():
        abort(400, "The form came from another site.")
    if any("\0" in text for text in _texts()):
        abort(400, "The text holds an invisible character: type it anew where you pasted it.")


def comes_from_elsewhere() -> bool:
    """Whether the browser says that another site sent this."""
    fetched = request.headers.get("Sec-Fetch-Site")
    if fetched is not None:
        return fetched not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host


def comes_from_here() -> bool:
    """Whether the browser says that a page of ours sent this; without a word of it, no."""
    said = "Sec-Fetch-Site" in request.headers or "Origin" in request.headers
    return said and request.headers.get("Sec-Fetch-Site") != "none" and not comes_from_elsewhere()


def without_slash() -> str | None:
    """The page that was meant by an address no page has, where a slash too many at its end is all that is
    wrong and nothing would be changed there."""
    path = request.path.rstrip("/")
    wrong = request.routing_exception is not None and path != request.path
    if not wrong or request.method not in SAFE or "//" in path:  # a double slash would name another host
        return None
    adapter = current_app.create_url_adapter(request)
    if not path or adapter is None or not adapter.test(path):
        return None
    query = request.query_string.decode(errors="replace")
    return request.root_path.rstrip("/") + quote(path) + (f"?{query}" if query else "")


def page_above() -> str | None:
    """The page of what an act was tried on: the nearest one above its address, below the desk; the address
    itself where none is above it but a page is there."""
    adapter = current_app.create_url_adapter(request)
    parts = request.path.split("/")
    above = ("/".join(parts[:end]) for end in range(len(parts) - 1, 1, -1))
    own = [] if request.method in SAFE else [request.path]
    for path in (*above, *own):
        if adapter is not None and adapter.test(path, "GET"):
            return request.root_path.rstrip("/") + quote(path)
    return None


def _texts() -> Iterator[str]:
    yield request.full_path
    yield request.path
    for values in (request.args, request.form):
        for name, text in values.items(multi=True):
            yield name
            yield text
