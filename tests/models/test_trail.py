"""The audit trail as a file: what was asked for and nothing else, bounded, and itself on the trail."""

import hashlib
import json

import pytest
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.audit import AuditEvent, record
from models.errors import Invalid
from models.queries.trail import Sought
from models.services import trail
from models.services.files import Taken
from tests.models.workbooks import cells_of
from tests.models.world import DAY, NOW, actor, find


def note(session: Session, reason: str, *, days: int = 0) -> AuditEvent:
    """An entry of the office on the agency EN, so many days ago."""
    agency, office = find(session, Agency, "EN"), actor(session, "office")
    at = NOW - days * DAY
    digest = hashlib.sha256(b"salted").hexdigest()
    return record(
        session, agency, "agencies.rename", actor=office, now=at, reason=reason, commitment=digest, old="É"
    )


def take(session: Session, sought: Sought) -> Taken:
    return trail.take(session, actor=actor(session, "auditor"), now=NOW, sought=sought, say=str.upper)


def test_file_holds_every_entry_that_fits_the_newest_first(session: Session) -> None:
    note(session, "older", days=3)
    note(session, "=1+1", days=1)
    session.flush()
    taken = take(session, Sought(action="agencies.rename"))
    assert taken.name == "trail-2026-11-23.csv"
    header, *rows = cells_of(taken)
    assert tuple(header) == trail.HEADER
    assert [row[header.index("reason")] for row in rows] == ["'=1+1", "older"]
    shown = dict(zip(header, rows[0], strict=True))
    last = session.query(AuditEvent).filter_by(action="agencies.rename", reason="=1+1").one()
    energy = find(session, Agency, "EN")
    assert shown == {
        "entry": str(last.id),
        "at (UTC)": (NOW - DAY).isoformat(timespec="seconds"),
        "account": "office",
        "name": "Olive Office",
        "act": "agencies.rename",
        "act in words": "AGENCIES.RENAME",
        "result": "done",
        "done to": f"agency {energy.id}, Energy",
        "table": "agencies",
        "number": str(energy.id),
        "reason": "'=1+1",
        "commitment": hashlib.sha256(b"salted").hexdigest(),
        "details (JSON)": '{"old": "É"}',
    }


def test_taking_stands_on_the_trail_with_what_was_asked_for(session: Session) -> None:
    note(session, "older")
    session.flush()
    sought = Sought(who=" Olive", action="agencies.rename", since=NOW - DAY, of=("agencies", 1))
    taken = take(session, sought)
    event = session.query(AuditEvent).filter_by(action="trail.take").one()
    assert event.facts == {
        "rows": len(cells_of(taken)) - 1,
        "file": "trail-2026-11-23.csv",
        "file_sha256": hashlib.sha256(taken.content).hexdigest(),
        "asked": {
            "who": "Olive",
            "act": "agencies.rename",
            "since": (NOW - DAY).isoformat(),
            "record": "agencies 1",
        },
    }
    json.dumps(event.facts)


def test_more_entries_than_one_file_holds_are_refused(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trail, "MOST_ENTRIES", 2)
    for reason in "ab":
        note(session, reason)
    session.flush()
    assert len(cells_of(take(session, Sought(action="agencies.rename")))) == 3
    note(session, "c")
    session.flush()
    with pytest.raises(Invalid) as refused:
        take(session, Sought(action="agencies.rename"))
    assert str(refused.value) == (
        "3 entries fit, and one file holds 2: choose the days from and to, and take the trail part by part."
    )
    assert refused.value.about == "since"
    assert session.query(AuditEvent).filter_by(action="trail.take").count() == 1
