"""The rows of a large round, ready to be frozen: `rounds.make_round` as people, lists and rankings.

The rows go in by bulk, past the verbs: what is measured begins with the freeze.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

import models.tables  # noqa: F401 - rows refer to tables that nothing here reads
from matcher.files import sha256
from models import migrate
from models.actors import Actor, Role
from models.agencies import Agency
from models.base import Base
from models.consents import Consent
from models.db import open_engine, unit_of_work
from models.dreamsheets import DreamSheet, DreamSheetVersion, SheetState
from models.executives import AppointmentType, CareerStage, Clearance, Executive, Relocation
from models.opportunities import FundingBasis, Kind, Opportunity, OpportunityState, Remote
from models.rankings import HostRanking, HostRankingVersion, RankingState
from models.round_plan import Calendar
from models.rounds import PairRule, Round, RoundAlliancePair, RoundLimit, RoundOpportunity, Rule
from models.services import people, roles, rounds
from models.services.consents import STATEMENT
from models.services.people import NewActor
from tests.bench.rounds import make_round

COORDINATOR, SECOND, SPEAKER, OFFICER = "coordinator", "second", "speaker", "office"
DAY = timedelta(days=1)
SALT = "bench"


def fill(url: str, count: int) -> None:
    """Migrate an empty database and bring a round of so many people to its host rankings."""
    migrate.upgrade(url)
    engine = open_engine(url)
    content, now = make_round(count), datetime.now(UTC)
    with unit_of_work(engine) as session:
        _staff(session, now, content)
    with unit_of_work(engine) as session:
        _everybody(session, now, content)
        _opened(session, now, content)
    _listed(engine, now, content)
    engine.dispose()


def _staff(session: Session, now: datetime, content: dict[str, Any]) -> None:
    _system, office = people.install(session, now=now, officer=NewActor(OFFICER, "Office"))
    names = (COORDINATOR, SECOND, SPEAKER)
    people.add_actors(session, actor=office, now=now, people=[NewActor(slug, slug) for slug in names])
    session.add(Agency(id=1, code="ALL", name="All agencies", parent_id=None))
    session.flush()
    units = [
        {"id": number, "code": unit["id"], "name": unit["id"], "parent_id": 1, "active": True}
        for number, unit in enumerate(content["units"], 2)
    ]
    session.execute(insert(Agency), units)
    held = ((COORDINATOR, Role.EXCHANGE_COORDINATOR), (SECOND, Role.EXCHANGE_COORDINATOR))
    for slug, role in (*held, (SPEAKER, Role.AGENCY_COORDINATOR)):
        roles.grant(
            session,
            actor=office,
            now=now,
            person=session.scalars(select(Actor).where(Actor.slug == slug)).one(),
            role=role,
            agency=session.get_one(Agency, 1) if role is Role.AGENCY_COORDINATOR else None,
            starts_at=now,
            ends_at=now + 100 * DAY,
            reason="bench",
        )


def _agencies(session: Session) -> dict[str, int]:
    return dict(session.execute(select(Agency.code, Agency.id)).all())


def _everybody(session: Session, now: datetime, content: dict[str, Any]) -> None:
    agencies = _agencies(session)
    _put(session, Executive, [_executive(one, agencies[one["home"]]) for one in content["executives"]])
    ids = dict(session.execute(select(Executive.slug, Executive.id)).all())
    _put(
        session,
        Actor,
        [
            {"slug": slug.lower(), "name": slug, "executive_id": id_, "active": True, "version": 1}
            for slug, id_ in ids.items()
        ],
    )
    _put(session, Opportunity, [_offer(one, agencies[one["host"]]) for one in content["opportunities"]])


def _executive(one: dict[str, Any], home: int) -> dict[str, Any]:
    return {
        "slug": one["id"],
        "name": one["id"],
        "invented": True,
        "home_agency_id": home,
        "appointment": AppointmentType.CAREER,
        "career_stage": CareerStage.MAKING_MY_MARK,
        "ses_since": date(2020, 1, 1),
        "current_position_since": date(2022, 1, 1),
        "clearance": Clearance.SECRET,
        "relocation": Relocation.ANY,
        "active": True,
        "version": 1,
    }


def _offer(one: dict[str, Any], host: int) -> dict[str, Any]:
    begins = datetime.now(UTC).date() + 120 * DAY
    return {
        "slug": one["id"],
        "host_agency_id": host,
        "title": f"Post {one['id']}",
        "purpose": "Lead a change that crosses offices.",
        "kind": Kind.DETAIL,
        "duration_days": 180,
        "starts_from": begins,
        "starts_until": begins + 60 * DAY,
        "seats": one["seats"],
        "min_seats": 0,
        "clearance": Clearance.NONE,
        "remote": Remote.HYBRID,
        "place": "Washington, DC",
        "supervisor": "Deputy Administrator",
        "funding": FundingBasis.REIMBURSABLE_1535,
        "state": OpportunityState.APPROVED,
        "created_by_id": 2,
        "approved_by_id": 3,
        "version": 1,
    }


def _put(session: Session, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Past the state machines: the rows are in their states from the beginning."""
    if rows:
        session.connection().execute(insert(table), list(rows))


