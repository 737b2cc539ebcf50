"""A search of the catalogue, kept under a name."""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, HiddenInput

from models.queries.catalogue import FACETS
from models.saved_searches import Question
from models.services.saved_searches import LONGEST_NAME, LONGEST_WORDS

BETWEEN = "="
"""What stands between the facet and its value, where one box is one of them."""


class SearchForm(FlaskForm):
    """Name and question; `facets` are the values asked for, each of which may be taken away."""

    name = StringField(
        "Name of the search",
        [
            DataRequired("Give the search a name."),
            Length(max=LONGEST_NAME, message=f"Use at most {LONGEST_NAME} characters."),
        ],
    )
    words = StringField(
        "Words in title, purpose, agency or place",
        [Length(max=LONGEST_WORDS, message=f"Use at most {LONGEST_WORDS} characters.")],
    )
    facets = SelectMultipleField("Only these", option_widget=CheckboxInput())
    closed_too = BooleanField("Also what is closed to me")

    def offer(self, asked: Iterable[tuple[str, str, str]]) -> None:
        """Let the boxes be these: facet, value and label of each."""
        self.facets.choices = [SelectChoice(boxed(facet, value), label) for facet, value, label in asked]

    def question(self) -> Question:
        asked: dict[str, list[str]] = {}
        for box in self.facets.data or []:
            facet, _, value = box.partition(BETWEEN)
            asked.setdefault(facet, []).append(value)
        kept = {facet: tuple(values) for facet, values in asked.items()}
        return Question(" ".join((self.words.data or "").split()), kept, self.closed_too.data)


class EditForm(SearchForm):
    alerts = BooleanField("Write to me when something new fits")
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired("Open the page again.")])


def boxed(facet: str, value: str) -> str:
    """One value of one facet as the value of a box."""
    return f"{facet}{BETWEEN}{value}"


def unboxed(boxes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What boxes ask for, facet by facet; what is no facet is left out."""
    found: dict[str, tuple[str, ...]] = {}
    for facet, _, value in (box.partition(BETWEEN) for box in boxes):
        if facet in FACETS:
            found[facet] = (*found.get(facet, ()), value)
    return found
