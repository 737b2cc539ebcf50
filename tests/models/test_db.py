"""Engines, transactions, instants and stale edits."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import StatementError

from models.actors import Actor
from models.agencies import Agency
from models.audit import AuditEvent
from models.db import open_session, unit_of_work
from models.errors import Conflict, Invalid
from models.opportunities import Opportunity
from models.rounds import Round
from tests.models.world import NOW, find, the_round

pytestmark = pytest.mark.both_engines


def test_stale_edit_is_a_conflict(engine: Engine) -> None:
    with open_session(engine) as reader:
        old = find(reader, Opportunity, "O-1")
        version = old.version
    with unit_of_work(engine) as session:
        find(session, Opportunity, "O-1").title = "Somebody else's title"
    old.title = "My title"
    with pytest.raises(Conflict) as conflict, unit_of_work(engine) as session:
        session.add(old)
    assert str(conflict.value) == "Somebody changed this since you opened it: look again, then repeat."
    with unit_of_work(engine) as session:
        kept = find(session, Opportunity, "O-1")
        assert (kept.title, kept.version) == ("Somebody else's title", version + 1)


def test_repeated_name_is_a_conflict(engine: Engine) -> None:
    with pytest.raises(Conflict, match="exists already"), unit_of_work(engine) as session:
        session.add(Actor(slug="office", name="Another office"))


def test_broken_check_is_invalid_and_names_the_rule(engine: Engine) -> None:
    rule = "ck_opportunities_seats_are_at_least_one"
    with pytest.raises(Invalid, match=rule), unit_of_work(engine) as session:
        find(session, Opportunity, "O-1").seats = 0


def test_exception_rolls_everything_back(engine: Engine) -> None:
    def stumble() -> None:
        with unit_of_work(engine) as session:
            find(session, Opportunity, "O-1").title = "Half done"
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()
    with unit_of_work(engine, read_only=True) as session:
        assert find(session, Opportunity, "O-1").title == "Acting director, O-1"


def test_read_only_unit_keeps_nothing(engine: Engine) -> None:
    with unit_of_work(engine, read_only=True) as session:
        find(session, Opportunity, "O-1").title = "Not meant"
    with unit_of_work(engine, read_only=True) as session:
        assert find(session, Opportunity, "O-1").title == "Acting director, O-1"


def test_reader_is_not_kept_waiting_by_a_writer(engine: Engine) -> None:
    with unit_of_work(engine) as writer:
        find(writer, Opportunity, "O-1").title = "Being written"
        writer.flush()
        with unit_of_work(engine, read_only=True) as reader:
            assert find(reader, Opportunity, "O-1").title == "Acting director, O-1"


def test_instant_comes_back_in_utc(engine: Engine) -> None:
    eastern = timezone(timedelta(hours=-5))
    with unit_of_work(engine) as session:
        the_round(session).results_at = datetime(2027, 1, 5, 9, 30, tzinfo=eastern)
    with unit_of_work(engine, read_only=True) as session:
        moment = session.scalars(select(Round.results_at)).one()
        assert (moment, moment.tzinfo) == (datetime(2027, 1, 5, 14, 30, tzinfo=UTC), UTC)


def test_naive_instant_is_refused(engine: Engine) -> None:
    with open_session(engine) as session:
        the_round(session).results_at = datetime(2027, 1, 5)  # noqa: DTZ001
        with pytest.raises(StatementError, match="an instant needs a time zone: 2027-01-05T00:00:00"):
            session.flush()


def test_foreign_key_holds(engine: Engine) -> None:
    with pytest.raises(Conflict, match="still refer"), unit_of_work(engine) as session:
        session.execute(text("DELETE FROM agencies WHERE code = 'EN'"))


def test_every_event_of_the_world_has_its_actor_and_instant(engine: Engine) -> None:
    with unit_of_work(engine, read_only=True) as session:
        events = session.scalars(select(AuditEvent)).all()
        assert {event.at for event in events} == {NOW}
        assert {event.result for event in events} == {"done"}
        assert len(events) > 50
        assert session.get(Agency, 1) is not None
