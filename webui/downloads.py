"""Files that are taken away."""

from __future__ import annotations

from pathlib import PurePath

from flask import Response

from models.services.files import Taken

TYPES = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def hand_out(taken: Taken) -> Response:
    """A file to be saved under its name."""
    answer = Response(taken.content, mimetype=TYPES[PurePath(taken.name).suffix])
    answer.headers.set("Content-Disposition", "attachment", filename=taken.name)
    return answer
