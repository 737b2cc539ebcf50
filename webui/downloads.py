"""Files that are taken away."""

from __future__ import annotations

from flask import Response

from models.services.files import Taken


def hand_out(taken: Taken) -> Response:
    """A JSON file to be saved under its name."""
    answer = Response(taken.content, mimetype="application/json")
    answer.headers.set("Content-Disposition", "attachment", filename=taken.name)
    return answer
