"""The words for what an executive's own way back asks, and for what comes next on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import cast

from flask import g, url_for

from matcher.mentoring.business import end_of_day, local_day
from matcher.policy.periods import DAY
from matcher.policy.return_clauses import RETURN_FORTNIGHT, RETURN_LOGISTICS
from matcher.policy.return_dates import BEFORE, Mark, first_day_back, review_days, told_on
from models.queries.absences import (
    AMENDING,
    ANSWER_LATE,
    AT_RISK,
    AWAY,
    BACK,
    CANCELLED,
    DISPUTED,
    DROPPED,
    ENDING_EARLY,
    ENTERED,
    EXTENDING,
    GIVEN_UP,
    LAPSED_CHANGE,
    LOOK,
    LOOK_AGAIN,
    LOOK_AT_RISK,
    OUT,
    TO_ANSWER,
    TO_COME,
    TO_KEEP,
    WRITTEN,
)
from models.queries.desk_lines import Waiting
from models.returns import waiver_ends
from webui.desk import News, Task
from webui.desks.agreements import is_missed
from webui.filters import day
from webui.home_acts import name_by
from webui.words import MARKS

STEPS = {
    Mark.PLAN: "bring your re-entry plan up to date",
    Mark.FORTNIGHT: "agree on that day with home",
}
"""What an executive who is away does before the return, each on its day."""
SOON = (RETURN_LOGISTICS.figure - RETURN_FORTNIGHT.figure) * DAY
"""So long ahead a step is named: for the last one that is since home began on the return itself."""


def _due(one: Waiting) -> Task:
    mark = cast(Mark, one.mark)
    on = told_on(mark, cast(date, one.since))
    if (by := end_of_day(on)) >= g.now:
        return Task(MARKS[mark], by, "See my way back", _next())
    return Task(f"{MARKS[mark]}; asked since {day(on)}", None, "See my way back", _next(), at=one.at)


def _overdue(one: Waiting) -> Task:
    what = "right to return counts as broken" if one.kind == "my_return_broken" else "return is overdue"
    sentence = f"Your {what}: say that you are back, or ask home"
    return Task(sentence, end_of_day(back_on(one)), "See my way back", _next())


def _or_back(said: Callable[[Waiting], News]) -> Callable[[Waiting], Task | News]:
    """The news of a time away; from the first day back on, that one is back is to be said."""

    def entry(one: Waiting) -> Task | News:
        back = back_on(one)
        if one.at is None or (today := local_day(one.at)) < back:
            return said(one)
        first = "Today is your first day back" if today == back else f"Your first day back was {day(back)}"
        return Task(f"{first}: say that you are back", end_of_day(back), "Say it", _next())

    return entry


def _said(_one: Waiting) -> News:
    return News("You said that you are back; next, home enters your return", address=url_for("way_back.page"))


def _away(one: Waiting) -> News:
    back = back_on(one)
    sentence = f"You are away at {one.name}; your first day back is {day(back)}"
    return _ahead(one, sentence, back)


def _ahead(one: Waiting, sentence: str, back: date) -> News:
    whole = "; ".join([sentence, *_lately(one)])
    return News(whole, address=url_for("way_back.page"), at=end_of_day(back))


def _lately(one: Waiting) -> Iterator[str]:
    """The executive's own next step in the last days, and what home is late with, once away."""
    if one.at is None:
        return
    today, last = local_day(one.at), cast(date, one.day)
    for mark, step in STEPS.items():
        by = told_on(mark, last - BEFORE[mark].figure * DAY)
        if by - SOON <= today <= by and one.mark is not mark:
            yield f"next, you {step}, by {day(by)}"
    if one.since is not None and (named_by := name_by(last, one.since)) < today:
        yield f"home was to name your position by {day(named_by)}: ask when it does"


def _at_risk(one: Waiting) -> News:
    back = back_on(one)
    sentence = f"Your return from {one.name} on {day(back)} is at risk: home writes how it is kept open"
    return _ahead(one, sentence, back)


def _disputed(one: Waiting) -> News:
    back = day(back_on(one))
    sentence = f"You objected to the position for your return from {one.name} on {back}; next, home answers"
    return News(sentence, address=url_for("way_back.page"))


def _given_up(one: Waiting) -> News:
    last = day(cast(date, one.day))
    sentence = f"You are at {one.name} until {last}, and gave your return right up"
    return News(sentence, address=url_for("way_back.page"))


def _proposed(one: Waiting) -> Task:
    sentence = "Home proposes the position that you come back to: agree to it, or object, before you are back"
    return Task(sentence, end_of_day(back_on(one) - DAY), "Read and answer", _next())


def _proposed_late(_one: Waiting) -> Task:
    sentence = "Home proposes the position that you come back to: agree to it, or object"
    return Task(sentence, None, "Read and answer", _next())


