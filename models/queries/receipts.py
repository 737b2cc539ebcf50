"""Whether a certified list is the one in the frozen snapshot, for its owner."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.receipt import Finding, compare
from models.executives import Executive
from models.outcomes import Snapshot
from models.queries.my_sheet import Certified
from models.rounds import Round
from models.sealed_lists import groups


@dataclass(frozen=True)
class Standing:
    """The newest snapshot of the round, and what the receipt shows in it."""

    number: int
    frozen_at: datetime
    sha256: str
    finding: Finding


def receipt_in_snapshot(
    session: Session, round_: Round, executive: Executive, certified: Certified
) -> Standing | None:
    """Hold the owner's receipt against the list in the snapshot; `None` before the freeze."""
    columns = (Snapshot.number, Snapshot.frozen_at, Snapshot.sha256, Snapshot.content)
    newest = select(*columns).where(Snapshot.round_id == round_.id).order_by(Snapshot.number.desc()).limit(1)
    row = session.execute(newest).one_or_none()
    if row is None:
        return None
    number, frozen_at, sha256, content = row
    listed = next((one["choices"] for one in content["executives"] if one["id"] == executive.slug), None)
    finding = compare(
        None if listed is None else groups(listed),
        {one["id"] for one in content["opportunities"]},
        person=executive.slug,
        salt=certified.nonce,
        commitment=certified.commitment,
        certified=certified.choices,
    )
    return Standing(number, frozen_at, sha256, finding)
