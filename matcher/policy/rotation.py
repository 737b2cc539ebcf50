"""Checks of a rotation: each returns its reasons, and an empty list means yes."""

from dataclasses import dataclass
from datetime import date, timedelta

from matcher.policy import clauses
from matcher.policy.reasons import Reason, reason

CLEARANCE_ORDER = ("none", "secret", "top_secret")
CLEARANCE_NAMES = {"none": "none", "secret": "secret", "top_secret": "top secret"}
APPOINTMENT_NAMES = {
    "career": "career",
    "noncareer": "noncareer",
    "limited_term": "limited term",
    "limited_emergency": "limited emergency",
}


@dataclass(frozen=True)
class Card:
    """What policy needs of an executive; `home` is an agency code."""

    home: str
    appointment: str
    clearance: str


@dataclass(frozen=True)
class Offer:
    """What policy needs of an opportunity; `position_type` is None where no post stands behind it."""

    id: str
    host: str
    duration_days: int
    starts_until: date
    clearance: str
    position_type: str | None
    in_ses: bool
    starts_from: date
    kind: str = "detail"


def check_offer(offer: Offer, results: date) -> list[Reason]:
    """What is to say of an opportunity alone in a round whose results come on the day `results`."""
    found = []
    if offer.duration_days < clauses.ROTATION_DAYS.figure:
        found.append(reason("short_rotation", opportunity=offer.id, days=offer.duration_days))
    if offer.starts_until < results:
        found.append(
            reason(
                "starts_too_early",
                opportunity=offer.id,
                until=written(offer.starts_until),
                results=written(results),
            )
        )
    if not offer.in_ses:
        found.append(reason("outside_ses", opportunity=offer.id))
    return found


def check_pair(card: Card, offer: Offer) -> list[Reason]:
    """What is to say of this executive at this opportunity, the opportunity's own reasons left out."""
    found = []
    if card.home == offer.host:
        found.append(reason("own_agency", opportunity=offer.id))
    if CLEARANCE_ORDER.index(card.clearance) < CLEARANCE_ORDER.index(offer.clearance):
        needed, held = CLEARANCE_NAMES[offer.clearance], CLEARANCE_NAMES[card.clearance]
        found.append(reason("needs_clearance", opportunity=offer.id, needed=needed, held=held))
    if offer.position_type == "career_reserved" and card.appointment != "career":
        appointment = APPOINTMENT_NAMES[card.appointment]
        found.append(reason("career_reserved", opportunity=offer.id, appointment=appointment))
    return found


def check_exchange(opportunity: str, cause: str, forbidden: str | None) -> list[Reason]:
    """What the round itself says of a pair: `cause` is why the agencies do not exchange ("no_alliance" or
    "internal", anything else says nothing), `forbidden` the reason of a recorded rule against the pair."""
    found = []
    if cause == "no_alliance":
        found.append(reason("no_alliance", opportunity=opportunity))
    if cause == "internal":
        found.append(reason("internal", opportunity=opportunity))
    if forbidden is not None:
        found.append(reason("recorded_rule", opportunity=opportunity, why=forbidden))
    return found


def check_sheet(items: int) -> list[Reason]:
    """Whether a dream sheet of `items` items (a tie is one item) is short enough."""
    return [reason("sheet_too_long", items=items)] if items > clauses.LONGEST_SHEET.figure else []


def check_measures(opportunity: str, objectives: int, indicators: int) -> list[Reason]:
    """Whether an opportunity says what is to be reached and how it will be seen."""
    least = clauses.MEASURED_OBJECTIVES.figure
    found = [reason("no_objective", opportunity=opportunity)] if objectives < least else []
    return found + ([reason("no_indicator", opportunity=opportunity)] if indicators < least else [])


def grant_ends(starts: date) -> date:
    """The latest end of a role that is given on `starts`."""
    return starts + timedelta(days=clauses.LONGEST_GRANT.figure)


def check_grant(starts: date, ends: date) -> list[Reason]:
    """Whether a role held from `starts` until just before `ends` is short enough."""
    return [reason("grant_too_long", days=(ends - starts).days)] if ends > grant_ends(starts) else []


def written(day: date) -> str:
    """7 December 2026."""
    return f"{day.day} {day:%B %Y}"
