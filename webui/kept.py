"""What somebody typed when the session had ended: kept, shown again, sent only by a further click."""

from __future__ import annotations

from flask import request, session

LARGEST = 200_000


def keep_form() -> None:
    """Keep the fields of this request for after the sign-in, without the token of the old session."""
    fields = [[name, text] for name, text in request.form.items(multi=True) if name != "csrf_token"]
    if sum(len(name) + len(text) for name, text in fields) <= LARGEST:
        session["kept"] = {"path": request.full_path.rstrip("?"), "fields": fields}


def take_form() -> dict[str, object] | None:
    """What was kept, once."""
    kept: dict[str, object] | None = session.pop("kept", None)
    return kept
