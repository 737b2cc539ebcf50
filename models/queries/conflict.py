"""Why a round cannot hold, in the words of its own rows."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.executives import Executive
from models.opportunities import Opportunity
from models.outcomes import Outcome
from models.queries.units import unit_names
from models.scenario_files import content_of

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


def conflict(session: Session, outcome: Outcome) -> list[Clash]:
    """The limits and pins of an infeasible outcome that cannot hold together, in its order."""
    frozen = content_of(session, outcome)
    named = [(_place(part["path"]), part) for part in outcome.content.get("conflict", [])]
    found = [(what, key, frozen[what][number]) for (what, number, key), _part in named]
    names = _names(session, outcome, found)
    return [_clash(what, key, item, names) for what, key, item in found]


def _place(path: str) -> tuple[str, int, str]:
    match = PLACE.fullmatch(path)
    if match is None:
        raise ValueError(f"a conflict names {path}, which is no limit and no pin")
    return match["list"], int(match["number"]), match["key"] or "pinned"


def _names(
    session: Session, outcome: Outcome, found: list[tuple[str, str, Any]]
) -> dict[tuple[str, str], str]:
    """By (list, id): the names of agencies and pools, opportunities and executives."""
    units = {item["id"] for what, _, item in found if what == "units"}
    pins = [item for what, _, item in found if what == "pinned"]
    posts = {item["id"] for what, _, item in found if what == "opportunities"} | {pin[1] for pin in pins}
    people = {pin[0] for pin in pins}
    titles = select(Opportunity.slug, Opportunity.title, Agency.name).join(
        Agency, Agency.id == Opportunity.host_agency_id
    )
    executives = select(Executive.slug, Executive.name).where(Executive.slug.in_(people))
    called = unit_names(session, outcome.round_id, units)
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
