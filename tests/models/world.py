"""A small invented world: three agencies, twelve executives, six opportunities, one round, and its people."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor, Role
from models.agencies import Agency
from models.competencies import Ecq, EcqFramework
from models.executives import AppointmentType, CareerStage, Clearance, Executive, Relocation
from models.opportunities import FundingBasis, Indicator, Kind, Objective, Opportunity, Remote
from models.positions import Occupancy, Position, PositionType
from models.round_plan import Calendar
from models.rounds import Round
from models.services import (
    opportunities,
    people,
    reference,
    roles,
    rounds,
    rules,
)
from models.services.people import NewActor
from models.sources import ReferenceSource

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HOMES = ("AG11", "EN", "TR")


def find(session: Session, table: Any, slug: str) -> Any:
    """The row of that slug (of that code, for an agency)."""
    column = table.code if table is Agency else table.slug
    return session.scalars(select(table).where(column == slug)).one()


def actor(session: Session, slug: str) -> Actor:
    found: Actor = find(session, Actor, slug)
    return found


def the_round(session: Session) -> Round:
    return session.scalars(select(Round)).one()


def build(session: Session) -> None:
    """Everything up to a round in preparation, made by the verbs themselves."""
    system, office = people.install(session, now=NOW, officer=NewActor("office", "Olive Office"))
    source = ReferenceSource(
        file="invented.csv", source="invented", licence="CC0-1.0", as_of=date(2026, 11, 1), sha256="0" * 64
    )
    reference.load(session, actor=system, now=NOW, source=source, rows=_rows())
    staff = [NewActor(slug, slug) for slug in ("office-2", "exchange", "exchange-2", "auditor")]
    staff += [NewActor(f"{kind}-{code}", f"{kind}-{code}") for code in HOMES for kind in ("host", "coord")]
    staff += [NewActor("board-EN", "board-EN"), NewActor("supervisor-EN", "supervisor-EN")]
    executives = session.scalars(select(Executive).order_by(Executive.slug)).all()
    staff += [NewActor(one.slug.lower(), one.name, executive_id=one.id) for one in executives]
    people.add_actors(session, actor=office, now=NOW, people=staff)
    for slug, role, code in _roles():
        give(session, slug, role, code)
    for number in range(1, 7):
        _approved(session, number)
    _drafted_round(session)


def _rows() -> dict[Any, list[dict[str, Any]]]:
    return {
        Agency: [
            {"id": 1, "code": "AG", "name": "Agriculture", "parent_id": None},
            {"id": 2, "code": "AG11", "name": "Forest Service", "parent_id": 1},
            {"id": 3, "code": "EN", "name": "Energy", "parent_id": None},
            {"id": 4, "code": "TR", "name": "Treasury", "parent_id": None},
        ],
        EcqFramework: [
            {"id": 1, "code": "ECQ-2025", "effective_from": date(2025, 10, 1), "confidence": "invented"}
        ],
        Ecq: [{"id": 1, "framework_id": 1, "ordinal": 1, "name": "Achieving Results"}],
        Position: [_position(1, PositionType.GENERAL), _position(2, PositionType.CAREER_RESERVED)],
        Executive: [_executive(number) for number in range(1, 13)],
    }


def _position(number: int, kind: PositionType) -> dict[str, Any]:
    return {
        "id": number,
        "slug": f"P-{number}",
        "agency_id": 3,
        "title": "Director",
        "position_type": kind,
        "occupancy": Occupancy.VACANT,
        "as_of": date(2016, 12, 1),
    }


def _executive(number: int) -> dict[str, Any]:
    return {
        "slug": f"E-{number:02}",
        "name": f"Invented Person {number}",
        "invented": True,
        "home_agency_id": 2 + (number - 1) // 4,
        "appointment": AppointmentType.CAREER,
        "career_stage": CareerStage.MAKING_MY_MARK,
        "ses_since": date(2020, 1, 1),
        "current_position_since": date(2022, 1, 1),
        "clearance": Clearance.SECRET,
        "relocation": Relocation.ANY,
    }


def _roles() -> list[tuple[str, Role, str | None]]:
    found: list[tuple[str, Role, str | None]] = [
        ("office-2", Role.PROGRAMME_OFFICE, None),
        ("exchange", Role.EXCHANGE_COORDINATOR, None),
        ("exchange-2", Role.EXCHANGE_COORDINATOR, None),
        ("auditor", Role.AUDITOR, None),
        ("board-EN", Role.EXECUTIVE_RESOURCES_BOARD, "EN"),
        ("supervisor-EN", Role.SUPERVISOR, "EN"),
    ]
    for code in HOMES:
        found += [(f"host-{code}", Role.HOST_CONTACT, code), (f"coord-{code}", Role.AGENCY_COORDINATOR, code)]
    return found


def give(
    session: Session, slug: str, role: Role, code: str | None, until: datetime = NOW + 300 * DAY
) -> None:
    """Grant a role by the programme office."""
    agency = None if code is None else find(session, Agency, code)
    roles.grant(
        session,
        actor=actor(session, "office"),
        now=NOW,
        person=actor(session, slug),
        role=role,
        agency=agency,
        starts_at=NOW,
        ends_at=until,
        reason="invented world",
    )


def opportunity(session: Session, slug: str, code: str, **values: Any) -> Opportunity:
    """A transient opportunity with everything it needs."""
    usual: dict[str, Any] = {
        "slug": slug,
        "host_agency": find(session, Agency, code),
        "title": f"Acting director, {slug}",
        "purpose": "Lead a change that crosses offices.",
        "kind": Kind.DETAIL,
        "duration_days": 180,
        "starts_from": date(2027, 3, 1),
        "starts_until": date(2027, 6, 1),
        "clearance": Clearance.NONE,
        "remote": Remote.HYBRID,
        "place": "Washington, DC",
        "supervisor": "Deputy Administrator",
        "funding": FundingBasis.REIMBURSABLE_1535,
        "objectives": [Objective(ordinal=1, text="Merge two offices.")],
        "indicators": [Indicator(ordinal=1, text="One budget by June.")],
        "ecqs": [session.get_one(Ecq, 1)],
    }
    return Opportunity(**(usual | values))


def _approved(session: Session, number: int) -> None:
    code = HOMES[(number - 1) // 2]
    approve_one(session, f"O-{number}", code, seats=2 if number == 1 else 1)


def approve_one(session: Session, slug: str, code: str, **values: Any) -> Opportunity:
    """One more opportunity of the agency, written by its host and approved by its coordinator."""
    host, approver = actor(session, f"host-{code}"), actor(session, f"coord-{code}")
    offered = opportunity(session, slug, code, **values)
    opportunities.add(session, actor=host, now=NOW, opportunity=offered)
    opportunities.submit(session, actor=host, now=NOW, opportunity=offered)
    opportunities.approve(session, actor=approver, now=NOW, opportunity=offered)
    return offered


def calendar() -> Calendar:
    return Calendar(NOW, NOW + 10 * DAY, NOW + 20 * DAY, NOW + 30 * DAY)


def _drafted_round(session: Session) -> None:
    exchange = actor(session, "exchange")
    made = rounds.create_round(
        session,
        actor=exchange,
        now=NOW,
        slug="R-1",
        name="First invented round",
        calendar=calendar(),
        outside_source="the closing value of an invented index on 20 December 2026",
        secret="an invented secret",  # noqa: S106
    )
    for code in HOMES:
        agency = find(session, Agency, code)
        rules.set_limits(
            session, actor=exchange, now=NOW, round_=made, agency=agency, max_out=3, net_min=-2, net_max=2
        )
