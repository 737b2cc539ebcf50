"""The columns of a statement in parts: PostgreSQL joins only those of one type, also where they are empty."""

from typing import Any

from sqlalchemy import Date, Integer, Select, String, cast, literal, null, select

from models.base import UtcInstant

NO_TEXT, NO_NUMBER = cast(null(), String), cast(null(), Integer)
NO_DAY, NO_MOMENT = cast(null(), Date), cast(null(), UtcInstant())


def named(**columns: Any) -> Select[*tuple[Any, ...]]:
    """The columns in this order, each under its name, by which rows are read; a text stands for itself."""
    called = (
        (literal(column) if isinstance(column, str) else column).label(name)
        for name, column in columns.items()
    )
    return select(*called)
