"""What comes next on the way back, in the words of the executive who reads it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from matcher.policy.return_dates import RENEWALS, Due, Mark, first_day_back, review_days
from models.queries.to_place import names_none
from models.returns import ASKED, LATE, LOOKED_AT, ReturnRight, ReturnState, Standing
from models.services.returns_clock import TOLD
from webui.filters import away, day, deadline
from webui.home_acts import name_by, settle_by
from webui.return_days import days_ahead, moved_to, notice_of, seen_to_at, whose
from webui.return_words import broken, given_up, say_done, unsettled
from webui.words import MARKS

S = ReturnState
RISKS = "what happened stands under “Risks”."
ASK = "If you are not, ask home who holds your position and when you come back"
YOURS = "It is yours to see to: speak with your sponsor or a coordinator at home"


@dataclass(frozen=True)
class Next:
    """The next step and the paragraphs below it."""

    heading: str
    paragraphs: Sequence[str] = ()


@dataclass(frozen=True)
class WayBack:
    """`can_do` are the steps that the state allows, `on` has the days of the marks, and `is_changing` is
    whether another text is out for signature."""

    right: ReturnRight
    now: datetime
    today: date
    can_do: Collection[str]
    on: Mapping[Mark, date]
    is_changing: bool

    @property
    def back_on(self) -> date:
        """The first day back."""
        return first_day_back(self.right.ends_on)

    @property
    def goes_on(self) -> bool:
        """Whether the right is neither used nor over."""
        return self.right.state in TOLD

    @property
    def ahead(self) -> list[Due]:
        """The days to come."""
        return days_ahead(self.right, self.today)

    @property
    def next_day(self) -> Due | None:
        """The first of them that nobody has seen to."""
        return next((due for due in self.ahead if seen_to_at(self.right, due) is None), None)

    @property
    def names_late(self) -> bool:
        """Whether home is late with the position to return to."""
        right = self.right
        return names_none(right, self.today) and name_by(right.ends_on, right.asked_from) < self.today

    @property
    def is_late(self) -> bool:
        """Whether the return is overdue, or the right broken."""
        return self.right.state in LATE

    @property
    def is_due(self) -> bool:
        """Whether the executive should be back, or says so, and home has not entered it."""
        return self.right.state in ASKED and self.right.is_due_back(self.today)

    @property
    def answers(self) -> bool:
        """Whether a position waits for an answer."""
        return self.right.standing is Standing.PROPOSED and "agree" in self.can_do

    @property
    def is_movable(self) -> bool:
        """Whether another last day can still be agreed on."""
        moves = "extend" in self.can_do or "curtail" in self.can_do
        return moves and self.today <= self.right.ends_on

    @property
    def gives_up(self) -> bool:
        """Whether the right can be given up."""
        return "waive" in self.can_do and not self.right.said_back_on

    def next(self) -> Next:
        """What comes first: whoever should be back, then what the state asks for, then the next day."""
        if self.is_due and self.right.said_back_on:
            return self._said(self.right.said_back_on)
        if self.is_due and not self.is_late:
            return self._first_day()
        by_state = {
            S.AT_RISK: self._at_risk,
            S.PLACEMENT_PROPOSED: self._proposed,
            S.COOLING_OFF: self._cooling_off,
            **dict.fromkeys(LATE, self._late),
            **dict.fromkeys(LOOKED_AT, self._looked_at),
            S.SCHEDULED: self._scheduled,
            S.DISPUTED: self._disputed,
        }
        return by_state.get(self.right.state, self._day_ahead)()

    def beside(self) -> Iterator[str]:
        """What is open beside the next step: a paragraph for each."""
        if self.is_due and not self.is_late:
            if self._passes_on:
                yield f"Beside it, home writes how your way back is kept open: {RISKS}"
            if self.right.standing is Standing.DISPUTED:
                yield (
                    f"You objected to the position: “{self.right.dispute}” Home proposes another position, or"
                    " the same one again."
                )
        if self.answers and (self.is_due or self.right.state is not S.PLACEMENT_PROPOSED):
            yield "Home proposes the position that you come back to: agree to it, or object."

    def _said(self, since: date) -> Next:
        overdue = "; until then your return is overdue" if self.right.state is S.OVERDUE else ""
        then = "; nothing is lost by it: only home’s entry is missing"
        return Next(
            "Next: home enters your return",
            _paragraph(
                f"You said that you are back since {day(since)}.",
                f"A coordinator below enters it{overdue}.",
                broken(self.right, self.on, then),
            ),
        )

    def _first_day(self) -> Next:
        is_today = self.today == self.back_on
        first = "Today is your first day back" if is_today else f"Your first day back was {day(self.back_on)}"
        say = "Say since when you are on duty at home again; home enters your return."
        return Next(f"{first}: say that you are back", _paragraph(say, f"{ASK}."))

    def _at_risk(self) -> Next:
        found = _paragraph("What happened stands under “Risks”.", self._passes_on)
        heading = "Next: home writes how your way back is kept open"
        return Next(heading, (*found, *_paragraph(self._asks_to_name), *self._beside_it()))

    def _beside_it(self) -> Sequence[str]:
        """The next day, where it asks something of somebody."""
        first = self.next_day
        if first is None or whose(first.mark) == "nobody":
            return ()
        return _paragraph(f"Beside it: {self.stands_for(first)}.", *self._by(first))

    @property
    def _asks_to_name(self) -> str:
        """That home is late with the position; empty where it is not."""
        by = day(name_by(self.right.ends_on, self.right.asked_from))
        return f"Home was to name your position by {by}: ask when it does." if self.names_late else ""

    def _unnamed(self) -> Next:
        back = f"Your first day back is {day(self.back_on)}, {away(self.back_on)}."
        return Next("Next: ask home when it names your position", _paragraph(self._asks_to_name, back))

    def _proposed(self) -> Next:
        return Next(f"Next: answer before {day(self.back_on)} the position that home proposes")

    def _cooling_off(self) -> Next:
        kept, signed = self.right.kept_until, self.right.waiver_signed_at
        if kept is None or signed is None:
            return self._day_ahead()
        return Next(
            f"Next: giving your right up takes effect on {deadline(kept)}",
            _paragraph(
                f"You gave it up on {day(signed)}.",
                "Until it takes effect you can keep your right; after that nobody can give it back.",
            ),
        )

    def _late(self) -> Next:
        told = ""
        if self.right.state is not S.BREACHED:
            escalated = self.on[Mark.ESCALATED]
            on = f"on {day(escalated)} " if self.today < escalated else ""
            breaks = day(self.on[Mark.BREACHED])
            told = f"; {on}the programme office is told too, and from {breaks} the right counts as broken"
        return Next(
            "Next: say that you are back, or ask home now",
            _paragraph(
                f"Your return was due on {day(self.back_on)}.",
                broken(self.right, self.on),
                "If you are on duty at home again, say since when.",
                f"{ASK}{told}.",
            ),
        )

    def _looked_at(self) -> Next:
        came = f"You came back on {day(self.right.returned_on or self.back_on)}"
        if self._passes_on:
            heading = "Next: home writes how what changed there is settled"
            return Next(heading, _paragraph(f"{came}; {RISKS}", self._passes_on))
        planned = review_days(self.right.returned_on or self.back_on)[len(self.right.reviews) :]
        past, left = (
            " and on ".join(day(one) for one in planned if (one >= self.today) is to_come)
            for to_come in (False, True)
        )
        missed = (
            f"Home was to look with you at how you are back on {past}; nothing of it is on record, so ask the"
            " coordinator below if it was not held."
        )
        looks = f"Home looks with you at how you are back on {left}."
        ask = "" if left else "ask home about the look at how you are back"
        return Next(
            f"Next: {ask or 'a look at how you are back'}",
            _paragraph(f"{came}.", missed if past else "", looks if left else ""),
        )

    def _scheduled(self) -> Next:
        starts = self.right.starts_on
        return Next("Next: your first day away", (f"{day(starts)}, {away(starts)}.",))

    def _disputed(self) -> Next:
        return Next(
            "Next: home proposes a position again",
            _paragraph(
                f"You objected: “{self.right.dispute}”",
                "Home proposes another position, or the same one again; you are told, and answer.",
            ),
        )

    def _day_ahead(self) -> Next:
        if first := self.next_day:
            if self.names_late and whose(first.mark) == "nobody":
                return self._unnamed()
            ends = day(self.right.ends_on)
            stays = f"Your last day away stays {ends} unless all five sign another text."
            renews = first.mark in RENEWALS and not self.is_changing
            words = _paragraph(*self._by(first), stays if renews else "")
            return Next(f"Next: {self.stands_for(first)}", (*words, *_paragraph(self._asks_to_name)))
        if self.goes_on:
            back = f"{day(self.back_on)}, {away(self.back_on)}."
            say = "Once you are on duty at home again, say so here; home enters your return."
            found = (*_paragraph(back, say), *_paragraph(self._asks_to_name))
            return Next("Next: your first day back", found)
        return Next("Nothing more is to come", (self._over(),))

    def _over(self) -> str:
        """How the way back ended."""
        if self.right.given_up:
            return f"{given_up(self.right, self.today)}."
        left = "The assignment and the way back ended as your leaving of the service was entered."
        return left if self.right.fell_away else "Your return is complete."

    @property
    def _passes_on(self) -> str:
        """Until when home settles what endangers the right; empty where nothing does."""
        by = settle_by(self.right)
        return "" if by is None else unsettled(by, passed_on=by <= self.now)

    def stands_for(self, due: Due) -> str:
        """What a day stands for."""
        is_moved = due == moved_to(self.right, self.today)
        return "Home names the position to return to" if is_moved else MARKS[due.mark]

    def sees_to(self, due: Due) -> str:
        """Who sees to it, or when somebody did."""
        if seen_to := seen_to_at(self.right, due):
            return f"seen to on {day(seen_to)}"
        who = whose(due.mark)
        return "nothing to do" if who == "nobody" else who

    def _by(self, due: Due) -> Iterator[str]:
        who = whose(due.mark)
        yield f"{day(due.shown)}, {away(due.shown)}."
        if who == "you":
            told = notice_of(self.right, due)
            if told is not None and told.snoozed_until is not None and told.snoozed_until > self.today:
                yield f"You put it off: it waits for you again on {day(told.snoozed_until)}."
            yield f"{YOURS}; {say_done(told is not None, due.on <= self.today)}."
        else:
            yield "Nothing is to be done." if who == "nobody" else f"{who.capitalize()} sees to it."

    def too_early(self) -> str:
        """That the day the executive said is before the one agreed on; empty where it is not."""
        said, ends = self.right.said_back_on, self.right.ends_on
        if said is None or said > ends:
            return ""
        return (
            f"{day(said)} is earlier than agreed: the agreement runs until {day(ends)}. If it is not so,"
            " correct the day; once home has entered it, nobody can take it back."
        )


def _paragraph(*sentences: str) -> tuple[str, ...]:
    """One paragraph of those that are said; none where nothing is."""
    said = " ".join(one for one in sentences if one)
    return (said,) if said else ()
