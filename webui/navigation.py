"""The menu: each role's rooms and their tabs, and for a person the union of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask, g, request, url_for

from models.actors import Actor, Role
from models.holding import Holder
from webui.mail_words import SILENCE
from webui.sessions import site


@dataclass(frozen=True)
class Room:
    """One entry of the menu, or one tab of such an entry.

    Pages of its blueprint, of the blueprints it `holds` and of its tabs belong to it.
    """

    label: str
    endpoint: str
    holds: tuple[str, ...] = ()
    tabs: tuple[Room, ...] = ()

    @property
    def blueprint(self) -> str:
        return self.endpoint.split(".")[0]

    def owns(self, blueprint: str | None) -> bool:
        """Whether pages of the blueprint belong to the room."""
        mine = blueprint in (self.blueprint, *self.holds)
        return mine or any(tab.owns(blueprint) for tab in self.tabs)

    def joined(self, other: Room) -> Room:
        """The room with the other's tabs after its own, each once."""
        return replace(self, tabs=tuple(dict.fromkeys(self.tabs + other.tabs)))


def tabbed(label: str, *tabs: Room) -> Room:
    """A room that opens at its first tab."""
    return Room(label, tabs[0].endpoint, tabs=tabs)


def find_owner(rooms: Iterable[Room], blueprint: str | None) -> Room | None:
    """The first of the rooms that the blueprint belongs to: no page belongs to two."""
    return next((room for room in rooms if room.owns(blueprint)), None)


DESK = Room("My desk", "desk.page")
ROUNDS = Room(
    "Rounds",
    "rounds.index",
    (
        "round_settings",
        "limits",
        "pairs",
        "solves",
        "outcomes",
        "publication",
        "repairs",
        "scramble",
        "chase",
        "files",
        "pools",
    ),
)
OFFERS = Room(
    "Our opportunities", "offers.index", ("posting", "requirements", "our_vacancies", "nominations")
)
ENTERED = Room("Sheets for others", "entered_sheets.choose")
CONFERENCE = Room("Conference", "conference.index")
ANSWERS = Room("Offers to answer", "answers.index")
APPROVALS = Room("Mentors to approve", "approvals.index")
RELEASES = Room("Releases", "releases.index", ("behalf",))
GUIDANCE = Room("Guidance", "guidance.page")
AGREEMENTS, RETURNS = (
    Room("Agreements", "agreements.index", ("agreement_changes", "checklists")),
    Room("Returns", "returns.index", ("return_feeds", "return_notices")),
)
LEDGER = Room("Ledger", "ledger.index")
QUALITY = Room("Quality", "mentoring_quality.page")
REPORTS = Room("Reports", "reports.index", ("headcounts",))
TABLES = Room("Tables", "uploads.index")
WAIVERS = Room("Waivers", "waivers.index")
POSITIONS = Room("Positions", "positions.index")
MENUS: dict[Role, tuple[Room, ...]] = {
    Role.EXECUTIVE: (
        tabbed(
            "Ask a mentor",
            Room("My requests", "asks.index", ("shortlist", "requests")),
            Room("Coaches", "coaches.index"),
        ),
        tabbed(
            "Rotations",
            Room("Catalogue", "catalogue.index", ("searches", "vacancies")),
            Room("My card", "cards.page", ("service_record",)),
            Room(
                "My dream sheet",
                "sheets.index",
                ("gates", "aims", "invitations", "interviews", "withdrawals"),
            ),
            Room("My result", "my_result.index"),
        ),
        tabbed(
            "My conversations",
            Room("Booked", "meetings.index", ("engagements", "feedback")),
            Room("My times", "times.page", ("feeds", "delegates")),
        ),
        Room("Mentoring I give", "giving.index", ("mentor_profile", "mentor_offers", "no_list")),
        Room("My way back", "way_back.page"),
        Room("My record", "my_record.page", ("plan_items",)),
    ),
    Role.SUPERVISOR: (RELEASES, Room("Development plans", "signing.index"), AGREEMENTS, RETURNS),
    Role.HOST_CONTACT: (
        OFFERS,
        Room("Applicants", "applicants.index"),
        ANSWERS,
        TABLES,
    ),
    Role.AGENCY_COORDINATOR: (
        RELEASES,
        ENTERED,
        OFFERS,
        WAIVERS,
        CONFERENCE,
        ANSWERS,
        APPROVALS,
        AGREEMENTS,
        tabbed("Returns", replace(RETURNS, label="Who comes back"), POSITIONS),
        LEDGER,
        Room("Development due", "development.index"),
        REPORTS,
        TABLES,
    ),
    Role.EXECUTIVE_RESOURCES_BOARD: (
        APPROVALS,
        CONFERENCE,
        WAIVERS,
        RELEASES,
        Room("Plan reviews", "reviewing.index"),
        AGREEMENTS,
    ),
    Role.EXCHANGE_COORDINATOR: (
        ROUNDS,
        ENTERED,
        Room("Scenarios", "scenarios.index", ("scenario_parts",)),
        LEDGER,
        tabbed(
            "Mentoring",
            Room("Requests that wait", "mentoring_desk.index"),
            Room("Sweeps", "sweeps.index"),
            QUALITY,
        ),
        TABLES,
    ),
    Role.PROGRAMME_OFFICE: (
        Room("Programme", "programme.page"),
        REPORTS,
        ROUNDS,
        Room("People and access", "people.index", ("joiners", "access", "movers", "executives")),
        Room("Agencies", "agencies.index"),
        RETURNS,
        LEDGER,
        Room("Reference data", "reference.index"),
        Room("Mail and jobs", "mail.index"),
        TABLES,
        tabbed("Mentoring", QUALITY, Room("Reports of misuse", "misuse_reports.index")),
    ),
    Role.AUDITOR: (
        Room("Rounds on record", "record.index"),
        LEDGER,
        Room("Audit trail", "trail.page"),
        Room("Disclosures", "disclosures.page"),
        REPORTS,
    ),
}


def roles(actor: Actor) -> set[Role]:
    """The roles the actor holds now."""
    held = {grant.role for grant in Holder(actor, g.now).grants()}
    return held | ({Role.EXECUTIVE} if actor.executive_id is not None else set())


def menu(held: Collection[Role]) -> list[Room]:
    """The desk, then every room of every role held, in the order of the table; rooms of one name are one."""
    rooms: dict[str, Room] = {}
    for room in (DESK, *(room for role, entries in MENUS.items() if role in held for room in entries)):
        rooms[room.label] = rooms[room.label].joined(room) if room.label in rooms else room
    return list(rooms.values())


def install(app: Flask) -> None:
    """Give every template the menu and who is signed in, and every component the way to our own files."""
    app.add_template_global(lambda name: url_for("static", filename=name), "asset")

    @app.context_processor
    def _context() -> dict[str, Any]:
        actor = g.get("actor")
        rooms = [] if actor is None else menu(roles(actor))
        here = find_owner((*rooms, GUIDANCE), request.blueprint)
        return {
            "actor": actor,
            "menu": rooms,
            "guidance": GUIDANCE,
            "room_here": here,
            "tab_here": None if here is None else find_owner(here.tabs, request.blueprint),
            "demonstration": site().settings.demonstration,
            "idle": int(site().settings.idle.total_seconds()),
            "silence": SILENCE,
        }
