"""What was disclosed, to whom, and when."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from webui.guards import guard
from webui.views.trail import list_entries, take_entries

blueprint = Blueprint("disclosures", __name__)


@blueprint.get("/record/disclosures")
@guard("audit.see")
def page() -> ResponseReturnValue:
    """Who saw or took out what is confidential."""
    return list_entries("record/disclosures.html", "disclosures.take", disclosures=True)


@blueprint.post("/record/disclosures/taken")
@guard("trail.take", step_up=True)
def take() -> ResponseReturnValue:
    """What the address asks for as a file."""
    return take_entries("record/disclosures.html", disclosures=True)
