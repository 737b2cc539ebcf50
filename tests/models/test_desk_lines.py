"""Every source of what waits gives the columns of a line, each of one type."""

from dataclasses import fields

import pytest
from sqlalchemy import union_all
from sqlalchemy.orm import Session

from models.queries.desk_lines import Waiting
from models.queries.waiting import SOURCES
from tests.models.world import NOW, actor

PEOPLE = ("e-01", "exchange", "office", "coord-EN", "host-EN", "supervisor-EN", "board-EN")


@pytest.mark.both_engines
def test_every_source_joins_every_other(session: Session) -> None:
    people = [actor(session, slug) for slug in PEOPLE]
    parts = [next(part for one in people if (part := source(one, NOW)) is not None) for source in SOURCES]
    assert {tuple(part.selected_columns.keys()) for part in parts} == {
        tuple(field.name for field in fields(Waiting))
    }
    for some in (parts, parts[::-1]):
        session.execute(union_all(*some)).all()
