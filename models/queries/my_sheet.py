"""One executive's own dream sheet in one round, with the gates of every choice."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, defer

from matcher.files import canonical
from matcher.policy.reasons import Reason
from models.consents import Consent
from models.dreamsheets import DreamSheet, DreamSheetVersion, SheetState
from models.entered_sheets import EnteredSheet
from models.executives import Executive
from models.opportunities import Opportunity
from models.queries.facts import Fact, facts
from models.queries.frozen import frozen_at
from models.queries.gates import BY_CONDITIONS, CLOSING, gates
from models.queries.own_release import is_kept_home, release_of
from models.queries.put_out import was_put_out
from models.queries.waivers import count_answers
from models.releases import REFUSALS, Release
from models.rounds import Round, RoundOpportunity
from models.sealed_lists import Groups
from models.waivers import AnswerState


@dataclass(frozen=True)
class Line:
    """One choice: `number` is that of its group, `tied` with how many others, `fact` empty where the
    opportunity is no longer offered."""

    slug: str
    title: str
    number: int
    tied: int
    fact: Fact | None
    reasons: tuple[Reason, ...]

    @property
    def must_go(self) -> bool:
        """Whether a list with this choice on it cannot be filed."""
        return self.fact is None or any(reason.refuses for reason in self.reasons)

    @property
    def is_shut(self) -> bool:
        """Whether it may be listed, and the round cannot place the executive there."""
        return any(reason.code in CLOSING for reason in self.reasons)

    @property
    def is_ruled_out(self) -> bool:
        """Whether the conditions of the release are why."""
        return any(reason.code in BY_CONDITIONS for reason in self.reasons)

    @property
    def is_unmet(self) -> bool:
        """Whether what it requires is neither met nor asked to be waived: certified, it does not count."""
        return self.fact is not None and self.fact.said.closed(self.fact.gates) > 0


@dataclass(frozen=True)
class Certified:
    """The list that counts, and what its owner needs to check it later."""

    number: int
    at: datetime
    choices: Groups
    nonce: str
    commitment: str
    text: str

    @property
    def listed(self) -> str:
        """The list alone, as the receipt command takes it."""
        return canonical(self.choices).decode()


@dataclass(frozen=True)
class SheetView:
    """The sheet as it stands; `state` is empty where nothing was ever filed, `taken_back_at` while the
    consent is in force or was never given; `asked` are the people whom the release waits for; `left` says
    that the consent was taken back after the freeze, `waits` how many waivers wait for their hosts; `entered`
    is the list that was entered by somebody else and waits for its owner's word; `put_out` says that the
    owner's part ended with the entry that they had left (`models.queries.put_out`)."""

    sheet: DreamSheet | None
    groups: Groups
    lines: tuple[Line, ...]
    certified: Certified | None
    consent: Consent | None
    release: Release | None = None
    asked: tuple[str, ...] = ()
    taken_back_at: datetime | None = None
    left: bool = False
    waits: int = 0
    entered: EnteredSheet | None = None
    put_out: bool = False

    @property
    def state(self) -> SheetState | None:
        return None if self.sheet is None else self.sheet.state

    @property
    def kept_home(self) -> bool:
        """What `is_kept_home` of `models.queries.own_release` asks the database, of the release at hand."""
        return self.release is not None and self.release.state in REFUSALS

    def begins_by(self, line: Line) -> date | None:
        """The last day on which the choice may begin under the release, where its window goes on after it."""
        latest = self.release.latest_start if self.release and self.consent else None
        if latest is None or line.fact is None or line.is_shut:
            return None
        return latest if line.fact.starts_from <= latest < line.fact.starts_until else None

    @property
    def closed_gates(self) -> int:
        """How many requirements of the choices keep the list from being certified."""
        return sum(line.fact.said.closed(line.fact.gates) for line in self.lines if line.fact)


def my_sheet(
    session: Session, round_: Round, executive: Executive, *, now: datetime, counting: bool = False
) -> SheetView:
    """The sheet, the certified list and the consent of the executive in the round. `groups` and `lines` are
    those of the list as it was last filed or, with `counting`, of the certified one."""
    word = _word(session, round_, executive)
    consent, more = word[0], word[1:]
    release, asked = release_of(session, round_, executive, now)
    found = _find(session, round_, executive)
    if found is None:
        return SheetView(None, [], (), None, consent, release, asked, *more)
    sheet, version = found
    certified = None if version is None else _certified(version, executive)
    groups: Groups = certified.choices if counting and certified else sheet.draft
    rows = lines(session, round_, executive, groups)
    return SheetView(sheet, groups, rows, certified, consent, release, asked, *more)


def lines(session: Session, round_: Round, executive: Executive, groups: Groups) -> tuple[Line, ...]:
    """The choices of any list, in its order."""
    slugs = [slug for group in groups for slug in group]
    if not slugs:
        return ()
    known = {fact.slug: fact for fact in facts(session, round_, slugs, executive)}
    closed = gates(session, round_, executive, [fact.offer for fact in known.values()])
    titles = {slug: fact.title for slug, fact in known.items()} | _titles(session, set(slugs) - known.keys())
    return tuple(
        Line(slug, titles[slug], number, len(group) - 1, known.get(slug), tuple(closed.get(slug, ())))
        for number, group in enumerate(groups, 1)
        for slug in group
    )


