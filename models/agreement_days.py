"""By which day all five sign a text, and what is said once that day has passed."""

from datetime import date, datetime

from matcher.mentoring.business import local_day
from matcher.policy.periods import DAY
from matcher.policy.rotation import written
from models.agreements import Agreement, AgreementEvent, AgreementState, EventKind

UNSIGNED = (AgreementState.DRAFT, AgreementState.IN_SIGNATURE)


def signed_until(day: date | None, asked_at: datetime) -> date | None:
    """The day until which all sign, counted in Washington as every deadline of the pages; None where it had
    passed when the text was put out, or the draft entered: it records what began before."""
    return None if day is None or day < local_day(asked_at) else day


def last_to_sign(agreement: Agreement, event: AgreementEvent) -> date | None:
    """The last day on which a text that is out can be signed: the eve of the first day, or the day after
    which the changed days begin. None for an amendment, which has no day, and for a text put out when its day
    had passed."""
    day = {
        EventKind.ORIGINAL: agreement.starts_on - DAY,
        EventKind.EXTENSION: agreement.ends_on,
        EventKind.EARLY_END: event.ends_on,
    }.get(event.kind)
    return signed_until(day, event.drafted_at)


def too_late(agreement: Agreement, event: AgreementEvent, now: datetime) -> str:
    """Why nobody signs the text any more; empty where it can be signed."""
    day = last_to_sign(agreement, event)
    if day is None or local_day(now) <= day:
        return ""
    if event.kind is EventKind.ORIGINAL:
        return first_day_passed(agreement)
    return f"All five had to sign by {written(day)}: this text lapses, and what was agreed on before stands."


def is_missed(agreement: Agreement, now: datetime) -> bool:
    """Whether the first day of one that is not in force came before all had signed."""
    return agreement.state in UNSIGNED and has_come(agreement.starts_on, agreement.created_at, now)


def has_come(first: date, entered_at: datetime, now: datetime) -> bool:
    """Whether a first day came, and not before anybody entered it."""
    day = signed_until(first - DAY, entered_at)
    return day is not None and day < local_day(now)


def first_day_passed(agreement: Agreement) -> str:
    """What follows where the first day came before all had signed."""
    first = written(agreement.starts_on)
    then = "home writes a first day to come, or cancels"
    return f"The first day, {first}, has come without all signatures: {then}."
