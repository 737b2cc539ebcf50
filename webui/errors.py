"""From a cause to a page: what happened, and what to do now. One table."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, current_app, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import BadRequest, HTTPException, NotFound, RequestEntityTooLarge

from models.actors import Actor
from models.db import unit_of_work
from models.errors import Conflict, Denied, Invalid, NotPublishable, TooMany, Trouble, Unmet, WrongState
from models.spreadsheets.table import HEAVY
from webui.guards import current_session, find_actor
from webui.incoming import UPLOADS, comes_from_here, page_above, without_slash
from webui.kept import PASSWORDS, keep_form, opened_by
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


def status_of(trouble: Trouble) -> int:
    """The status of a page that tells of the trouble."""
    return next((status for cause, status in STATUS.items() if isinstance(trouble, cause)), 500)


PAGES: dict[int, tuple[str, str]] = {
    400: (
        "This could not be read",
        "Go back, mend it and try once more. If that fails, reload the page first.",
    ),
    403: ("This is not open to you", "Your roles do not include it. The programme office grants roles."),
    404: ("There is nothing here", "It may have moved, or it is not open to you. Your desk lists what is."),
    405: ("This address does something else", "Go back and use the page's own buttons."),
    409: ("This is not possible now", "Look at how it stands now, then do what is still to be done."),
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
    app.register_error_handler(OperationalError, _on_busy)
    app.register_error_handler(NoConnection, _on_busy)
    app.register_error_handler(Exception, _on_failure)


def page(status: int, sentence: str | None = None) -> ResponseReturnValue:
    """The page of one status; `sentence` says what exactly happened.

    Who is signed in is looked up anew: the transaction that failed may have left its objects unreadable.
    """
    g.now = site().settings.clock()
    g.actor = None if status >= 500 else _who()
    title, remedy = PAGES.get(status, PAGES[500])
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.REQUEST_ENTITY_TOO_LARGE) and sentence:
        remedy = ""  # the sentence knows better why nothing is here, or what was too large
    above = page_above() if status == HTTPStatus.CONFLICT else None
    return render_template("error.html", title=title, remedy=remedy, sentence=sentence, above=above), status


def _who() -> Actor | None:
    try:
        with unit_of_work(site().engine, read_only=True) as db:
            return find_actor(db)
    except SQLAlchemyError:
        current_app.logger.exception("no database for the page of an error")
        return None


def _on_trouble(trouble: Trouble) -> ResponseReturnValue:
    status = status_of(trouble)
    return page(status, str(trouble)) if status < 500 else _on_failure(trouble)


def _on_http(fault: HTTPException) -> ResponseReturnValue:
    if fault.code is not None and fault.code < 400 and fault.response is not None:
        return fault.response
    address = without_slash() if isinstance(fault, NotFound) else None
    if address is not None:
        return redirect(address, 308)
    status = fault.code or 500
    headers = [(name, value) for name, value in fault.get_headers() if name != "Content-Type"]
    answer = make_response(page(status, _sentence(fault)))
    answer.headers.extend(headers)
    return answer


def _sentence(fault: HTTPException) -> str | None:
    """What exactly was wrong, where the fault or the address says it."""
    if isinstance(fault, RequestEntityTooLarge) and request.endpoint in UPLOADS:
        return HEAVY
    return fault.description if isinstance(fault, BadRequest) and fault.response is None else None


ANOTHERS = (
    "This page was opened while somebody else was signed in here, so nothing was sent. To send it, sign in "
    "as that person, then go back to the page."
)


def _on_token(_fault: CSRFError) -> ResponseReturnValue:
    """A form of a session that has ended: keep what was typed, sign in again, then send it by a click."""
    browser, opener = current_session(), opened_by()
    if not comes_from_here() or (browser.actor_id is not None and opener is None):
        return page(400, "The form does not belong to this session.")
    if request.blueprint in PASSWORDS:
        flash("The page had been open too long, so nothing was sent. Please try again.", "warning")
        return redirect(url_for("sign_in.page"), 303)
    if browser.actor_id is not None and opener != browser.actor_id:
        return page(409, ANOTHERS)
    keep_form(browser.owner_id)
    return redirect(url_for("sign_in.page" if browser.actor_id is None else "sign_in.kept"), 303)


def _on_busy(fault: Exception) -> ResponseReturnValue:
    current_app.logger.error("the database did not answer at %s", request.endpoint, exc_info=fault)
    return page(503)


def _on_failure(fault: Exception) -> ResponseReturnValue:
    current_app.logger.error("unhandled failure at %s", request.endpoint, exc_info=fault)
    return page(500)
