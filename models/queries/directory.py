"""People as the programme office's list shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from models.accounts import Account, Invitation, WebSession
from models.actors import Actor, Role, RoleGrant
from models.agencies import Agency, AgencyAlias
from models.executives import Executive
from models.outbox import Notice, NoticeState
from models.queries.last_word import last_word

Condition = ColumnElement[bool] | SQLColumnExpression[bool]
PAGE = 50
SOON = timedelta(days=30)
LEFT, DEACTIVATED = "actors.leave", "actors.deactivate"


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    slug: str
    name: str
    email: str | None
    active: bool
    home: str | None
    signs_in: bool
    roles: list[str]


@dataclass(frozen=True)
class Grant:
    """A role as a page shows it."""

    id: int
    slug: str
    person: str
    role: Role
    agency: str | None
    starts_at: datetime
    ends_at: datetime
    revoked_at: datetime | None
    reason: str
    granted_by: str | None
    code: str | None


@dataclass(frozen=True)
class ShutOut:
    """Since when a person is not active, by whose act, and why; `left` for good, or shut out for now."""

    at: datetime
    left: bool
    who: str
    reason: str


@dataclass(frozen=True)
class SignIn:
    """How somebody stands with signing in."""

    has_account: bool
    last_seen: datetime | None
    invited_until: datetime | None
    failed_mail: int


def count(session: Session, *, words: str, role: str, state: str, now: datetime) -> int:
    """How many people `find` would list."""
    found: int = session.scalars(_joined(select(func.count(Actor.id)), words, role, state, now)).one()
    return found


def find(session: Session, *, words: str, role: str, state: str, now: datetime, page: int = 1) -> list[Row]:
    """One page of the people of whom every word is in the name, address or slug, or names an agency: the own
    one, or that of a role; in two statements."""
    columns = Actor.id, Actor.slug, Actor.name, Actor.email, Actor.active, Agency.name, Account.actor_id
    query = (
        _joined(select(*columns), words, role, state, now)
        .order_by(func.lower(Actor.name), Actor.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    lines = session.execute(query).all()
    roles = _roles(session, [line[0] for line in lines], now)
    return [
        Row(slug, name, email, active, home, account is not None, roles.get(number, []))
        for number, slug, name, email, active, home, account in lines
    ]


def _joined(query: Any, words: str, role: str, state: str, now: datetime) -> Any:
    return (
        query.outerjoin(Executive, Executive.id == Actor.executive_id)
        .outerjoin(Agency, Agency.id == Executive.home_agency_id)
        .outerjoin(Account, Account.actor_id == Actor.id)
        .where(*_matching(words, role, now), *_in_role(role, now), *_in_state(state))
    )


def _matching(words: str, role: str, now: datetime) -> Iterable[Condition]:
    for word in words.lower().split():
        called = _called(word)
        own = (_holds(one, word) for one in (Actor.name, Actor.slug, Actor.email))
        held = select(RoleGrant.actor_id).where(RoleGrant.agency_id.in_(called), *_held(role, now))
        yield or_(*own, Executive.home_agency_id.in_(called), Actor.id.in_(held))


def _called(word: str) -> Select[int]:
    """The agencies in whose name, of now or before, the word is, or whose abbreviation it is."""
    before = select(AgencyAlias.agency_id).where(_holds(AgencyAlias.name, word))
    named = _holds(Agency.name, word), func.lower(Agency.abbreviation) == word, Agency.id.in_(before)
    return select(Agency.id).where(or_(*named)).correlate(None)


def _holds(column: Any, word: str) -> Condition:
    found: Condition = func.lower(column).contains(word, autoescape=True)
    return found


def _held(role: str, now: datetime) -> tuple[Condition, ...]:
    """That a grant is in force, and of the role where one is asked for."""
    return (RoleGrant.in_force(now), *([RoleGrant.role == Role(role)] if role in list(Role) else []))


def _in_role(role: str, now: datetime) -> Iterable[Condition]:
    if role == Role.EXECUTIVE:
        yield Actor.executive_id.is_not(None)
    elif role in list(Role):
        yield Actor.id.in_(select(RoleGrant.actor_id).where(*_held(role, now)))


def _in_state(state: str) -> Iterable[Condition]:
    rules: dict[str, tuple[Condition, ...]] = {
        "active": (Actor.active,),
        "inactive": (Actor.active.is_(False),),
        "uninvited": (Actor.active, Account.actor_id.is_(None)),
    }
    yield from rules.get(state, ())


def _roles(session: Session, people: list[int], now: datetime) -> dict[int, list[str]]:
    query = (
        select(RoleGrant.actor_id, RoleGrant.role, Agency.abbreviation, Agency.name)
        .outerjoin(Agency, Agency.id == RoleGrant.agency_id)
        .where(RoleGrant.actor_id.in_(people), RoleGrant.in_force(now))
        .order_by(RoleGrant.id)
    )
    found: dict[int, list[str]] = {}
    for person, role, short, name in session.execute(query):
        place = short or name
        words = role.replace("_", " ") + (f", {place}" if place else "")
        if words not in found.setdefault(person, []):
            found[person].append(words)
    return found


def find_person(session: Session, slug: str) -> Actor | None:
    """The person of an address."""
    return session.scalar(select(Actor).where(Actor.slug == slug))


def executive_of(session: Session, person: Actor) -> Executive | None:
    """The executive a person is."""
    if person.executive_id is None:
        return None
    whole = joinedload(Executive.home_agency), joinedload(Executive.position)
    return session.get(Executive, person.executive_id, options=whole)


def grants_of(session: Session, person: Actor) -> list[Grant]:
    """Every role the person holds or held, newest first."""
    return _grants(session, RoleGrant.actor_id == person.id)


def grants_in_force(session: Session, person: Actor, now: datetime) -> list[Grant]:
    """Every role the person holds now, newest first."""
    return _grants(session, RoleGrant.actor_id == person.id, RoleGrant.in_force(now))


def lasting(found: Iterable[Grant]) -> list[Grant]:
    """Of the grants of one role for one agency the one that ends last: the others change nothing."""
    last: dict[tuple[Role, str | None], Grant] = {}
    for one in found:
        known = last.get((one.role, one.code))
        if known is None or known.ends_at < one.ends_at:
            last[one.role, one.code] = one
    return list(last.values())


def ending(session: Session, now: datetime, within: timedelta = SOON) -> list[Grant]:
    """Roles in force that end soon, the next first; only where no later grant of the same role follows."""
    rules = Actor.active, RoleGrant.in_force(now), RoleGrant.ends_at <= now + within
    found = _grants(session, *rules)
    later = _grants(session, RoleGrant.revoked_at.is_(None), RoleGrant.ends_at > now + within)
    follows = {(grant.slug, grant.role, grant.agency) for grant in later}
    return sorted(
        (one for one in found if (one.slug, one.role, one.agency) not in follows),
        key=lambda one: (one.ends_at, one.person),
    )


def _grants(session: Session, *rules: Condition) -> list[Grant]:
    giver = aliased(Actor)
    query = (
        select(
            RoleGrant.id,
            Actor.slug,
            Actor.name,
            RoleGrant.role,
            Agency.name,
            RoleGrant.starts_at,
            RoleGrant.ends_at,
            RoleGrant.revoked_at,
            RoleGrant.reason,
            giver.name,
            Agency.code,
        )
        .join(Actor, Actor.id == RoleGrant.actor_id)
        .outerjoin(Agency, Agency.id == RoleGrant.agency_id)
        .outerjoin(giver, giver.id == RoleGrant.granted_by_id)
        .where(*rules)
        .order_by(RoleGrant.id.desc())
    )
    rows: Iterable[Any] = session.execute(query)
    return [Grant(*row) for row in rows]


def sign_in(session: Session, person: Actor, now: datetime) -> SignIn:
    """Account, last sign of life, open invitation and failed mail, in one statement."""
    columns = (
        select(func.count()).where(Account.actor_id == person.id),
        select(func.max(WebSession.seen_at)).where(WebSession.actor_id == person.id),
        select(func.max(Invitation.expires_at)).where(
            Invitation.actor_id == person.id, Invitation.used_at.is_(None), Invitation.expires_at > now
        ),
        select(func.count()).where(Notice.recipient_id == person.id, Notice.state == NoticeState.FAILED),
    )
    accounts, seen, until, failed = session.execute(select(*(one.scalar_subquery() for one in columns))).one()
    return SignIn(accounts > 0, seen, until, failed)


def shut_out(session: Session, person: Actor) -> ShutOut | None:
    """The newest entry that a person has left or is deactivated; None where there is none."""
    said = last_word(session, person, LEFT, DEACTIVATED)
    return None if said is None else ShutOut(said.at, said.action == LEFT, said.name, said.reason)


def open_sessions(session: Session, person: Actor, now: datetime, idle: timedelta) -> int:
    """In how many browsers the person is signed in now."""
    open_ = WebSession.ended_at.is_(None), WebSession.expires_at > now, WebSession.seen_at > now - idle
    query = select(func.count()).select_from(WebSession).where(WebSession.actor_id == person.id, *open_)
    return session.scalars(query).one()
