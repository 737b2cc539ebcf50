"""One executive's own result of a published round."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from matcher.errors import Refused
from models.agencies import Agency
from models.consents import Consent
from models.dreamsheets import DreamSheet, DreamSheetVersion
from models.executives import Executive
from models.kept_sheets import KeptSheet
from models.opportunities import Opportunity
from models.outcomes import Decision, Outcome
from models.proposals import ENDED, PENDING, Party, Proposal, ProposalState
from models.queries.explanations import Account, Rung, account
from models.queries.last_word import last_word
from models.queries.my_rounds import told_to
from models.queries.put_out import was_put_out
from models.queries.standing import standing_id
from models.queries.told_run import either, offered_in
from models.rounds import Round
from models.sealed_lists import Groups

NOT_THERE = (
    "It was not in the round any more when the round was frozen: filled, withdrawn or held by another round."
)
BELOW = "Not needed: your place is a choice you wanted more."


@dataclass(frozen=True)
class Step:
    """One choice of the ladder: its number on the person's own list, with how many others it is tied there,
    and whether it came after the place held (then nothing stood in its way but a choice the person wanted
    more)."""

    number: int | None
    tied: int
    rung: Rung
    below_the_place: bool


REFUSALS = ("proposals.refuse_home", "proposals.refuse_host")


@dataclass(frozen=True)
class MyResult:
    """What was published. `account` is empty where the person was not in the round's snapshot, `proposal`
    where no place was offered; `kept` says whether the sheet is kept for the scramble, `stands` whether the
    person is in the round still, `put_out` whether the entry that they had left ended it. `repair` is the run
    that the account is of where a later one offered the seats that came free, and none to this person."""

    published_at: datetime
    proposal: Proposal | None
    account: Account | None
    ladder: tuple[Step, ...]
    kept: bool
    stands: bool
    repair: Outcome | None
    put_out: bool = False

    @property
    def may_leave(self) -> bool:
        """Whether there is anything to withdraw from: a place not confirmed yet, or a seat to come free."""
        held = self.proposal is not None and self.proposal.state in PENDING
        return self.account is not None and self.stands and (held or self.has_no_place)

    @property
    def has_no_place(self) -> bool:
        """Whether a seat that becomes free could still be offered: nothing is held, and it was not the
        person or the home agency who ended an offer."""
        offer = self.proposal
        return self.stands and (offer is None or (offer.state in ENDED and offer.ended_by is Party.HOST))

    @property
    def refused_by_host(self) -> bool:
        """Whether the host ended the offer, and the person could still take another seat."""
        return self.has_no_place and self.proposal is not None

    @property
    def looks_on(self) -> bool:
        """Whether the person was in the round and has no place of it, whoever ended an offer."""
        return self.account is not None and (self.proposal is None or self.proposal.state in ENDED)

    @property
    def place_number(self) -> int | None:
        """The number of the place held on the person's own list."""
        return next((step.number for step in self.ladder if step.rung.held), None)


def my_result(session: Session, round_: Round, executive: Executive) -> MyResult | None:
    """The result of the executive; `None` until the round is published."""
    earlier, offered = aliased(Outcome), offered_in(Decision.round_id, executive.id, Outcome.id)
    put_out = was_put_out(Decision.round_id, executive.id)
    row = session.execute(
        select(Decision.published_at, Outcome, earlier, offered, KeptSheet.executive_id, Consent.id, put_out)
        .select_from(Decision)
        .join(Outcome, Outcome.id == standing_id(round_.id))
        .join(earlier, earlier.id == func.coalesce(offered, Decision.outcome_id))
        .outerjoin(
            KeptSheet,
            (KeptSheet.round_id == Decision.round_id)
            & (KeptSheet.executive_id == executive.id)
            & KeptSheet.taken_back_at.is_(None),
        )
        .outerjoin(
            Consent,
            (Consent.round_id == Decision.round_id)
            & (Consent.executive_id == executive.id)
            & Consent.withdrawn_at.is_(None),
        )
        .where(Decision.round_id == round_.id, Decision.published_at.is_not(None))
    ).one_or_none()
    if row is None:
        return None
    published_at, outcome, before, offer_of, kept, consent, was_out = row
    assert published_at is not None  # noqa: S101 - the statement says so
    run = either(session, outcome, before, offer_of, executive)
    told = _account(session, run, executive)
    steps = () if told is None else _steps(session, told, certified_numbers(session, round_, executive))
    offer = find_proposal(session, round_, executive)
    repair = None if run.id == before.id else run
    return MyResult(published_at, offer, told, steps, kept is not None, consent is not None, repair, was_out)


