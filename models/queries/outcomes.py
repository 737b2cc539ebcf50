"""What an outcome says of agencies and people."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models.agencies import Agency
from models.executives import Executive
from models.opportunities import Opportunity
from models.outcomes import Outcome
from models.proposals import Proposal, ProposalState
from models.queries.units import unit_names
from models.scenario_files import content_of

ACTUAL = {"max_out": "out", "max_in": "in", "net_min": "net", "net_max": "net"}


@dataclass(frozen=True)
class Balance:
    """Executives an agency (with everything below it) sends and receives; `net` is received minus sent."""

    code: str
    name: str
    sent: int
    received: int
    net: int


@dataclass(frozen=True)
class Binding:
    """A limit that is used up."""

    code: str
    name: str
    limit: str
    figure: int


@dataclass(frozen=True)
class Placement:
    """One proposed move."""

    executive: str
    name: str
    home: str
    opportunity: str
    title: str
    host: str
    choice_rank: int
    host_rank: int
    state: ProposalState


def balances(session: Session, outcome: Outcome) -> list[Balance]:
    """Every unit of the outcome, by code."""
    units = outcome.content["metrics"].get("units", [])
    names = unit_names(session, outcome.round_id, (unit["id"] for unit in units))
    return [
        Balance(unit["id"], names[unit["id"]], unit["out"], unit["in"], unit["net"])
        for unit in sorted(units, key=lambda unit: str(unit["id"]))
    ]


def binding_limits(session: Session, outcome: Outcome, names: dict[str, str] | None = None) -> list[Binding]:
    """The limits of the outcome's round file that it uses up, by agency code; `names` if known already."""
    actual = {unit["id"]: unit for unit in outcome.content["metrics"].get("units", [])}
    bounds: list[dict[str, Any]] = content_of(session, outcome)["units"]
    names = names or unit_names(session, outcome.round_id, actual)
    return [
        Binding(unit["id"], names[unit["id"]], limit, unit[limit])
        for unit in bounds
        for limit, measure in ACTUAL.items()
        if limit in unit and unit["id"] in actual and actual[unit["id"]][measure] == unit[limit]
    ]


def placements(session: Session, outcome: Outcome) -> list[Placement]:
    """Every proposal of the outcome, by executive."""
    home, host = aliased(Agency), aliased(Agency)
    query = (
        select(
            Executive.slug,
            Executive.name,
            home.code,
            Opportunity.slug,
            Opportunity.title,
            host.code,
            Proposal.choice_rank,
            Proposal.host_rank,
            Proposal.state,
        )
        .select_from(Proposal)
        .join(Executive, Executive.id == Proposal.executive_id)
        .join(Opportunity, Opportunity.id == Proposal.opportunity_id)
        .join(home, home.id == Executive.home_agency_id)
        .join(host, host.id == Opportunity.host_agency_id)
        .where(Proposal.outcome_id == outcome.id)
        .order_by(Executive.slug)
    )
    return [Placement(*row) for row in session.execute(query)]
