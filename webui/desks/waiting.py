"""The words for what waits in rounds and on the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import cast

from flask import url_for
from sqlalchemy.orm import Session

from matcher.mentoring.business import end_of_day, local_day
from matcher.policy.report_dates import answer_by, close_by, confirm_by, ready_by
from models.actors import Actor
from models.queries.calendar import recommended_by, releases_end_between
from models.queries.desk_lines import Waiting
from models.queries.interviews import AHEAD, TO_LOG
from models.queries.our_offers import AT_APPROVAL, IN_NO_ROUND, TO_APPROVE, TO_FINISH
from models.queries.releases import TO_DECIDE, TO_RECOMMEND
from models.queries.saved_searches import NEW_FOR
from models.queries.waiting import waiting
from models.queries.waivers import TO_WAIVE
from webui.desk import News, Task
from webui.desks import agreements, helping, keeping, notices, way_back
from webui.desks.folded import folded
from webui.filters import day, moment, plural


def _to_recommend(one: Waiting) -> Task:
    wait = plural(one.number, "release waits", "releases wait")
    due, address = recommended_by(_rankings_open(one)), url_for("releases.index", state="mine")
    return Task(f"{one.name}: {wait} for your recommendation", due, "Recommend", address)


def _to_decide(one: Waiting) -> Task:
    wait = plural(one.number, "release waits", "releases wait")
    address = url_for("releases.index", state="mine")
    return Task(f"{one.name}: {wait} for your agency's decision", _rankings_open(one), "Decide", address)


def _rankings_open(one: Waiting) -> datetime:
    """When hosts begin to rank by themselves: until then releases are decided and late consents given."""
    lists, rankings = cast(datetime, one.lists_close_at), cast(datetime, one.rankings_close_at)
    return releases_end_between(lists, rankings)


def _home_answer(one: Waiting) -> Task:
    count = plural(one.number, "accepted offer waits", "accepted offers wait")
    sentence = f"{one.name}: {count} for your answer as the home agency"
    return Task(sentence, one.due, "Answer", url_for("answers.index"))


def _host_answer(one: Waiting) -> Task:
    count = plural(one.number, "offer waits", "offers wait")
    return Task(
        f"{one.name}: {count} for you to confirm as the host", one.due, "Answer", url_for("answers.index")
    )


def _conference(one: Waiting) -> Task:
    count = plural(one.number, "move of yours waits", "moves of yours wait")
    address = url_for("conference.page", slug=one.slug)
    return Task(f"{one.name}: {count} for your approval or objection", one.due, "Look", address)


def _entered(one: Waiting) -> Task:
    sentence = f"{one.name}: somebody entered a dream sheet for you; it counts only if you confirm it"
    due = one.due or _rankings_open(one)
    return Task(sentence, due, "Read it", url_for("entered_sheets.mine", slug=one.slug))


def _headcounts(one: Waiting) -> Task:
    year = cast(int, one.year)
    headcounts, verb = plural(one.number, "headcount"), "waits" if one.number == 1 else "wait"
    sentence = f"{headcounts} of 1 October {year - 1} {verb} for you to confirm"
    address = url_for("reports.index", year=year, _anchor="confirm")
    return Task(sentence, end_of_day(confirm_by(year)), "Look and confirm", address)


def _to_close(one: Waiting) -> Task:
    wait = plural(one.number, "annual rotation report")
    verb = "waits" if one.number == 1 else "wait"
    year = cast(int, one.year)
    sentence = f"{wait} of fiscal year {year} {verb} for you to read and close"
    return Task(sentence, end_of_day(close_by(year)), "Read and close", url_for("reports.index", year=year))


def _report_due(one: Waiting) -> Task:
    report = f"The annual rotation report of {one.name} for fiscal year {one.number}"
    sentence, act = f"{report} is to be made ready", "Write it"
    if one.at is not None:
        sentence, act = f"{report} came back: {one.by} wrote on {_on(one)} “{_flat(one.why)}”", "Look again"
    address = url_for("reports.page", year=one.number, code=one.slug)
    return Task(sentence, end_of_day(ready_by(one.number)), act, address)


def _evaluation(one: Waiting) -> Task:
    whose = f"the rotation of {one.name}" if one.name else "your rotation"
    sentence = f"{one.months} months after {whose}: five questions to you"
    due = end_of_day(answer_by(local_day(cast(datetime, one.at))))
    return Task(sentence, due, "Answer", url_for("evaluations.page", number=one.number))


def _to_approve(one: Waiting) -> Task:
    sentence = f"“{one.name}” waits for your approval before any round can offer it"
    return Task(sentence, one.due, "Read", url_for("offers.one", slug=one.slug))


def _to_finish(one: Waiting) -> Task:
    sentence, act = f"Your draft of “{one.name}” is not offered yet", "Finish"
    if one.why:
        sentence, act = f"Your draft of “{one.name}” was sent back: “{_flat(one.why)}”", "Mend it"
    return Task(sentence, one.due, act, url_for("offers.one", slug=one.slug))


def _at_approval(one: Waiting) -> News:
    asked = "a coordinator of your agency or its Executive Resources Board"
    sentence = f"“{one.name}” waits for approval by somebody else, {asked}, before any round can offer it"
    return News(sentence, address=url_for("offers.one", slug=one.slug))


def _in_no_round(one: Waiting) -> News:
    sentence = f"“{one.name}” is approved; next an exchange coordinator puts it into a round"
    return News(sentence, address=url_for("offers.one", slug=one.slug))


def _flat(text: str | None) -> str:
    """In one line, whatever a person or a file has written."""
    return " ".join((text or "").split())


def _ledger(one: Waiting) -> Task:
    wait = plural(one.number, "correction of the ledger waits", "corrections of the ledger wait")
    return Task(f"{wait} for a second person", None, "Look", url_for("ledger.index", _anchor="corrections"))


def _scenario_ready(one: Waiting) -> News:
    address = url_for("scenario_parts.page", slug=one.slug, number=one.number)
    return News(f"Scenario “{one.name}” is ready to run: its pins are approved", address=address)


def _scenario(one: Waiting) -> Task:
    sentence = f"A pin of the scenario “{one.name}” waits for a second person"
    address = url_for("scenario_parts.page", slug=one.slug, number=one.number)
    return Task(sentence, one.due, "Decide", address)


def _waive(one: Waiting) -> Task:
    count = plural(one.number, "waiver waits", "waivers wait")
    sentence = f"{one.name}: {count} for your agency's decision before the freeze"
    return Task(sentence, one.due, "Decide", url_for("waivers.index"))


def _search_found(one: Waiting) -> News:
    fit = plural(one.number, "new opportunity fits", "new opportunities fit")
    sentence = f"{fit} your saved searches; this is said for {NEW_FOR.days} days from each find on"
    return News(sentence, address=url_for("searches.page"))


def _vacancy_overdue(one: Waiting) -> Task:
    wait = plural(one.number, "post was expected to be free by now", "posts were expected to be free by now")
    sentence = f"{one.name}: {wait}; say what became of it" if one.number == 1 else f"{one.name}: {wait}"
    return Task(sentence, None, "Say what became", url_for("our_vacancies.index"))


def _invitation(one: Waiting) -> Task:
    sentence = f"{one.name} invites you to “{_flat(one.title)}”; answer it or let it be"
    return Task(sentence, one.due, "Read", url_for("invitations.page", number=one.number))


def _taken_up(one: Waiting) -> News:
    address = url_for("nominations.page", round_slug=one.round_slug, slug=one.slug)
    invited = f"{one.name} took up your invitation to “{_flat(one.title)}”"
    return News(f"{invited}; whether it is filed shows once hosts rank", address=address)


def _interview(one: Waiting) -> Task:
    sentence = f"{one.name} talks with you about “{_flat(one.title)}” on {moment(cast(datetime, one.at))}"
    return Task(sentence, None, "Read", url_for("interviews.mine"), at=one.at)


def _mail_failed(one: Waiting) -> Task:
    sentence = (
        f"{plural(one.number, 'notice')} could not be sent, the oldest of {_on(one)}: send again or drop"
    )
    return Task(sentence, None, "See why", url_for("mail.index", state="failed"), at=one.at)


def _mail_held(one: Waiting) -> Task:
    wait = plural(one.number, "notice waits", "notices wait")
    sentence = f"All mail is held since the restore of {_on(one)}: {wait} until you let it go again"
    return Task(sentence, None, "Look and let go", url_for("mail.index", state="waiting"), at=one.at)


def _on(one: Waiting) -> str:
    return day(cast(datetime, one.at))


def _ahead(one: Waiting) -> News:
    when = moment(cast(datetime, one.at))
    sentence = f"You talk with {one.name} about “{_flat(one.title)}” on {when}"
    return News(sentence, address=_log_of(one))


def _log_of(one: Waiting) -> str:
    return url_for("interviews.page", round_slug=one.round_slug, slug=one.slug, who=one.who)


def _to_log(one: Waiting) -> Task:
    sentence = f"The interview with {one.name} for “{_flat(one.title)}” has begun: say what came of it"
    return Task(sentence, one.due, "Log it", _log_of(one))


ENTRIES: dict[str, Callable[[Waiting], Task | News]] = {
    TO_RECOMMEND: _to_recommend,
    TO_DECIDE: _to_decide,
    TO_APPROVE: _to_approve,
    TO_FINISH: _to_finish,
    AT_APPROVAL: _at_approval,
    IN_NO_ROUND: _in_no_round,
    "conference": _conference,
    "home_answer": _home_answer,
    "host_answer": _host_answer,
    "ledger": _ledger,
    "scenario": _scenario,
    "scenario_ready": _scenario_ready,
    "evaluation": _evaluation,
    "headcounts": _headcounts,
    "report_due": _report_due,
    "reports_to_close": _to_close,
    "entered_sheet": _entered,
    TO_WAIVE: _waive,
    "invitation": _invitation,
    "taken_up": _taken_up,
    "interview": _interview,
    AHEAD: _ahead,
    TO_LOG: _to_log,
    "search_found": _search_found,
    "vacancy_overdue": _vacancy_overdue,
    "mail_failed": _mail_failed,
    "mail_held": _mail_held,
    **agreements.ENTRIES,
    **helping.ENTRIES,
    **keeping.ENTRIES,
    **notices.ENTRIES,
    **way_back.ENTRIES,
}
"""How each kind is said; a kind of `models.queries.waiting` without its words is an error."""


def provide(session: Session, actor: Actor, now: datetime) -> Iterator[Task | News]:
    """Each entry in its words, many of a kind in one, and the notices of a return in one."""
    found = waiting(session, actor, now)
    yield from notices.by_return([one for one in found if one.kind in notices.TASKS])
    for part in folded([one for one in found if one.kind not in notices.TASKS], actor, now):
        if isinstance(part, list):
            yield from (ENTRIES[one.kind](one) for one in part)
        else:
            yield part
