"""Dream sheets and host rankings entered on behalf: drafts that their owners still certify."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.dreamsheets import DreamSheet, DreamSheetVersion
from models.executives import Executive
from models.opportunities import Opportunity
from models.rankings import HostRanking, HostRankingVersion
from models.rounds import Round, RoundState
from models.services import dreamsheets, rankings
from models.table_kinds.cells import Cells, Names
from models.table_kinds.column import Column
from models.table_kinds.kind import Kind, Line, Work
from models.uploads import TableKind

OPENED = (
    RoundState.FROZEN,
    RoundState.SOLVED,
    RoundState.CONFERENCE,
    RoundState.APPROVED,
    RoundState.PUBLISHED,
    RoundState.SCRAMBLE,
    RoundState.CLOSED,
)
"""From the freeze on the lists stand in the round file; before it nobody else reads one."""
ORDER = "The most wanted first, separated by semicolons; “=” between those wanted alike: O-1; O-2 = O-3."
ROUND = Column("round", "Round", required=True)
SHEET_COLUMNS = (
    ROUND,
    Column("executive", "Executive", "Number, e-mail address or name.", required=True, names=("email",)),
    Column("choices", "Choices", ORDER, required=True, names=("dream sheet", "list")),
)
RANKING_COLUMNS = (
    ROUND,
    Column("opportunity", "Opportunity", "Its number.", required=True),
    Column("ranking", "Ranking", ORDER.replace("wanted", "suitable").replace("O-", "E-"), required=True),
    Column("refused", "Not acceptable", "Each with the reason: “E-0004: …; E-0009: …”."),
)


def make_sheet(work: Work, cells: Cells) -> list[Any]:
    """One sheet as a draft; a sheet that its owner has begun is left alone."""
    round_ = _round(work, cells)
    person = cells.one("executive", work.book.executives, "executive", required="Name the executive.")
    slugs = work.book.opportunity_slugs
    choices = _groups(cells, "choices", work.book.opportunities, "opportunity", slugs)
    cells.must_be_good()
    assert round_ is not None  # noqa: S101 - its lack was noted
    executive = work.session.get_one(Executive, person)
    work.must_be_first(cells, "executive", (round_.id, person), f"The sheet of {executive.name}")
    if dreamsheets.find_sheet(work.session, round_, executive) is not None:
        cells.blame("executive", f"{executive.name} has a sheet in this round: its owner changes it.")
        cells.must_be_good()
    filed = dreamsheets.keep(
        work.session, by=work.actor, now=work.now, round_=round_, executive=executive, choices=choices
    )
    return [filed.sheet]


def make_ranking(work: Work, cells: Cells) -> list[Any]:
    """One ranking as a draft; a ranking that its host has begun is left alone."""
    round_ = _round(work, cells)
    place = cells.one("opportunity", work.book.opportunities, "opportunity", required="Name the opportunity.")
    slugs = work.book.executive_slugs
    ranked = _groups(cells, "ranking", work.book.executives, "executive", slugs)
    noted = cells.noted("refused", work.book.executives, "executive")
    cells.must_be_good()
    assert round_ is not None  # noqa: S101 - its lack was noted
    opportunity = work.session.get_one(Opportunity, place)
    work.must_be_first(cells, "opportunity", (round_.id, place), f"The ranking of {opportunity.slug}")
    if rankings.find_ranking(work.session, round_, opportunity) is not None:
        cells.blame("opportunity", "It has a ranking in this round: its host changes it.")
        cells.must_be_good()
    refused = {slugs[number]: reason for number, reason in noted}
    kept = rankings.keep(
        work.session,
        by=work.actor,
        now=work.now,
        round_=round_,
        opportunity=opportunity,
        ranking=ranked,
        refused=refused,
    )
    return [kept]


def _round(work: Work, cells: Cells) -> Round | None:
    number = cells.one("round", work.book.rounds, "round", required="Name the round.")
    return None if number is None else work.session.get(Round, number)


def _groups(
    cells: Cells, column: str, names: Names, what: str, slugs: dict[int, str]
) -> list[str | list[str]]:
    """The list in our numbers, ties together."""
    found: list[str | list[str]] = []
    entries, shown = cells.entries(column), []
    for entry in entries:
        group = [name.strip() for name in entry.split("=")]
        numbers = Cells({column: ";".join(group)})
        found.append([slugs[number] for number in numbers.several(column, names, what)])
        shown.append(numbers.shown[column].replace("; ", " = "))
        cells.faults += numbers.faults
    cells.shown[column] = "; ".join(shown)
    if not entries:
        cells.blame(column, "Name at least one.")
    return found


def written(groups: list[list[str]]) -> str:
    """A list as the cell of a table."""
    return "; ".join(" = ".join(group) for group in groups)


def take_sheets(session: Session, actor: Actor, now: datetime) -> Iterator[Line]:
    """The certified lists of rounds that are frozen."""
    query = (
        select(Round.slug, Executive.slug, DreamSheetVersion.choices)
        .join(DreamSheet, DreamSheet.id == DreamSheetVersion.sheet_id)
        .join(Round, Round.id == DreamSheet.round_id)
        .join(Executive, Executive.id == DreamSheet.executive_id)
        .where(Round.state.in_(OPENED), DreamSheetVersion.superseded_at.is_(None))
        .order_by(Round.slug, Executive.slug)
    )
    for round_, executive, choices in session.execute(query):
        yield {"round": round_, "executive": executive, "choices": written(choices)}


def take_rankings(session: Session, actor: Actor, now: datetime) -> Iterator[Line]:
    """The certified rankings of rounds that are frozen."""
    query = (
        select(Round.slug, Opportunity.slug, HostRankingVersion.ranking)
        .join(HostRanking, HostRanking.id == HostRankingVersion.ranking_id)
        .join(Round, Round.id == HostRanking.round_id)
        .join(Opportunity, Opportunity.id == HostRanking.opportunity_id)
        .where(Round.state.in_(OPENED), HostRankingVersion.superseded_at.is_(None))
        .order_by(Round.slug, Opportunity.slug)
    )
    for round_, opportunity, stored in session.execute(query):
        refused = "; ".join(f"{slug}: {why}" for slug, why in sorted(stored["refused"].items()))
        yield {
            "round": round_,
            "opportunity": opportunity,
            "ranking": written(stored["ranking"]),
            "refused": refused,
        }


AFTER = "Each is a draft and counts for nothing until {} certified it."
SHEETS = Kind(
    TableKind.SHEETS,
    "Dream sheets",
    "dream sheets",
    SHEET_COLUMNS,
    make_sheet,
    take_sheets,
    AFTER.format("the executives have"),
)
RANKINGS = Kind(
    TableKind.RANKINGS,
    "Host rankings",
    "host rankings",
    RANKING_COLUMNS,
    make_ranking,
    take_rankings,
    AFTER.format("the hosts have"),
)
