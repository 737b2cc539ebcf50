"""Dream sheets: filed, certified with a receipt, withdrawn. Only the certified list counts."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from matcher.policy.past import check_past
from matcher.policy.reasons import Reason
from matcher.policy.rotation import Card, check_offer, check_pair, check_sheet
from matcher.receipt import commit
from models.access import require
from models.actors import Actor
from models.dreamsheets import DreamSheet, DreamSheetVersion, SheetState
from models.errors import Conflict, Invalid, Unmet
from models.executives import Executive
from models.lifecycles import advance, must_allow
from models.locks import lock_round
from models.queries.my_sheet import find_consent
from models.queries.offers import offers
from models.queries.own_release import is_kept_home
from models.queries.pasts import past_of
from models.queries.waivers import unanswered
from models.receipts import Receipt
from models.rounds import Round, RoundState
from models.sealed_lists import Groups, groups
from models.services import consents
from models.services.consents import FROZEN

NOT_RELEASED = (
    "Your home agency does not release you in this round, so no list of yours counts in it. "
    "Your dream sheet says why, and what you can do."
)


@dataclass(frozen=True)
class Filed:
    """A filed sheet and what policy says of it without refusing it."""

    sheet: DreamSheet
    warnings: list[Reason]


def file_sheet(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_: Round,
    executive: Executive,
    choices: Sequence[str | Sequence[str]],
) -> Filed:
    """Store the list, most wanted first; an item is the slug of an opportunity or a tie of several.

    Raises Unmet with every HARD reason; any other reason comes back as a warning. What is stored is a draft
    until it is certified; a list certified before counts until then. What is again as it was certified is no
    change.
    """
    require(actor, "dreamsheets.file_sheet", executive, now=now)
    filed = keep(session, by=actor, now=now, round_=round_, executive=executive, choices=choices)
    if filed.sheet.state is SheetState.CHANGED and filed.sheet.draft == _certified(session, filed.sheet):
        advance(session, filed.sheet, "put_back", actor=actor, now=now)
        session.flush()
    return filed


def keep(
    session: Session,
    *,
    by: Actor,
    now: datetime,
    round_: Round,
    executive: Executive,
    choices: Sequence[str | Sequence[str]],
    late: bool = False,
) -> Filed:
    """Store the draft, the executive's own or one entered on the executive's behalf; `late` where the verb
    that calls has seen to it that the lists still take this one."""
    if not late:
        _must_be_filing(session, round_, now)
    wanted = groups(choices)
    reasons = judge(session, round_, executive, wanted)
    if refused := [reason for reason in reasons if reason.refuses]:
        raise Unmet(refused)
    sheet = find_sheet(session, round_, executive) or DreamSheet(
        round_id=round_.id, executive_id=executive.id, executive=executive
    )
    sheet.draft = wanted
    session.add(sheet)
    session.flush()
    advance(session, sheet, "file", actor=by, now=now)
    session.flush()
    return Filed(sheet, reasons)


def find_sheet(session: Session, round_: Round, executive: Executive) -> DreamSheet | None:
    """The sheet of an executive in a round."""
    owner = DreamSheet.round_id == round_.id, DreamSheet.executive_id == executive.id
    return session.scalar(select(DreamSheet).where(*owner))


def is_filing(round_: Round, now: datetime) -> bool:
    """Whether the round takes dream sheets at `now`."""
    return round_.state is RoundState.PREFERENCES and round_.lists_open_at <= now <= round_.lists_close_at


def _must_be_filing(session: Session, round_: Round, now: datetime) -> None:
    if not is_filing(lock_round(session, round_), now):
        raise Conflict("The round is not open for dream sheets now.")


def judge(session: Session, round_: Round, executive: Executive, wanted: Groups) -> list[Reason]:
    """What policy says of every choice; Invalid where one is not offered in the round."""
    slugs = [slug for group in wanted for slug in group]
    known = offers(session, round_, slugs)
    for slug in slugs:
        if slug not in known:
            raise Invalid(f"{slug} is not offered in this round.")
    card = Card(executive.home_agency.code, executive.appointment, executive.clearance)
    past = past_of(session, executive)
    results = local_day(round_.results_at)
    found = check_sheet(len(wanted))
    for slug in slugs:
        found += check_offer(known[slug], results) + check_pair(card, known[slug])
        found += check_past(past, known[slug])
    return found


def see(session: Session, *, actor: Actor, now: datetime, sheet: DreamSheet) -> Groups:
    """The list as it was last filed, for its owner alone."""
    require(actor, "dreamsheets.see", sheet.executive, now=now)
    stored: Groups = sheet.draft
    return stored


def certify_sheet(
    session: Session, *, actor: Actor, now: datetime, sheet: DreamSheet, nonce: str | None = None
) -> Receipt:
    """Make the filed list the one that counts; of the one before only its commitment stays."""
    require(actor, "dreamsheets.certify_sheet", sheet.executive, now=now)
    _must_be_filing(session, sheet.round, now)
    return certify(session, sheet, by=actor, now=now, nonce=nonce)


def certify(
    session: Session, sheet: DreamSheet, *, by: Actor, now: datetime, nonce: str | None = None
) -> Receipt:
    """Certify the draft, for a verb that asked for permission and saw that the lists take it."""
    must_allow(sheet, "certify")
    if session.scalar(select(is_kept_home(sheet.round, sheet.executive))):
        raise Conflict(NOT_RELEASED)
    if not sheet.draft:
        raise Invalid("An empty list cannot be certified; add a choice, or withdraw the sheet.")
    named = [slug for group in sheet.draft for slug in group]
    if closed := unanswered(session, sheet.round, sheet.executive, named):
        raise Unmet(closed)
    number = _supersede(session, sheet, now) + 1
    salt = nonce or secrets.token_hex(16)
    digest = commit(salt, sheet.executive.slug, sheet.draft)
    session.add(
        DreamSheetVersion(
            sheet_id=sheet.id,
            number=number,
            choices=sheet.draft,
            nonce=salt,
            commitment=digest,
            certified_at=now,
            certified_by_id=by.id,
        )
    )
    advance(session, sheet, "certify", actor=by, now=now, commitment=digest, number=number)
    session.flush()
    return Receipt(number, salt, digest)


def put_back(session: Session, *, actor: Actor, now: datetime, sheet: DreamSheet) -> None:
    """Drop what was changed since certifying: the certified list, which still counts, stands alone."""
    require(actor, "dreamsheets.put_back", sheet.executive, now=now)
    _must_be_filing(session, sheet.round, now)
    must_allow(sheet, "put_back")
    sheet.draft = _certified(session, sheet)
    advance(session, sheet, "put_back", actor=actor, now=now)
    session.flush()


def _certified(session: Session, sheet: DreamSheet) -> Groups:
    """The list that counts."""
    counts = DreamSheetVersion.sheet_id == sheet.id, DreamSheetVersion.superseded_at.is_(None)
    stored: Groups = session.scalars(select(DreamSheetVersion.choices).where(*counts)).one()
    return stored


def _supersede(session: Session, sheet: DreamSheet, now: datetime) -> int:
    """Erase the list that counted until now; the number of the last version, 0 where there is none."""
    versions = session.scalars(
        select(DreamSheetVersion)
        .where(DreamSheetVersion.sheet_id == sheet.id)
        .order_by(DreamSheetVersion.number)
    ).all()
    for version in versions:
        if version.superseded_at is None:
            version.choices, version.nonce, version.superseded_at = None, None, now
    return versions[-1].number if versions else 0


def withdraw(session: Session, *, actor: Actor, now: datetime, sheet: DreamSheet) -> None:
    """Leave the round before the freeze: no reason is asked, the list is erased, and with the consent ends
    the question to the home side."""
    require(actor, "dreamsheets.withdraw", sheet.executive, now=now)
    if lock_round(session, sheet.round).frozen_sha256 is not None:
        raise Conflict(FROZEN)
    take_out(session, sheet, by=actor, now=now)
    if consent := find_consent(session, sheet.round, sheet.executive):
        consents.end(session, by=actor, now=now, consent=consent)


def take_out(session: Session, sheet: DreamSheet, *, by: Actor, now: datetime) -> None:
    """Erase a sheet's lists and withdraw it, for a verb that asked for permission and saw no freeze."""
    _supersede(session, sheet, now)
    sheet.draft = []
    advance(session, sheet, "withdraw", actor=by, now=now)
    session.flush()
