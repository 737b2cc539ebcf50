"""What the pages of an executive begin with: the executive who is signed in, and the round of the address."""

from __future__ import annotations

from typing import Any

from flask import abort, g
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.executives import Executive
from models.rounds import Round, RoundState

HIDDEN = (RoundState.DRAFT, RoundState.POSTING)


def me(session: Session, **_address: Any) -> Executive | None:
    """The executive the actor is: these pages have no address for anybody else's."""
    return None if g.actor.executive_id is None else session.get(Executive, g.actor.executive_id)


def find_round(slug: str) -> Round:
    """The round of the address; 404 before its catalogue is open."""
    found: Round | None = g.db.scalar(select(Round).where(Round.slug == slug))
    if found is None or found.state in HIDDEN:
        abort(404)
    return found
