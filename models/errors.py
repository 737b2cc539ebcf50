"""Why a verb did not do what it was asked: one family, one class for each cause."""

from collections.abc import Sequence

from matcher.policy.reasons import Reason


class Trouble(Exception):
    """What a person may read: `str()` is a whole sentence.

    `about` names the argument of the verb that it speaks of; `None` where it speaks of the act itself. `more`
    are the further faults of what was given, so that all can be mended at once.
    """

    more: tuple["Trouble", ...] = ()

    def __init__(self, sentence: str, *, about: str | None = None) -> None:
        self.about = about
        super().__init__(sentence)


class Denied(Trouble):
    """This actor may not do this, or may not know of it."""


class WrongState(Trouble):
    """The lifecycle of the object does not allow the action now."""


class Invalid(Trouble):
    """What was given breaks a rule of form: unknown names, repeated names, figures out of range."""

    def __init__(self, sentence: str, *, about: str | None = None, more: Sequence["Invalid"] = ()) -> None:
        self.more = tuple(more)
        super().__init__(sentence, about=about)


def must_be_none(faults: Sequence[Invalid]) -> None:
    """Raise the first of the faults, the others as its `more`."""
    if faults:
        first, *more = faults
        raise Invalid(str(first), about=first.about, more=more)


class Unmet(Trouble):
    """A HARD rule of policy is not met; `reasons` holds all of them."""

    def __init__(self, reasons: Sequence[Reason], *, about: str | None = None) -> None:
        self.reasons = list(reasons)
        super().__init__(" ".join(reason.text for reason in reasons), about=about)


class Conflict(Trouble):
    """Somebody else changed it meanwhile, or holds its place already."""


class TooMany(Trouble):
    """Too many tries in too short a time."""


class MissingKey(Trouble):
    """The key for the confidential columns is absent, unreadable or not the one they were sealed with."""


class NotPublishable(Trouble):
    """The outcome is not verified, not unique or not optimal."""
