"""What waits for an executive: the card, the sheet, the consent, the offer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from models.actors import Actor
from models.dreamsheets import SheetState
from models.queries.calendar import releases_end_at
from models.queries.cards import cards, completeness
from models.queries.my_rounds import MyRound, my_rounds
from models.queries.ruled_out import ruled_out
from models.queries.unmet import unmet
from models.releases import ReleaseState
from models.rounds import RoundState
from models.services.dreamsheets import is_filing
from webui.desk import News, Task
from webui.desks.my_result import closed, published
from webui.filters import day, last_day, plural
from webui.put_out_words import HAD_LEFT, part_ended

Entry = Task | News
R = RoundState


def provide(session: Session, actor: Actor, now: datetime) -> Iterator[Entry]:
    """Everything that waits for the executive the actor is, and what comes next."""
    if actor.executive_id is None:
        return
    mine = _with_conditions(session, actor.executive_id, my_rounds(session, actor.executive_id))
    for one in mine:
        entry = _STAGES.get(one.round.state)
        if entry is not None:
            yield from entry(one, now)
    filing = [
        one.round for one in mine if one.sheet is not SheetState.WITHDRAWN and is_filing(one.round, now)
    ]
    closes = [round_.lists_close_at for round_ in filing]
    yield from _card(session, actor.executive_id, now, min(closes, default=None))
    if not mine:
        yield News("No round is open yet. When one opens for dream sheets, it is announced here.")


def _with_conditions(session: Session, executive_id: int, mine: list[MyRound]) -> list[MyRound]:
    """The same, with how many choices the conditions of a release rule out while its result is to come, and
    of how many certified ones the requirements are not met."""
    asked = [one.round.id for one in mine if _is_conditional(one) and not one.has_result]
    found = ruled_out(session, executive_id, asked)
    lists = {one.round.id: one.choices for one in mine if one.sheet_stands and one.choices}
    closed, nothing = unmet(session, executive_id, lists), (0, 0)
    return [
        replace(one, ruled_out=found.get(one.round.id, nothing), unmet=closed.get(one.round.id, nothing))
        for one in mine
    ]


def _is_conditional(one: MyRound) -> bool:
    return one.release is ReleaseState.GRANTED_WITH_CONDITIONS and one.consent_at is not None


def _card(session: Session, executive_id: int, now: datetime, due: datetime | None) -> Iterator[Entry]:
    (mine,) = cards(session, [executive_id], local_day(now)).values()
    complete = completeness(mine)
    if complete.gaps:
        first = complete.gaps[0]
        there = f"{complete.there} of its {complete.of} parts"
        sentence = f"Your card has {there}; hosts read it before they rank. Add next: {first.what}"
        yield Task(sentence, due, "Add it", url_for("cards.section", name=first.section))


def _posting(one: MyRound, now: datetime) -> Iterator[Entry]:
    opens = one.round.lists_open_at
    if opens < now:
        yield News(f"{one.round.name} was due to open for dream sheets on {day(opens)}; it is late")
    else:
        yield News(f"{one.round.name} opens for dream sheets", opens, begins=True)


def _preferences(one: MyRound, now: datetime) -> Iterator[Entry]:
    if now < one.round.lists_open_at:
        yield from _posting(one, now)
    elif now <= one.round.lists_close_at:
        yield from _filing(one)
    else:
        yield from _review(one, now)


def _filing(one: MyRound) -> Iterator[Entry]:
    name, due = one.round.name, one.round.lists_close_at
    if not one.entered and not one.kept_home:  # a list entered for them asks for the word on it first
        yield from _own_list(one, name, due)
    yield from _consent(one, due)
    yield from _waivers(one)
    if not (one.asks_anew and one.counts_nothing):
        yield from _in_it(one, f"You are in {name}; after the lists close, hosts rank", due)
    yield from _kept_home(one)
    yield from _conditions(one, due)


def _own_list(one: MyRound, name: str, due: datetime) -> Iterator[Entry]:
    sheet = url_for("sheets.page", slug=one.round.slug)
    certify = url_for("sheets.certify_page", slug=one.round.slug)
    if one.sheet is None or (one.sheet is SheetState.DRAFT and not one.draft):
        choose = url_for("catalogue.page", slug=one.round.slug)
        yield Task(f"{name} is open for dream sheets: choose what you would take", due, "Choose", choose)
    elif one.sheet is SheetState.WITHDRAWN:
        sentence = part_ended(name) if one.put_out else f"You withdrew from {name}"
        sentence = f"{sentence}; until the lists close you may begin again"
        yield News(sentence, due, address=sheet)
    elif one.sheet is SheetState.DRAFT:
        yield Task(
            f"Your dream sheet for {name} is a draft; only a certified list counts",
            due,
            "Certify it",
            certify,
        )
    elif one.asks_anew:
        yield Task(_unmet(one), due, "Answer", url_for("gates.page", slug=one.round.slug))
    elif one.sheet is SheetState.CHANGED and not one.draft:
        sentence = f"You took every choice off your dream sheet for {name}; the list you certified stands"
        then = "add a choice, put it back, or withdraw"
        yield Task(f"{sentence}: {then}", due, "Look at it", sheet)
    elif one.sheet is SheetState.CHANGED:
        yield Task(
            f"You changed your dream sheet for {name} since you certified it; the change does not count yet",
            due,
            "Look at it",
            sheet,
        )


def _unmet(one: MyRound) -> str:
    """Which part of the certified list does not count."""
    (out, of), name = one.unmet, one.round.name
    if out == of:
        why = "what it requires is not met" if of else "none of it is offered any more"
        return f"Nothing on the list you certified for {name} counts: {why}"
    counts = "1 does not count: what it requires" if out == 1 else f"{out} do not count: what they require"
    return f"Of the choices you certified for {name}, {counts} is not met"


def _in_it(one: MyRound, sentence: str, at: datetime | None) -> Iterator[Entry]:
    """That the executive takes part, or that no place can come of it."""
    if one.takes_part and one.counts_nothing:
        yield News(_unmet(one), address=url_for("sheets.receipt", slug=one.round.slug))
    elif one.takes_part:
        yield News(sentence, at, address=url_for("sheets.page", slug=one.round.slug))


def _waivers(one: MyRound) -> Iterator[News]:
    address, name = url_for("gates.page", slug=one.round.slug), one.round.name
    if one.asked:
        wait = "A waiver waits" if one.asked == 1 else f"{one.asked} waivers wait"
        yield News(f"{wait} for a host in {name}: read what was asked, or take it back", address=address)
    if one.sheet is SheetState.WITHDRAWN:
        return
    if one.refused and not one.asks_anew:
        what = "a requirement" if one.refused == 1 else f"{one.refused} requirements"
        yield News(f"A host did not waive {what} for you in {name}: read why", address=address)
    if one.waived:
        what = "a requirement" if one.waived == 1 else f"{one.waived} requirements"
        yield News(f"A host waived {what} for you in {name}: see for which opportunity", address=address)


def _kept_home(one: MyRound) -> Iterator[News]:
    if one.kept_home:
        address = url_for("sheets.page", slug=one.round.slug, _anchor="release")
        sentence = f"Your agency does not release you in {one.round.name}: read why, and what that means"
        yield News(sentence, address=address)


def _conditions(one: MyRound, due: datetime | None = None) -> Iterator[Entry]:
    """What the conditions of the release leave; something to do where it is nothing, while lists are open."""
    if not _is_conditional(one):
        return
    address, name = url_for("sheets.page", slug=one.round.slug, _anchor="release"), one.round.name
    out, of = one.ruled_out
    certified = one.certified_at is not None  # a list that was changed since is counted on its own page
    if out and out == of and due is not None:
        whose = "the list you certified" if certified else "your list"
        sentence = f"The conditions of your release in {name} leave no choice of {whose}: choose others"
        yield Task(sentence, due, "Read them", address)
        return
    choices = f"the {plural(of, 'choice')} you certified" if certified else f"your {plural(of, 'choice')}"
    which = f", which rule out {'all' if out == of else out} of {choices}" if out else ""
    yield News(f"Your agency releases you in {name} with conditions{which}: read them", address=address)


def _consent(one: MyRound, due: datetime) -> Iterator[Entry]:
    if one.certified_at is not None and one.consent_at is None and not one.kept_home:
        address = url_for("sheets.page", slug=one.round.slug, _anchor="consent")
        yield Task(
            f"Your consent for {one.round.name} is missing: without it you are not in the round",
            due,
            "Decide",
            address,
        )


def _review(one: MyRound, now: datetime) -> Iterator[Entry]:
    yield from _consent(one, releases_end_at(one.round))
    if one.certified_at is None and not one.entered_late:  # only a late list puts one in now, or a consent
        yield from _left_out(one)
    yield from _what_comes(one, now)


def _waiting(one: MyRound, now: datetime) -> Iterator[Entry]:
    yield from _left_out(one)
    yield from _what_comes(one, now)


def _left_out(one: MyRound) -> Iterator[News]:
    """Why a sheet that was filed does not count; `_kept_home` says it where no release was given."""
    if one.sheet is not None and not one.takes_part and not one.kept_home:
        address = url_for("sheets.page", slug=one.round.slug)
        yield News(f"You are not in {one.round.name}: {_lacks(one)}", address=address)


def _lacks(one: MyRound) -> str:
    if one.put_out and (one.left or one.sheet is SheetState.WITHDRAWN):
        return f"your part ended when {HAD_LEFT}"
    if one.left:
        return "you withdrew from the round"
    if one.sheet is SheetState.WITHDRAWN:
        return "you withdrew your sheet"
    if one.certified_at is None:
        return "your sheet was not certified"
    return "no consent of yours stands"


def _what_comes(one: MyRound, now: datetime) -> Iterator[Entry]:
    yield from _kept_home(one)
    yield from _conditions(one)
    mine, at = f"You are in {one.round.name}; its result", one.round.results_at
    if at < now:
        yield from _in_it(one, f"{mine} was due on {day(last_day(at))} and is late", None)
    else:
        yield from _in_it(one, f"{mine} is to come", at)


def _cancelled(one: MyRound, now: datetime) -> Iterator[Entry]:
    if one.sheet is not None and now <= one.round.results_at:
        address = url_for("sheets.page", slug=one.round.slug)
        yield News(f"{one.round.name} was cancelled: nobody is placed by it", address=address)


_STAGES: dict[RoundState, Callable[[MyRound, datetime], Iterator[Entry]]] = {
    R.POSTING: _posting,
    R.PREFERENCES: _preferences,
    R.RELEASE_REVIEW: _review,
    R.RANKING: _waiting,
    R.FROZEN: _waiting,
    R.SOLVED: _waiting,
    R.CONFERENCE: _waiting,
    R.APPROVED: _waiting,
    R.PUBLISHED: published,
    R.SCRAMBLE: published,
    R.CLOSED: closed,
    R.CANCELLED: _cancelled,
}
