"""A pool of small agencies, and the balance of its members together."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, StopValidation

from matcher.policy.assignment_clauses import ORDER_POSITIONS
from models.pools import RoundPool
from models.queries.limits import Row
from models.services.pools import LEAST_MEMBERS, LONGEST_NAME
from webui.forms.limits import HEADINGS, figure, upwards, whole

SMALL = ORDER_POSITIONS.figure
"""Executives from which an agency is not small: fewer are proposed for a pool."""


class Balance(FlaskForm):
    """Least and greatest of received minus sent; `was` is what stood there when the page was shown."""

    was = HiddenField()
    net_min = StringField(HEADINGS["net_min"], [whole])
    net_max = StringField(HEADINGS["net_max"], [whole])

    def validate_net_max(self, cell: StringField) -> None:
        upwards(self.net_min, cell)

    def bounds(self) -> tuple[int | None, int | None]:
        """What was typed; only after it was found valid."""
        return figure(self.net_min), figure(self.net_max)

    def begin(self, pool: RoundPool) -> None:
        """Show what stands."""
        self.was.data = coded(pool)
        self.net_min.data, self.net_max.data = _shown(pool.net_min), _shown(pool.net_max)


class NewPool(Balance):
    name = StringField(
        "Name of the pool",
        [
            DataRequired("Give the pool a name."),
            Length(max=LONGEST_NAME, message=f"Use a name of at most {LONGEST_NAME} characters."),
        ],
    )
    members = SelectMultipleField("Agencies in it", validate_choice=False)

    def offer(self, rows: Sequence[Row], taken: set[int]) -> None:
        """The agencies to choose from: those at the top of their trees that are in no pool."""
        self.members.choices = [
            SelectChoice(row.code, row.name) for row in rows if row.depth == 0 and row.id not in taken
        ]

    def validate_members(self, field: SelectMultipleField) -> None:
        known = {choice.value for choice in field.choices}
        if len(set(field.data or ()) & known) < LEAST_MEMBERS or set(field.data) - known:
            raise StopValidation("Choose two agencies or more from the list.")


def coded(pool: RoundPool) -> str:
    """What a pool's balance is, in one word."""
    return f"{_shown(pool.net_min)},{_shown(pool.net_max)}"


def _shown(value: int | None) -> str:
    return "" if value is None else str(value)
