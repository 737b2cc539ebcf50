"""Positions of record abolished, filled for good, moved or given another unit: nobody's way back is cut off
by it unseen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from matcher.policy.reasons import reason
from models.access import require
from models.actors import Actor
from models.agencies import Agency, Organization
from models.audit import record
from models.errors import Conflict, Invalid, Unmet
from models.executives import Executive
from models.positions import Occupancy, Position
from models.queries.held_positions import KEPT, incumbent_of, rights_on, who_returns
from models.returns import ReturnRight, RiskKind
from models.services.reasons import must_be_written
from models.services.return_rights import raise_risk

LONGEST_REASON = 1000
DONE = {
    RiskKind.POSITION_ABOLISHED: "is abolished",
    RiskKind.POSITION_FILLED: "is filled for good",
    RiskKind.POSITION_MOVED: "moves",
    RiskKind.UNIT_CHANGED: "comes into another unit",
}
TAKEN = {
    RiskKind.POSITION_ABOLISHED: Occupancy.ABOLISHED,
    RiskKind.POSITION_FILLED: Occupancy.FILLED,
}


@dataclass(frozen=True)
class Change:
    """What becomes of a position; an equivalent one for whoever comes back; where it moves to, or the unit of
    its agency that it comes into."""

    kind: RiskKind
    reason: str
    equivalent: Position | None = None
    agency: Agency | None = None
    place: str = ""
    unit: Organization | None = None


def check_change(session: Session, position: Position, change: Change) -> list[ReturnRight]:
    """The return rights that the change would put at risk; refuses what the verb would refuse."""
    if change.kind not in DONE:
        raise Invalid("Choose what becomes of the position.", about="kind")
    if position.occupancy is Occupancy.ABOLISHED:
        raise Conflict("This position is abolished already.")
    must_be_written(change.reason)
    if len(change.reason) > LONGEST_REASON:
        raise Invalid(f"Use at most {LONGEST_REASON:,} characters.", about="reason")
    rights = rights_on(session, position)
    if change.kind is RiskKind.POSITION_MOVED:
        _check_move(position, change)
    elif change.kind is RiskKind.UNIT_CHANGED:
        _check_unit(position, change.unit)
    else:
        _check_closing(session, position, change, rights)
    if change.equivalent is not None:
        _check_equivalent(session, position, change.equivalent, rights)
    return rights


def _check_move(position: Position, change: Change) -> None:
    if change.agency is None and not change.place.strip():
        raise Invalid("Name the agency or the place that it moves to.", about="place")
    if change.agency is not None and (not change.agency.active or change.agency.id == position.agency_id):
        raise Invalid("Choose another agency that is open.", about="agency")


def _check_unit(position: Position, unit: Organization | None) -> None:
    if unit is None or unit.agency_id != position.agency_id or unit.id == position.organization_id:
        raise Invalid("Choose another unit of the agency.", about="unit")


def _check_closing(session: Session, position: Position, change: Change, rights: list[ReturnRight]) -> None:
    holder = incumbent_of(session, position)
    if change.equivalent is None and rights:
        who = who_returns(rights)
        raise Unmet([reason("position_pointed_at", position=position.title, who=who)], about="equivalent")
    away = {right.executive_id for right in rights}
    if holder is not None and holder.id not in away:
        raise Conflict(f"{holder.name} holds this position and is here: move the person first.")


def _check_equivalent(
    session: Session, position: Position, equivalent: Position, rights: list[ReturnRight]
) -> None:
    if not rights:
        raise Invalid("Nobody comes back to this position: no other one is held.", about="equivalent")
    if equivalent.id == position.id or equivalent.occupancy is not Occupancy.VACANT:
        raise Invalid("The equivalent position must be another one, and vacant.", about="equivalent")
    if others := rights_on(session, equivalent):
        raise Conflict(KEPT.format(who=who_returns(others)), about="equivalent")


def change(
    session: Session, *, actor: Actor, now: datetime, position: Position, version: int, change: Change
) -> list[ReturnRight]:
    """Abolish, fill or move a position, or give it another unit; whoever comes back to it comes back to
    the equivalent one from now on, and every return right that points at it is at risk in this transaction.

    Unmet where somebody comes back to it and no equivalent position is named; Conflict where it changed.
    """
    require(actor, "positions.change", position, now=now)
    if position.version != version:
        raise Conflict("Somebody changed this position since you opened the page.")
    rights = check_change(session, position, change)
    words = f"{position.numbered} {DONE[change.kind]}"
    if change.equivalent is not None:
        _hold(session, position, change.equivalent, rights)
        held = change.equivalent.occupancy is Occupancy.HELD_FOR_RETURN
        words += f"; {change.equivalent.numbered} is {'held' if held else 'kept'} for the return"
    if change.kind is RiskKind.POSITION_MOVED:
        words += _move(position, change)
    elif change.unit is not None and change.kind is RiskKind.UNIT_CHANGED:
        position.organization = change.unit
        words += f", {change.unit.name}"
    else:
        position.occupancy = TAKEN[change.kind]
    session.flush()
    detail = f"{words}. {change.reason.strip()}"
    for right in rights:
        raise_risk(session, right, change.kind, detail, by=actor, now=now)
    facts: dict[str, Any] = {"change": change.kind.value, "returns": [one.id for one in rights]}
    record(session, position, "positions.change", actor=actor, now=now, reason=change.reason, **facts)
    session.flush()
    return rights


def _hold(session: Session, position: Position, equivalent: Position, rights: list[ReturnRight]) -> None:
    """The rights lead to the equivalent position; who still holds the position holds the equivalent one
    instead, at no time none. Who holds another post by now, or none, is not moved."""
    flag_modified(equivalent, "occupancy")  # of two who name or take it at once, one is refused
    for right in rights:
        right.equivalent_id = equivalent.id
        executive = session.get_one(Executive, right.executive_id)
        if executive.position_id == position.id:
            executive.position_id, executive.position = equivalent.id, equivalent
            position.occupancy, equivalent.occupancy = Occupancy.VACANT, Occupancy.HELD_FOR_RETURN
    session.flush()


def _move(position: Position, change: Change) -> str:
    words = ""
    if change.agency is not None:
        position.agency, position.organization_id = change.agency, None
        words += f" to {change.agency.name}"
    if place := change.place.strip():
        city, _, region = place.partition(",")
        position.city, position.region = city.strip() or None, region.strip() or None
        words += f" to {place}"
    return words
