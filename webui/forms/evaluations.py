"""The five measures of the logic model, to whoever had a part in a rotation."""

from __future__ import annotations

from flask_wtf import FlaskForm

from models.evaluations import MEASURES
from webui.forms.feedback import figure

WORDS = {
    "outlook": "The executive has a broadened outlook on role and responsibilities",
    "relationships": "The executive builds relationships across organizations",
    "leads_change": "The executive manages change and responds to resistance",
    "develops_others": "The executive is engaged in the development of others",
    "satisfied": "I am satisfied with the rotation",
}
"""Outcomes and outputs that the logic model names, as they are asked."""

OWN = {
    "outlook": "I have a broadened outlook on my role and responsibilities",
    "relationships": "I build relationships across organizations",
    "leads_change": "I manage change and respond to resistance",
    "develops_others": "I am engaged in the development of others",
}
"""The same, as the executive whose rotation it was is asked."""


class EvaluationForm(FlaskForm):
    """Each measure from 1 to 5."""

    outlook = figure(WORDS["outlook"])
    relationships = figure(WORDS["relationships"])
    leads_change = figure(WORDS["leads_change"])
    develops_others = figure(WORDS["develops_others"])
    satisfied = figure(WORDS["satisfied"])

    def figures(self) -> dict[str, int]:
        """What was chosen."""
        return {name: int(self[name].data) for name in MEASURES}


class OwnEvaluationForm(EvaluationForm):
    """The same measures, of oneself."""

    outlook = figure(OWN["outlook"])
    relationships = figure(OWN["relationships"])
    leads_change = figure(OWN["leads_change"])
    develops_others = figure(OWN["develops_others"])
