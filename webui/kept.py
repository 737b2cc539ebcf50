"""What somebody typed when the session had ended: kept, shown again, sent only by a further click."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from flask import current_app, request, session
from itsdangerous import BadData, URLSafeTimedSerializer

from webui.sessions import FORM_SECRET

PASSWORDS = ("sign_in", "account")
"""The blueprints whose forms hold passwords: they are never kept."""


def keep_form(owner_id: int | None) -> None:
    """Keep the fields of this request for after the sign-in of the same person, without the old token.

    Of whoever is unknown nothing is kept, nor of a page that somebody else had opened in this browser: it
    could come up before another person.
    """
    if owner_id is None or owner_id != opened_by() or request.blueprint in PASSWORDS:
        return
    fields = [[name, text] for name, text in request.form.items(multi=True) if name != FORM_SECRET]
    session["kept"] = {"path": _address(), "fields": fields, "owner": owner_id, "back": _asked_at()}


def _asked_at() -> str | None:
    """The page that the form stood on, where it is one of ours that can be opened again."""
    page = urlsplit(request.referrer or "")
    if page.netloc != request.host or page.path.startswith("//") or page.path == request.path:
        return None
    return urlunsplit(("", "", page.path, page.query, ""))


def opened_by() -> int | None:
    """Who was signed in where the page with this form was opened, by its signed token; None for a stranger
    and for what is no token of this site."""
    signed = URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="wtf-csrf-token")
    try:
        who = str(signed.loads(request.form.get(FORM_SECRET, ""))).partition(":")[0]
    except BadData:
        return None
    return int(who) if who.isdecimal() else None


def forget_sent() -> None:
    """What was kept has now been sent."""
    if "kept" in session and session["kept"]["path"] == _address():
        take_form()


def _address() -> str:
    return request.full_path.rstrip("?")


def take_form() -> dict[str, object] | None:
    """What was kept, once."""
    kept: dict[str, object] | None = session.pop("kept", None)
    return kept
