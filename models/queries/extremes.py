"""The smaller and the greater of two numbers in a statement, each worked out once: PostgreSQL says LEAST and
GREATEST, SQLite MIN and MAX."""

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class Least(GenericFunction[int]):
    """The smallest of its arguments; none may be empty, for which the engines have different answers."""

    name = "least"
    type = Integer()
    inherit_cache = True


class Greatest(GenericFunction[int]):
    """The greatest of its arguments; none may be empty."""

    name = "greatest"
    type = Integer()
    inherit_cache = True


@compiles(Least, "sqlite")
def _say_min(element: Least, compiler: Any, **given: Any) -> str:
    return f"min({compiler.process(element.clauses, **given)})"


@compiles(Greatest, "sqlite")
def _say_max(element: Greatest, compiler: Any, **given: Any) -> str:
    return f"max({compiler.process(element.clauses, **given)})"
