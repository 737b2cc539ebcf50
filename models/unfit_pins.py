"""Pins in force that cannot hold as the lists of their round stand: the freeze waits until they are gone."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.files import canonical
from models.executives import Executive
from models.opportunities import Opportunity
from models.queries.conflict import clashes, in_words
from models.queries.round_rules import units
from models.rounds import PairRule, Round, Rule
from models.snapshots import filed_content, used_units

if TYPE_CHECKING:
    from matcher import Rotation

LEASTS_AND_BALANCES = {"min_seats", "net_min", "net_max"}
"""What people who are not pinned can still mend."""


@dataclass(frozen=True)
class Pin:
    """A pin in force; `id` is that of the pair rule, people and places are known by slug and name."""

    id: int
    executive: str
    name: str
    opportunity: str
    title: str

    @property
    def pair(self) -> list[str]:
        """As the round file has it."""
        return [self.executive, self.opportunity]


@dataclass(frozen=True)
class UnfitPins:
    """Pins of which `excess` have to go, and why, as a clause that opens no list and no ranking."""

    words: str
    pins: tuple[Pin, ...]
    excess: int = 1


def unfit_pins(session: Session, round_: Round, content: dict[str, Any] | None = None) -> list[UnfitPins]:
    """What cannot hold of the pins in force: each alone, by name, then those of one person, of one place and,
    where nothing else is found, of an agency's limits; in one statement where none is in force.

    `content` is what is to be frozen. Without it the lists, rankings and cards of the pinned alone are read:
    then gates, alliances and units that keep to themselves are left to the freeze.
    """
    pins = _in_force(session, round_)
    if not pins:
        return []
    content = content or _about(session, round_, pins)
    rotation = _read({**content, "pinned": []})
    if rotation is None:  # refused for something else than its pins, which the freeze says
        return []
    alone = list(_alone(rotation, pins))
    gone = {pin for one in alone for pin in one.pins}
    fit = [pin for pin in pins if pin not in gone]
    return [*alone, *_crowded(rotation, fit)] or _beyond_limits(session, round_, content, fit)


def _in_force(session: Session, round_: Round) -> list[Pin]:
    query = (
        select(PairRule.id, Executive.slug, Executive.name, Opportunity.slug, Opportunity.title)
        .join(Executive, Executive.id == PairRule.executive_id)
        .join(Opportunity, Opportunity.id == PairRule.opportunity_id)
        .where(PairRule.round_id == round_.id, PairRule.rule == Rule.PIN, PairRule.approver_id.is_not(None))
        .order_by(Executive.name, Opportunity.title, PairRule.id)
    )
    return [Pin(*row) for row in session.execute(query)]


def _about(session: Session, round_: Round, pins: list[Pin]) -> dict[str, Any]:
    people, places = {pin.executive for pin in pins}, {pin.opportunity for pin in pins}
    found = filed_content(session, round_, people=sorted(people), places=sorted(places))
    return found | {"units": [{"id": code} for code in sorted(used_units(found))]}


def _read(content: dict[str, Any]) -> "Rotation | None":
    from matcher import Refused, parse_rotation  # the tables work without the engine

    try:
        return parse_rotation(canonical({**content, "seed": "not drawn yet"}))
    except Refused:
        return None


def _alone(rotation: "Rotation", pins: list[Pin]) -> Iterator[UnfitPins]:
    from matcher.rotation.eligibility import Rules

    people = {one.id: one for one in rotation.executives}
    posts = {one.id: one for one in rotation.opportunities}
    rules = Rules(rotation)
    for pin in pins:
        person, post, why = people.get(pin.executive), posts.get(pin.opportunity), ""
        if person is None:
            why = "this person is not in the round as it stands"
        elif post is None:
            why = "it is not offered any more"
        elif not any(post.id in tier for tier in person.choices) or rules.cause(person, post) != "eligible":
            why = "a list, a ranking or a rule of the round does not allow it"
        if why:
            yield UnfitPins(f"{pin.name} cannot be pinned at {pin.title}: {why}", (pin,))


def _crowded(rotation: "Rotation", pins: list[Pin]) -> Iterator[UnfitPins]:
    """Of the pins that could hold alone: several of one person, then more of one place than it has seats."""
    by_person: dict[str, list[Pin]] = defaultdict(list)
    by_place: dict[str, list[Pin]] = defaultdict(list)
    for pin in pins:
        by_person[pin.executive].append(pin)
    for mine in by_person.values():
        if len(mine) > 1:
            places = ", and at ".join(pin.title for pin in mine)
            yield _too_many(f"{mine[0].name} is pinned at {places}", mine, 1)
        else:
            by_place[mine[0].opportunity] += mine
    seats = {post.id: post.seats for post in rotation.opportunities}
    for place, theirs in by_place.items():
        if len(theirs) > seats[place]:
            has = f"{seats[place]:,} seat{'' if seats[place] == 1 else 's'}"
            yield _too_many(
                f"{len(theirs)} pins are at {theirs[0].title}, which has {has}", theirs, seats[place]
            )


def _too_many(words: str, pins: list[Pin], most: int) -> UnfitPins:
    excess = len(pins) - most
    return UnfitPins(f"{words}: take {excess} away", tuple(pins), excess)


def _beyond_limits(
    session: Session, round_: Round, content: dict[str, Any], pins: list[Pin]
) -> list[UnfitPins]:
    """The pins that break the limits whatever everybody else does: seats and the most that go and come."""
    from matcher.rotation.solve import find_clash

    tried = content | {
        "units": _most(units(session, round_, used_units(content))),
        "opportunities": _most(content["opportunities"]),
        "pinned": [pin.pair for pin in pins],
    }
    rotation = _read(tried)
    found = [] if rotation is None else find_clash(rotation)
    if not found:
        return []
    paths = {part["path"] for part in found}
    theirs = tuple(pin for number, pin in enumerate(pins) if f"pinned[{number}]" in paths)
    words = in_words(clashes(session, round_.id, tried, found))
    return [UnfitPins(f"{words}: take 1 pin away, or ease the limit", theirs)]


def _most(items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: one[key] for key in one if key not in LEASTS_AND_BALANCES} for one in items]
