"""Two versions of a form side by side, where somebody else was faster."""

from __future__ import annotations

from datetime import date

from wtforms import BooleanField, Field, Form, SelectField

from webui.filters import day

UNTYPED = ("version", "csrf_token")


def versions(typed: Form, stored: Form) -> list[tuple[str, str, str]]:
    """Label, what is stored and what was typed, of each field of which the two forms differ."""
    found = [
        (mine.label.text, as_written(stored[mine.name]), as_written(mine))
        for mine in typed
        if mine.name not in UNTYPED
    ]
    return [(label, theirs, mine) for label, theirs, mine in found if theirs != mine]


def as_written(field: Field) -> str:
    """What a field holds, in words."""
    if isinstance(field, SelectField):
        held = field.data if isinstance(field.data, list) else [field.data]
        return "; ".join(str(one.label) for one in field.choices if one.value in held)
    if isinstance(field, BooleanField):
        return "yes" if field.data else "no"
    if isinstance(field.data, date):
        return day(field.data)
    return "" if field.data is None else str(field.data)
