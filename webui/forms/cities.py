"""A city to meet in, as the positions on record spell theirs: only the same words count as the same city."""

from __future__ import annotations

from typing import Any

from wtforms import StringField
from wtforms.validators import ValidationError


def as_on_record(form: Any, field: StringField) -> None:
    """Refuse no city, and one without its state or country where positions on record lie in it; one of theirs
    is spelled as they are. `form.cities` gives theirs, as in “Denver, CO”."""
    if not form.in_person.data:
        return
    typed = " ".join((field.data or "").split())
    if not typed:
        raise ValidationError("Name the city in which you would meet.")
    cities = form.cities()
    field.data = next((one for one in cities if _letters(one) == _letters(typed)), typed)
    for one in cities:
        if _letters(one.rpartition(",")[0]) == _letters(typed):
            raise ValidationError(f"Name the state or country too, as in “{one}”.")


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
