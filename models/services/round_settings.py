"""The settings of a round, changed while it is in preparation and nobody has acted on them; and its
outside value, which another replaces until the lists close."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from models.access import require
from models.actors import Actor
from models.audit import record
from models.errors import Conflict, Invalid
from models.locks import lock_round
from models.queries.calendar import lists_are_closed
from models.round_plan import Calendar, check_settings
from models.rounds import Round, RoundStage, RoundState, Stage, Undecided, Unranked
from models.rows import rewrite


def change(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_: Round,
    name: str,
    calendar: Calendar,
    outside_source: str,
    stages: Sequence[Stage],
    unranked: Unranked,
    undecided: Undecided,
    enough_moves: int,
    seen: int,
) -> None:
    """Replace the settings a round was begun with; its address and its lottery secret stay.

    `seen` is the version of the round that was shown: Conflict where it was changed since, and once the round
    collects opportunities. Invalid as for a new round.
    """
    require(actor, "round_settings.change", round_, now=now)
    current = lock_round(session, round_, write=True)
    if current.state is not RoundState.DRAFT:
        raise Conflict("The round is no longer in preparation: its settings stay as they are.")
    if current.version != seen:
        raise Conflict(
            "The round was changed since you opened this page: send this again to put it in its place."
        )
    check_settings(session, now, name, calendar, stages, enough_moves, of=current)
    wanted = vars(calendar) | {
        "name": name,
        "outside_source": outside_source,
        "unranked": unranked,
        "undecided": undecided,
        "enough_moves": enough_moves,
    }
    before = [one.stage for one in current.stages]
    changed = [field for field, value in wanted.items() if getattr(current, field) != value]
    for field in changed:
        setattr(current, field, wanted[field])
    if before != list(stages):
        changed.append("stages")
        flag_modified(current, "name")  # whatever part changed, the version counts it
        new = [RoundStage(ordinal=ordinal, stage=stage) for ordinal, stage in enumerate(stages, 1)]
        rewrite(session, current.stages, new)
    if changed:
        record(session, current, "rounds.change_settings", actor=actor, now=now, changed=changed)
        session.flush()


def correct_outside(
    session: Session, *, actor: Actor, now: datetime, round_: Round, outside_source: str, reason: str
) -> None:
    """Announce another public value than the one before, which a later freeze can let people know too soon.

    Conflict in preparation, while the settings take it without a reason, and once the lists are closed: it is
    named before that (docs/round-file.md, on the lottery).
    """
    require(actor, "round_settings.correct_outside", round_, now=now)
    current = lock_round(session, round_, write=True)
    if current.state is RoundState.DRAFT:
        raise Conflict(
            "The round is in preparation: its outside value is changed under “Change the settings”."
        )
    if lists_are_closed(current, now):
        raise Conflict("The outside value is named before the lists close: it stays as it was announced.")
    if not reason.strip():
        raise Invalid("Write the reason.", about="reason")
    before = current.outside_source
    if outside_source == before:
        raise Invalid("This is the outside value that is announced already.", about="outside_source")
    current.outside_source = outside_source
    record(
        session,
        current,
        "rounds.correct_outside",
        actor=actor,
        now=now,
        reason=reason,
        source=outside_source,
        in_place_of=before,
    )
    session.flush()
