"""Somebody new: an executive with a home agency and perhaps a post, or somebody of the staff."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from models.access import require
from models.actors import Actor
from models.agencies import Agency
from models.audit import record
from models.errors import Conflict, Invalid
from models.executives import AppointmentType, CareerStage, Clearance, Executive, PayPlan, Relocation
from models.positions import Position
from models.services.incumbents import must_be_free, must_fit_in_time, take

LONGEST_SLUG = 40


@dataclass(frozen=True)
class NewExecutive:
    """What the office knows of an executive who joins; the person completes the card."""

    agency: Agency
    position: Position | None
    appointment: AppointmentType
    ses_since: date
    position_since: date
    pay_plan: PayPlan = PayPlan.ES


def add_person(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    name: str,
    email: str | None,
    executive: NewExecutive | None = None,
) -> Actor:
    """Put one person on record; who is no executive gets a role by a grant of its own."""
    require(actor, "joiners.add_person", None, now=now)
    called = _clean(name)
    address = free_address(session, email)
    if executive is None:
        slug, person_id = _free_slug(session, called), None
    else:
        card = _card(session, called, executive, local_day(now))
        slug, person_id = card.slug.lower(), card.id
    added = Actor(slug=slug, name=called, email=address, executive_id=person_id, grants=[])
    session.add(added)
    session.flush()
    record(session, added, "actors.add", actor=actor, now=now)
    session.flush()
    return added


def change_person(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    person: Actor,
    name: str,
    email: str | None,
    version: int,
) -> None:
    """Correct name and address; Conflict where somebody changed them since `version`."""
    require(actor, "joiners.change_person", person, now=now)
    if person.version != version:
        raise Conflict("Somebody changed this person since you opened the page.")
    person.name, person.email = _clean(name), free_address(session, email, person)
    if person.executive_id is not None:
        session.get_one(Executive, person.executive_id).name = person.name
    record(session, person, "actors.change", actor=actor, now=now)
    session.flush()


def _clean(name: str) -> str:
    called = " ".join(name.split())
    if not called:
        raise Invalid("Enter the name.", about="name")
    if any(unicodedata.category(sign).startswith("C") for sign in called):
        raise Invalid("The name has a character that cannot be shown.", about="name")
    return called


def free_address(session: Session, email: str | None, person: Actor | None = None) -> str | None:
    """The address as it is stored; Invalid where another person has it, in whatever case."""
    address = (email or "").strip()
    if not address:
        return None
    owner = session.scalar(select(Actor).where(func.lower(Actor.email) == address.lower()))
    if owner is not None and owner is not person:
        raise Invalid(f"{owner.name} has this e-mail address already.", about="email")
    return address


def _free_slug(session: Session, name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG] or "person"
    taken = set(session.scalars(select(Actor.slug).where(Actor.slug.startswith(stem, autoescape=True))))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (stem, *numbered) if slug not in taken)


def _card(session: Session, name: str, new: NewExecutive, today: date) -> Executive:
    if not new.agency.active:
        raise Invalid(f"{new.agency.name} is closed.")
    if new.position is not None:
        must_be_free(session, new.position, new.agency)
    must_fit_in_time(new.ses_since, new.position_since, today)
    card = Executive(
        slug=_next_number(session),
        name=name,
        invented=False,
        home_agency_id=new.agency.id,
        appointment=new.appointment,
        pay_plan=new.pay_plan,
        career_stage=CareerStage.FINDING_MY_PLACE,
        ses_since=new.ses_since,
        current_position_since=new.position_since,
        clearance=Clearance.NONE,
        relocation=Relocation.NO,
    )
    if new.position is not None:
        take(card, new.position)
    session.add(card)
    session.flush()
    return card


def _next_number(session: Session) -> str:
    """E-0001, E-0002, …: round files name people by it, so it tells nothing of them."""
    numbers = [
        int(slug[2:]) for slug in session.scalars(select(Executive.slug)) if re.fullmatch(r"E-[0-9]+", slug)
    ]
    return f"E-{max(numbers, default=0) + 1:04}"
