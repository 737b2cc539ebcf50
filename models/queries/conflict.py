"""Why a round cannot hold, in the words of its own rows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.files import canonical
from models.agencies import Agency
from models.executives import Executive
from models.opportunities import Opportunity
from models.outcomes import Outcome
from models.queries.units import unit_names
from models.rounds import Round
from models.scenario_files import content_of

_DEMANDS = {
    "max_out": "sends at most {0:,}",
    "max_in": "receives at most {0:,}",
    "net_min": "receives at least {1}",
    "net_max": "receives at most {1}",
}
PLACE = re.compile(r"(?P<list>units|opportunities|pinned)\[(?P<number>\d+)\](\.(?P<key>\w+))?")


@dataclass(frozen=True)
class Clash:
    """One member of the conflict: `key` is the limit (`pinned` for a pin), `figure` what it demands.

    `code` names the agency of a limit; the other names are those of what it is about.
    """

    key: str
    figure: int
    name: str
    code: str = ""
    host: str = ""

    @property
    def words(self) -> str:
        """The demand as a clause."""
        if self.key == "pinned":
            return f"{self.name} is pinned to {self.host}"
        if self.key == "seats":
            return (
                f"{self.name} ({self.host}) has at most {self.figure:,} seat{'' if self.figure == 1 else 's'}"
            )
        if self.key == "min_seats":
            people = "person" if self.figure == 1 else "people"
            return f"{self.name} ({self.host}) needs at least {self.figure:,} {people}"
        return f"{self.name} {_DEMANDS[self.key].format(self.figure, apart(self.figure))}"


def conflict(session: Session, outcome: Outcome) -> list[Clash]:
    """The limits and pins of an infeasible outcome that cannot hold together, in its order."""
    found = outcome.content.get("conflict", [])
    return clashes(session, outcome.round_id, content_of(session, outcome), found) if found else []


def standing_conflict(session: Session, round_: Round, content: dict[str, Any]) -> list[Clash]:
    """The limits and pins of a well-formed content, its seed not drawn yet, that cannot hold together."""
    from matcher import parse_rotation  # the tables work without the engine
    from matcher.rotation.solve import find_clash

    found = find_clash(parse_rotation(canonical({**content, "seed": "not drawn yet"})))
    return clashes(session, round_.id, content, found) if found else []


def clashes(
    session: Session, round_id: int, content: dict[str, Any], conflict: list[dict[str, Any]]
) -> list[Clash]:
    """The members of a conflict in a round file's content, in its order."""
    places = [_place(part["path"]) for part in conflict]
    found = [(what, key, content[what][number]) for what, number, key in places]
    names = _names(session, round_id, found)
    return [_clash(what, key, item, names) for what, key, item in found]


def apart(figure: int) -> str:
    """How far received and sent differ: 2 more than it sends."""
    than = f"{abs(figure):,} {'fewer' if figure < 0 else 'more'} than it sends"
    return than if figure else "as many as it sends"


def in_words(found: Iterable[Clash]) -> str:
    """Members of a conflict as one clause."""
    return "; ".join(one.words for one in found)


def _place(path: str) -> tuple[str, int, str]:
    match = PLACE.fullmatch(path)
    if match is None:
        raise ValueError(f"a conflict names {path}, which is no limit and no pin")
    return match["list"], int(match["number"]), match["key"] or "pinned"


def _names(session: Session, round_id: int, found: list[tuple[str, str, Any]]) -> dict[tuple[str, str], str]:
    """By (list, id): the names of agencies and pools, opportunities and executives."""
    units = {item["id"] for what, _, item in found if what == "units"}
    pins = [item for what, _, item in found if what == "pinned"]
    posts = {item["id"] for what, _, item in found if what == "opportunities"} | {pin[1] for pin in pins}
    people = {pin[0] for pin in pins}
    titles = select(Opportunity.slug, Opportunity.title, Agency.name).join(
        Agency, Agency.id == Opportunity.host_agency_id
    )
    executives = select(Executive.slug, Executive.name).where(Executive.slug.in_(people))
    called = unit_names(session, round_id, units)
    names = {("units", code): name for code, name in called.items()}
    for slug, title, host in session.execute(titles.where(Opportunity.slug.in_(posts))):
        names["opportunities", slug], names["hosts", slug] = title, host
    return names | {("executives", slug): name for slug, name in session.execute(executives)}


def _clash(what: str, key: str, item: Any, names: dict[tuple[str, str], str]) -> Clash:
    if what == "units":
        return Clash(key, item[key], names["units", item["id"]], code=item["id"])
    if what == "pinned":
        who, where = item[0], item[1]
        return Clash(key, 1, names["executives", who], host=names["opportunities", where])
    title = names["opportunities", item["id"]]
    return Clash(key, item[key], title, host=names["hosts", item["id"]])
