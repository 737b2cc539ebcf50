"""Positions that somebody comes back to: not taken without an equivalent, and every change puts at risk."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.agencies import Agency, Organization
from models.errors import Conflict, Invalid, Unmet
from models.executives import AppointmentType, Executive
from models.positions import Occupancy, Position, PositionType
from models.queries.held_positions import equivalents
from models.returns import ReturnRight, ReturnState, RiskKind
from models.services import joiners, movers, positions
from models.services.incumbents import must_be_free
from models.services.joiners import NewExecutive
from models.services.positions import Change
from tests.models import agreements as made
from tests.models.world import NOW, actor, find

POINTED = "Invented Person 5 comes back to Director: name an equivalent position that is held instead."


def away(session: Session) -> tuple[ReturnRight, Position]:
    """E-05, away from P-1."""
    executive, position = find(session, Executive, "E-05"), find(session, Position, "P-1")
    executive.position, position.occupancy = position, Occupancy.FILLED
    session.flush()
    return made.running(session), position


def post_at(session: Session, agency: Agency) -> Position:
    """A vacant post of the agency."""
    found = Position(
        slug="P-9",
        agency=agency,
        title="Auditor",
        position_type=PositionType.GENERAL,
        occupancy=Occupancy.VACANT,
        as_of=date(2016, 12, 1),
    )
    session.add(found)
    session.flush()
    return found


def change(session: Session, position: Position, kind: RiskKind, **more: object) -> list[ReturnRight]:
    facts = {"reason": "The office is reorganized.", **more}
    wanted = Change(kind, **facts)  # type: ignore[arg-type]
    by = actor(session, "coord-EN")
    return positions.change(
        session, actor=by, now=NOW, position=position, version=position.version, change=wanted
    )


@pytest.mark.parametrize("kind", [RiskKind.POSITION_ABOLISHED, RiskKind.POSITION_FILLED])
def test_position_is_taken_only_with_an_equivalent_and_the_return_is_at_risk(
    session: Session, kind: RiskKind
) -> None:
    right, position = away(session)
    with pytest.raises(Unmet, match=POINTED):
        change(session, position, kind)
    assert (right.state, position.occupancy) == (ReturnState.ACTIVE, Occupancy.FILLED)
    held = find(session, Position, "P-2")
    assert change(session, position, kind, equivalent=held) == [right]
    assert (right.state, right.equivalent) == (ReturnState.AT_RISK, held)
    assert (held.occupancy, right.executive.position) == (Occupancy.HELD_FOR_RETURN, held)
    assert [one.kind for one in right.risks] == [kind]
    assert "Director (P-2) is held for the return" in right.risks[0].detail


def test_post_that_somebody_else_comes_back_to_is_no_equivalent(session: Session) -> None:
    _, position = away(session)
    kept, other = find(session, Position, "P-2"), find(session, Executive, "E-06")
    other.position, kept.occupancy = kept, Occupancy.FILLED
    session.flush()
    made.running(session, "E-06")
    other.position, kept.occupancy = None, Occupancy.VACANT
    session.flush()
    assert kept not in equivalents(session, position)
    with pytest.raises(Conflict, match=r"^Kept for the return of Invented Person 6: choose another post\.$"):
        change(session, position, RiskKind.POSITION_ABOLISHED, equivalent=kept)


def test_equivalent_position_is_not_taken_either(session: Session) -> None:
    right, position = away(session)
    held = find(session, Position, "P-2")
    change(session, position, RiskKind.POSITION_FILLED, equivalent=held)
    with pytest.raises(Unmet, match=POINTED):
        change(session, held, RiskKind.POSITION_ABOLISHED)
    assert (right.executive.position, held.occupancy) == (held, Occupancy.HELD_FOR_RETURN)


def test_whoever_holds_another_post_by_then_keeps_it_and_comes_back_to_the_equivalent(
    session: Session,
) -> None:
    right, position = away(session)
    treasury, held = find(session, Agency, "TR"), find(session, Position, "P-2")
    taken = post_at(session, treasury)
    who, by, why = actor(session, "e-05"), actor(session, "office"), "The agencies agreed."
    movers.move(session, actor=by, now=NOW, person=who, agency=treasury, position=taken, reason=why)
    change(session, position, RiskKind.POSITION_ABOLISHED, equivalent=held)
    assert (right.executive.position, taken.occupancy) == (taken, Occupancy.FILLED)
    assert (right.equivalent, held.occupancy) == (held, Occupancy.VACANT)


def test_whoever_gave_the_post_up_holds_none_and_may_take_the_equivalent(session: Session) -> None:
    right, position = away(session)
    held, executive = find(session, Position, "P-2"), right.executive
    executive.position, position.occupancy = None, Occupancy.VACANT
    session.flush()
    change(session, position, RiskKind.POSITION_ABOLISHED, equivalent=held)
    assert (executive.position, right.equivalent, held.occupancy) == (None, held, Occupancy.VACANT)
    must_be_free(session, held, held.agency, executive)
    with pytest.raises(Conflict, match=r"^Kept for the return of Invented Person 5: choose another post\.$"):
        must_be_free(session, held, held.agency, find(session, Executive, "E-06"))


def test_position_that_moves_puts_at_risk_and_stays_the_executives(session: Session) -> None:
    right, position = away(session)
    change(session, position, RiskKind.POSITION_MOVED, agency=find(session, Agency, "TR"), place="Boise, ID")
    assert (right.state, right.executive.position) == (ReturnState.AT_RISK, position)
    assert (position.agency.code, position.city, position.region) == ("TR", "Boise", "ID")
    assert right.risks[0].detail == (
        "Director (P-1) moves to Treasury to Boise, ID. The office is reorganized."
    )


@pytest.mark.parametrize("kind", [RiskKind.POSITION_MOVED, RiskKind.UNIT_CHANGED])
def test_equivalent_is_held_and_checked_whatever_becomes_of_the_position(
    session: Session, kind: RiskKind
) -> None:
    right, position = away(session)
    held, grids = find(session, Position, "P-2"), Organization(agency=position.agency, name="Grids")
    session.add(grids)
    session.flush()
    facts = {"place": "Boise, ID", "unit": grids}
    with pytest.raises(Invalid, match=r"^Nobody comes back to this position: no other one is held\.$"):
        change(session, held, kind, equivalent=position, **facts)
    with pytest.raises(Invalid, match=r"^The equivalent position must be another one, and vacant\.$"):
        change(session, position, kind, equivalent=position, **facts)
    change(session, position, kind, equivalent=held, **facts)
    assert (right.executive.position, held.occupancy) == (held, Occupancy.HELD_FOR_RETURN)
    assert position.occupancy is Occupancy.VACANT


def test_position_that_nobody_comes_back_to_is_abolished_at_once(session: Session) -> None:
    position = find(session, Position, "P-2")
    assert change(session, position, RiskKind.POSITION_ABOLISHED) == []
    assert position.occupancy is Occupancy.ABOLISHED
    with pytest.raises(Conflict, match=r"This position is abolished already\."):
        change(session, position, RiskKind.POSITION_ABOLISHED)


def test_position_of_somebody_who_is_here_is_not_taken(session: Session) -> None:
    position = find(session, Position, "P-1")
    find(session, Executive, "E-06").position = position
    session.flush()
    with pytest.raises(Conflict, match=r"Invented Person 6 holds this position and is here"):
        change(session, position, RiskKind.POSITION_ABOLISHED)


def test_equivalent_is_another_vacant_position(session: Session) -> None:
    _, position = away(session)
    with pytest.raises(Invalid, match=r"The equivalent position must be another one, and vacant\."):
        change(session, position, RiskKind.POSITION_FILLED, equivalent=position)
    vacant = find(session, Position, "P-2")
    with pytest.raises(Invalid, match=r"Nobody comes back to this position: no other one is held\."):
        change(session, vacant, RiskKind.POSITION_ABOLISHED, equivalent=position)


def test_nobody_joins_into_a_position_that_somebody_comes_back_to(session: Session) -> None:
    right, position = away(session)
    right.executive.position, position.occupancy = None, Occupancy.VACANT
    session.flush()
    since = date(2020, 1, 1)
    new = NewExecutive(find(session, Agency, "EN"), position, AppointmentType.CAREER, since, since)
    facts = {"actor": actor(session, "office"), "now": NOW, "name": "New Person", "email": None}
    with pytest.raises(Conflict, match=r"^Kept for the return of Invented Person 5: choose another post\.$"):
        joiners.add_person(session, executive=new, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE positions SET occupancy = 'abolished' WHERE slug = 'P-1'", "somebody comes back to this"),
        (
            "UPDATE executives SET position_id = 1 WHERE slug = 'E-06'",
            "somebody else comes back to this position",
        ),
    ],
)
def test_database_itself_keeps_the_position(session: Session, statement: str, message: str) -> None:
    away(session)
    session.commit()
    with pytest.raises(IntegrityError, match=message):
        session.execute(text(statement))
    session.rollback()
