"""Civil days: the day it is in Washington at an instant."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/New_York")


def civil(instant: datetime) -> date:
    """The civil day of an instant."""
    return instant.astimezone(ZONE).date()
