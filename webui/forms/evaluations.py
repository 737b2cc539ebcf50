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
