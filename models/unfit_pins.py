"""Pins in force that cannot hold as the lists of their round stand: the freeze waits until they are gone."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from matcher.files import canonical
from models.agencies import Agency
from models.executives import Executive
from models.opportunities import Opportunity
from models.queries.conflict import Clash, in_words
from models.queries.seats import held_elsewhere, left_of
from models.rounds import PairRule, Round, RoundLimit, RoundState, Rule
from models.snapshots import Part, filed_content, used_units

if TYPE_CHECKING:
    from matcher import Rotation


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
    """What cannot hold of the pins in force: each alone, by name, then those of one person and of one place;
    in one statement where none is in force.

    `content` is what is to be frozen. Without it the lists, rankings and cards of the pinned alone are read,
    and the most that may leave and join an agency where nothing else is found: then gates, alliances, units
    that keep to themselves and what the other people make of the limits are left to the freeze.
    """
    in_force = _in_force(session, round_)
    pins = [_pin(row) for row in in_force if row.rule is Rule.PIN]
    if not pins:
        return []
    told = content or _about(session, round_, pins, in_force)
    rotation = _read({**told, "pinned": []})
    if rotation is None:  # refused for something else than its pins, which the freeze says
        return []
    alone = list(_alone(rotation, pins))
    gone = {pin for one in alone for pin in one.pins}
    found = [*alone, *_crowded(rotation, [pin for pin in pins if pin not in gone])]
    return found or ([] if content else _beyond_limits(session, round_, told, pins))


def unfit_in(session: Session, round_: Round) -> dict[int, bool]:
    """The ids of the pins that have to go before the freeze of a round that waits for it, as `unfit_pins`
    finds them without what is to be frozen; each with whether it is one of several of which some can stay."""
    found = _before_freeze(session, round_)
    return {pin.id: one.excess < len(one.pins) for one in found for pin in one.pins}


def pins_too_many(session: Session, round_: Round) -> int:
    """How many pins of a round that waits for its freeze have to go before it, as `unfit_pins` finds them
    without what is to be frozen."""
    return sum(one.excess for one in _before_freeze(session, round_))


def _before_freeze(session: Session, round_: Round) -> list[UnfitPins]:
    return unfit_pins(session, round_) if round_.state is RoundState.RANKING else []


def _in_force(session: Session, round_: Round) -> list[Any]:
    """Pins and forbidden pairs, with the seats of their places."""
    query = (
        select(
            PairRule.id,
            PairRule.rule,
            PairRule.reason,
            Executive.slug.label("executive"),
            Executive.name,
            Opportunity.slug.label("opportunity"),
            Opportunity.title,
            Opportunity.seats,
            Opportunity.min_seats,
            held_elsewhere(round_.id).label("held"),
        )
        .join(Executive, Executive.id == PairRule.executive_id)
        .join(Opportunity, Opportunity.id == PairRule.opportunity_id)
        .where(PairRule.round_id == round_.id, PairRule.approver_id.is_not(None))
        .order_by(Executive.name, Opportunity.title, PairRule.id)
    )
    return list(session.execute(query))


def _pin(row: Any) -> Pin:
    return Pin(row.id, row.executive, row.name, row.opportunity, row.title)


def _about(session: Session, round_: Round, pins: list[Pin], in_force: list[Any]) -> dict[str, Any]:
    places = {pin.opportunity for pin in pins}
    part = Part(
        people=sorted({pin.executive for pin in pins}),
        places=sorted(places),
        forbidden=[
            (row.executive, row.opportunity, row.reason) for row in in_force if row.rule is Rule.FORBID
        ],
        seats=sorted(
            {
                (row.opportunity, *left_of(row.seats, row.min_seats, row.held))
                for row in in_force
                if row.opportunity in places
            }
        ),
    )
    found = filed_content(session, round_, part)
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
            why = "it is not offered any more, or another round holds every seat"
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
    """The pins that break the limits whatever everybody else does: the most that go out and come in."""
    from matcher.rotation.solve import find_clash

    units, names = _most_out_and_in(session, round_)
    posts = [one | {"min_seats": 0} for one in content["opportunities"]]
    rotation = _read(content | {"units": units, "opportunities": posts, "pinned": [pin.pair for pin in pins]})
    found = {part["path"] for part in find_clash(rotation)} if rotation else set()
    if not found:
        return []
    demands = [
        Clash(key, unit[key], names[unit["id"]])
        for number, unit in enumerate(units)
        for key in ("max_out", "max_in")
        if f"units[{number}].{key}" in found
    ]
    theirs = tuple(pin for number, pin in enumerate(pins) if f"pinned[{number}]" in found)
    words = in_words([*demands, *(Clash("pinned", 1, pin.name, host=pin.title) for pin in theirs)])
    return [UnfitPins(f"{words}: take 1 pin away, or ease the limit", theirs)]


def _most_out_and_in(session: Session, round_: Round) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Every agency as a unit with these two limits, and its name by code."""
    above, of = aliased(Agency), RoundLimit.round_id == round_.id
    query = (
        select(Agency.code, Agency.name, above.code, RoundLimit.max_out, RoundLimit.max_in)
        .outerjoin(above, above.id == Agency.parent_id)
        .outerjoin(RoundLimit, (RoundLimit.agency_id == Agency.id) & of)
        .order_by(Agency.code)
    )
    units: list[dict[str, Any]] = []
    names = {}
    for code, name, parent, most_out, most_in in session.execute(query):
        facts = {"id": code, "parent": parent, "max_out": most_out, "max_in": most_in}
        units.append({key: value for key, value in facts.items() if value is not None})
        names[code] = name
    return units, names
