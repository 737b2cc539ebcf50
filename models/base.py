"""The ground every table stands on: constraint names, the UTC instant, enumerations by value."""

import enum
from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import CheckConstraint, DateTime, Dialect, Enum, MetaData, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcInstant(TypeDecorator[datetime]):
    """A moment in time: aware in Python, UTC in the database; a naive datetime is refused.

    SQLite keeps no zone, so the value is stored there as naive UTC and made aware again on reading.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs a time zone: {value.isoformat()}")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every mapped class; its metadata names every constraint in words."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UtcInstant}  # noqa: RUF012 - SQLAlchemy reads it from the class


def by_value(kind: type[enum.StrEnum], name: str) -> Enum:
    """The column type of an enumeration: its value as text, held by a CHECK called `name`."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


def check(name: str, rule: str) -> CheckConstraint:
    """A rule the database holds; `name` says it in words and appears in the database's own message."""
    return CheckConstraint(rule, name=name)


def arguments(*items: Any) -> tuple[Any, ...]:
    """`__table_args__` as a plain tuple, also when there is only one item."""
    return items


Id = Annotated[int, mapped_column(primary_key=True)]
Slug = Annotated[str, mapped_column(String(60), unique=True)]
Code = Annotated[str, mapped_column(String(20))]
Name = Annotated[str, mapped_column(String(300))]
Words = Annotated[str, mapped_column(Text)]
Digest = Annotated[str, mapped_column(String(64))]


class Edited:
    """Mixin of whatever people edit: `version` counts the edits, and a stale edit is refused."""

    version: Mapped[int] = mapped_column(comment="counts the edits; a stale edit is refused")

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy passes the class
        return {"version_id_col": cls.version}
