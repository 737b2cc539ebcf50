"""Saying which objective of the own plan a choice on the dream sheet serves."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor
from models.audit import record
from models.dreamsheets import DreamSheet
from models.errors import Conflict, Invalid
from models.executives import Executive
from models.locks import lock_round
from models.queries.aims import open_objectives
from models.services.dreamsheets import is_filing
from models.sheet_aims import SheetAims


def set_aims(
    session: Session, *, actor: Actor, now: datetime, sheet: DreamSheet, aims: Mapping[str, int]
) -> None:
    """Let each choice of the draft serve the objective of that id; a choice that is not named serves none.

    Invalid for a choice that is not on the draft, and for an objective that is not an open one of the
    executive's own plan. The certified list and its receipt stay as they are.
    """
    require(actor, "aims.set_aims", sheet, now=now)
    if not is_filing(lock_round(session, sheet.round), now):
        raise Conflict("The round is not open for dream sheets now.")
    write_aims(session, sheet, aims)
    record(session, sheet, "aims.set_aims", actor=actor, now=now)
    session.flush()


def write_aims(session: Session, sheet: DreamSheet, aims: Mapping[str, int]) -> None:
    """Store the aims, for a verb that asked for permission."""
    listed = {slug for group in sheet.draft for slug in group}
    own = {one.id for one in open_objectives(session, session.get_one(Executive, sheet.executive_id))}
    for slug, number in aims.items():
        if slug not in listed:
            raise Invalid(f"{slug} is not on your list.")
        if number not in own:
            raise Invalid("Choose an objective of your own plan.", about=slug)
    found = session.get(SheetAims, sheet.id) or SheetAims(sheet_id=sheet.id)
    found.content = dict(aims)
    session.add(found)
    session.flush()
