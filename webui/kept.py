"""What somebody typed when the session had ended: kept, shown again, sent only by a further click."""

from __future__ import annotations

from flask import request, session

PASSWORDS = ("sign_in", "account")
"""The blueprints whose forms hold passwords: they are never kept."""


def keep_form(owner_id: int | None) -> None:
    """Keep the fields of this request for after the sign-in of the same person, without the old token.

    Of whoever is unknown nothing is kept: it could come up before somebody else.
    """
    if owner_id is None or request.blueprint in PASSWORDS:
        return
    fields = [[name, text] for name, text in request.form.items(multi=True) if name != "csrf_token"]
    session["kept"] = {"path": _address(), "fields": fields, "owner": owner_id}


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
