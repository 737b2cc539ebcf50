"""The result of a round as tables in a terminal."""

from __future__ import annotations

from collections import Counter
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from sqlalchemy.orm import Session

from models.outcomes import Outcome
from models.queries.outcomes import Balance, balances, binding_limits
from models.queries.readiness import Readiness, readiness
from models.rounds import Round
from webui.outcome_words import REASONS

_BUSIEST = 15
_BAR = 30
_NAME = 30
_LIMITS = {
    "max_out": "people leaving",
    "max_in": "people arriving",
    "net_min": "least balance",
    "net_max": "greatest balance",
}


def show_result(console: Console, session: Session, round_: Round, outcome: Outcome) -> None:
    """Print who was placed, how well, the balance of agencies, and what bound."""
    found, frozen = outcome.content, outcome.snapshot.content
    _show_head(console, round_, outcome, frozen)
    _show_absent(console, readiness(session, round_))
    console.print(_choices(found["metrics"]["choice_profile"], outcome.placed))
    units = balances(session, outcome)
    console.print(_balance(units, {unit["id"]: unit for unit in frozen["units"]}))
    console.print(_reasons(found["unmatched"]))
    console.print(_bound(session, outcome))
    console.print(_proof(found))


def _show_head(console: Console, round_: Round, outcome: Outcome, frozen: dict[str, Any]) -> None:
    people, posts = len(frozen["executives"]), frozen["opportunities"]
    agencies = {person["home"] for person in frozen["executives"]} | {post["host"] for post in posts}
    seats = sum(post["seats"] for post in posts)
    profile = outcome.content["metrics"]["choice_profile"]
    console.print(f"\n[bold]{round_.name}[/bold]")
    console.print("Real posts as of 2016; every person and preference is invented.")
    console.print(
        f"{people:,} executives, {len(posts):,} opportunities with {seats:,} seats, {len(agencies)} agencies"
    )
    console.print(
        f"[bold]{outcome.placed:,} placed, {profile[0]:,} with their first choice; "
        f"{'optimal: proved' if outcome.proved and outcome.verified else outcome.status}[/bold]"
    )


def _show_absent(console: Console, ready: Readiness) -> None:
    """Why fewer people take part than sheets were certified."""
    if absent := ready.certified - ready.entrants:
        console.print(
            f"Of {ready.certified:,} certified sheets {absent:,} take no part: "
            "no consent, or kept by the agency"
        )


def _table(title: str, *columns: str, widest: int | None = None) -> Table:
    """A table whose first column is text, cut where it is wider, and whose other columns are figures."""
    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD)
    for number, column in enumerate(columns):
        if number:
            table.add_column(column, justify="right", no_wrap=True)
        else:
            table.add_column(column, no_wrap=True, overflow="ellipsis", max_width=widest)
    return table


def _choices(profile: list[int], placed: int) -> Table:
    table = _table("Choices", "choice", "people", "share")
    table.add_column("")
    for rank, count in enumerate(profile, 1):
        if count:
            share = count / placed
            table.add_row(str(rank), f"{count:,}", f"{share:.1%}", "█" * round(share * _BAR))
    return table


def _balance(units: list[Balance], limits: dict[str, dict[str, Any]]) -> Table:
    """The busiest units; a department counts everything below it."""
    busiest = sorted(units, key=lambda unit: (-unit.sent - unit.received, unit.code))
    moving = [unit for unit in busiest if unit.sent + unit.received]
    title = f"Balance: the {min(_BUSIEST, len(moving))} busiest of {len(moving)} agencies with moves"
    table = _table(title, "agency", "sent", "received", "balance", "allowed", widest=_NAME)
    for unit in moving[:_BUSIEST]:
        limit = limits[unit.code]
        table.add_row(
            unit.name,
            _of(unit.sent, limit.get("max_out")),
            _of(unit.received, limit.get("max_in")),
            _signed(unit.net),
            f"{_signed(limit.get('net_min'))} to {_signed(limit.get('net_max'))}",
        )
    return table


def _of(figure: int, most: int | None) -> str:
    return f"{figure}" if most is None else f"{figure} of {most}"


def _signed(figure: int | None) -> str:
    return "any" if figure is None else f"{figure:+d}" if figure else "0"


def _reasons(unmatched: list[dict[str, Any]]) -> Table:
    table = _table(f"Why {len(unmatched):,} people were not placed", "reason", "people")
    for reason, count in Counter(entry["reason"] for entry in unmatched).most_common():
        table.add_row(REASONS[reason], f"{count:,}")
    return table


def _bound(session: Session, outcome: Outcome) -> Table:
    table = _table("What bound: limits used up", "limit", "agencies")
    table.add_column("the largest", ratio=1)
    used = sorted(binding_limits(session, outcome), key=lambda entry: (-abs(entry.figure), entry.code))
    for limit, words in _LIMITS.items():
        names = [entry.name for entry in used if entry.limit == limit]
        table.add_row(words, str(len(names)), "; ".join(names[:2]))
    return table


def _proof(found: dict[str, Any]) -> str:
    unique = "no other outcome is as good" if found["metrics"]["unique"] else "not unique: draw again"
    stages = ", ".join(f"{stage['objective']} {_figures(stage['value'])}" for stage in found["stages"])
    return (
        f"[bold]Optimal: proved[/bold] stage by stage ({stages}); {unique}.\n"
        f"Frozen file {found['snapshot_sha256']}"
    )


def _figures(value: int | list[int]) -> str:
    """What a stage reached: one figure, or one for each priority or rank."""
    return " + ".join(str(figure) for figure in ([value] if isinstance(value, int) else value))
