"""Cards that agencies may find: open ones of people of other departments."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agencies import Agency, line_in, line_of
from models.executives import Executive, Skill
from models.open_cards import OpenCard
from models.positions import Position


@dataclass(frozen=True)
class Found:
    """One person with an open card, as a list shows them."""

    slug: str
    name: str
    home: str
    position: str | None
    strengths: tuple[str, ...]


def open_card_of(session: Session, executive: Executive) -> OpenCard | None:
    """The executive's card as it is open now."""
    mine = OpenCard.executive_id == executive.id, OpenCard.closed_at.is_(None)
    return session.scalar(select(OpenCard).where(*mine))


def is_visible(session: Session, executive: Executive, host: Agency) -> bool:
    """Whether the agency may find the card: it is open, and the person is of another department."""
    return _top(executive.home_agency) != _top(host) and open_card_of(session, executive) is not None


def _top(agency: Agency) -> int:
    return list(line_of(agency))[-1]


def visible_cards(session: Session, host: Agency, words: str = "") -> list[Found]:
    """The people whose cards the agency may find, by name; `words` are in name, post, agency or strengths."""
    query = (
        select(Executive, Agency, Position.title)
        .join(OpenCard, OpenCard.executive_id == Executive.id)
        .join(Agency, Agency.id == Executive.home_agency_id)
        .outerjoin(Position, Position.id == Executive.position_id)
        .where(OpenCard.closed_at.is_(None), Executive.active)
        .order_by(Executive.name, Executive.slug)
    )
    rows = session.execute(query).all()
    parents = dict(session.execute(select(Agency.id, Agency.parent_id)).all())
    own = _root(parents, host.id)
    others = [row for row in rows if _root(parents, row[0].home_agency_id) != own]
    strengths = _strengths(session, [person.id for person, _home, _post in others])
    found = [
        Found(person.slug, person.name, home.name, post, strengths.get(person.id, ()))
        for person, home, post in others
    ]
    needles = words.casefold().split()
    return [one for one in found if all(needle in _text(one) for needle in needles)]


def _root(parents: dict[int, int | None], agency: int) -> int:
    return list(line_in(parents, agency))[-1]


def _strengths(session: Session, people: Collection[int]) -> dict[int, tuple[str, ...]]:
    query = select(Skill.executive_id, Skill.name).where(Skill.executive_id.in_(people))
    found: dict[int, list[str]] = {}
    for number, name in session.execute(query.order_by(Skill.executive_id, Skill.ordinal)):
        found.setdefault(number, []).append(name)
    return {number: tuple(names) for number, names in found.items()}


def _text(one: Found) -> str:
    return " ".join((one.name, one.home, one.position or "", *one.strengths)).casefold()
