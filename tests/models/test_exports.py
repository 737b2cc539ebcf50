"""Whatever people typed, no file that goes out holds a formula: every text column tried in every export."""

import re

import pytest
from sqlalchemy import Enum, LargeBinary, String, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.queries.trail import Sought
from models.services import exports, ledger, trail
from models.services.exports import Format
from models.services.files import Taken
from models.spreadsheets.table import FORMULA
from models.tables import metadata
from models.uploads import KEEPERS, TableKind
from tests.models.agreements import in_force
from tests.models.mentoring import four_mentors
from tests.models.walk import Walk
from tests.models.workbooks import cells_of
from tests.models.world import NOW, actor

HOSTILE = "=1+1"
CODED = {"zone", "objective"}
"""Columns that hold words of a machine, which nobody types."""
HOLDERS = {"programme_office": "office", "exchange_coordinator": "exchange"}


def poison(session: Session) -> set[str]:
    """Put a formula into every column of free text that the database lets anybody change; which it let."""
    session.flush()
    done = set()
    for table in metadata.sorted_tables:
        for column in table.columns:
            free = isinstance(column.type, String) and not isinstance(column.type, Enum | LargeBinary)
            if not free or column.name in CODED or column.unique or column.primary_key or column.foreign_keys:
                continue
            try:
                with session.begin_nested():
                    session.execute(update(table).values({column.name: HOSTILE}))
            except DBAPIError:
                continue  # a check, a trigger or a uniqueness keeps it out
            done.add(f"{table.name}.{column.name}")
    session.expire_all()
    return done


@pytest.fixture
def poisoned(session: Session) -> Session:
    four_mentors(session)
    in_force(session)
    Walk(session).to_frozen()
    assert {"agencies.name", "executives.name", "opportunities.title", "actors.name"} <= poison(session)
    return session


def taken(session: Session, format_: Format) -> dict[str, Taken]:
    """Every table that goes out, by who may take it."""
    found = {}
    for kind in TableKind:
        who = next((HOLDERS[role] for role in KEEPERS[kind] if role in HOLDERS), "host-EN")
        by = actor(session, who)
        found[kind.value] = exports.take(session, actor=by, now=NOW, kind=kind, format_=format_)
    exchange, auditor = actor(session, "exchange"), actor(session, "auditor")
    found["ledger"] = ledger.take(session, actor=exchange, now=NOW, format_=format_)
    return found | {"trail": trail.take(session, actor=auditor, now=NOW, sought=Sought(), say=str)}


@pytest.mark.parametrize("format_", Format)
def test_no_export_holds_a_formula_whatever_was_typed(poisoned: Session, format_: Format) -> None:
    files = taken(poisoned, format_)
    cells = {name: [cell for row in cells_of(file) for cell in row] for name, file in files.items()}
    formulas = {
        (name, cell) for name, found in cells.items() for cell in found if cell.startswith(tuple(FORMULA))
    }
    assert formulas == set()
    hit = {name for name, found in cells.items() if any(re.match(r"'+=", cell) for cell in found)}
    assert {"people", "opportunities", "mentors", "ledger", "trail"} <= hit
