"""A dream sheet that somebody entered for an executive: until when it can be confirmed, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.entered_sheets import EnteredSheet
from models.queries.calendar import releases_end_at
from models.rounds import Round
from models.services.entered_sheets import is_confirmable, takes_late
from webui.filters import deadline

LATE_AGAIN = (
    "The lists closed before you confirmed it, so it counts for nothing; a coordinator can enter it again as"
    " late."
)
LATE = "It was not confirmed before the host rankings opened, so it counts for nothing."


@dataclass(frozen=True)
class EnteredList:
    """A list that waits for the word of its owner, as it stands at `now`."""

    entered: EnteredSheet
    now: datetime

    @property
    def round(self) -> Round:
        """Into which it was entered."""
        return self.entered.round

    @property
    def is_confirmable(self) -> bool:
        """Whether its owner can still make it count."""
        return is_confirmable(self.entered, self.now)

    @property
    def until(self) -> datetime:
        """Until when that is."""
        return releases_end_at(self.round) if self.entered.late_because else self.round.lists_close_at

    def why_late(self) -> str:
        """To its owner: why it can be confirmed after the lists closed."""
        because = self.entered.late_because
        return f"The lists are closed; this one is taken late: “{because}”." if because else ""

    def by(self) -> str:
        """To its owner: what the day it is confirmed by goes with."""
        late = "Confirm it before the host rankings open, at the latest on"
        return late if self.entered.late_because else "Confirm it by"

    def over(self) -> str:
        """To its owner: why it can be confirmed no more."""
        return LATE_AGAIN if takes_late(self.round, self.now) else LATE

    def standing(self) -> str:
        """To whoever entered it: by when it has to be confirmed, or that it was not."""
        if not self.is_confirmable:
            return "it was not confirmed before the lists closed, and a late one needs a reason:"
        if self.entered.late_because:
            return (
                "taken late, it has to be confirmed before the host rankings open, at the latest on"
                f" {deadline(self.until)}"
            )
        return f"it has to be confirmed by {deadline(self.until)}"
