"""The line of units above an agency, inside a statement."""

from sqlalchemy import CTE, ColumnElement, literal, select
from sqlalchemy.orm import aliased

from models.agencies import Agency


def line_above(which: ColumnElement[bool]) -> CTE:
    """The agency that is meant and the units above it: `id`, `parent_id`, and how far `above` each is."""
    line = select(Agency.id, Agency.parent_id, literal(0).label("above")).where(which)
    found, unit = line.cte("line", recursive=True), aliased(Agency)
    higher = select(unit.id, unit.parent_id, found.c.above + 1).join(found, unit.id == found.c.parent_id)
    return found.union_all(higher)
