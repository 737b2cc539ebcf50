"""What the verbs of agreements and return rights are tried with, and by whom."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.policy.return_basis import ReturnBasis
from models.actors import RoleGrant
from models.agreements import EventKind
from models.opportunities import Kind
from models.positions import Position
from models.queries.agreement_findings import findings_of
from models.queries.agreements import open_event
from models.returns import ReturnNotice, RiskKind
from models.services import agreement_events, return_feeds, returns
from models.services.agreement_policy import WrittenOrder
from models.services.positions import Change
from tests.models import agreements as made
from tests.models.world import DAY, NOW, actor, find

Given = Callable[[Session], dict[str, Any]]
OWNER, HOME, SYSTEM = {"e-05"}, {"coord-EN", "supervisor-EN"}, {"system"}
SIDES = {"coord-EN", "coord-TR"}
LATER = date(2028, 1, 31)


def new(session: Session) -> dict[str, Any]:
    return {"parties": made.parties(session), "terms": made.terms()}


def draft(session: Session) -> dict[str, Any]:
    return {"agreement": made.drafted(session)}


def ready(session: Session) -> dict[str, Any]:
    facts = draft(session)
    made.satisfy(session, facts["agreement"])
    return facts


def unread(session: Session) -> dict[str, Any]:
    facts = draft(session)
    found = findings_of(session, facts["agreement"], NOW)
    return facts | {"sentences": [one.reason.text for one in found if one.is_unread]}


def without_way_back(session: Session) -> dict[str, Any]:
    return {
        "agreement": made.without_way_back(session, starts_on=date(2026, 10, 1), ends_on=NOW.date() - DAY)
    }


def order(session: Session) -> dict[str, Any]:
    return draft(session) | {"order": WrittenOrder("1", NOW.date(), made.STARTS, date(2027, 3, 1))}


def stopped(session: Session) -> dict[str, Any]:
    """An IPA assignment of more than two years, which the head of the agency may extend."""
    return {
        "agreement": made.drafted(
            session, kind=Kind.IPA, ends_on=date(2028, 11, 2), latest_end=date(2030, 1, 1)
        ),
        "code": "ipa_too_long",
        "document": "The head of the agency, 20 November 2026, file 7.",
    }


def draft_as_read(session: Session) -> dict[str, Any]:
    agreement = made.drafted(session)
    return {"agreement": agreement, "version": agreement.version, **new(session)}


def out(session: Session, **more: Any) -> dict[str, Any]:
    return {"agreement": made.circulated(session, **more)}


def begins(session: Session, first: date) -> dict[str, Any]:
    """Put out ten days ago, by whoever held a role then already, and not signed yet."""
    made.staff(session)
    for grant in session.scalars(select(RoleGrant)).all():
        grant.starts_at = NOW - 20 * DAY
    session.flush()
    return out(session, now=NOW - 10 * DAY, starts_on=first)


def to_sign(session: Session) -> dict[str, Any]:
    agreement = made.circulated(session)
    event = open_event(agreement)
    assert event is not None
    return {"agreement": agreement, "sha256": event.sha256}


def to_refuse(session: Session) -> dict[str, Any]:
    return to_sign(session) | {"reason": "The duties are not those we spoke of."}


def changed(session: Session) -> dict[str, Any]:
    agreement, by = made.in_force(session), actor(session, "coord-EN")
    change = made.change(EventKind.EXTENSION, LATER)
    agreement_events.propose(session, actor=by, now=NOW, agreement=agreement, change=change)
    return {"agreement": agreement}


def to_change(session: Session) -> dict[str, Any]:
    return {"agreement": made.in_force(session), "change": made.change(EventKind.EXTENSION, LATER)}


def right(**more: Any) -> Given:
    return lambda session: {"right": made.running(session), **more}


def overdue(session: Session) -> dict[str, Any]:
    return {"right": made.running(session, starts_on=date(2026, 1, 5), ends_on=date(2026, 11, 13))}


def past_its_day(session: Session) -> dict[str, Any]:
    """Its last day has gone by since anybody looked."""
    right = made.running(session, starts_on=date(2026, 1, 5), ends_on=date(2026, 12, 11))
    right.ends_on = date(2026, 11, 13)
    session.flush()
    return {"right": right}


def late(session: Session) -> dict[str, Any]:
    return overdue(session) | {"back_on": NOW.date()}


def proposed(**more: Any) -> Given:
    def given(session: Session) -> dict[str, Any]:
        facts, by = right()(session), actor(session, "coord-EN")
        returns.propose(session, actor=by, now=NOW, placement="Deputy director", **facts)
        return facts | more

    return given


def at_risk(session: Session) -> dict[str, Any]:
    facts = right()(session)
    facts |= {"kind": RiskKind.UNIT_CHANGED, "detail": "The office is merged."}
    returns.report_change(session, actor=actor(session, "e-05"), now=NOW, **facts)
    facts = {"right": facts["right"]}
    return facts | {"risk": facts["right"].risks[0].id, "settlement": "A post is held."}


def given_up(session: Session) -> dict[str, Any]:
    facts = right()(session)
    returns.waive(session, actor=actor(session, "e-05"), now=NOW, **facts)
    return facts


def back(session: Session) -> dict[str, Any]:
    by = actor(session, "coord-EN")
    facts: dict[str, Any] = {"right": made.running(session, starts_on=date(2026, 2, 2))}
    returns.enter_return(session, actor=by, now=NOW, returned_on=date(2026, 10, 23), **facts)
    return facts | {"held_on": NOW.date(), "findings": "All is in place."}


def sponsor(session: Session) -> dict[str, Any]:
    return right()(session) | {"sponsor": actor(session, "supervisor-EN")}


def notice(session: Session, **more: Any) -> dict[str, Any]:
    facts = right()(session)
    facts["right"].counted_from = made.STARTS
    made.tick(session, facts["right"], made.at(date(2027, 2, 1)))
    return {"notice": session.scalars(select(ReturnNotice)).one(), **more}


def put_off(session: Session) -> dict[str, Any]:
    return notice(session, until=date(2026, 12, 1), reason="The order is being written.")


def a_position(session: Session) -> dict[str, Any]:
    position: Position = find(session, Position, "P-2")
    change = Change(RiskKind.POSITION_ABOLISHED, "The budget ends.")
    return {"position": position, "version": position.version, "change": change}


def myself(session: Session) -> dict[str, Any]:
    return {"person": actor(session, "coord-EN")}


def with_feed(session: Session) -> dict[str, Any]:
    person = actor(session, "coord-EN")
    return_feeds.make(session, actor=person, now=NOW, person=person)
    return {"person": person}


TRIALS: dict[str, dict[str, tuple[set[str], Given]]] = {
    "start": {
        "agreements.enter": (SIDES, new),
        "agreements.revise": (SIDES, draft_as_read),
        "agreements.circulate": (SIDES, ready),
        "agreements.take_back": (SIDES, out),
        "agreements.cancel": (SIDES, lambda session: draft(session) | {"reason": "not needed"}),
        "agreements.acknowledge_none": (OWNER, lambda session: out(session, return_basis=ReturnBasis.NONE)),
        "agreement_policy.acknowledge": (SIDES, unread),
        "agreement_policy.add_order": (SIDES, order),
        "agreement_policy.record_facts": (
            SIDES,
            lambda session: draft(session) | {"version": 0, "facts": {"host_appraises": True}},
        ),
        "agreement_policy.waive": (SIDES, stopped),
        "agreement_events.sign": ({"e-05", "board-EN", "supervisor-EN", *SIDES}, to_sign),
        "agreement_events.refuse": ({"e-05", "board-EN", "supervisor-EN", *SIDES}, to_refuse),
        "agreement_events.propose": (SIDES, to_change),
        "agreement_events.drop": (SIDES, changed),
        "returns.name_sponsor": (HOME, sponsor),
        "returns.propose": (HOME, right(placement="Deputy director")),
        "returns.agree": (OWNER, proposed()),
        "returns.dispute": (OWNER, proposed(reason="It is paid less.")),
        "returns.report_change": (
            OWNER | HOME,
            right(kind=RiskKind.UNIT_CHANGED, detail="The office is merged."),
        ),
        "returns.settle": (HOME, at_risk),
        "returns.waive": (OWNER, right()),
        "returns.take_back_waiver": (OWNER, given_up),
        "returns.say_back": (OWNER, late),
        "returns.enter_return": (HOME, right(returned_on=NOW.date())),
        "returns.review": (HOME, back),
        "returns_clock.act": (SYSTEM, past_its_day),
        "agreement_clock.end": (SYSTEM, without_way_back),
        "agreement_clock.lapse": (SYSTEM, lambda session: begins(session, NOW.date())),
        "agreement_clock.remind": (SYSTEM, lambda session: begins(session, NOW.date() + 2 * DAY)),
        "positions.change": ({"coord-EN"}, a_position),
        "return_feeds.make": ({"coord-EN"}, myself),
        "return_feeds.revoke": ({"coord-EN"}, with_feed),
        "return_notices.see_to": (HOME, notice),
        "return_notices.put_off": ({"coord-EN"}, put_off),
    },
}
