"""People: executives with their home agency, who can then be invited."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.agencies import Agency
from models.executives import AppointmentType, Executive, PayPlan
from models.services import joiners
from models.table_kinds.cells import Cells
from models.table_kinds.column import Column
from models.table_kinds.kind import Kind, Line, Work
from models.uploads import TableKind

COLUMNS = (
    Column("name", "Name", "Or the two columns below.", names=("full name", "executive")),
    Column("first_name", "First name", names=("given name", "forename")),
    Column("last_name", "Last name", names=("surname", "family name")),
    Column(
        "email",
        "E-mail address",
        "Nobody is taken in twice: the address tells people apart.",
        required=True,
        names=("email", "email address", "mail", "e mail"),
    ),
    Column(
        "agency",
        "Home agency",
        "Code, name or abbreviation.",
        required=True,
        names=("organisation", "organization", "department"),
    ),
    Column(
        "appointment",
        "Appointment",
        "Career, noncareer, limited term or limited emergency.",
        required=True,
        names=("appointment type",),
    ),
    Column("pay_plan", "Pay plan", "ES, SL or ST. Empty: ES.", names=("plan",)),
    Column("ses_since", "Member of the service since", required=True, names=("ses since", "joined")),
    Column(
        "position_since",
        "In the present post since",
        "Empty: as long as in the service.",
        names=("post since",),
    ),
)


def make(work: Work, cells: Cells) -> list[Any]:
    """A person who is an executive; the person completes the card."""
    name = cells.text("name", most=300)
    parts = [cells.text(part, most=150) for part in ("first_name", "last_name")]
    called = name or " ".join(part for part in parts if part)
    if not called:
        cells.blame("name", "Enter the name.")
    email = cells.text("email", most=254, required="Enter the address: it tells people apart.")
    if email and ("@" not in email or " " in email):
        cells.blame("email", f"“{email}” is no address: write name@agency.gov.")
    agency = cells.one("agency", work.book.agencies, "open agency", required="Name the home agency.")
    appointment = cells.choice("appointment", AppointmentType)
    if appointment is None and not cells.given.get("appointment", "").strip():
        cells.blame("appointment", "Say which appointment it is.")
    since = cells.day("ses_since", required="Enter the day the person joined the service.")
    taken = cells.day("position_since") or since
    plan = cells.choice("pay_plan", PayPlan, PayPlan.ES)
    cells.must_be_good()
    work.must_be_first(cells, "email", email.casefold(), f"“{email}”")
    assert agency is not None and appointment is not None and since is not None and taken is not None  # noqa: S101, PT018 - every lack was noted
    known = joiners.NewExecutive(
        work.session.get_one(Agency, agency),
        None,
        appointment,
        ses_since=since,
        position_since=taken,
        pay_plan=plan or PayPlan.ES,
    )
    added = joiners.add_person(
        work.session, actor=work.actor, now=work.now, name=called, email=email, executive=known
    )
    return [added, work.session.get_one(Executive, added.executive_id)]


def take(session: Session, actor: Actor, now: datetime) -> Iterator[Line]:
    """Every active executive."""
    query = (
        select(Executive, Actor.email, Agency.code)
        .join(Agency, Agency.id == Executive.home_agency_id)
        .outerjoin(Actor, Actor.executive_id == Executive.id)
        .where(Executive.active)
        .order_by(Executive.slug)
    )
    for one, email, code in session.execute(query):
        yield {
            "number": one.slug,
            "name": one.name,
            "email": email or "",
            "agency": code,
            "appointment": one.appointment.value.replace("_", " "),
            "pay_plan": one.pay_plan.value.upper(),
            "ses_since": one.ses_since.isoformat(),
            "position_since": one.current_position_since.isoformat(),
        }


PEOPLE = Kind(
    TableKind.PEOPLE,
    "People",
    "people",
    COLUMNS,
    make,
    take,
    "Invite them under People and access, so that their cards get filled in.",
)
