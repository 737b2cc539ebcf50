"""What the verbs of the programme office, of its mail and of the clock are tried with, and by whom."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Role
from models.agencies import Agency
from models.executives import AppointmentType, Executive
from models.lifecycles import advance
from models.outbox import Notice, post
from models.proposals import Proposal
from models.queries.trail import Sought
from models.restores import Restore
from models.services.executives import OnRecord
from models.sources import ReferenceSource
from tests.models.world import DAY, NOW, actor, find

Given = Callable[[Session], dict[str, Any]]
OFFICES = {"office", "office-2"}


def letter(session: Session) -> Notice:
    """A notice that waits."""
    who = actor(session, "e-12")
    notice = post(session, key="one", recipient_id=who.id, template="round_result", now=NOW, round="x")
    session.flush()
    return notice


def failed_letter(session: Session) -> Notice:
    notice = letter(session)
    advance(session, notice, "give_up", actor=actor(session, "system"), now=NOW)
    session.flush()
    return notice


def restored(session: Session) -> Restore:
    found = Restore(taken_at=NOW, restored_at=NOW)
    session.add(found)
    session.flush()
    return found


def someone(session: Session) -> dict[str, Any]:
    return {"person": actor(session, "e-12"), "reason": "as decided"}


def someone_away(session: Session) -> dict[str, Any]:
    actor(session, "e-12").active = False
    session.flush()
    return someone(session)


def mover(session: Session) -> dict[str, Any]:
    return someone(session) | {"agency": find(session, Agency, "EN")}


def renamed(session: Session) -> dict[str, Any]:
    agency = find(session, Agency, "EN")
    return {"agency": agency, "name": "Energy and Climate", "abbreviation": "", "version": agency.version}


def merged(session: Session) -> dict[str, Any]:
    agency, into = find(session, Agency, "AG"), find(session, Agency, "EN")
    return {"agency": agency, "into": into, "reason": "as decided"}


def empty_agency(session: Session) -> dict[str, Any]:
    made = Agency(code="ZZ", name="Zeppelin Board")
    session.add(made)
    session.flush()
    return {"agency": made, "reason": "as decided"}


def changed(session: Session) -> dict[str, Any]:
    person = actor(session, "e-12")
    return {"person": person, "name": "Invented Twelve", "email": None, "version": person.version}


def corrected(session: Session) -> dict[str, Any]:
    card = find(session, Executive, "E-12")
    days = card.ses_since, card.current_position_since
    found = OnRecord(None, AppointmentType.NONCAREER, *days, card.clearance)
    return someone(session) | {"found": found, "version": card.version}


def offers(session: Session) -> dict[str, Any]:
    owner = find(session, Executive, "E-05")
    return {"proposals": session.scalars(select(Proposal).where(Proposal.executive_id == owner.id)).all()}


def new_grant(session: Session) -> dict[str, Any]:
    person = actor(session, "e-12")
    return {
        "person": person,
        "role": Role.AUDITOR,
        "starts_at": NOW,
        "ends_at": NOW + DAY,
        "reason": "stands in",
    }


def some_grant(session: Session) -> dict[str, Any]:
    auditor = actor(session, "auditor")
    return {"given": auditor.grants[0], "reason": "left"}


def longer_grant(session: Session) -> dict[str, Any]:
    given = some_grant(session)["given"]
    return {"given": given, "ends_at": given.ends_at + DAY, "reason": "goes on"}


def new_source(_session: Session) -> dict[str, Any]:
    source = ReferenceSource(
        file="more.csv", source="invented", licence="CC0-1.0", as_of=date(2026, 11, 1), sha256="1" * 64
    )
    return {"source": source, "rows": {}}


TRIALS: dict[str, dict[str, tuple[set[str], Given]]] = {
    "start": {
        "agencies.rename": (OFFICES, renamed),
        "agencies.merge": (OFFICES, merged),
        "agencies.close": (OFFICES, empty_agency),
        "joiners.add_person": (OFFICES, lambda _: {"name": "New", "email": None}),
        "joiners.change_person": (OFFICES, changed),
        "movers.leave": (OFFICES, someone),
        "movers.move": (OFFICES, mover),
        "executives.correct": (OFFICES, corrected),
        "people.reactivate": (OFFICES, someone_away),
        "mail.mark_sent": ({"system"}, lambda session: {"notice": letter(session), "answer": "250 OK"}),
        "mail.give_up": ({"system"}, lambda session: {"notice": letter(session), "answer": "550 nobody"}),
        "mail.drop": (OFFICES | {"system"}, lambda session: {"notice": letter(session), "reason": "left"}),
        "mail.release": (OFFICES, lambda session: {"restores": [restored(session)]}),
        "mail.send_again": (OFFICES, lambda session: {"notices": [failed_letter(session)]}),
        "trail.take": ({"auditor"}, lambda _: {"sought": Sought(), "say": str}),
        "upkeep.purge": ({"system"}, lambda _: {}),
    },
    "to_published": {"upkeep.lapse_offers": ({"system"}, offers)},
}