def _looked_at(one: Waiting) -> News:
    back, today = cast(date, one.day), local_day(cast(datetime, one.at))
    looks = review_days(back)[1 if one.kind == LOOK_AGAIN else 0 :]
    ahead = " and on ".join(day(look) for look in looks if look >= today)
    look = "home looks with you at how you are back on"
    if looks[0] < today:
        look = f"home was to look with you at how you are back on {day(looks[0])}, and looks on"
    sentence = f"You came back on {day(back)}; {look} {ahead}"
    return News(sentence, address=url_for("way_back.page"))


def _looked_at_with_a_risk(one: Waiting) -> News:
    back = day(cast(date, one.day))
    sentence = f"You came back on {back}; next, home writes how what changed there is settled"
    return News(sentence, address=url_for("way_back.page"))


def _waived(one: Waiting) -> Task:
    sentence = "You gave your return right up: if you want to keep it, say so; after that nobody can"
    return Task(sentence, waiver_ends(cast(datetime, one.at)), "Keep it or let it go", _next())


def _to_go(one: Waiting) -> News:
    begins = cast(date, one.day)
    sentence = f"Your assignment at {one.name} begins on {day(begins)}"
    return News(sentence, address=url_for("way_back.page"), at=end_of_day(begins))


def _signing(one: Waiting) -> News:
    first = day(cast(date, one.day))
    began = cast(date, one.day) <= local_day(g.now)
    then = f"next; its first day was {first}" if began else f"before it begins on {first}"
    sentence = f"You signed the agreement with {one.name}; the others sign {then}"
    return News(sentence, address=url_for("way_back.page"))


def _signed_change(one: Waiting) -> News:
    what = {AMENDING: "amendment", EXTENDING: "extension", ENDING_EARLY: "early end"}[one.kind]
    until = "" if one.day is None else f", to {day(one.day)}"
    sentence = f"You signed an {what} of your agreement with {one.name}{until}"
    then = "until the others have signed it too, nothing changes"
    return News(f"{sentence}; {then}", address=url_for("agreements.page", number=one.number))


def _dropped_change(one: Waiting) -> News:
    how = f"back: “{one.why}”" if one.why else "back"
    what = f"the change of your agreement with {one.name} that you had signed"
    sentence = f"{one.by} {'sent' if one.why else 'took'} {what} {how}; what was agreed on before stands"
    return News(sentence, address=url_for("agreements.page", number=one.number))


def _lapsed_change(one: Waiting) -> News:
    sentence = f"Not all signed the change of your agreement with {one.name} in time"
    then = "it lapsed, and what was agreed on before stands"
    return News(f"{sentence}: {then}", address=url_for("agreements.page", number=one.number))


def _changing(one: Waiting) -> News:
    sentence = f"Your agreement with {one.name} is a draft again; next, you sign what comes of it"
    return News(_passed(one) or sentence, address=url_for("way_back.page"))


def _passed(one: Waiting) -> str:
    """Of a draft whose first day has come; empty before."""
    if not is_missed(one):
        return ""
    first = f"The first day of your agreement with {one.name}, {day(cast(date, one.day))}, has come"
    return f"{first} without all signatures: home writes a first day to come, or cancels"


def _written(one: Waiting) -> News:
    first = day(cast(date, one.day))
    sentence = (
        f"Your place at {one.name} is confirmed; next, home and host write the agreement, and you sign it "
        f"before it begins on {first}"
    )
    return News(_passed(one) or sentence, address=url_for("agreements.page", number=one.number))


def _entered(one: Waiting) -> News:
    first = day(cast(date, one.day))
    sentence = (
        f"Home and host write an agreement for you with {one.name}; next, you sign it before it begins on "
        f"{first}"
    )
    return News(_passed(one) or sentence, address=url_for("agreements.page", number=one.number))


def _cancelled(one: Waiting) -> News:
    sentence = f"Your agreement with {one.name} is cancelled, and nothing of it is in force: read why"
    return News(sentence, address=url_for("agreements.page", number=one.number))


def _next() -> str:
    """Where the page says what is to be done now."""
    return url_for("way_back.page", _anchor="next")


def back_on(one: Waiting) -> date:
    """The first day back, after the last day away that an entry carries."""
    return first_day_back(cast(date, one.day))


ENTRIES: dict[str, Callable[[Waiting], Task | News]] = {
    "my_return": _due,
    **dict.fromkeys(("my_return_overdue", "my_return_broken"), _overdue),
    "my_return_said": _said,
    TO_ANSWER: _proposed,
    ANSWER_LATE: _proposed_late,
    TO_KEEP: _waived,
    AWAY: _or_back(_away),
    AT_RISK: _or_back(_at_risk),
    DISPUTED: _or_back(_disputed),
    GIVEN_UP: _given_up,
    LOOK: _looked_at,
    LOOK_AGAIN: _looked_at,
    LOOK_AT_RISK: _looked_at_with_a_risk,
    TO_COME: _to_go,
    OUT: _signing,
    **dict.fromkeys((AMENDING, EXTENDING, ENDING_EARLY), _signed_change),
    DROPPED: _dropped_change,
    LAPSED_CHANGE: _lapsed_change,
    BACK: _changing,
    WRITTEN: _written,
    ENTERED: _entered,
    CANCELLED: _cancelled,
}
"""How each kind of it is said."""
