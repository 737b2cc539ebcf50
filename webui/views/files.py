"""The portable files of a run, handed out: asked for by a form, proved again, and on record."""

from __future__ import annotations

from flask import Blueprint, Response, g
from flask.typing import ResponseReturnValue

from models.services import files
from models.services.files import Taken
from webui.guards import guard
from webui.views.outcomes import find_run

blueprint = Blueprint("files", __name__, url_prefix="/rounds/<slug>/outcomes/<int:number>/files")


@blueprint.post("/round")
@guard("files.take_round", load=find_run, step_up=True)
def take_round(slug: str, number: int) -> ResponseReturnValue:
    """The round file."""
    return _hand_out(files.take_round(g.db, actor=g.actor, now=g.now, outcome=g.obj))


@blueprint.post("/outcome")
@guard("files.take_outcome", load=find_run, step_up=True)
def take_outcome(slug: str, number: int) -> ResponseReturnValue:
    """The outcome file."""
    return _hand_out(files.take_outcome(g.db, actor=g.actor, now=g.now, outcome=g.obj))


def _hand_out(taken: Taken) -> Response:
    answer = Response(taken.content, mimetype="application/json")
    answer.headers.set("Content-Disposition", "attachment", filename=taken.name)
    return answer
