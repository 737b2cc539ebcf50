"""Actors, roles, and reference data."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.access import can
from models.actors import Actor, Role, RoleGrant
from models.agencies import Agency
from models.audit import AuditEvent
from models.db import open_engine, unit_of_work
from models.errors import Conflict, Denied, Invalid, Unmet
from models.services import people, reference, roles
from models.services.people import NewActor
from models.sources import ReferenceSource
from tests.models.conftest import Clone
from tests.models.stages import KEYS
from tests.models.world import DAY, NOW, actor, find, the_round


def grant(session: Session, **more: Any) -> RoleGrant:
    usual: dict[str, Any] = {
        "person": actor(session, "e-12"),
        "role": Role.AUDITOR,
        "starts_at": NOW,
        "ends_at": NOW + 30 * DAY,
        "reason": "yearly review",
    }
    return roles.grant(session, actor=actor(session, "office"), now=NOW, **(usual | more))


def source(**more: Any) -> ReferenceSource:
    usual = {
        "file": "agencies.csv",
        "source": "invented",
        "licence": "CC0-1.0",
        "as_of": date(2026, 11, 1),
        "sha256": "a" * 64,
    }
    return ReferenceSource(**(usual | more))


def load(session: Session, described: ReferenceSource, rows: dict[Any, Any]) -> bool:
    return reference.load(session, actor=actor(session, "system"), now=NOW, source=described, rows=rows)


def test_first_actors_are_installed_once(clone: Clone) -> None:
    engine = open_engine(clone("empty"), KEYS)
    with unit_of_work(engine) as session:
        system, office = people.install(session, now=NOW, officer=NewActor("office", "Olive Office"))
        assert [grant.role for grant in (*system.grants, *office.grants)] == [
            Role.SYSTEM,
            Role.PROGRAMME_OFFICE,
        ]
        actions = session.scalars(select(AuditEvent.action)).all()
        assert actions == ["actors.install", "actors.install"]
        with pytest.raises(Conflict, match=r"^This installation has its first actors already\.$"):
            people.install(session, now=NOW, officer=NewActor("second", "Second"))
    engine.dispose()


def test_deactivated_person_may_do_nothing_at_once(session: Session) -> None:
    exchange = actor(session, "exchange")
    office = actor(session, "office")
    people.deactivate(session, actor=office, now=NOW, person=exchange, reason="retired")
    assert not can(exchange, "rounds.freeze", the_round(session), now=NOW)


def test_role_is_granted_for_a_year_at_most(session: Session) -> None:
    assert grant(session, ends_at=NOW + 365 * DAY).id is not None
    with pytest.raises(Unmet, match=r"^A role is held for at most 365 days at a time; this would be 366\.$"):
        grant(session, ends_at=NOW + 366 * DAY)


def test_nobody_grants_themselves(session: Session) -> None:
    with pytest.raises(Denied, match=r"^Nobody grants a role to themselves\.$"):
        grant(session, person=actor(session, "office"))


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"role": Role.EXECUTIVE}, "An executive is a person on record; the role is not granted."),
        ({"role": Role.HOST_CONTACT}, "Choose the agency: this role is held for one."),
        ({"ends_at": NOW}, "A role ends after it starts."),
        ({"ends_at": NOW - timedelta(seconds=1)}, "A role ends after it starts."),
    ],
)
def test_malformed_grant_is_refused(session: Session, facts: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        grant(session, **facts)
    assert str(refused.value) == sentence


def test_role_that_belongs_to_no_agency_names_none(session: Session) -> None:
    with pytest.raises(Invalid, match="held for no single agency"):
        grant(session, agency=find(session, Agency, "EN"))


def test_grant_and_revocation_are_on_the_trail(session: Session) -> None:
    given = grant(session, role=Role.HOST_CONTACT, agency=find(session, Agency, "EN"))
    roles.revoke(session, actor=actor(session, "office"), now=NOW + DAY, given=given, reason="moved")
    query = select(AuditEvent).where(
        AuditEvent.object_id == given.id, AuditEvent.object_type == "role_grants"
    )
    events = session.scalars(query.order_by(AuditEvent.id)).all()
    assert [(one.action, one.reason, one.facts) for one in events] == [
        ("role_grants.grant", "yearly review", {"role": "host_contact", "agency": "EN"}),
        ("role_grants.revoke", "moved", {}),
    ]


def test_file_is_loaded_once(session: Session) -> None:
    row = {"code": "ST", "name": "State"}
    assert load(session, source(), {Agency: [row]})
    assert not load(session, source(), {Agency: [row]})
    assert len(session.scalars(select(Agency).where(Agency.code == "ST")).all()) == 1
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert event.facts == {"file": "agencies.csv", "sha256": "a" * 64, "rows": {"agencies": 1}}


def test_file_with_other_content_is_a_conflict(session: Session) -> None:
    load(session, source(), {})
    with pytest.raises(Conflict, match=r"^agencies\.csv is loaded already with other content\.$"):
        load(session, source(sha256="b" * 64), {})


def test_only_reference_data_is_loaded(session: Session) -> None:
    with pytest.raises(Invalid, match=r"^Not reference data: role_grants\.$"):
        load(session, source(), {RoleGrant: []})


def test_failed_load_leaves_no_source(engine: Engine) -> None:
    twice = [{"code": "ST", "name": "State"}] * 2
    with pytest.raises(Conflict), unit_of_work(engine) as session:
        load(session, source(), {Agency: twice})
    with unit_of_work(engine, read_only=True) as session:
        assert session.scalars(select(ReferenceSource.file)).all() == ["invented.csv"]
        assert session.scalars(select(Actor).where(Actor.slug == "system")).one()
