"""Row locks that order what must not overlap: a filing and the freeze of the same round, say.

SQLite has one writer at a time and ignores the clause; there the reading again is what matters.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.rounds import Round


def lock_round(session: Session, round_: Round, *, write: bool = False) -> Round:
    """Read the round again under a lock: shared for those who file into it, exclusive for who moves it."""
    query = select(Round).where(Round.id == round_.id).with_for_update(read=not write)
    return session.scalars(query, execution_options={"populate_existing": True}).one()
