"""A small invented world: three agencies, twelve executives, six opportunities, one round, and its people."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor, Role
from models.agencies import Agency
from models.competencies import Ecq, EcqFramework
from models.consents import Consent
from models.dreamsheets import DreamSheet
from models.executives import AppointmentType, CareerStage, Clearance, Executive, Relocation
from models.opportunities import FundingBasis, Indicator, Kind, Objective, Opportunity, Remote
from models.outcomes import Outcome
from models.positions import Occupancy, Position, PositionType
from models.rankings import HostRanking
from models.rounds import Round
from models.services import (
    consents,
    dreamsheets,
    opportunities,
    people,
    rankings,
    reference,
    results,
    roles,
    rounds,
    rules,
)
from models.services.people import NewActor
from models.services.rounds import Calendar
from models.sources import ReferenceSource

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HOMES = ("AG11", "EN", "TR")
SHEETS: dict[str, list[Any]] = {
    "E-01": ["O-3", ["O-5", "O-6"]],
    "E-02": ["O-3", "O-4"],
    "E-03": ["O-5"],
    "E-04": ["O-4", "O-3"],
    "E-05": ["O-1", "O-5"],
    "E-06": ["O-1", "O-2", "O-6"],
    "E-07": [["O-1", "O-2"]],
    "E-08": ["O-6", "O-1"],
    "E-09": ["O-3", "O-1"],
    "E-10": ["O-4"],
    "E-11": ["O-2", "O-4"],
    "E-12": ["O-1", "O-3"],
}


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
    host, approver = actor(session, f"host-{code}"), actor(session, f"coord-{code}")
    seats = 2 if number == 1 else 1
    offered = opportunity(session, f"O-{number}", code, seats=seats)
    opportunities.add(session, actor=host, now=NOW, opportunity=offered)
    opportunities.submit(session, actor=host, now=NOW, opportunity=offered)
    opportunities.approve(session, actor=approver, now=NOW, opportunity=offered)


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


@dataclass
class Walk:
    """Takes the round forward, step by step, each by who may do it."""

    session: Session
    now: datetime = NOW
    by: str = "exchange"

    def step(self, verb: Any, **more: Any) -> Any:
        who = actor(self.session, more.pop("by", self.by))
        return verb(self.session, actor=who, now=self.now, round_=the_round(self.session), **more)

    def to_posting(self) -> "Walk":
        self.step(rounds.open_posting)
        return self

    def to_posted(self) -> "Walk":
        self.to_posting()
        offered = self.session.scalars(select(Opportunity).order_by(Opportunity.slug)).all()
        self.step(rounds.offer_opportunities, opportunities=offered)
        return self

    def to_lists(self) -> "Walk":
        self.to_posted()
        self.step(rounds.open_preferences)
        return self

    def to_filed(self) -> "Walk":
        self.to_lists()
        for slug, choices in SHEETS.items():
            file(self.session, slug, choices)
            consent(self.session, slug)
        return self

    def to_review(self) -> "Walk":
        self.to_filed()
        self.step(rounds.close_preferences)
        return self

    def to_ranking(self) -> "Walk":
        self.to_review()
        self.step(rounds.open_ranking)
        return self

    def to_ranked(self) -> "Walk":
        self.to_ranking()
        rank(self.session, "O-1", [["E-05", "E-12"], "E-06", "E-07", "E-08", "E-09"])
        rank(self.session, "O-3", ["E-02", ["E-01", "E-12"], "E-04"], {"E-09": "no time in the spring"})
        return self

    def to_frozen(self) -> "Walk":
        self.to_ranked()
        self.step(rounds.freeze)
        return self

    def to_drawn(self) -> "Walk":
        self.to_frozen()
        self.step(rounds.enter_outside, outside="4711.08")
        return self

    def to_solved(self) -> "Walk":
        self.to_drawn()
        self.step(results.solve)
        return self

    def to_conference(self) -> "Walk":
        self.to_solved()
        self.step(results.confer, outcome=self.outcome())
        return self

    def to_approved(self) -> "Walk":
        self.to_conference()
        self.step(results.approve)
        return self

    def to_published(self) -> "Walk":
        self.to_approved()
        self.step(results.publish, by="office")
        return self

    def to_closed(self) -> "Walk":
        self.to_published()
        self.step(results.close)
        return self

    def outcome(self) -> Outcome:
        """The newest run."""
        return self.session.scalars(select(Outcome).order_by(Outcome.number.desc()).limit(1)).one()


def file(session: Session, slug: str, choices: list[Any], now: datetime = NOW) -> DreamSheet:
    """File and certify one sheet by its owner."""
    owner, executive = actor(session, slug.lower()), find(session, Executive, slug)
    filed = dreamsheets.file_sheet(
        session, actor=owner, now=now, round_=the_round(session), executive=executive, choices=choices
    )
    dreamsheets.certify_sheet(session, actor=owner, now=now, sheet=filed.sheet, nonce=f"salt of {slug}")
    return filed.sheet


def consent(session: Session, slug: str, now: datetime = NOW) -> Consent:
    """Give one executive's consent."""
    owner, executive = actor(session, slug.lower()), find(session, Executive, slug)
    return consents.give(
        session, actor=owner, now=now, round_=the_round(session), executive=executive, voluntary=True
    )


def rank(session: Session, slug: str, order: list[Any], refused: dict[str, str] | None = None) -> HostRanking:
    """Rank and certify by the host's contact."""
    place = find(session, Opportunity, slug)
    host = actor(session, f"host-{place.host_agency.code}")
    ranking = rankings.rank(
        session,
        actor=host,
        now=NOW,
        round_=the_round(session),
        opportunity=place,
        ranking=order,
        refused=refused,
    )
    rankings.certify(session, actor=host, now=NOW, ranking=ranking, nonce=f"salt of {slug}")
    return ranking
