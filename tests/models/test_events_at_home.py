"""Whatever happens at home while somebody is away puts the return at risk, in the same transaction."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agencies import Agency, Organization
from models.errors import Invalid
from models.executives import Executive
from models.outbox import Notice
from models.positions import Occupancy, Position
from models.returns import ReturnRight, ReturnState, RiskKind
from models.services import agencies, movers, people, positions, returns
from models.services.positions import Change
from tests.models import agreements as made
from tests.models.world import NOW, actor, find

R = RiskKind
WHY = "The office is reorganized."


def act(session: Session, slug: str) -> dict[str, Any]:
    return {"actor": actor(session, slug), "now": NOW, "reason": WHY}


def changed(kind: RiskKind, **more: Callable[[Session], object]) -> Callable[[Session], None]:
    """The position of record becomes something else."""

    def event(session: Session) -> None:
        facts = {name: given(session) for name, given in more.items()}
        position: Position = find(session, Position, "P-1")
        change = Change(kind, WHY, **facts)  # type: ignore[arg-type]
        by = actor(session, "coord-EN")
        positions.change(
            session, actor=by, now=NOW, position=position, version=position.version, change=change
        )

    return event


def equivalent(session: Session) -> Position:
    found: Position = find(session, Position, "P-2")
    return found


def unit(session: Session, code: str = "EN") -> Organization:
    found = Organization(agency=find(session, Agency, code), name="Office of Grids")
    session.add(found)
    session.flush()
    return found


def sponsor_leaves(session: Session) -> None:
    movers.leave(session, person=actor(session, "supervisor-EN"), **act(session, "office"))


def sponsor_is_deactivated(session: Session) -> None:
    people.deactivate(session, person=actor(session, "supervisor-EN"), **act(session, "office"))


def agency_is_merged(session: Session) -> None:
    energy = find(session, Agency, "EN")
    agencies.merge(session, agency=energy, into=small_office(session), **act(session, "office"))


def agency_closes(session: Session) -> None:
    """An agency on which nothing hangs any more but the return itself."""
    away = session.scalars(select(ReturnRight)).one()
    away.agreement.home_agency = small_office(session)
    session.flush()
    agencies.close(session, agency=away.agreement.home_agency, **act(session, "office"))


def small_office(session: Session) -> Agency:
    found = Agency(code="XX", name="A small office", active=True)
    session.add(found)
    session.flush()
    return found


def home_is_another(session: Session) -> None:
    who, where = actor(session, "e-05"), find(session, Agency, "TR")
    movers.move(session, person=who, agency=where, **act(session, "office"))


def executive_reports(session: Session) -> None:
    right = session.scalars(select(ReturnRight)).one()
    by = actor(session, "e-05")
    returns.report_change(session, actor=by, now=NOW, right=right, kind=R.UNIT_CHANGED, detail=WHY)


EVENTS: dict[str, tuple[RiskKind, Callable[[Session], None]]] = {
    "the position is abolished": (
        R.POSITION_ABOLISHED,
        changed(R.POSITION_ABOLISHED, equivalent=equivalent),
    ),
    "the position is filled": (R.POSITION_FILLED, changed(R.POSITION_FILLED, equivalent=equivalent)),
    "the position moves": (R.POSITION_MOVED, changed(R.POSITION_MOVED, place=lambda _: "Boise, ID")),
    "the sponsor leaves": (R.SPONSOR_GONE, sponsor_leaves),
    "the sponsor is deactivated": (R.SPONSOR_GONE, sponsor_is_deactivated),
    "the agency closes": (R.AGENCY_CLOSED, agency_closes),
    "the agency is merged": (R.UNIT_CHANGED, agency_is_merged),
    "the position comes into another unit": (R.UNIT_CHANGED, changed(R.UNIT_CHANGED, unit=unit)),
    "the executive is given another home": (R.UNIT_CHANGED, home_is_another),
    "the executive reports it": (R.UNIT_CHANGED, executive_reports),
}


def away(session: Session) -> ReturnRight:
    """E-05, away from P-1."""
    executive, position = find(session, Executive, "E-05"), find(session, Position, "P-1")
    executive.position, position.occupancy = position, Occupancy.FILLED
    session.flush()
    return made.running(session)


def test_table_has_every_kind_of_risk() -> None:
    assert {kind for kind, _ in EVENTS.values()} == set(RiskKind)


@pytest.mark.parametrize("what", EVENTS)
def test_event_at_home_puts_the_return_at_risk_at_once_and_tells_the_executive(
    session: Session, what: str
) -> None:
    kind, event = EVENTS[what]
    right = away(session)
    event(session)
    assert (right.state, right.next_due_at) == (ReturnState.AT_RISK, NOW)
    assert kind in {one.kind for one in right.risks}
    told = session.scalars(select(Notice).where(Notice.template == "return_risk")).all()
    assert "e-05" in {one.recipient.slug for one in told}


def test_position_comes_into_another_unit_of_its_own_agency_only(session: Session) -> None:
    right = away(session)
    for wrong in (lambda _: None, lambda session: unit(session, "TR")):
        with pytest.raises(Invalid, match=r"^Choose another unit of the agency\.$"):
            changed(R.UNIT_CHANGED, unit=wrong)(session)
    assert right.state is ReturnState.ACTIVE
    changed(R.UNIT_CHANGED, unit=unit)(session)
    position = find(session, Position, "P-1")
    assert (position.organization.name, right.executive.position) == ("Office of Grids", position)
    assert right.risks[0].detail == f"Director (P-1) comes into another unit, Office of Grids. {WHY}"
