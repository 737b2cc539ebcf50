"""Runs of a round side by side: the figures of each, which is best, and whose placement differs."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session, joinedload, undefer

from models.agencies import Agency
from models.executives import Executive
from models.opportunities import Opportunity
from models.outcomes import Outcome, Snapshot
from models.queries.frozen import why_frozen_anew
from models.queries.outcomes import ACTUAL
from models.queries.runs import own_faults
from models.repairs import Repair
from models.rounds import Round
from models.scenarios import RunPrices


@dataclass(frozen=True)
class Column:
    """One run: its figures against the frozen round, and what its limits and pins cost where that was worked
    out. `first_hosts` counts people whom a host that ranked put first; `breaches` the balances of the frozen
    round that it does not keep; `differs` people placed otherwise than in the baseline (absent for the
    baseline itself), `stale` why the round was frozen anew since, if it was: then the run cannot be
    chosen."""

    run: Outcome
    placed: int
    first: int
    top_three: int
    worst: int
    first_hosts: int
    blocking: int
    breaches: int
    differs: int | None
    prices: dict[str, Any] | None
    stale: str | None

    @property
    def number(self) -> int:
        return self.run.number

    @property
    def faults(self) -> list[str]:
        """Why it could not be published whatever was chosen, each as half a sentence."""
        return own_faults(self.run)


@dataclass(frozen=True)
class Difference:
    """One person who is placed otherwise in the second run; places are told with their host, empty
    ones are no place."""

    executive: str
    name: str
    home: str
    before: str | None
    rank_before: int | None
    after: str | None
    rank_after: int | None

    @property
    def better(self) -> bool | None:
        """Whether the second run is better for the person; `None` where both gave the same choice number."""
        none = 10**9
        one, other = self.rank_before or none, self.rank_after or none
        return None if one == other else other < one


def columns(session: Session, round_: Round) -> list[Column]:
    """Every run of the round that found an outcome, repairs left aside, the baseline's newest first, then by
    number.

    Of several runs of one scenario, or of the frozen round itself, the newest stands for all: the same file
    and seed give the same outcome.
    """
    query = (
        select(Outcome, RunPrices.content, why_frozen_anew(round_.id, Outcome.snapshot_id))
        .outerjoin(RunPrices, RunPrices.outcome_id == Outcome.id)
        .where(Outcome.round_id == round_.id, Outcome.status != "infeasible")
        .where(Outcome.id.not_in(select(Repair.outcome_id).where(Repair.round_id == round_.id)))
        .options(
            joinedload(Outcome.scenario),
            joinedload(Outcome.snapshot).undefer(Snapshot.content),
            undefer(Outcome.content),
        )
        .order_by(Outcome.number)
    )
    rows = session.execute(query).all()
    newest = {outcome.scenario_id: (outcome, prices, stale) for outcome, prices, stale in rows}
    baseline = newest[None][0] if None in newest else None
    ordered = sorted(newest.values(), key=lambda row: (row[0].scenario_id is not None, row[0].number))
    return [_column(outcome, prices, stale, baseline) for outcome, prices, stale in ordered]


def prices(session: Session, outcome: Outcome) -> dict[str, Any] | None:
    """What the limits and pins of a run cost; None where it was not worked out."""
    found = session.get(RunPrices, outcome.id)
    return None if found is None else found.content


def _column(
    outcome: Outcome, prices: dict[str, Any] | None, stale: str | None, baseline: Outcome | None
) -> Column:
    metrics = outcome.content["metrics"]
    choices: list[int] = metrics["choice_profile"]
    ranks = [number for number, count in enumerate(choices, 1) if count]
    return Column(
        outcome,
        outcome.placed,
        sum(choices[:1]),
        sum(choices[:3]),
        max(ranks, default=0),
        _first_hosts(outcome),
        metrics["blocking_pairs"],
        len(breaches(outcome)),
        None if baseline is None or outcome is baseline else len(_moved(baseline, outcome)),
        prices,
        stale,
    )


def _first_hosts(outcome: Outcome) -> int:
    """How many are placed with a host that ranked and named them first; where nobody ranked, all are equal
    and no one is first."""
    frozen: list[dict[str, Any]] = outcome.snapshot.content["opportunities"]
    ranked = {one["id"] for one in frozen if "ranking" in one}
    matches: list[dict[str, Any]] = outcome.content["matches"]
    return sum(1 for one in matches if one["opportunity"] in ranked and one["host_rank"] == 1)


def breaches(outcome: Outcome) -> list[tuple[str, str]]:
    """(agency code, limit) of every balance of the frozen round that the run does not keep."""
    actual = {unit["id"]: unit for unit in outcome.content["metrics"].get("units", [])}
    return [
        (unit["id"], limit)
        for unit in outcome.snapshot.content["units"]
        for limit in ("net_min", "net_max")
        if limit in unit and unit["id"] in actual
        if (actual[unit["id"]][ACTUAL[limit]] - unit[limit]) * (1 if limit == "net_max" else -1) > 0
    ]


def _moved(one: Outcome, other: Outcome) -> list[str]:
    before = {match["executive"]: match["opportunity"] for match in one.content["matches"]}
    after = {match["executive"]: match["opportunity"] for match in other.content["matches"]}
    return sorted(who for who in {**before, **after} if before.get(who) != after.get(who))


def differences(session: Session, one: Outcome, other: Outcome) -> list[Difference]:
    """Everybody whose placement differs from the first run to the second, by name."""
    moved = _moved(one, other)
    before, after = _places(one), _places(other)
    used = {place for who in moved for place in (before.get(who, ("", 0))[0], after.get(who, ("", 0))[0])}
    names = {
        (kind, slug): (name, home)
        for kind, slug, name, home in session.execute(
            union_all(
                select(literal("executive"), Executive.slug, Executive.name, Agency.name)
                .join(Agency, Agency.id == Executive.home_agency_id)
                .where(Executive.slug.in_(moved)),
                select(literal("opportunity"), Opportunity.slug, Opportunity.title, Agency.name)
                .join(Agency, Agency.id == Opportunity.host_agency_id)
                .where(Opportunity.slug.in_(used)),
            )
        )
    }
    found = []
    for who in moved:
        name, home = names["executive", who]
        old, new = before.get(who), after.get(who)
        found.append(
            Difference(
                who,
                name,
                home,
                ", ".join(names["opportunity", old[0]]) if old else None,
                old[1] if old else None,
                ", ".join(names["opportunity", new[0]]) if new else None,
                new[1] if new else None,
            )
        )
    return sorted(found, key=lambda found: (found.name.casefold(), found.executive))


def _places(outcome: Outcome) -> dict[str, tuple[str, int]]:
    return {
        match["executive"]: (match["opportunity"], match["choice_rank"])
        for match in outcome.content["matches"]
    }
