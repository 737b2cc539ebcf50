"""What the verbs of tables that come in and go out are tried with, and by whom."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from models.services.exports import Format
from models.uploads import TableKind
from tests.models import files

Given = Callable[[Session], dict[str, Any]]
OFFICES, OWNER = {"office", "office-2"}, {"office"}


def brought(session: Session) -> dict[str, Any]:
    return {"upload": files.bring(session)}


def to_check(session: Session) -> dict[str, Any]:
    facts = brought(session)
    return facts | {"mapping": files.as_guessed(facts["upload"])}


def to_store(session: Session) -> dict[str, Any]:
    facts = brought(session)
    files.check(session, facts["upload"])
    return facts | {"version": facts["upload"].version}


TRIALS: dict[str, dict[str, tuple[set[str], Given]]] = {
    "start": {
        "uploads.bring": (
            OFFICES,
            lambda _: {"kind": TableKind.PEOPLE, "name": "a.csv", "content": files.PEOPLE},
        ),
        "uploads.check": (OWNER, to_check),
        "uploads.store": (OWNER, to_store),
        "uploads.undo": (OWNER, lambda session: {"upload": files.stored(session)}),
        "uploads.discard": (OWNER, brought),
        "exports.take": (OFFICES, lambda _: {"kind": TableKind.PEOPLE, "format_": Format.CSV}),
    },
}
