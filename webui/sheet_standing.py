"""A dream sheet as it stands, in the words of its owner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.dreamsheets import SheetState
from models.queries.calendar import MOVES, lists_are_closed, releases_end_at
from models.queries.my_rounds import RESULTS
from models.queries.my_sheet import Line, SheetView
from models.rounds import Round, RoundState
from models.services.consents import GIVEN_IN, WITHDRAWN_IN
from models.services.dreamsheets import is_filing
from webui.entered_words import EnteredList
from webui.filters import comes, day, last_day, plural, state
from webui.own_release import OwnRelease
from webui.put_out_words import HAD_LEFT, part_ended

_S = RoundState
AHEAD = (_S.POSTING, _S.PREFERENCES)
FROZEN = (_S.FROZEN, _S.SOLVED, _S.CONFERENCE, _S.APPROVED, _S.PUBLISHED, _S.SCRAMBLE)
"""In which somebody leaves who is in the snapshot."""
NOT_IN = "so you are not in this round"
ENTERED = " unless you confirm the list that was entered for you"
TALKED_IN = (*FROZEN, _S.RANKING, _S.CLOSED, _S.ARCHIVED)
"""In which hosts have logged interviews."""


def freeze(round_: Round, now: datetime) -> str:
    """The freeze, with the day for which it is planned."""
    at = MOVES[_S.RANKING][0](round_)
    if at <= now:
        return "the freeze, which is due now,"
    return f"the freeze, planned for {day(at)} after the hosts have ranked,"


def hosts_rank(round_: Round, now: datetime) -> str:
    """Until when hosts rank, or what comes after that day, said of what is next."""
    closed = day(last_day(round_.rankings_close_at))
    if now > round_.rankings_close_at:
        return f"the round is frozen, as the rankings closed on {closed}"
    return f"hosts rank until {closed}"


@dataclass(frozen=True)
class SheetStanding:
    """`unmet` is how many choices of the certified list do not count."""

    view: SheetView
    round: Round
    now: datetime
    unmet: int

    @property
    def filing(self) -> bool:
        """Whether lists are filed."""
        return is_filing(self.round, self.now)

    @property
    def entered(self) -> EnteredList | None:
        """The list that somebody entered, while it can be confirmed."""
        found = None if self.view.entered is None else EnteredList(self.view.entered, self.now)
        return found if found and found.is_confirmable else None

    @property
    def may_consent(self) -> bool:
        """Whether a consent can be given, and would count."""
        may_count = self.view.certified is not None or self.entered is not None
        return self.round.state in GIVEN_IN and (may_count or not lists_are_closed(self.round, self.now))

    @property
    def may_take_back(self) -> bool:
        """Whether a consent can be taken back."""
        return self.round.state in WITHDRAWN_IN

    @property
    def releases_end(self) -> datetime:
        """When the host rankings open at the latest."""
        return releases_end_at(self.round)

    @property
    def freeze(self) -> str:
        """The freeze, and its day."""
        return freeze(self.round, self.now)

    @property
    def is_kept_home(self) -> bool:
        """Whether the home agency keeps the owner."""
        return self.view.kept_home

    @property
    def part(self) -> str:
        """Which of its paragraphs is told."""
        view = self.view
        if view.kept_home and self.round.state is not _S.CANCELLED:
            return "kept home"
        if self.filing and view.certified:
            return "certified" if view.state is SheetState.CERTIFIED else "changed"
        if self.filing:
            return "erased" if self.is_erased else "to certify"
        if self.round.state in AHEAD:
            return "ahead"
        return "cancelled" if self.round.state is _S.CANCELLED else "closed"

    @property
    def is_erased(self) -> bool:
        """Whether it was withdrawn, and none was begun since."""
        return self.view.state is SheetState.WITHDRAWN and not self.view.lines

    def state(self) -> tuple[str, str]:
        """Its state, and the icon of it."""
        view = self.view
        if view.left:
            return f"ended: {HAD_LEFT}" if view.put_out else "withdrawn from the round", "cancel"
        words = state(view.sheet) if view.sheet else "nothing filed yet"
        if view.state is SheetState.WITHDRAWN:
            return words, "cancel"
        return words, "check_circle" if view.certified else "edit"

    def counts(self) -> str:
        """Whether the certified list counts, now or once the consent is given."""
        changed = self.view.state is not SheetState.CERTIFIED
        if self.view.consent:
            return "still counts" if changed else "this list counts"
        return f"{'counts' if changed else 'it counts'} once you give your consent, below"

    def but(self) -> str:
        """What of the certified list does not count."""
        if not self.unmet:
            return ""
        verb = "does not count: what it requires" if self.unmet == 1 else "do not count: what they require"
        return f", but {plural(self.unmet, 'choice')} on it {verb} is not met"

    def closed(self) -> str:
        """Since when nothing can be changed."""
        closes = self.round.lists_close_at
        closed = f"closed on {day(last_day(closes))}" if closes <= self.now else "are closed"
        return f"The lists {closed}; your list cannot be changed any more."

    def out(self) -> str:
        """Why the owner is not in the round, once the lists are closed."""
        view = self.view
        if not view.certified:
            done = "Your sheet was not certified" if view.sheet else "You filed no sheet"
            withdrew = part_ended() if view.put_out else "You withdrew your sheet"
            why = withdrew if view.state is SheetState.WITHDRAWN else done
            return f"{why}, {NOT_IN}{ENTERED if self.entered else ''}."
        if view.consent or self.may_consent:
            return ""
        if not view.taken_back_at:
            return f"You gave no consent, {NOT_IN}."
        if view.put_out:
            return f"{part_ended()}, {NOT_IN}."
        ended = "withdrew from the round" if view.left else "took your consent back"
        return f"You {ended} on {day(view.taken_back_at)}, {NOT_IN}."

    @property
    def must_go(self) -> list[Line]:
        """The choices with which no list can be filed."""
        return [line for line in self.view.lines if line.must_go]

    @property
    def to_answer(self) -> int:
        """How many requirements keep the list from being certified, while a list can count."""
        return 0 if self.is_kept_home else self.view.closed_gates

    @property
    def has_requirements(self) -> bool:
        """Whether anything is required by what is on the list."""
        return any(line.fact and line.fact.gates for line in self.view.lines)

    @property
    def is_to_certify(self) -> bool:
        """Whether a list stands that can be certified."""
        is_certified = self.view.state is SheetState.CERTIFIED
        return bool(self.view.lines) and not (is_certified or self.is_kept_home)

    def ruled_out(self) -> str:
        """Of which choices the conditions of the release make nothing: 2 of your 5 choices."""
        lines = self.view.lines
        out = sum(line.is_ruled_out for line in lines)
        if out and out == len(lines):
            return "the only choice of your list" if out == 1 else "every choice of your list"
        return f"{out} of your {plural(len(lines), 'choice')}" if out else ""

    @property
    def has_result(self) -> bool:
        """Whether the result is published."""
        return self.round.state in RESULTS

    def coming(self) -> str:
        """What comes next of a list that is in the round."""
        ranked = f"{hosts_rank(self.round, self.now)}; the result"
        by = day(last_day(self.releases_end))
        words = {
            _S.RELEASE_REVIEW: f"Next: your release is decided by {by}, then {ranked}",
            _S.RANKING: f"Next: {ranked}",
        }
        frozen = "Your list is frozen. Next: the result"
        return f"{words.get(self.round.state, frozen)} {comes(self.round.results_at)}."

    @property
    def has_interviews(self) -> bool:
        """Whether hosts may have logged interviews."""
        return self.round.state in TALKED_IN

    @property
    def may_withdraw(self) -> bool:
        """Whether the sheet can be withdrawn before the freeze."""
        stands = self.view.sheet is not None and self.view.state is not SheetState.WITHDRAWN
        return stands and not self.round.frozen_sha256 and self.round.state is not _S.CANCELLED

    @property
    def may_leave(self) -> bool:
        """Whether the owner is in the snapshot and can leave the round."""
        view = self.view
        return view.certified is not None and view.consent is not None and self.round.state in FROZEN

    @property
    def release(self) -> OwnRelease | None:
        """What the home agency is asked or said, while that concerns the round."""
        found = self.view.release
        concerns = found is not None and (self.view.consent or self.is_kept_home)
        return OwnRelease(found, self.view.asked, self.round) if found and concerns else None
