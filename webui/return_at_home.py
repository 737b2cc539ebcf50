"""One return, in the words of whoever keeps it at home."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from matcher.policy.away import Line
from matcher.policy.return_dates import Mark, first_day_back, last_day_to_settle, review_days
from models.queries.away_checks import lines_of, named_until
from models.returns import LATE, ReturnRight, ReturnState
from webui.filters import away, day, deadline, plural, state
from webui.home_acts import HomeAct, name_by
from webui.return_words import broken, given_up, unsettled

S = ReturnState
PARTS: dict[HomeAct, str] = {
    HomeAct.ENTER: "_enter",
    HomeAct.SETTLE: "_settle",
    **dict.fromkeys((HomeAct.WAIT, HomeAct.PROPOSE_AGAIN, HomeAct.NAME), "_position"),
    **dict.fromkeys((HomeAct.FIRST_REVIEW, HomeAct.SECOND_REVIEW), "_review"),
    HomeAct.NOTHING: "_nothing",
}
"""The part of the page for each act."""


@dataclass(frozen=True)
class AtHome:
    """`act` comes first of what is to be done, `can_do` are the steps that the state allows, and `on` has
    the days of the marks; `settle_by` is when what nobody settled is passed on, `agreed` is the position that
    the agreement names, and `unticked` are the lines of the checklist that are open."""

    right: ReturnRight
    today: date
    act: HomeAct
    can_do: Collection[str]
    on: Mapping[Mark, date]
    settle_by: datetime | None
    passed_on: bool
    agreed: str | None
    unticked: Sequence[Line]

    @property
    def name(self) -> str:
        """Who comes back."""
        return self.right.executive.name

    @property
    def back_on(self) -> date:
        """The first day back, as it is agreed on."""
        return first_day_back(self.right.ends_on)

    @property
    def part(self) -> str:
        """The template of what comes next."""
        return f"returns/{PARTS[self.act]}.html"

    @property
    def office_since(self) -> datetime | None:
        """Since when the programme office has it; None where it does not, or not any more."""
        held = self.right.state in LATE or (self.is_open and self.passed_on)
        return self.right.escalated_at if held else None

    @property
    def asks_home(self) -> bool:
        """Whether the programme office asks home for it."""
        late = self.office_since is not None or self.right.state is S.BREACHED
        return self.act.is_home and late

    @property
    def is_open(self) -> bool:
        """Whether the right is neither used up nor given up, by somebody who serves."""
        return self.right.state not in (S.CLOSED, S.WAIVED) and self.right.executive.active

    @property
    def settles_below(self) -> bool:
        """Whether risks are settled further down, if there are any."""
        return self.is_open and self.act is not HomeAct.SETTLE

    @property
    def is_changeable(self) -> bool:
        """Whether something that changed at home can be entered."""
        return "raise" in self.can_do or self.right.state is S.AT_RISK

    @property
    def names_below(self) -> bool:
        """Whether a position is named further down."""
        return "propose" in self.can_do and self.act not in (HomeAct.NAME, HomeAct.PROPOSE_AGAIN)

    @property
    def enters_below(self) -> bool:
        """Whether the return is entered further down."""
        return "return" in self.can_do and self.act is not HomeAct.ENTER

    @property
    def opens_later(self) -> bool:
        """Whether it is too early to enter the next review."""
        return self.right.review_from is not None and self.right.review_from > self.today

    @property
    def unsettled(self) -> str:
        """Who has what nobody settles in time; empty where nothing is open."""
        return unsettled(self.settle_by, passed_on=self.passed_on) if self.settle_by else ""

    def risks(self) -> str:
        """How many are open."""
        return plural(sum(one.settled_at is None for one in self.right.risks), "risk")

    def standing(self) -> str:
        """Whether somebody is back, or when."""
        right = self.right
        if right.fell_away:
            return f"it ended as {self.name} left the service"
        if right.returned_on:
            return f"back since {day(right.returned_on)}"
        if right.given_up:
            return given_up(right, self.today)
        return f"first day back: {day(self.back_on)} ({away(self.back_on)})"

    def heading(self) -> str:
        """The next step, or how it stands where there is none."""
        named = "propose the position that the agreement names"
        steps = {
            HomeAct.ENTER: "enter the return, or ask what keeps it",
            HomeAct.SETTLE: f"settle {self.risks()}",
            HomeAct.WAIT: f"{self.name} agrees to the position or objects",
            HomeAct.PROPOSE_AGAIN: "propose another position, or the same one again",
            HomeAct.NAME: named if self.agreed else "name the position to return to",
            HomeAct.FIRST_REVIEW: "the first review of the re-entry",
            HomeAct.SECOND_REVIEW: "the second review of the re-entry",
        }
        return f"Next: {steps[self.act]}" if self.act in steps else state(self.right).capitalize()

    def due_back(self) -> Iterator[str]:
        """When they were due back, and with whom it is when."""
        yield f"{'was' if self.back_on < self.today else 'is'} due back on {day(self.back_on)}."
        if self.right.state is S.BREACHED:
            yield broken(self.right, self.on)
            yield "Still yours: enter the return."
        else:
            escalated, breached = day(self.on[Mark.ESCALATED]), day(self.on[Mark.BREACHED])
            yield (
                f"From {escalated} on it is with the programme office, from {breached} the right counts as"
                " broken."
            )

    def entry_hint(self) -> str:
        """What entering the return does to the agreement."""
        if self.today > self.right.ends_on:
            last = day(self.right.ends_on)
            return f"The agreement ends with it, early with a day before {last}. Nobody can take this back."
        return (
            f"The agreement runs until {day(self.right.ends_on)}: an earlier return ends it early, and nobody"
            " can take this back. It is for whoever is back already; a day still to come is agreed on by an"
            " early end, which a coordinator of either agency writes and all five sign."
        )

    def settling(self) -> Iterator[str]:
        """What settles a risk, and until when home has the time."""
        yield from self.taking_back()
        what = "what changed at home is settled" if self.right.returned_on else "the way back is kept open"
        yield f"Write how {what}."
        yield self.unsettled

    def about_position(self) -> Iterator[str]:
        """Until when a position is named, or who has it to answer."""
        back = day(self.back_on)
        if self.act is HomeAct.WAIT:
            yield "Nothing is to be done here until then."
            yield f"Is it not what you meant? Ask {self.name} to object: then you propose another."
        elif self.act is HomeAct.PROPOSE_AGAIN:
            last = day(last_day_to_settle(self.right.ends_on))
            yield (
                f"{self.name} agrees to what you propose next, or objects again; it is to be agreed on by"
                f" {last}, for the first day back, {back}."
            )
        else:
            by = name_by(self.right.ends_on, self.right.asked_from)
            until = f"{day(by)} ({away(by)})"
            if by < self.today:
                yield f"It was to be named by {until}: name it now, before the first day back, {back}."
            else:
                yield f"It is named by {until}, for the first day back, {back}."

    def naming_hint(self) -> str:
        """What the agreement names, and what becomes of what is proposed."""
        named = f"The agreement names “{self.agreed}”. " if self.agreed else ""
        return f"{named}Once it is proposed, it stands until {self.name} agrees or objects."

    def review(self) -> Iterator[str]:
        """For when the next review is planned."""
        returned, opens = self.right.returned_on, self.right.review_from
        if returned is None or opens is None:
            return
        second = self.right.state is S.REVIEWED
        planned = review_days(returned)[second]
        is_planned = "was" if planned < opens else "is"
        yield f"It {is_planned} planned for {day(planned)}; {self.name} reads that day too."
        if second:
            yield "With it the return is closed."

    def review_opens(self) -> str:
        """From when the next review can be entered."""
        returned, opens = self.right.returned_on, self.right.review_from
        if returned is None or opens is None:
            return ""
        is_off = opens not in review_days(returned)
        planned = "; it is planned for the first business day from then on" if is_off else ""
        return f"It can be entered here from {day(opens)} on ({away(opens)}){planned}."

    def lines_open(self) -> str:
        """How many lines of the checklist are open, of how many."""
        return f"{len(self.unticked)} of {plural(len(lines_of(self.right)), 'line')}"

    def lines_named(self) -> str:
        """Until when desks and list name the open lines of the checklist."""
        until = named_until(self.right)
        if until is None or until < self.today:
            return "no longer, more than a year after the return"
        return f"until {day(until)}"

    def taking_back(self) -> Iterator[str]:
        """Until when a right that was given up can be taken back."""
        right = self.right
        if right.state is S.COOLING_OFF and right.waiver_signed_at and right.kept_until:
            until = deadline(right.kept_until)
            gave_up = day(right.waiver_signed_at)
            yield f"{self.name} gave the right up on {gave_up}, and can take that back until {until}."

    def nothing(self) -> Iterator[str]:
        """Why nothing is to be done."""
        yield from self.taking_back()
        if not self.right.executive.active:
            yield f"{self.name} has left the service."
        yield "Nothing is to be done here now."

    def asked(self) -> Iterator[str]:
        """What the programme office asks home for."""
        if self.right.state is S.BREACHED:
            yield f"Since {day(self.on[Mark.BREACHED])} the right counts as broken."
        yield f"{self.act.value.capitalize()}."


def doubt(right: ReturnRight, back_on: date, today: date) -> str:
    """What a day of return would mean that is hardly meant; empty where it is none on which anybody
    can be back."""
    said, name, against = right.said_back_on, right.executive.name, []
    if not right.starts_on < back_on <= today:
        return ""
    if back_on < right.ends_on:
        runs = "ran" if right.ends_on < today else "runs"
        against.append(f"The agreement {runs} until {day(right.ends_on)}: with {day(back_on)} it ends early.")
    if said is not None and said != back_on:
        against.append(f"{name} says: back on duty since {day(said)}.")
    if not against:
        return ""
    return " ".join((*against, "Correct the day, or tick that it is so: nobody can take this back."))
