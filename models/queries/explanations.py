"""One person's account of a run, computed when it is asked for, with names in place of ids."""

from collections.abc import Hashable
from dataclasses import dataclass
from threading import Condition, Lock
from typing import TYPE_CHECKING, Any

from cachetools import LRUCache, cached
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, undefer

from matcher.files import canonical
from models import snapshots
from models.agencies import Agency
from models.executives import Executive
from models.opportunities import Opportunity
from models.outcomes import Outcome, Snapshot
from models.proposals import ENDED, Party, Proposal, ProposalState
from models.queries.units import unit_names
from models.scenario_files import content_of

if TYPE_CHECKING:
    from matcher import Rotation

RUNS_KEPT = 4
"""As many runs as a process keeps ready: what their accounts have in common is worked out once."""

NO_CHOICE_OPEN = ("no_choices", "none_eligible")
"""The reasons of somebody to whom nothing could have been given."""
LIFTED = frozenset({"seats", "home_limit", "host_limit", "balance", "several"})
"""The reasons that say what had to be lifted for a place."""

TURNED_DOWN = Party.EXECUTIVE, ProposalState.DECLINED
ENDINGS: dict[tuple[Party | None, ProposalState], str] = {
    (Party.EXECUTIVE, ProposalState.LAPSED): "there was no answer of yours in time",
    (Party.HOME, ProposalState.DECLINED): "your home agency did not agree",
    (Party.HOME, ProposalState.LAPSED): "your home agency did not answer in time",
    (Party.HOST, ProposalState.DECLINED): "the host did not confirm it",
    (Party.HOST, ProposalState.LAPSED): "the host did not answer in time",
}
"""How an offer ended that the executive did not turn down."""
CLOSED = "{} could not be offered to you any more."
"""A choice that the round file counts as declined, where it is no offer that the person turned down."""


@dataclass(frozen=True)
class Rung:
    """One choice on the ladder. `choice` is its rank among the choices open to the person, empty where it was
    not open; `sentence` says what stood in the way, empty for the place held and for what is wanted less."""

    choice: int | None
    opportunity: str
    title: str
    host: str
    sentence: str
    held: bool


@dataclass(frozen=True)
class Account:
    """What `matcher.explain` tells of one person: the result, the ladder from the most wanted choice down
    (choices that were not open come last), what alone would have helped (empty where nothing would), the
    lottery number and whether the lottery mattered; `lifts` says that the result names what had to be lifted
    for a place, which every sentence of the ladder keeps."""

    executive: str
    result: str
    ladder: tuple[Rung, ...]
    steps: str
    lottery: str
    lifts: bool


def account(session: Session, outcome: Outcome, executive: str) -> Account:
    """The account of one executive of the run's snapshot; raises matcher.Refused for anybody else and for an
    infeasible run."""
    from matcher.rotation.sentences import list_beaten, tell_choice, tell_lottery, tell_result, tell_steps

    run = _run(session, outcome)
    rotation, told = run.rotation, run.told(executive)
    steps: list[str] = told.get("one_step", [])
    named = [post.id for post in rotation.opportunities] if steps else []
    places = _places(session, [choice["opportunity"] for choice in told["choices"]] + named)
    closed = _closed(session, outcome, told)
    held = told.get("placed", {}).get("opportunity")
    rungs, beaten = [], list_beaten(told)
    for choice in sorted(told["choices"], key=_order):
        title, host = places[choice["opportunity"]]
        written = closed.get(choice["opportunity"])
        sentence = (
            written.format(title)
            if written
            else tell_choice(
                {**choice, "opportunity": title}, run.values, beaten=choice["opportunity"] in beaten
            )
            or ""
        )
        rank = choice.get("choice_rank")
        rungs.append(Rung(rank, choice["opportunity"], title, host, sentence, choice["opportunity"] == held))
    return Account(
        executive=executive,
        result=tell_result(_named(told, places)),
        ladder=tuple(rungs),
        steps=tell_steps(rotation, steps, _names(session, outcome, rotation, places) if steps else {}) or "",
        lottery=tell_lottery(told),
        lifts=told.get("reason") in LIFTED,
    )