def find_proposal(session: Session, round_: Round, executive: Executive) -> Proposal | None:
    """What was offered to the executive in the round last, whatever the answer."""
    return session.scalar(
        select(Proposal)
        .where(Proposal.id == told_to(executive.id, round_.id))
        .options(joinedload(Proposal.opportunity).joinedload(Opportunity.host_agency))
    )


def why_ended(session: Session, offer: Proposal | None) -> str | None:
    """The reason of the home agency or the host that said no to the offer; None where nobody of them did."""
    if offer is None or offer.state is not ProposalState.DECLINED or offer.ended_by is Party.EXECUTIVE:
        return None
    said = last_word(session, offer, *REFUSALS)
    return None if said is None else said.reason


def _account(session: Session, outcome: Outcome, executive: Executive) -> Account | None:
    try:
        return account(session, outcome, executive.slug)
    except Refused:  # the snapshot does not know the executive
        return None


def certified_numbers(session: Session, round_: Round, executive: Executive) -> dict[str, int]:
    """At which number each choice stands on the certified list."""
    query = (
        select(DreamSheetVersion.choices)
        .join(DreamSheet, DreamSheet.id == DreamSheetVersion.sheet_id)
        .where(
            and_(DreamSheet.round_id == round_.id, DreamSheet.executive_id == executive.id),
            DreamSheetVersion.superseded_at.is_(None),
        )
    )
    return numbered(session.scalar(query))


def numbered(groups: Groups | None) -> dict[str, int]:
    """At which number each choice of a list stands."""
    return {slug: number for number, group in enumerate(groups or [], 1) for slug in group}


def _steps(session: Session, told: Account, numbers: dict[str, int]) -> tuple[Step, ...]:
    """The ladder by the numbers of the certified list, with what was not in the file of the round."""
    held = next((rung.choice for rung in told.ladder if rung.held), None)
    left_out = numbers.keys() - {rung.opportunity for rung in told.ladder}
    at_number = Counter(numbers.values())
    tied = {slug: at_number[number] - 1 for slug, number in numbers.items()}
    steps = [
        Step(
            number=numbers.get(rung.opportunity),
            tied=tied.get(rung.opportunity, 0),
            rung=rung,
            below_the_place=held is not None and (rung.choice or 0) > held,
        )
        for rung in (*told.ladder, *_left_out(session, left_out))
    ]
    last = len(numbers) + 1
    ordered = sorted(steps, key=lambda step: (step.number or last, step.rung.opportunity))
    return tuple(_plain(step) for step in ordered)


def _left_out(session: Session, slugs: Collection[str]) -> list[Rung]:
    query = (
        select(Opportunity.slug, Opportunity.title, Agency.name)
        .join(Agency, Agency.id == Opportunity.host_agency_id)
        .where(Opportunity.slug.in_(slugs))
    )
    if not slugs:
        return []
    rows = session.execute(query)
    return [Rung(None, slug, title, host, NOT_THERE, held=False) for slug, title, host in rows]


def _plain(step: Step) -> Step:
    """The sentence as it reads beside the title; of a choice below the place held it says just that."""
    told = step.rung.sentence.replace(step.rung.title, "this assignment", 1)
    sentence = BELOW if step.below_the_place else told[:1].upper() + told[1:]
    return replace(step, rung=replace(step.rung, sentence=sentence))