def named(session: Session, round_: Round, slugs: Collection[str]) -> dict[str, str]:
    """By slug the title of what the round offers or offered; anything else keeps its slug: whoever asks may
    not read of it."""
    query = (
        select(Opportunity.slug, Opportunity.title)
        .join(RoundOpportunity, RoundOpportunity.opportunity_id == Opportunity.id)
        .where(RoundOpportunity.round_id == round_.id, Opportunity.slug.in_(slugs))
    )
    return {slug: slug for slug in slugs} | dict(session.execute(query).all())


def _titles(session: Session, slugs: Collection[str]) -> dict[str, str]:
    """What was on offer once is still called by its name."""
    if not slugs:
        return {}
    query = select(Opportunity.slug, Opportunity.title).where(Opportunity.slug.in_(slugs))
    return dict(session.execute(query).all())


def _find(
    session: Session, round_: Round, executive: Executive
) -> tuple[DreamSheet, DreamSheetVersion | None] | None:
    query = (
        select(DreamSheet, DreamSheetVersion)
        .outerjoin(
            DreamSheetVersion,
            and_(DreamSheetVersion.sheet_id == DreamSheet.id, DreamSheetVersion.superseded_at.is_(None)),
        )
        .where(DreamSheet.round_id == round_.id, DreamSheet.executive_id == executive.id)
    )
    found = session.execute(query).one_or_none()
    return None if found is None else (found[0], found[1])


def _certified(version: DreamSheetVersion, executive: Executive) -> Certified:
    nonce = version.nonce or ""
    text = canonical([nonce, executive.slug, version.choices]).decode()
    return Certified(
        version.number, version.certified_at, version.choices or [], nonce, version.commitment, text
    )


def _word(
    session: Session, round_: Round, executive: Executive
) -> tuple[Consent | None, datetime | None, bool, int, EnteredSheet | None, bool]:
    """The consent in force; else when the last one was taken back, and whether that was after the freeze. And
    how many waivers wait for their hosts, the list that was entered and waits for its owner's word, and
    whether the owner's part ended with the entry that they had left."""
    open_ = EnteredSheet.round_id == Round.id, EnteredSheet.executive_id == executive.id
    theirs = Consent.round_id == Round.id, Consent.executive_id == executive.id
    query = (
        select(
            Consent,
            Consent.withdrawn_at,
            Consent.withdrawn_at >= frozen_at(Round.id),
            count_answers(executive.id, AnswerState.ASKED),
            EnteredSheet,
            was_put_out(Round.id, executive.id),
        )
        .select_from(Round)
        .outerjoin(Consent, and_(*theirs))
        .outerjoin(EnteredSheet, and_(*open_, EnteredSheet.answered_at.is_(None)))
        .options(defer(EnteredSheet.choices))
        .where(Round.id == round_.id)
        .order_by(Consent.id.desc())
        .limit(1)
    )
    consent, taken_back_at, left, waits, entered, put_out = session.execute(query).one()
    return None if taken_back_at else consent, taken_back_at, bool(left), waits, entered, put_out


def find_consent(session: Session, round_: Round, executive: Executive) -> Consent | None:
    """The consent in force of the executive in the round."""
    open_ = Consent.executive_id == executive.id, Consent.withdrawn_at.is_(None)
    return session.scalar(select(Consent).where(Consent.round_id == round_.id, *open_))


def positions(session: Session, round_: Round, executive: Executive) -> dict[str, int]:
    """By slug: at which number each choice stands on the list as it was last filed."""
    query = select(DreamSheet.draft).where(
        DreamSheet.round_id == round_.id, DreamSheet.executive_id == executive.id
    )
    return _numbers(session.scalar(query) or [])


def listed_and_kept(session: Session, round_: Round, executive: Executive) -> tuple[dict[str, int], bool]:
    """The same, and whether the home agency does not release the executive in the round; in one statement."""
    return listed_kept_certified(session, round_, executive)[:2]


def listed_kept_certified(
    session: Session, round_: Round, executive: Executive
) -> tuple[dict[str, int], bool, dict[str, int]]:
    """The same, and the numbers on the certified list that stands; in one statement too."""
    theirs = DreamSheet.round_id == round_.id, DreamSheet.executive_id == executive.id
    version = select(DreamSheetVersion.choices).join(DreamSheet, DreamSheet.id == DreamSheetVersion.sheet_id)
    query = select(
        select(DreamSheet.draft).where(*theirs).scalar_subquery(),
        is_kept_home(round_, executive),
        version.where(*theirs, DreamSheetVersion.superseded_at.is_(None)).scalar_subquery(),
    )
    draft, kept_home, certified = session.execute(query).one()
    return _numbers(draft or []), kept_home, _numbers(certified or [])


def _numbers(groups: Groups) -> dict[str, int]:
    return {slug: number for number, group in enumerate(groups, 1) for slug in group}
