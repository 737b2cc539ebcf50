"""An agency's invitation, in the words of whoever was invited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models.consents import Consent
from models.nominations import PERSON_CAME, PERSON_LEFT, Nomination, NominationState
from webui.filters import day
from webui.put_out_words import HAD_LEFT

OVER = "The lists are closed; nothing is to be done."
TAKEN_BACK = "The agency took the invitation back."
ENDED = {
    PERSON_LEFT: f"The invitation ended when {HAD_LEFT}.",
    PERSON_CAME: "The invitation ended when you came to the agency yourself.",
}
"""By why it ended, where the agency did not take it back."""
KEPT_HOME = {
    NominationState.INVITED: "So nothing comes of this invitation, and the agency that sent it hears no more"
    " of you than without an answer.",
    NominationState.TAKEN_UP: "So nothing comes of it that you took the invitation up.",
}


@dataclass(frozen=True)
class Invited:
    """`gone` is why the post is not offered any more, `listed` at which number it stands on the dream sheet
    as it was last filed, `certified` at which on the certified list that stands; `kept_home` says that the
    home agency does not release the reader in the round, `ended` why the invitation ended where the agency
    did not take it back."""

    nomination: Nomination
    consent: Consent | None
    gone: str | None
    listed: int | None
    certified: int | None
    kept_home: bool
    ended: str | None = None

    @property
    def is_kept_home(self) -> bool:
        """Whether that the reader is not released is what there is to say."""
        return self.kept_home and not self.gone and self.nomination.state in KEPT_HOME

    @property
    def is_to_rank(self) -> bool:
        """Whether it was taken up and is still offered."""
        return self.nomination.state is NominationState.TAKEN_UP and not self.gone

    @property
    def is_certified(self) -> bool:
        """Whether it stands at one and the same place of the sheet and of the certified list."""
        return self.listed is not None and self.listed == self.certified

    @property
    def until_then(self) -> str:
        """What stands until the sheet is certified anew, where that is another place of the post."""
        if self.certified is None or self.is_certified:
            return ""
        return f" Until then the list you certified stands, with this post as number {self.certified}."

    @property
    def anyway(self) -> str:
        """That the post is on the sheet without an answer to the invitation; empty where it is not."""
        if self.listed is None:
            return ""
        sheet = "your certified dream sheet" if self.is_certified else "your dream sheet"
        there = (
            f"The post stands on {sheet} as number {self.listed} already, and stays there without an answer"
        )
        return f"{there} too.{self.until_then}"

    def not_released(self) -> str:
        """What comes of it while the home agency keeps the reader."""
        return KEPT_HOME[self.nomination.state]

    def to_answer(self) -> str:
        """Whose it is, before the day by which it is answered."""
        return (
            "You put it away; you may still take it up" if self.nomination.put_away_at else "Yours to answer"
        )

    def over(self) -> str:
        """Why nothing is to be done."""
        if self.nomination.state is NominationState.WITHDRAWN:
            return ENDED[self.ended] if self.ended else TAKEN_BACK
        if self.nomination.state is NominationState.TAKEN_UP:
            return f"You took it up. {self.gone}"
        return self.gone or OVER

    def taken_up(self) -> str:
        """What came of taking it up."""
        if not self.listed:
            put = "It is at the end of your dream sheet: put it where you want it, then certify."
            return put + self.until_then
        if self.is_certified:
            there = f"It stands on your certified dream sheet, as number {self.listed}"
            return f"{there}; nothing is to be certified anew."
        return (
            f"It stands on your dream sheet already, as number {self.listed}; it counts there once the sheet"
            f" is certified.{self.until_then}"
        )

    def taking_up(self) -> Iterator[str]:
        """What taking it up does, and who learns of it."""
        if not self.listed:
            yield (
                "The post goes to the end of your dream sheet, where you rank it like any other; it counts"
                f" once you certify the sheet with it.{self.until_then}"
            )
        elif self.is_certified:
            there = f"stands on your certified dream sheet already, as number {self.listed}"
            yield f"The post {there}, and stays there; nothing is to be certified anew."
        else:
            there = f"stands on your dream sheet already, as number {self.listed}, and stays there"
            yield f"The post {there}; it counts there once you certify the sheet.{self.until_then}"
        yield (
            "The agency learns that you took the invitation up, and neither your order nor what else is on"
            " your list."
        )
        if self.consent:
            given = day(self.consent.given_at)
            yield f"You gave your consent in this round on {given}; you sign it once more, for this post."
        else:
            yield (
                "Your consent in this round is given with it, so your supervisor and agency are asked to"
                " release you."
            )
