"""The two portable files of a run, taken out of the house: each a disclosure, each on the trail."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models import snapshots
from models.access import require
from models.actors import Actor
from models.audit import record
from models.outcomes import Outcome
from models.scenario_files import content_of


@dataclass(frozen=True)
class Taken:
    """A file as it leaves the house."""

    name: str
    content: bytes


def take_round(session: Session, *, actor: Actor, now: datetime, outcome: Outcome) -> Taken:
    """The round file of a run, with the seed revealed: it holds every dream sheet and every ranking."""
    require(actor, "files.take_round", outcome.round, now=now)
    file = snapshots.seeded_file(content_of(session, outcome), outcome.round)
    return _take(session, actor, now, outcome, "round", file)


def take_outcome(session: Session, *, actor: Actor, now: datetime, outcome: Outcome) -> Taken:
    """The outcome file of a run: who goes where, who is not placed, and the proof."""
    require(actor, "files.take_outcome", outcome.round, now=now)
    return _take(session, actor, now, outcome, "outcome", outcome.content)


def _take(
    session: Session, actor: Actor, now: datetime, outcome: Outcome, kind: str, value: dict[str, Any]
) -> Taken:
    taken = Taken(
        f"{outcome.round.slug}-run-{outcome.number}.{kind}.json",
        (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode(),
    )
    digest = hashlib.sha256(taken.content).hexdigest()
    action = f"outcomes.take_{kind}_file"
    record(session, outcome, action, actor=actor, now=now, file=taken.name, file_sha256=digest)
    session.flush()
    return taken
