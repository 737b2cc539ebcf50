"""By which day all five sign a text, and what is said once that day has passed."""

from datetime import date, datetime

from matcher.policy.periods import DAY
from matcher.policy.return_dates import civil
from matcher.policy.rotation import written
from models.agreements import Agreement, AgreementEvent, AgreementState, EventKind

UNSIGNED = (AgreementState.DRAFT, AgreementState.IN_SIGNATURE)


def last_to_sign(agreement: Agreement, event: AgreementEvent) -> date | None:
    """The last day on which a text that is out can be signed: the eve of the first day, or the day after
    which the changed days begin. None for an amendment, which has no day, and for a text put out when its day
    had passed: it records what began before."""
    day = {
        EventKind.ORIGINAL: agreement.starts_on - DAY,
        EventKind.EXTENSION: agreement.ends_on,
        EventKind.EARLY_END: event.ends_on,
    }.get(event.kind)
    return None if day is None or day < civil(event.drafted_at, agreement.zone) else day


def too_late(agreement: Agreement, event: AgreementEvent, now: datetime) -> str:
    """Why nobody signs the text any more; empty where it can be signed."""
    day = last_to_sign(agreement, event)
    if day is None or civil(now, agreement.zone) <= day:
        return ""
    if event.kind is EventKind.ORIGINAL:
        return first_day_passed(agreement)
    return f"All five had to sign by {written(day)}: this text lapses, and what was agreed on before stands."


def is_missed(agreement: Agreement, now: datetime) -> bool:
    """Whether the first day came before all had signed; not where it had come before anybody entered it."""
    entered, today = civil(agreement.created_at, agreement.zone), civil(now, agreement.zone)
    return agreement.state in UNSIGNED and entered < agreement.starts_on <= today


def first_day_passed(agreement: Agreement) -> str:
    """What follows where the first day came before all had signed."""
    first = written(agreement.starts_on)
    return f"The first day, {first}, has passed without all signatures: home writes new dates, or cancels."
