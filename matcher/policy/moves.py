"""Checks of a reassignment or transfer: notice, moratorium, consents (rules D8 to D16)."""

from collections.abc import Iterable
from datetime import date

from matcher.policy import assignment_clauses as c
from matcher.policy.facts import Facts, Ground, Move
from matcher.policy.law import Law
from matcher.policy.periods import DAY, Span, joined
from matcher.policy.reasons import Reason, reason_under
from matcher.policy.rotation import APPOINTMENT_NAMES, written


def check_move(facts: Facts, law: Law) -> list[Reason]:
    """What is to say of a permanent move; nothing of an assignment that ends."""
    if facts.move is None or not facts.permanent:
        return []
    found = _consents(facts, facts.move, law) + _kept(facts, facts.move, law)
    if facts.kind == "reassignment":
        found += _notice(facts, facts.move, law) + _moratorium(facts, facts.move, law)
    return found


def tolled(appointed: date, away: Iterable[Span], days: int, most: int) -> int:
    """How many days away, at most `most`, a moratorium of `days` after `appointed` does not count."""
    count, end = 0, appointed + days * DAY
    for span in joined(away):
        start = max(span.start, appointed + DAY)
        if start > end or span.end < start:
            continue
        more = min((span.end - start).days + 1, most - count)
        count, end = count + more, end + more * DAY
    return count


def first_involuntary(appointed: date, away: Iterable[Span], law: Law) -> date | None:
    """The first day on which a reassignment without consent can take effect, None without a moratorium.

    >>> from matcher.policy.book import CLAUSES
    >>> first_involuntary(date(2027, 1, 25), [], Law(date(2027, 1, 25), CLAUSES))
    datetime.date(2027, 5, 26)
    """
    days = law.figure(c.MORATORIUM_DAYS)
    if days is None:
        return None
    more = tolled(appointed, away, days, law.figure(c.TOLLED_DAYS) or 0)
    return appointed + (days + more + 1) * DAY


def _notice(facts: Facts, move: Move, law: Law) -> list[Reason]:
    """15 days, or 60 outside the commuting area; only the 60 can be waived, and never the consultation."""
    if move.far and move.waived is not None:
        consulted = move.consulted is not None and move.consulted <= move.waived
        return [] if consulted else reason_under(law, "not_consulted")
    days = law.figure(c.FAR_NOTICE_DAYS if move.far else c.NOTICE_DAYS)
    late = days is not None and (move.notice is None or facts.start < move.notice + days * DAY)
    given = "; none is on record" if move.notice is None else f" of {written(move.notice)}"
    if not move.far:
        return reason_under(law, "notice_short", given=given) if late else []
    found = reason_under(law, "far_notice_short", given=given) if late else []
    before = move.consulted is not None and (move.notice is None or move.consulted <= move.notice)
    return found if before else found + reason_under(law, "not_consulted")


def _moratorium(facts: Facts, move: Move, law: Law) -> list[Reason]:
    """Only without consent; each appointment of a head or noncareer supervisor has its own 120 days, and its
    own look at the exception."""
    found: list[Reason] = []
    for appointed in sorted(facts.heads) if move.involuntary else ():
        first = first_involuntary(appointed, move.away, law)
        if first is None or not appointed <= facts.start < first:
            continue
        if (why := _exempted(facts, move, appointed)) is not None:
            found += reason_under(law, "moratorium_excepted", why=why)
        else:
            found += reason_under(law, "in_moratorium", first=written(first), appointed=written(appointed))
    return found


def _exempted(facts: Facts, move: Move, appointed: date) -> str | None:
    """Why this appointment bars nothing: an unsatisfactory rating before the move, or discipline before."""
    own = move.exception
    if own is None:
        return None
    if own.ground is Ground.UNSATISFACTORY_RATING:
        return (
            f"it follows the unsatisfactory rating of {written(own.on)}." if own.on <= facts.start else None
        )
    before = f"the disciplinary action of {written(own.on)} began before {written(appointed)}."
    return before if own.on < appointed else None


def _consents(facts: Facts, move: Move, law: Law) -> list[Reason]:
    own, gaining = facts.consents.executive, facts.consents.gaining
    found = []
    if facts.kind == "transfer":
        if own is None:
            found += reason_under(law, "transfer_unconsented", who="the executive")
        if gaining is None:
            found += reason_under(law, "transfer_unconsented", who="the gaining agency")
    elif own is None and not move.involuntary:
        found += reason_under(law, "consent_missing")
    return found


def _kept(facts: Facts, move: Move, law: Law) -> list[Reason]:
    found = []
    if facts.position_type == "career_reserved" and facts.appointment != "career":
        appointment = APPOINTMENT_NAMES[facts.appointment]
        found += reason_under(law, "general_only", appointment=appointment)
    own = facts.consents.executive
    if move.to_noncareer and facts.appointment == "career" and (own is None or own >= facts.start):
        found += reason_under(law, "career_given_up")
    return found
