"""The portable files of a run, handed out: asked for by a form, proved again, and on record."""

from __future__ import annotations

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

from models.services import files
from webui.downloads import hand_out
from webui.guards import guard
from webui.views.outcomes import find_run

blueprint = Blueprint("files", __name__, url_prefix="/rounds/<slug>/outcomes/<int:number>/files")


@blueprint.post("/round")
@guard("files.take_round", load=find_run, step_up=True)
def take_round(slug: str, number: int) -> ResponseReturnValue:
    """The round file."""
    return hand_out(files.take_round(g.db, actor=g.actor, now=g.now, outcome=g.obj))


@blueprint.post("/outcome")
@guard("files.take_outcome", load=find_run, step_up=True)
def take_outcome(slug: str, number: int) -> ResponseReturnValue:
    """The outcome file."""
    return hand_out(files.take_outcome(g.db, actor=g.actor, now=g.now, outcome=g.obj))
