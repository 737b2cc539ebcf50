"""Pins in force that cannot hold as the lists of their round stand: the freeze waits until they are gone."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.files import canonical
from models.executives import Executive
from models.opportunities import Opportunity
from models.rounds import PairRule, Round, Rule
from models.snapshots import filed_content, used_units


@dataclass(frozen=True)
class UnfitPin:
    """A pin and why it cannot hold, as a clause that opens no list and no ranking; `id` is that of the pair
    rule."""

    id: int
    name: str
    title: str
    why: str

    @property
    def words(self) -> str:
        """The whole finding, without its full stop."""
        return f"{self.name} cannot be pinned at {self.title}: {self.why}"


@dataclass(frozen=True)
class _Pin:
    id: int
    executive: str
    name: str
    opportunity: str
    title: str


def unfit_pins(session: Session, round_: Round, content: dict[str, Any] | None = None) -> list[UnfitPin]:
    """Every pin in force that cannot hold, by name; in one statement where none is in force.

    `content` is what is to be frozen. Without it the lists, rankings and cards of the pinned alone are read:
    then gates, alliances and units that keep to themselves are left to the freeze.
    """
    pins = _in_force(session, round_)
    if not pins:
        return []
    content = content or _about(session, round_, pins)
    return [UnfitPin(pin.id, pin.name, pin.title, why) for pin, why in _unfit(content, pins)]


def _in_force(session: Session, round_: Round) -> list[_Pin]:
    query = (
        select(PairRule.id, Executive.slug, Executive.name, Opportunity.slug, Opportunity.title)
        .join(Executive, Executive.id == PairRule.executive_id)
        .join(Opportunity, Opportunity.id == PairRule.opportunity_id)
        .where(PairRule.round_id == round_.id, PairRule.rule == Rule.PIN, PairRule.approver_id.is_not(None))
        .order_by(Executive.name, Opportunity.title, PairRule.id)
    )
    return [_Pin(*row) for row in session.execute(query)]


def _about(session: Session, round_: Round, pins: list[_Pin]) -> dict[str, Any]:
    people, places = {pin.executive for pin in pins}, {pin.opportunity for pin in pins}
    found = filed_content(session, round_, people=sorted(people), places=sorted(places))
    return found | {"units": [{"id": code} for code in sorted(used_units(found))]}


def _unfit(content: dict[str, Any], pins: list[_Pin]) -> Iterator[tuple[_Pin, str]]:
    from matcher import Refused, parse_rotation  # the tables work without the engine
    from matcher.rotation.eligibility import Rules

    try:
        rotation = parse_rotation(canonical({**content, "pinned": [], "seed": "not drawn yet"}))
    except Refused:  # of something else than its pins, which the freeze says
        return
    people = {one.id: one for one in rotation.executives}
    posts = {one.id: one for one in rotation.opportunities}
    rules, times = Rules(rotation), Counter(pin.executive for pin in pins)
    for pin in pins:
        person, post = people.get(pin.executive), posts.get(pin.opportunity)
        if person is None:
            yield pin, "this person is not in the round as it stands"
        elif post is None:
            yield pin, "it is not offered any more"
        elif not any(post.id in tier for tier in person.choices) or rules.cause(person, post) != "eligible":
            yield pin, "a list, a ranking or a rule of the round does not allow it"
        elif times[person.id] > 1:
            yield pin, "another pin places this person elsewhere"
