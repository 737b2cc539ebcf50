"""The receipt for a certified list, in the words of its owner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from matcher.receipt import Finding, Match
from models.dreamsheets import SheetState
from models.queries.calendar import lists_are_closed
from models.queries.my_rounds import RESULTS
from models.queries.my_sheet import SheetView
from models.rounds import Round, RoundState
from models.services.consents import GIVEN_IN
from webui.filters import comes, day, last_day
from webui.put_out_words import part_ended
from webui.sheet_standing import hosts_rank

MATCHES, MATCHES_NOT = "Your receipt matches", "Your receipt does not match"
ABSENT = "Your list is not in the frozen round"
SAME = "The list in the snapshot is the one you certified, item by item: its fingerprint is your commitment."
THINNED = (
    "The list in the snapshot is the one you certified, without what the round did not offer any more at the"
    " freeze: {}. The order of the others is yours."
)
LEFT = "{}, so your list is not in what was frozen anew."
NOT_IN = (
    "You are not in the snapshot: your consent was missing at the freeze, or your agency did not release you."
    " Ask the exchange coordinator if neither is so."
)
ANOTHER = (
    "The list in the snapshot is not the one that gives your commitment. Keep this page, and show it now to"
    " the exchange coordinator and to the auditor: they hold the round file and see which list stands in it."
)


@dataclass(frozen=True)
class Receipt:
    """A certified list at `now`."""

    view: SheetView
    round: Round
    now: datetime

    @property
    def asks_consent(self) -> bool:
        """Whether the consent is missing, and can be given."""
        return not self.view.consent and self.round.state in GIVEN_IN

    @property
    def is_unconsented(self) -> bool:
        """Whether it is missing for good."""
        return not (self.view.consent or self.asks_consent or self.view.left)

    @property
    def is_out(self) -> bool:
        """Whether the list does not count in the round."""
        return self.view.kept_home or self.is_unconsented

    @property
    def is_in(self) -> bool:
        """Whether it will be in what is frozen."""
        over = self.round.frozen_sha256 or self.round.state is RoundState.CANCELLED
        return self.view.consent is not None and not over

    @property
    def misses_some(self) -> bool:
        """Whether what a choice requires is not met."""
        return any(line.is_unmet for line in self.view.lines)

    @property
    def has_result(self) -> bool:
        """Whether the result is published, for a list that was in the round."""
        return self.round.state in RESULTS and not self.view.left

    def changed(self) -> str:
        """That the list was changed since."""
        if self.view.state is not SheetState.CHANGED or self.is_out:
            return ""
        counts = "still counts" if self.view.consent else "counts once you give your consent"
        return f"You changed your list since. What you see here is the certified one, and it {counts}."

    def coming(self) -> Iterator[str]:
        """What becomes of the list, before the result."""
        result = f"result {comes(self.round.results_at)}."
        if self.view.left and self.view.taken_back_at:
            withdrew = f"You withdrew from the round on {day(self.view.taken_back_at)}"
            yield f"{part_ended() if self.view.put_out else withdrew}: this list counts no longer."
        elif self.round.state is RoundState.CANCELLED:
            yield "The round was cancelled: this list is used no more."
        elif self.round.frozen_sha256:
            yield f"Next: the list is sealed; the {result}"
        else:
            closes = f"the lists close on {day(last_day(self.round.lists_close_at))}, then "
            ahead = "" if lists_are_closed(self.round, self.now) else closes
            yield f"Next: {ahead}{hosts_rank(self.round, self.now)}."
            yield f"The {result}"

    def title(self) -> str:
        """What the list below is called."""
        return "The list you certified" if self.view.left or self.is_out else "The list that counts"

    def absent(self) -> str:
        """Why it is not in the snapshot."""
        withdrew = part_ended() if self.view.put_out else "You withdrew from the round"
        return LEFT.format(withdrew) if self.view.left else NOT_IN

    def found(self, finding: Finding) -> tuple[str, str, str]:
        """What the snapshot shows of it: the kind of alert, its words and its heading."""
        return {
            Match.SAME: ("success", SAME, MATCHES),
            Match.THINNED: ("success", THINNED.format(", ".join(finding.left_out)), MATCHES),
            Match.ABSENT: ("warning", self.absent(), ABSENT),
        }.get(finding.match, ("error", ANOTHER, MATCHES_NOT))
