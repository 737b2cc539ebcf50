"""Tables brought in: what is kept of a file, what a check says, what is stored, what can be taken back."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

from models import migrate
from models.actors import Actor, Role
from models.audit import AuditEvent
from models.db import open_engine, unit_of_work
from models.errors import Conflict, Invalid
from models.executives import Executive
from models.queries.dependents import find_obstacles
from models.services import upkeep, uploads
from models.services.uploads import HowRead
from models.table_kinds.column import guess, is_dropped
from models.table_kinds.people import COLUMNS
from models.tables import metadata
from models.uploads import Upload, UploadedRow, UploadState
from tests.models.conftest import Clone
from tests.models.files import bring, check, store, stored, undo
from tests.models.stages import KEYS
from tests.models.world import NOW, actor, give

FAULTS = [
    (4, "agency", "There is no open agency “Nowhere”."),
    (4, "ses_since", "“2022-13-31” is no day: write it as 1/31/2027."),
]


def counts(session: Session) -> dict[str, int]:
    """The rows of every table."""
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in metadata.sorted_tables
    }


def test_columns_that_say_who_somebody_is_are_never_kept(session: Session) -> None:
    upload = bring(session)
    assert upload.dropped == ["Gender"]
    assert upload.content["header"] == ["Name", "Email", "Organization", "Appointment", "SES since"]
    assert {len(row) for row in upload.content["rows"]} == {5}


@pytest.mark.parametrize(
    "heading", ["gender", "Date of Birth", "identity to match", "biography", "sexualOrientation", "Pronouns"]
)
def test_heading_of_identity_is_noticed(heading: str) -> None:
    assert is_dropped(heading)


@pytest.mark.parametrize("heading", ["email address", "last name", "family name", "home agency", "grade"])
def test_heading_of_work_is_kept(heading: str) -> None:
    assert not is_dropped(heading)


def test_file_of_nothing_else_is_refused(session: Session) -> None:
    with pytest.raises(Invalid, match="Every column of the file says who somebody is"):
        bring(session, b"Age,Sex\n50,f\n")


def test_columns_are_guessed_from_their_headings() -> None:
    header = ["E-Mail Address", "given name", "Surname", "Department", "salary"]
    assert guess(COLUMNS, header) == {
        "first_name": "given name",
        "last_name": "Surname",
        "email": "E-Mail Address",
        "agency": "Department",
    }


def test_check_names_errors_by_line_and_column_and_stores_nothing(session: Session) -> None:
    upload = bring(session)
    before = counts(session)
    assert check(session, upload) == FAULTS
    assert (upload.state, upload.rows, upload.good) == (UploadState.CHECKED, 3, 2)
    assert upload.report["faults"] == [list(fault) for fault in FAULTS]
    assert upload.report["sample"][0] == {
        "line": "2",
        "name": "Ann Lee",
        "first_name": "",
        "last_name": "",
        "email": "ann@agency.example",
        "agency": "Energy",
        "appointment": "career",
        "pay_plan": "es",
        "ses_since": "2021-05-03",
        "position_since": "",
    }
    after = counts(session)
    changed = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    assert changed == {"upload_mappings": 1, "audit_events": 1}


def test_second_file_is_read_as_the_first_was(session: Session) -> None:
    first = bring(session, b"Who,Address\nAnn Lee,ann@agency.example\n")
    columns = {"name": "Who", "email": "Address"}
    fixed = {"agency": "Energy", "appointment": "career", "ses_since": "2021-05-03"}
    how = HowRead(columns, fixed, [("X", "EN")])
    assert uploads.check(session, actor=actor(session, "office"), now=NOW, upload=first, mapping=how) == []
    second = bring(session, b"Address,Who,Agency\nbob@agency.example,Bob Ray,TR\n")
    assert second.mapping == {"columns": columns, "fixed": fixed, "words": [["X", "EN"]]}
    theirs = bring(session, b"Address,Who\nbob@agency.example,Bob Ray\n", who="office-2")
    assert theirs.mapping == {"columns": {}, "fixed": {}, "words": []}


def test_words_of_the_file_stand_for_ours(session: Session) -> None:
    upload = bring(session)
    assert check(session, upload, {"nowhere": "EN", "2022-13-31": "2022-12-31"}) == []
    assert upload.good == 3


def test_store_makes_the_good_rows_and_erases_the_cells(session: Session) -> None:
    upload = bring(session)
    check(session, upload)
    assert store(session, upload) == 2
    names = set(session.scalars(select(Executive.name).where(Executive.slug.not_like("E-__"))))
    assert names == {"Ann Lee", "Bob Ray"}
    kept = {"sample": [], "faults": [list(fault) for fault in FAULTS]}
    assert (upload.state, upload.content, upload.report) == (UploadState.STORED, None, kept)
    rows = session.execute(select(UploadedRow.line, UploadedRow.table_name).order_by(UploadedRow.line)).all()
    assert sorted(map(tuple, rows)) == [
        (2, "actors"), (2, "executives"), (3, "actors"), (3, "executives"),
    ]  # fmt: skip
    actions = select(AuditEvent.action, func.count()).where(
        AuditEvent.action.in_(("actors.add", "uploads.store"))
    )
    added = dict(session.execute(actions.group_by(AuditEvent.action)).all())
    assert added["uploads.store"] == 1


def test_store_after_another_check_is_refused(session: Session) -> None:
    upload = bring(session)
    check(session, upload)
    seen = upload.version
    check(session, upload, {"nowhere": "EN"})
    with pytest.raises(Conflict, match="The file was checked again since you opened the page"):
        uploads.store(session, actor=actor(session, "office"), now=NOW, upload=upload, version=seen)


def test_store_of_rows_that_no_longer_go_is_refused(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        upload = bring(session)
        check(session, upload)
        session.add(Actor(slug="ann", name="Ann", email="ANN@agency.example", grants=[]))
        number = upload.id
    with (
        pytest.raises(Conflict, match="What is stored has changed since the check"),
        unit_of_work(engine) as session,
    ):
        store(session, session.get_one(Upload, number))
    with unit_of_work(engine, read_only=True) as session:
        assert session.scalar(select(Actor.id).where(Actor.email == "bob@agency.example")) is None


def test_store_of_nothing_is_refused(session: Session) -> None:
    upload = bring(session, b"Name\nAnn\n")
    check(session, upload, email="x", agency="EN", appointment="career", ses_since="2021-05-03")
    with pytest.raises(Conflict, match="No row can be stored: mend the file or the columns first"):
        store(session, upload)


def test_undo_leaves_what_was_before(session: Session) -> None:
    before = counts(session)
    upload = stored(session)
    assert undo(session, upload) == 2
    after = counts(session)
    changed = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    assert set(changed) == {"audit_events", "uploads", "upload_mappings"}
    assert upload.state is UploadState.UNDONE


def test_undo_says_what_stands_in_the_way(session: Session) -> None:
    upload = stored(session)
    give(session, _slug(session, "Ann Lee"), Role.AUDITOR, None)
    person = session.scalars(select(Executive).where(Executive.name == "Bob Ray")).one()
    person.mobility = "Anywhere"
    session.flush()
    with pytest.raises(Conflict) as caught:
        undo(session, upload)
    assert str(caught.value) == (
        "Nothing is taken back. Line 2, Ann Lee: role grants rest on it (1). "
        "Line 3, Bob Ray: it was changed since."
    )
    assert upload.state is UploadState.STORED


def test_undo_reads_the_names_of_the_rows_that_it_tells_of_alone(session: Session) -> None:
    upload = stored(session)
    person = session.scalars(select(Executive).where(Executive.name == "Bob Ray")).one()
    person.mobility = "Anywhere"
    session.flush()
    asked: list[Any] = []

    def listen(_connection: Any, _cursor: Any, statement: str, facts: Any, *_more: Any) -> None:
        if statement.startswith("SELECT executives.id, executives.name"):
            asked.append(tuple(facts.values()) if isinstance(facts, dict) else tuple(facts))

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", listen)
    try:
        told = find_obstacles(session, upload)
    finally:
        event.remove(engine, "before_cursor_execute", listen)
    assert told == ["Line 3, Bob Ray: it was changed since."]
    assert asked == [(person.id,)]


def _slug(session: Session, name: str) -> str:
    return session.scalars(select(Actor.slug).where(Actor.name == name)).one()


def test_needed_column_without_a_source_is_refused(session: Session) -> None:
    upload = bring(session, b"Name,Email\nAnn Lee,a@b.example\n")
    with pytest.raises(Invalid, match="Home agency: choose the column of the file") as caught:
        check(session, upload)
    assert caught.value.about == "column-agency"


def test_column_that_the_file_has_not_is_refused(session: Session) -> None:
    upload = bring(session)
    how = HowRead({"name": "Gender"}, {})
    with pytest.raises(Invalid, match="The file has no such column: choose again"):
        uploads.check(session, actor=actor(session, "office"), now=NOW, upload=upload, mapping=how)


def test_name_of_a_file_is_kept_as_far_as_it_can_be_shown(session: Session) -> None:
    assert bring(session, name="a\0b\r\nc.csv").file_name == "abc.csv"


def test_discarded_file_is_forgotten(session: Session) -> None:
    upload = bring(session)
    uploads.discard(session, actor=actor(session, "office"), now=NOW, upload=upload)
    assert (upload.state, upload.content) == (UploadState.DISCARDED, None)


def test_cells_lie_sealed(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        check(session, bring(session))
    with engine.connect() as connection:
        content, report = connection.exec_driver_sql("SELECT content, report FROM uploads").one()
    assert b"Ann Lee" not in bytes(content)
    assert b"Ann Lee" not in bytes(report)


def test_files_left_unstored_are_forgotten_after_seven_days(session: Session) -> None:
    left, done = bring(session), stored(session)
    system = actor(session, "system")
    assert done.report, "the errors of what was left out"
    assert upkeep.purge(session, actor=system, now=NOW + timedelta(days=7))["uploads"] == 0
    assert upkeep.purge(session, actor=system, now=NOW + timedelta(days=7, seconds=1))["uploads"] == 2
    assert (left.state, left.content) == (UploadState.DISCARDED, None)
    assert (done.state, done.report) == (UploadState.STORED, None)


@pytest.mark.both_engines
def test_errors_kept_with_stored_rows_go_with_the_step_back(clone: Clone) -> None:
    url = clone("world")
    engine = open_engine(url, KEYS)
    with unit_of_work(engine) as session:
        assert stored(session).report is not None
    engine.dispose()
    migrate.downgrade(url, "0045")
    migrate.upgrade(url)
    engine = open_engine(url, KEYS)
    with unit_of_work(engine) as session:
        upload = session.scalars(select(Upload)).one()
        assert (upload.state, upload.report) == (UploadState.STORED, None)
    engine.dispose()
