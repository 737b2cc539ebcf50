"""The ledger of exchange: corrections that a second person looks at, and the ledger as a file."""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from matcher.policy.ledger import Account
from models.access import require
from models.actors import Actor
from models.agencies import Agency
from models.audit import record
from models.errors import Conflict, Denied, Invalid
from models.ledger import LedgerCorrection
from models.queries.ledger import ledger, own_agencies
from models.services.exports import Format
from models.services.files import Taken
from models.spreadsheets.write import write_csv, write_xlsx

EARLIEST, LATEST = 1990, 2100
LARGEST = 99_999
LONGEST_REASON = 2000
HEADER = (
    "fiscal year",
    "agency code",
    "agency",
    "people sent",
    "people received",
    "days sent",
    "days received",
    "people it owes at the end of the year",
    "people it is owed at the end of the year",
)


def correct(
    session: Session, *, actor: Actor, now: datetime, agency: Agency, year: int, figures: Account, reason: str
) -> LedgerCorrection:
    """Write down what is added to an account; it counts once another coordinator let it stand."""
    require(actor, "ledger.correct", agency, now=now)
    if not EARLIEST <= year <= LATEST:
        raise Invalid(f"A fiscal year is from {EARLIEST} to {LATEST}.", about="year")
    if figures.is_empty:
        raise Invalid("Enter at least one figure other than 0.", about="sent")
    amounts = vars(figures)
    if max(map(abs, amounts.values())) > LARGEST:
        raise Invalid(f"Use figures of at most {LARGEST:,}.", about="sent")
    if not reason.strip():
        raise Invalid("Write why the ledger is corrected.", about="reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid(f"Use at most {LONGEST_REASON:,} characters.", about="reason")
    written = LedgerCorrection(
        agency=agency,
        fiscal_year=year,
        reason=reason.strip(),
        author_id=actor.id,
        entered_at=now,
        **amounts,
    )
    session.add(written)
    session.flush()
    facts: dict[str, Any] = {"agency": agency.code, "year": year, "figures": amounts}
    record(session, written, "ledger.correct", actor=actor, now=now, reason=written.reason, **facts)
    session.flush()
    return written


def look(
    session: Session, *, actor: Actor, now: datetime, correction: LedgerCorrection, stands: bool
) -> None:
    """Let a correction stand, or not; never by its author, and once."""
    require(actor, "ledger.look", correction, now=now)
    session.refresh(correction, with_for_update=True)
    if correction.author_id == actor.id:
        raise Denied("Another person than the author looks at a correction.")
    if correction.looked_at is not None:
        raise Conflict("Somebody has looked at this correction already.")
    correction.looked_by_id, correction.looked_at, correction.stands = actor.id, now, stands
    action = "ledger.let_stand" if stands else "ledger.refuse"
    record(session, correction, action, actor=actor, now=now)
    session.flush()


def take(session: Session, *, actor: Actor, now: datetime, format_: Format) -> Taken:
    """The accounts that the actor sees, every year, as a file without formulas."""
    require(actor, "ledger.take", None, now=now)
    shown = ledger(session, now, own_agencies(session, actor, now))
    rows = [
        [
            str(year),
            line.code,
            line.name,
            *_figures(line.account),
            str(max(0, line.balance.net)),
            str(max(0, -line.balance.net)),
        ]
        for year in sorted(shown.years)
        for line in shown.lines(year)
    ]
    content = write_csv(HEADER, rows) if format_ is Format.CSV else write_xlsx("Ledger", HEADER, rows)
    taken = Taken(f"ledger-{local_day(now).isoformat()}.{format_}", content)
    digest = hashlib.sha256(content).hexdigest()
    facts: dict[str, Any] = {"rows": len(rows), "file": taken.name, "file_sha256": digest}
    record(session, actor, "ledger.take", actor=actor, now=now, **facts)
    session.flush()
    return taken


def _figures(account: Account) -> list[str]:
    return [str(account.sent), str(account.received), str(account.days_sent), str(account.days_received)]
