"""The rounds as one executive meets them: what is filed, consented, offered."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ScalarSelect, Select, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from models.consents import Consent
from models.dreamsheets import DreamSheet, DreamSheetVersion, SheetState
from models.entered_sheets import EnteredSheet
from models.kept_sheets import KeptSheet
from models.proposals import ENDED, LIVE, Party, Proposal, ProposalState
from models.queries.frozen import frozen_at
from models.queries.given import ME
from models.queries.put_out import was_put_out
from models.queries.scramble import answers_due_at
from models.queries.waivers import count_answers
from models.releases import REFUSALS, Release, ReleaseState
from models.rounds import Round, RoundState
from models.sealed_lists import Groups
from models.waivers import AnswerState

RESULTS = frozenset({RoundState.PUBLISHED, RoundState.SCRAMBLE, RoundState.CLOSED, RoundState.ARCHIVED})
TOLD = (*LIVE, *ENDED)
"""Once offered, the executive knows of a proposal whatever becomes of it."""


@dataclass(frozen=True)
class MyRound:
    """One round and one executive; `sheet` is empty where nothing was filed, `proposal` where no place was
    offered (and before the results are published, when nobody may know); `due_at` is when its answer is
    late, `ended_by` who ended it; `kept` says whether the sheet is kept for the scramble, `taken_out`
    whether it was and is not any more, `answers_due_at` when the last offer of the round that waits is
    answered or lapses; `entered` whether a list that somebody entered waits for the word of the executive,
    `entered_late` whether it counts if confirmed before the rankings open;
    `refused` is how many requirements hosts did not waive, and `waived` how many they did; `left` whether
    the consent was taken back after the freeze, `put_out` whether their part ended with the entry that they
    had left (`models.queries.put_out`), `asked` how many waivers wait for their hosts; `ruled_out`
    how many choices the conditions of the release rule out, and of how many, where it was asked for
    (`models.queries.ruled_out`), and `unmet` the same of those certified and still offered whose requirements
    are not met (`models.queries.unmet`); `draft` is the list as it was last filed, `choices` as it was last
    certified."""

    round: Round
    sheet: SheetState | None
    certified_at: datetime | None
    consent_at: datetime | None
    proposal: ProposalState | None
    due_at: datetime | None = None
    release: ReleaseState | None = None
    ended_by: Party | None = None
    kept: bool = False
    taken_out: bool = False
    answers_due_at: datetime | None = None
    entered: bool = False
    refused: int = 0
    waived: int = 0
    entered_late: bool = False
    left: bool = False
    put_out: bool = False
    asked: int = 0
    ruled_out: tuple[int, int] = (0, 0)
    unmet: tuple[int, int] = (0, 0)
    draft: Groups | None = None
    choices: Groups | None = None

    @property
    def takes_part(self) -> bool:
        """Whether a snapshot taken now would hold the executive."""
        return self.certified_at is not None and self.consent_at is not None and not self.kept_home

    @property
    def kept_home(self) -> bool:
        """What `is_kept_home` of `models.queries.own_release` asks the database, of this round."""
        return self.release in REFUSALS

    @property
    def asks_anew(self) -> bool:
        """Whether a certified list, not changed since, waits for an answer to what it requires."""
        mine = not self.entered and not self.kept_home
        return mine and self.sheet is SheetState.CERTIFIED and self.unmet[0] > 0

    @property
    def counts_nothing(self) -> bool:
        """Whether no choice that was certified can become a place: each that is still offered is unmet."""
        return bool(self.choices) and self.unmet[0] == self.unmet[1]

    @property
    def sheet_stands(self) -> bool:
        """Whether a certified list stands in a round whose results are to come."""
        over = self.has_result or self.round.state is RoundState.CANCELLED
        return self.certified_at is not None and self.sheet is not SheetState.WITHDRAWN and not over

    @property
    def refused_by_host(self) -> bool:
        """Whether the host ended the last offer: then another seat may still be offered."""
        return self.proposal in ENDED and self.ended_by is Party.HOST

    @property
    def may_keep(self) -> bool:
        """Whether no place is theirs, and the sheet can still be kept for the scramble: before it opens, and
        in it by whoever held an offer until the host ended it."""
        before, during = self.round.state is RoundState.PUBLISHED, self.round.state is RoundState.SCRAMBLE
        open_ = (before and (self.proposal is None or self.refused_by_host)) or (
            during and self.refused_by_host
        )
        return open_ and self.takes_part and not self.kept

    @property
    def hopes(self) -> bool:
        """Whether the sheet is kept, and a freed seat may still be offered."""
        return self.kept and self.takes_part and (self.proposal is None or self.refused_by_host)

    @property
    def has_result(self) -> bool:
        return self.round.state in RESULTS


def told_to(
    executive_id: BindParameter[int] | int, round_id: InstrumentedAttribute[int] | int
) -> ScalarSelect[int]:
    """The id of the newest proposal of the round that the executive was told of, as an expression."""
    one = aliased(Proposal)
    query = select(func.max(one.id)).where(
        one.executive_id == executive_id, one.round_id == round_id, one.state.in_(TOLD)
    )
    return query.correlate(Round).scalar_subquery()


def my_rounds(session: Session, executive_id: int) -> list[MyRound]:
    """Every round that people may know of, the newest first."""
    rows = session.execute(_statement(), {"me": executive_id})
    return [MyRound(round_, **dict(zip(_columns(), values, strict=True))) for round_, *values in rows]


@cache
def _statement() -> Select[*tuple[Any, ...]]:
    sheet = DreamSheet.round_id == Round.id, DreamSheet.executive_id == ME
    version = DreamSheetVersion.sheet_id == DreamSheet.id, DreamSheetVersion.superseded_at.is_(None)
    consent = Consent.round_id == Round.id, Consent.executive_id == ME
    release = Release.round_id == Round.id, Release.executive_id == ME
    return (
        select(Round, *_columns().values())
        .outerjoin(DreamSheet, and_(*sheet))
        .outerjoin(DreamSheetVersion, and_(*version))
        .outerjoin(Consent, and_(*consent, Consent.withdrawn_at.is_(None)))
        .outerjoin(Proposal, Proposal.id == told_to(ME, Round.id))
        .outerjoin(Release, and_(*release))
        .where(Round.state != RoundState.DRAFT)
        .order_by(Round.lists_open_at.desc(), Round.slug)
    )


@cache
def _columns() -> dict[str, Any]:
    """What a row says of the executive's part in its round, each under the name of its field."""
    ended = aliased(Consent)
    theirs = ended.round_id == Round.id, ended.executive_id == ME
    kept = KeptSheet.round_id == Round.id, KeptSheet.executive_id == ME
    entered = EnteredSheet.round_id == Round.id, EnteredSheet.executive_id == ME
    return {
        "sheet": DreamSheet.state,
        "draft": DreamSheet.draft,
        "choices": DreamSheetVersion.choices,
        "certified_at": DreamSheetVersion.certified_at,
        "consent_at": Consent.given_at,
        "proposal": Proposal.state,
        "due_at": Proposal.due_at,
        "ended_by": Proposal.ended_by,
        "release": Release.state,
        "kept": select(KeptSheet.round_id).where(*kept, KeptSheet.taken_back_at.is_(None)).exists(),
        "taken_out": select(KeptSheet.round_id).where(*kept, KeptSheet.taken_back_at.is_not(None)).exists(),
        "answers_due_at": answers_due_at(Round.id),
        "entered": select(EnteredSheet.id).where(*entered, EnteredSheet.answered_at.is_(None)).exists(),
        "entered_late": select(EnteredSheet.id)
        .where(*entered, EnteredSheet.answered_at.is_(None), EnteredSheet.late_because.is_not(None))
        .exists(),
        "left": select(ended.id).where(*theirs, ended.withdrawn_at >= frozen_at(Round.id)).exists(),
        "put_out": was_put_out(Round.id, ME),
        "refused": count_answers(ME, AnswerState.REFUSED),
        "waived": count_answers(ME, AnswerState.GRANTED),
        "asked": count_answers(ME, AnswerState.ASKED),
    }
