"""One act that takes a round forward."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Act:
    """What comes next: `says` tells in numbers what it will do; `post` acts at once, else it is a link;
    `by_itself` is when the calendar does it, empty where it waits for a person, as `waits` says, and
    `left_alone` what the round is by that: frozen, say, but not while what `held` names stands; `clock`
    begins the sentence that ends with `due`, `then` tells on the page before the step what follows it and
    who is left out, `cost` says what doing it early takes from whom."""

    label: str
    says: str
    due: datetime | None
    address: str
    action: str
    post: bool = True
    early: bool = False
    by_itself: datetime | None = None
    left_alone: str = ""
    held: str = ""
    fields: dict[str, int] = field(default_factory=dict)
    then: str = ""
    waits: str = "Nothing happens by itself here: it waits for a person."
    clock: str = "The calendar says"
    cost: str = "doing it now takes the time until then from everybody."

    @property
    def who(self) -> str:
        """Whose act it is, for whoever may not take it."""
        return "the programme office" if self.action == "rounds.archive" else "an exchange coordinator"
