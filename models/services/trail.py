"""The audit trail taken out of the house: what a reader asked for as one file, itself on the trail."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from models.access import require
from models.actors import Actor
from models.audit import record
from models.errors import Invalid
from models.queries.trail import Entry, Sought, count, every_entry
from models.services.files import Taken
from models.spreadsheets.write import write_csv

MOST_ENTRIES = 50_000
"""Entries in one file: what is taken stands in memory while its hash is made."""

HEADER = (
    "entry", "at (UTC)", "account", "name", "act", "act in words", "result", "done to", "table", "number",
    "reason", "commitment", "details (JSON)",
)  # fmt: skip


def take(
    session: Session, *, actor: Actor, now: datetime, sought: Sought, say: Callable[[str], str]
) -> Taken:
    """The entries that fit, the newest first, as CSV without formulas; `say` puts an act into words.

    Invalid where more fit than one file holds.
    """
    require(actor, "trail.take", None, now=now)
    if (total := count(session, sought)) > MOST_ENTRIES:
        raise Invalid(
            f"{total:,} entries fit, and one file holds {MOST_ENTRIES:,}: choose the days from and to, and "
            "take the trail part by part.",
            about="since",
        )
    content = write_csv(HEADER, (_cells(one, say) for one in every_entry(session, sought)))
    taken = Taken(f"trail-{local_day(now).isoformat()}.csv", content)
    digest = hashlib.sha256(content).hexdigest()
    record(
        session, actor, "trail.take", actor=actor, now=now,
        rows=total, file=taken.name, file_sha256=digest, asked=_asked(sought),
    )  # fmt: skip
    session.flush()
    return taken


def _cells(entry: Entry, say: Callable[[str], str]) -> list[str]:
    table, number = entry.of
    return [
        str(entry.id),
        entry.at.isoformat(timespec="seconds"),
        entry.slug,
        entry.who,
        entry.action,
        say(entry.action),
        entry.result,
        entry.what,
        table,
        str(number),
        entry.reason or "",
        entry.commitment or "",
        json.dumps(entry.facts, ensure_ascii=False, sort_keys=True) if entry.facts else "",
    ]


def _asked(sought: Sought) -> dict[str, str]:
    """What was asked for, as the trail tells it; nothing where everything was."""
    days = {"since": sought.since, "until": sought.until}
    found = {"who": sought.who.strip(), "act": sought.action}
    found |= {name: "" if at is None else at.isoformat() for name, at in days.items()}
    found["round"] = "" if sought.round_id is None else str(sought.round_id)
    found["record"] = "" if sought.of is None else " ".join(map(str, sought.of))
    found["disclosures"] = "alone" if sought.disclosures else ""
    return {name: text for name, text in found.items() if text}
