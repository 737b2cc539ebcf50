"""The days of a return, with what became of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matcher.policy.return_dates import Due
from models.actors import Actor
from models.returns import ASKED, ReturnNotice, ReturnRight
from models.services.return_notices import is_closed_by_its_act
from models.services.returns_clock import TOLD, is_done_ahead
from webui.filters import day
from webui.return_days import whose


@dataclass(frozen=True)
class Told:
    """One day: `states` are pairs of an icon, or none, and words; `done` is what the button says with which
    its notice is seen to, empty where the reader has none; a notice may be put off by its owner."""

    due: Due
    notice: ReturnNotice | None
    whose: str
    states: Sequence[tuple[str, str]]
    done: str
    may_put_off: bool


def told_days(right: ReturnRight, dues: Sequence[Due], reader: Actor, *, keeps: bool) -> list[Told]:
    """A row for each day, in their order; `keeps` where the reader does what home is to do."""
    notices = {notice.key: notice for notice in right.notices}
    found = []
    for due in dues:
        notice = notices.get(f"{right.id}/{due.mark}/{due.nominal.isoformat()}")
        asks = notice if keeps and right.state in ASKED and notice and notice.done_at is None else None
        found.append(
            Told(
                due=due,
                notice=notice,
                whose=notice.owner.name if notice else _whose(right, due),
                states=list(_became(notice)) if notice else [("", _untold(right, due))],
                done=_done(asks, reader) if asks else "",
                may_put_off=asks is not None and asks.owner_id == reader.id,
            )
        )
    return found


def _whose(right: ReturnRight, due: Due) -> str:
    who = whose(due.mark)
    return {"you": right.executive.name, "nobody": "nothing to do"}.get(who, who)


def _untold(right: ReturnRight, due: Due) -> str:
    if due.nominal < right.counted_from:
        is_changed = sum(one.in_force_at is not None for one in right.agreement.events) > 1
        since = "this text was in force" if is_changed else "the agreement was on record"
        return f"was before {since}"
    if right.state not in TOLD:
        return "not needed any more"
    return "done ahead of its day" if is_done_ahead(right, due.mark) else "not told yet"


def _became(notice: ReturnNotice) -> Iterator[tuple[str, str]]:
    told, done = f"told on {day(notice.told_at)}", notice.done_at
    if done == notice.told_at:
        yield "", told
    elif done and notice.is_lapsed:
        yield "", f"{told}; over since {day(done)}"
    elif done:
        yield "check_circle", f"seen to on {day(done)}"
    else:
        until = notice.snoozed_until
        put_off = f", put off until {day(until)}: {notice.snooze_reason}" if until else ""
        yield "schedule", told + put_off
        if notice.escalated_at:
            yield "warning", f"passed on, on {day(notice.escalated_at)}"


def _done(notice: ReturnNotice, reader: Actor) -> str:
    if is_closed_by_its_act(notice):
        return ""
    return "Done" if notice.owner_id == reader.id else f"Enter as done for {notice.owner.name}"
