"""A WSGI app on a real socket of this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

from werkzeug.serving import WSGIRequestHandler, make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class QuietHandler(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing about requests that were answered."""


def whole(app: "WSGIApplication") -> "WSGIApplication":
    """The app with every answer read and closed before it goes out: where a browser goes away meanwhile,
    Werkzeug's server leaves open the file that it was sending."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
        parts = app(environ, start_response)
        try:
            return [b"".join(parts)]
        finally:
            if close := getattr(parts, "close", None):
                close()

    return answer


@contextmanager
def running(app: "WSGIApplication") -> Iterator[str]:
    """Serve `app` on a free port with a thread for each request; the value is its base URL."""
    server = make_server("127.0.0.1", 0, whole(app), threaded=True, request_handler=QuietHandler)
    thread = Thread(target=server.serve_forever, name="tests.browser.server")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
