"""The release of an executive in a round, in the words of whom it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.queries.calendar import releases_end_at
from models.releases import PENDING, Release, ReleaseState
from models.rounds import Round, Undecided
from webui.filters import deadline, state

ONE_OF = {
    ReleaseState.PENDING_SUPERVISOR: ("your supervisor", "supervisors"),
    ReleaseState.PENDING_AGENCY: ("who decides for your agency", "people who decide for your agency"),
}
"""What the one whom it waits for is called, and several."""
UNADVISED = (
    "Nobody at your agency can recommend, so within the hour it is with the agency, which decides without a"
    " recommendation and does not see your list."
)
SEES_NOTHING = {
    ReleaseState.PENDING_SUPERVISOR: "After the recommendation your agency decides; neither sees your list.",
    ReleaseState.PENDING_AGENCY: "Your agency does not see your list.",
}


@dataclass(frozen=True)
class OwnRelease:
    """`asked` are the people whom it waits for, by name."""

    release: Release
    asked: Sequence[str]
    round: Round

    @property
    def is_pending(self) -> bool:
        """Whether it is not decided."""
        return self.release.state in PENDING

    @property
    def is_passed_on(self) -> bool:
        """Whether nobody can recommend, so that it goes to the agency by itself."""
        return self.release.state is ReleaseState.PENDING_SUPERVISOR and not self.asked

    def state(self) -> str:
        """Where it is."""
        return "on its way to your agency" if self.is_passed_on else state(self.release)

    def who(self) -> str:
        """What those are called whom it waits for."""
        one, several = ONE_OF[self.release.state]
        return one if len(self.asked) == 1 else f"one of {len(self.asked)} {several}"

    def coming(self) -> str:
        """How it goes on, and what becomes of it if nobody decides."""
        sees = UNADVISED if self.is_passed_on else SEES_NOTHING[self.release.state]
        counts = "not released" if self.round.undecided is Undecided.REFUSED else "released"
        by = deadline(releases_end_at(self.round))
        return f"{sees} What nobody has decided by {by} counts as {counts}."
