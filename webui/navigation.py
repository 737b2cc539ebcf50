"""The menu: each role's rooms, and for a person the union of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for

from models.access import Holder
from models.actors import Actor, Role
from webui.sessions import site


@dataclass(frozen=True)
class Room:
    """One entry of the menu; it is the current one on pages of its blueprint and of those it `holds`."""

    label: str
    endpoint: str
    holds: tuple[str, ...] = ()

    @property
    def blueprint(self) -> str:
        return self.endpoint.split(".")[0]


DESK = Room("My desk", "desk.page")
ROUNDS = Room("Rounds", "rounds.index", ("limits", "pairs", "solves", "outcomes", "publication", "files"))
GUIDANCE = Room("Guidance", "guidance.page")
APPROVALS = Room("Mentors to approve", "approvals.index")
MENUS: dict[Role, tuple[Room, ...]] = {
    Role.EXECUTIVE: (
        Room("Ask a mentor", "asks.index", ("shortlist", "requests", "feedback")),
        Room("My card", "cards.page"),
        Room("Catalogue", "catalogue.index"),
        Room("My dream sheet", "sheets.index"),
        Room("My result", "my_result.index"),
        Room("Mentoring I give", "giving.index", ("mentor_profile", "mentor_offers", "no_list")),
        Room("Coaches", "coaches.index"),
        Room("My conversations", "meetings.index"),
        Room("My times", "times.page", ("feeds", "delegates")),
        Room("My record", "my_record.page", ("plan_items",)),
        GUIDANCE,
    ),
    Role.SUPERVISOR: (Room("Development plans", "signing.index"),),
    Role.HOST_CONTACT: (
        Room("Our opportunities", "offers.index"),
        Room("Applicants", "applicants.index"),
    ),
    Role.AGENCY_COORDINATOR: (
        Room("Our opportunities", "offers.index"),
        APPROVALS,
        Room("Development due", "development.index"),
    ),
    Role.EXECUTIVE_RESOURCES_BOARD: (APPROVALS, Room("Plan reviews", "reviewing.index")),
    Role.EXCHANGE_COORDINATOR: (
        ROUNDS,
        Room("Mentoring", "mentoring_desk.index", ("sweeps", "mentoring_quality")),
    ),
    Role.PROGRAMME_OFFICE: (
        ROUNDS,
        Room("People and access", "people.index", ("joiners", "access", "movers")),
        Room("Agencies", "agencies.index"),
        Room("Reference data", "reference.index"),
        Room("Mail and jobs", "mail.index"),
        Room("Mentoring quality", "mentoring_quality.page"),
        Room("Reports of misuse", "misuse_reports.index"),
    ),
    Role.AUDITOR: (
        Room("Rounds on record", "record.index"),
        Room("Audit trail", "trail.page"),
        Room("Disclosures", "disclosures.page"),
    ),
}


def roles(actor: Actor) -> set[Role]:
    """The roles the actor holds now."""
    held = {grant.role for grant in Holder(actor, g.now).grants()}
    return held | ({Role.EXECUTIVE} if actor.executive_id is not None else set())


def menu(actor: Actor | None) -> list[Room]:
    """The desk, then every room of every role held, each once, in the order of the table."""
    if actor is None:
        return []
    held = roles(actor)
    rooms = [DESK, *(room for role, entries in MENUS.items() if role in held for room in entries)]
    return list(dict.fromkeys(rooms))


def install(app: Flask) -> None:
    """Give every template the menu and who is signed in, and every component the way to our own files."""
    app.add_template_global(lambda name: url_for("static", filename=name), "asset")

    @app.context_processor
    def _context() -> dict[str, Any]:
        actor = g.get("actor")
        return {
            "actor": actor,
            "menu": menu(actor),
            "is_current": lambda room: request.blueprint in (room.blueprint, *room.holds),
            "demonstration": site().settings.demonstration,
        }