def _opened(session: Session, now: datetime, content: dict[str, Any]) -> None:
    coordinator = session.scalars(select(Actor).where(Actor.slug == COORDINATOR)).one()
    calendar = Calendar(now, now + DAY, now + 20 * DAY, now + 30 * DAY)
    made = rounds.create_round(
        session,
        actor=coordinator,
        now=now,
        slug="bench",
        name="Bench",
        calendar=calendar,
        outside_source="bench",
    )
    rounds.open_posting(session, actor=coordinator, now=now, round_=made)
    places = session.scalars(select(Opportunity.id)).all()
    _put(session, RoundOpportunity, [{"round_id": made.id, "opportunity_id": id_} for id_ in places])
    agencies = _agencies(session)
    names = ("max_out", "max_in", "net_min", "net_max")
    limits = [
        {"round_id": made.id, "agency_id": agencies[unit["id"]], "internal": True, "version": 1}
        | {name: unit.get(name) for name in names}
        for unit in content["units"]
    ]
    _put(session, RoundLimit, limits)
    pairs = {tuple(sorted((agencies[one], agencies[two]))) for one, two in content["alliances"]["pairs"]}
    rows = [{"round_id": made.id, "first_id": one, "second_id": two} for one, two in sorted(pairs)]
    _put(session, RoundAlliancePair, rows)
    made.alliance_hops = content["alliances"]["hops"]
    session.flush()
    rounds.open_preferences(session, actor=coordinator, now=now, round_=made)


def _listed(engine: Engine, now: datetime, content: dict[str, Any]) -> None:
    with unit_of_work(engine) as session:
        round_ = session.scalars(select(Round)).one()
        _sheets(session, round_.id, now, content)
        coordinator = session.scalars(select(Actor).where(Actor.slug == COORDINATOR)).one()
        for verb in (rounds.close_preferences, rounds.open_ranking):
            verb(session, actor=coordinator, now=now, round_=round_)
        _rankings(session, round_.id, now, content)
        _pairs(session, round_.id, now, content)


def _sheets(session: Session, round_id: int, now: datetime, content: dict[str, Any]) -> None:
    ids = dict(session.execute(select(Executive.slug, Executive.id)).all())
    lists = {one["id"]: [[slug] for slug in one["choices"]] for one in content["executives"]}
    lists = {slug: choices for slug, choices in lists.items() if choices}
    facts = {"round_id": round_id, "state": SheetState.CERTIFIED, "version": 1}
    _put(session, DreamSheet, [facts | {"executive_id": ids[s], "draft": c} for s, c in lists.items()])
    sheets = dict(session.execute(select(DreamSheet.executive_id, DreamSheet.id)).all())
    counts = {"number": 1, "nonce": SALT, "certified_at": now, "certified_by_id": 2}
    versions = [
        counts | {"sheet_id": sheets[ids[s]], "choices": c, "commitment": sha256([SALT, s, c])}
        for s, c in lists.items()
    ]
    _put(session, DreamSheetVersion, versions)
    given = {"round_id": round_id, "statement": STATEMENT, "voluntary": True, "given_at": now}
    _put(session, Consent, [given | {"executive_id": ids[s], "given_by_id": 2} for s in lists])


def _rankings(session: Session, round_id: int, now: datetime, content: dict[str, Any]) -> None:
    ids = dict(session.execute(select(Opportunity.slug, Opportunity.id)).all())
    lists = {one["id"]: {"ranking": one["ranking"], "refused": {}} for one in content["opportunities"]}
    facts = {"round_id": round_id, "state": RankingState.CERTIFIED, "version": 1}
    _put(session, HostRanking, [facts | {"opportunity_id": ids[s], "draft": c} for s, c in lists.items()])
    rows = dict(session.execute(select(HostRanking.opportunity_id, HostRanking.id)).all())
    counts = {"number": 1, "nonce": SALT, "certified_at": now, "certified_by_id": 2}
    versions = [
        counts | {"ranking_id": rows[ids[s]], "ranking": c, "commitment": sha256([SALT, s, c])}
        for s, c in lists.items()
    ]
    _put(session, HostRankingVersion, versions)


def _pairs(session: Session, round_id: int, now: datetime, content: dict[str, Any]) -> None:
    """Pins and conflicts, written by one coordinator and approved by the other."""
    executives = dict(session.execute(select(Executive.slug, Executive.id)).all())
    places = dict(session.execute(select(Opportunity.slug, Opportunity.id)).all())
    first, second = (
        session.scalars(select(Actor.id).where(Actor.slug == slug)).one() for slug in (COORDINATOR, SECOND)
    )
    signed = {"round_id": round_id, "author_id": first, "approver_id": second, "approved_at": now}
    ruled = [(Rule.PIN, pair) for pair in content["pinned"]]
    ruled += [(Rule.FORBID, pair[:2]) for pair in content["forbidden"]]
    rows = [
        signed | {"executive_id": executives[e], "opportunity_id": places[o], "rule": rule, "reason": "bench"}
        for rule, (e, o) in ruled
    ]
    _put(session, PairRule, rows)
