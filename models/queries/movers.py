"""What happens when somebody leaves or changes agency, told before it is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from models.actors import Actor, RoleGrant
from models.agencies import Agency
from models.consents import Consent
from models.dreamsheets import DreamSheet, SheetState
from models.executives import Executive
from models.outcomes import Decision
from models.proposals import LIVE, PENDING, Proposal, ProposalState
from models.rounds import PairRule, Round, RoundState

OVER = (RoundState.CLOSED, RoundState.ARCHIVED, RoundState.CANCELLED)
STANDING = (ProposalState.PROPOSED, *LIVE)


@dataclass(frozen=True)
class InRound:
    """One person in one open round; never what is on the sheet."""

    executive_id: int
    round: Round
    sheet: DreamSheet | None
    consent: Consent | None
    proposal: Proposal | None
    pair_rules: int

    @property
    def frozen(self) -> bool:
        return self.round.frozen_sha256 is not None

    @property
    def has_sheet(self) -> bool:
        return self.sheet is not None and self.sheet.state is not SheetState.WITHDRAWN


@dataclass(frozen=True)
class Held:
    """A role that the person holds or will hold; `alone`: nobody else holds it for that agency."""

    grant: RoleGrant
    agency: str | None
    alone: bool


@dataclass(frozen=True)
class Told:
    """A round and the sentences that say what happens in it."""

    name: str
    sentences: list[str]


def in_rounds(session: Session, person: Actor) -> list[InRound]:
    """Every open round that the person has anything in, in one statement."""
    who = person.executive_id
    if who is None:
        return []
    named = PairRule.round_id == Round.id, PairRule.executive_id == who
    rules = select(func.count()).where(*named).scalar_subquery()
    query = (
        select(Round, DreamSheet, Consent, Proposal, rules)
        .outerjoin(DreamSheet, and_(DreamSheet.round_id == Round.id, DreamSheet.executive_id == who))
        .outerjoin(
            Consent,
            and_(Consent.round_id == Round.id, Consent.executive_id == who, Consent.withdrawn_at.is_(None)),
        )
        .outerjoin(
            Proposal,
            and_(Proposal.round_id == Round.id, Proposal.executive_id == who, Proposal.state.in_(STANDING)),
        )
        .where(Round.state.not_in(OVER))
        .order_by(Round.id)
    )
    found = [InRound(who, *row) for row in session.execute(query)]
    return [one for one in found if one.sheet or one.consent or one.proposal or one.pair_rules]


def held(session: Session, person: Actor, now: datetime) -> list[Held]:
    """The roles in force or to come, each once, agency by agency."""
    going = (grant for grant in person.grants if grant.revoked_at is None and grant.ends_at > now)
    mine = {(grant.role, grant.agency_id): grant for grant in going}.values()
    scopes = {grant.agency_id for grant in mine if grant.agency_id is not None}
    names = dict(session.execute(select(Agency.id, Agency.name).where(Agency.id.in_(scopes))).all())
    others = set(
        session.execute(
            select(RoleGrant.role, RoleGrant.agency_id)
            .join(Actor, Actor.id == RoleGrant.actor_id)
            .where(
                RoleGrant.actor_id != person.id,
                Actor.active,
                RoleGrant.in_force(now),
            )
            .distinct()
        )
    )
    return [
        Held(one, names.get(one.agency_id or 0), (one.role, one.agency_id) not in others)
        for one in sorted(mine, key=lambda one: one.id)
    ]


def told_of_leaving(found: list[InRound]) -> list[Told]:
    """What happens in each round when the person leaves."""
    return [Told(one.round.name, list(_leaving(one))) for one in found]


def _leaving(one: InRound) -> Iterator[str]:
    if one.frozen:
        yield from _leaving_frozen(one)
    else:
        if one.has_sheet:
            yield "The dream sheet is withdrawn and its list erased."
        if one.pair_rules:
            yield f"Pins and forbidden pairs that name the person are dropped: {one.pair_rules}."
    if one.consent is not None:
        yield "The consent ends: no host sees the card any more, and nobody at home is asked to release."


def _leaving_frozen(one: InRound) -> Iterator[str]:
    if one.proposal is None:
        yield "The lists of this round are sealed and stay as they are; the person holds no place in it."
    elif one.proposal.state is ProposalState.PROPOSED:
        yield (
            "The round was sealed with this person in it, and a place is proposed: if the round is published "
            "so, the offer lapses at once and its seat is free. The coordinator of the round is told."
        )
    elif one.proposal.state in PENDING:
        yield "The open offer lapses and its seat is free. The coordinator of the round is told."
    else:
        yield "The confirmed place stays on the record. The coordinator of the round is told to end it."


def told_of_moving(found: list[InRound], agency: Agency) -> list[Told]:
    """What happens in each round when the person's home agency becomes `agency`."""
    return [Told(one.round.name, list(_moving(one, agency))) for one in found]


def _moving(one: InRound, agency: Agency) -> Iterator[str]:
    if one.frozen:
        yield "The round was sealed with the agency of before, and is decided with it."
        if one.proposal is not None and one.proposal.state is not ProposalState.PROPOSED:
            yield "The offer stays as it is: the person answers it, or has answered it."
            if one.proposal.state in (ProposalState.OFFERED, ProposalState.ACCEPTED):
                yield f"{agency.name} answers it after the person, as the home agency."
        return
    if one.has_sheet:
        yield (
            "The dream sheet stays. The person is told to look at it again: this round places nobody in the "
            f"own agency, which is now {agency.name}."
        )
    if one.consent is not None:
        yield "The consent stays."
        yield f"The release, where it is not decided yet, is for {agency.name} to decide."


def waiting_for_office(session: Session) -> list[tuple[Round, int | None]]:
    """Rounds that wait for the programme office, the oldest first, and who approved each: another person
    publishes the approved ones; the closed ones are archived."""
    query = (
        select(Round, Decision.approved_by_id)
        .join(Decision, Decision.round_id == Round.id)
        .where(Round.state.in_((RoundState.APPROVED, RoundState.CLOSED)))
        .order_by(Round.id)
    )
    return [(round_, by) for round_, by in session.execute(query)]


def offers_of_leavers(session: Session) -> list[Proposal]:
    """Open offers whose executive has left."""
    query = (
        select(Proposal)
        .join(Executive, Executive.id == Proposal.executive_id)
        .where(Proposal.state.in_(PENDING), Executive.active.is_(False))
        .order_by(Proposal.id)
    )
    return list(session.scalars(query))
