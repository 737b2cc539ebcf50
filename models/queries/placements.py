"""Who goes where in a run, as it was frozen: filtered, sorted, and with what one may filter by."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.dreamsheets import DreamSheet, DreamSheetVersion
from models.executives import Executive
from models.machines import PROPOSAL
from models.opportunities import Opportunity
from models.outcomes import Outcome
from models.proposals import Proposal, ProposalState, answer_of
from models.queries.my_result import numbered

ANSWERS: dict[str, str] = {
    **{str(state): said for state, said in PROPOSAL.labels.items()},
    "refused_home": "refused by the home agency",
    "refused_host": "refused by the host",
}
"""Every answer to an offer in words."""


@dataclass(frozen=True)
class Move:
    """One placed executive. Home and host are those of the snapshot, whatever changed later; `answer` is that
    to the offer, `due_at` when the next is late."""

    executive: str
    name: str
    home: str
    home_name: str
    opportunity: str
    title: str
    host: str
    host_name: str
    choice: int
    answer: str
    due_at: datetime | None = None


@dataclass(frozen=True)
class Wanted:
    """What a reader asked for; empty values ask for everything."""

    words: str = ""
    home: str = ""
    host: str = ""
    choice: int = 0
    state: str = ""
    sort: str = "name"

    def fits(self, move: Move) -> bool:
        """Whether the move is asked for; words are looked for in name, slug and title."""
        told = f"{move.name} {move.executive} {move.title}".casefold()
        return (
            self.words.strip().casefold() in told
            and self.home in ("", move.home)
            and self.host in ("", move.host)
            and self.choice in (0, move.choice)
            and self.state in ("", move.answer)
        )


SORTS = {
    "name": lambda move: (move.name.casefold(), move.executive),
    "home": lambda move: (move.home_name, move.host_name, move.executive),
    "host": lambda move: (move.host_name, move.home_name, move.executive),
    "choice": lambda move: (move.choice, move.name.casefold(), move.executive),
}
"""How the list may be sorted, by the word in the address."""


@dataclass(frozen=True)
class Facet:
    """One value to filter by, with the number of moves that have it."""

    value: str
    label: str
    count: int


def moves(session: Session, outcome: Outcome) -> list[Move]:
    """Every placed executive of the run, by slug."""
    frozen = outcome.snapshot.content
    homes = {executive["id"]: executive["home"] for executive in frozen["executives"]}
    hosts = {post["id"]: post["host"] for post in frozen["opportunities"]}
    names = agency_names(session, {*homes.values(), *hosts.values()})
    query = (
        select(Executive.slug, Executive.name, Opportunity.slug, Opportunity.title, Proposal)
        .select_from(Proposal)
        .join(Executive, Executive.id == Proposal.executive_id)
        .join(Opportunity, Opportunity.id == Proposal.opportunity_id)
        .where(Proposal.round_id == outcome.round_id, Proposal.outcome_id <= outcome.id)
        .order_by(Executive.slug, Proposal.outcome_id)
    )
    matched = {(one["executive"], one["opportunity"]) for one in outcome.content["matches"]}
    newest = {
        (who, what): (name, title, one)
        for who, name, what, title, one in session.execute(query)
        if (who, what) in matched
    }  # a repair keeps the offers it found; their rows are those of the outcome before
    return [
        Move(
            who,
            name,
            homes[who],
            names[homes[who]],
            what,
            title,
            hosts[what],
            names[hosts[what]],
            one.choice_rank,
            answer_of(one.state, one.ended_by),
            one.due_at,
        )
        for (who, what), (name, title, one) in newest.items()
    ]


def choose(found: Iterable[Move], wanted: Wanted) -> list[Move]:
    """The moves asked for, in the order asked for; an unknown order is that by name."""
    return sorted(filter(wanted.fits, found), key=SORTS.get(wanted.sort, SORTS["name"]))


def home_facets(found: Iterable[Move]) -> list[Facet]:
    """The agencies that send, by name."""
    return _facets((move.home, move.home_name) for move in found)


def host_facets(found: Iterable[Move]) -> list[Facet]:
    """The agencies that receive, by name."""
    return _facets((move.host, move.host_name) for move in found)


def answers(found: Iterable[Move]) -> list[Facet]:
    """The answers to the offers in the order of their life; empty until they are made."""
    counts = Counter(move.answer for move in found)
    offered = ProposalState.PROPOSED not in counts and ProposalState.SUPERSEDED not in counts
    return [Facet(one, said, counts[one]) for one, said in ANSWERS.items() if counts[one] and offered]


def _facets(pairs: Iterable[tuple[str, str]]) -> list[Facet]:
    counts = Counter(pairs)
    return sorted((Facet(code, name, n) for (code, name), n in counts.items()), key=lambda one: one.label)


def choice_profile(outcome: Outcome) -> list[int]:
    """How many hold the first, second and so on of the choices that were open to them, up to the last that
    anybody holds: the outcome file leaves closed choices out of its numbers."""
    profile: list[int] = list(outcome.content["metrics"].get("choice_profile", []))
    while profile and not profile[-1]:
        profile.pop()
    return profile


def further_down(session: Session, outcome: Outcome) -> int:
    """Of how many placed people the place stands further down the certified list than among the choices that
    were open; their own result tells the number on that list."""
    places = {
        one["executive"]: (one["opportunity"], one["choice_rank"]) for one in outcome.content["matches"]
    }
    query = (
        select(Executive.slug, DreamSheetVersion.choices)
        .join(DreamSheet, DreamSheet.executive_id == Executive.id)
        .join(DreamSheetVersion, DreamSheetVersion.sheet_id == DreamSheet.id)
        .where(DreamSheet.round_id == outcome.round_id, DreamSheetVersion.superseded_at.is_(None))
        .where(Executive.slug.in_(places))
    )
    lists = ((*places[who], choices) for who, choices in session.execute(query))
    return sum(numbered(choices).get(what, 0) > open_ for what, open_, choices in lists)


def agency_names(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """The names of agencies by code."""
    query = select(Agency.code, Agency.name).where(Agency.code.in_(sorted(codes)))
    return dict(session.execute(query).all())


def line(parents: Mapping[str, str | None], code: str) -> Iterator[str]:
    """The unit and every unit above it."""
    above: str | None = code
    while above is not None:
        yield above
        above = parents[above]