def had_open_choice(session: Session, outcome: Outcome, executive: str) -> bool:
    """Whether the run placed the executive, or could have."""
    return _run(session, outcome).reasons.get(executive) not in NO_CHOICE_OPEN


def make_ready(session: Session, outcome: Outcome) -> None:
    """Work out what the accounts of the run have in common, as the first of them does."""
    run = _run(session, outcome)
    run.told(run.rotation.executives[0].id)


def _closed(session: Session, outcome: Outcome, told: dict[str, Any]) -> dict[str, str]:
    """What is said of the choices that count as declined, where the person turned no offer of them down."""
    declined = [choice["opportunity"] for choice in told["choices"] if choice["cause"] == "declined"]
    if not declined:
        return {}
    ended = (
        select(Opportunity.slug, Proposal.ended_by, Proposal.state)
        .join(Proposal, Proposal.opportunity_id == Opportunity.id)
        .join(Executive, Executive.id == Proposal.executive_id)
        .where(Executive.slug == told["id"], Proposal.round_id == outcome.round_id)
        .where(Proposal.state.in_(ENDED), Proposal.ended_by.is_not(None))
        .order_by(Proposal.id)
    )
    ends = {slug: (by, state) for slug, by, state in session.execute(ended)}
    return {slug: _ending(ends.get(slug)) for slug in declined if ends.get(slug) != TURNED_DOWN}


def _ending(how: tuple[Party | None, ProposalState] | None) -> str:
    return CLOSED if how is None else f"{{}} was offered to you, and {ENDINGS[how]}."


class _Run:
    """One run's accounts for the threads of a process, one at a time."""

    def __init__(self, file: bytes, outcome: dict[str, Any]) -> None:
        from matcher import Accounts, parse_rotation  # the tables work without the engine

        self.rotation = parse_rotation(file)
        self.reasons = {entry["executive"]: entry["reason"] for entry in outcome["unmatched"]}
        self._accounts = Accounts(self.rotation, outcome)
        self._turn = Lock()

    def told(self, executive: str) -> dict[str, Any]:
        with self._turn:
            return self._accounts.of(executive)

    @property
    def values(self) -> dict[str, Any]:
        """The value of each stage of the run."""
        return self._accounts.values


def _key(_session: Session, outcome: Outcome) -> Hashable:
    """What the database never lets change is known by its row."""
    return outcome.id, outcome.input_sha256, outcome.solved_at


@cached(LRUCache[Hashable, _Run](RUNS_KEPT), key=_key, condition=Condition())
def _run(session: Session, outcome: Outcome) -> _Run:
    """Both files are opened for the first account alone."""
    opened = _opened(session, outcome)
    file = snapshots.seeded_file(content_of(session, opened), opened.round)
    return _Run(canonical(file), opened.content)


def _opened(session: Session, outcome: Outcome) -> Outcome:
    query = (
        select(Outcome)
        .where(Outcome.id == outcome.id)
        .options(undefer(Outcome.content), joinedload(Outcome.snapshot).undefer(Snapshot.content))
    )
    return session.scalars(query, execution_options={"populate_existing": True}).one()


def _order(choice: dict[str, Any]) -> tuple[bool, int, str]:
    return "choice_rank" not in choice, choice.get("choice_rank", 0), choice["opportunity"]


def _named(told: dict[str, Any], places: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """The account with the title in place of the id of the opportunity held."""
    if "placed" not in told:
        return told
    title, _host = places[told["placed"]["opportunity"]]
    return {**told, "placed": {**told["placed"], "opportunity": title}}


def _places(session: Session, slugs: list[str]) -> dict[str, tuple[str, str]]:
    query = (
        select(Opportunity.slug, Opportunity.title, Agency.name)
        .join(Agency, Agency.id == Opportunity.host_agency_id)
        .where(Opportunity.slug.in_(slugs))
    )
    return {slug: (title, host) for slug, title, host in session.execute(query)}


def _names(
    session: Session, outcome: Outcome, rotation: "Rotation", places: dict[str, tuple[str, str]]
) -> dict[str, str]:
    """The names of the agencies and pools of the round and the titles of the `places`, by id."""
    units = unit_names(session, outcome.round_id, [unit.id for unit in rotation.units])
    return {**{slug: title for slug, (title, _host) in places.items()}, **units}
