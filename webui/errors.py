"""From a cause to a page: what happened, and what to do now. One table."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from models.errors import Conflict, Denied, Invalid, NotPublishable, TooMany, Trouble, Unmet, WrongState
from webui.guards import current_session
from webui.kept import keep_form
from webui.sessions import site

STATUS: dict[type[Trouble], int] = {
    Denied: 403,
    WrongState: 409,
    Conflict: 409,
    NotPublishable: 409,
    Invalid: 422,
    Unmet: 422,
    TooMany: 429,
}
"""The cause's own sentence is shown; anything else of the family is a 500."""

PAGES: dict[int, tuple[str, str]] = {
    400: ("This could not be read", "Go back, reload the page and try once more."),
    403: ("This is not open to you", "Your roles do not include it. The programme office grants roles."),
    404: ("There is nothing here", "It may have moved, or it is not open to you. Your desk lists what is."),
    405: ("This address does something else", "Go back and use the page's own buttons."),
    409: ("This is not possible now", "Look at the page again, then repeat what you meant to do."),
    413: ("That was too large", "Shorten the text and send it again; nothing was changed."),
    422: ("This cannot be accepted as it is", "Go back: what you typed is still in the form."),
    429: ("Too many tries", "Wait a little; nothing was changed."),
    500: (
        "Something failed on our side",
        "Nothing was changed. Try again; if it fails again, tell the office.",
    ),
    503: ("The service is busy", "Nothing was changed. Try again in a minute."),
}


def install(app: Flask) -> None:
    """Answer every failure with a page."""
    app.register_error_handler(CSRFError, _on_token)
    app.register_error_handler(Trouble, _on_trouble)
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(Exception, _on_failure)


def page(status: int, sentence: str | None = None) -> ResponseReturnValue:
    """The page of one status; `sentence` says what exactly happened."""
    g.setdefault("now", site().settings.clock())
    g.setdefault("actor", None)
    title, remedy = PAGES.get(status, PAGES[500])
    return render_template("error.html", title=title, remedy=remedy, sentence=sentence), status


def _on_trouble(trouble: Trouble) -> ResponseReturnValue:
    status = next((status for cause, status in STATUS.items() if isinstance(trouble, cause)), 500)
    return page(status, str(trouble))


def _on_http(fault: HTTPException) -> ResponseReturnValue:
    if fault.code is not None and fault.code < 400 and fault.response is not None:
        return fault.response
    return page(fault.code or 500)


def _on_token(_fault: CSRFError) -> ResponseReturnValue:
    """A form of a session that has ended: keep what was typed and ask to sign in again."""
    if current_session().actor_id is None and _comes_from_here():
        keep_form()
        return redirect(url_for("sign_in.page"), 303)
    return page(400, "The form does not belong to this session.")


def _comes_from_here() -> bool:
    fetched = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin", "")
    return fetched == "same-origin" or (fetched is None and urlsplit(origin).netloc == request.host)


def _on_failure(fault: Exception) -> ResponseReturnValue:
    from flask import current_app

    current_app.logger.error("unhandled failure at %s", request.endpoint, exc_info=fault)
    return page(500)
