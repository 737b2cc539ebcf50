"""A right that was endangered or given up stands afterwards where its days and its position put it."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agreements import EventKind
from models.executives import Executive
from models.outbox import Notice
from models.positions import Occupancy, Position
from models.queries.waiting import waiting
from models.returns import ReturnRight, ReturnState, RiskKind
from models.services import positions, returns
from models.services.positions import Change
from tests.models import agreements as made
from tests.models.world import DAY, NOW, actor, find

S = ReturnState
WINDOW, AFTER = made.at(made.ENDS - 80 * DAY), made.at(made.ENDS + 5 * DAY)


def do(session: Session, right: ReturnRight, now: datetime, *acts: str) -> None:
    """Each act by whoever does it, on one day."""
    home, executive = actor(session, "coord-EN"), actor(session, "e-05")
    for act in acts:
        facts: dict[str, Any] = {"actor": executive, "now": now, "right": right}
        if act == "propose":
            returns.propose(session, placement="Director", **facts | {"actor": home})
        elif act == "agree":
            returns.agree(session, **facts)
        elif act == "dispute":
            returns.dispute(session, reason="It is paid less.", **facts)
        elif act == "waive":
            returns.waive(session, **facts)
        elif act == "keep":
            returns.take_back_waiver(session, **facts)
        elif act == "risk":
            told: dict[str, Any] = {"kind": RiskKind.UNIT_CHANGED, "detail": "The office is merged."}
            returns.report_change(session, **told, **facts)
        else:
            risk = next(one.id for one in right.risks if one.settled_at is None)
            returns.settle(session, risk=risk, settlement="A post is held.", **facts | {"actor": home})


@pytest.mark.parametrize("undone", [("waive", "keep"), ("risk", "settle")])
@pytest.mark.parametrize(
    ("done", "now", "state"),
    [
        ((), NOW, S.ACTIVE),
        ((), WINDOW, S.NOTICE_WINDOW),
        (("propose",), WINDOW, S.PLACEMENT_PROPOSED),
        (("propose", "dispute"), WINDOW, S.DISPUTED),
        (("propose", "dispute", "propose", "agree"), WINDOW, S.PLACEMENT_ACCEPTED),
        ((), AFTER, S.OVERDUE),
    ],
)
def test_right_stands_as_before_once_nothing_endangers_it(
    session: Session, done: tuple[str, ...], now: datetime, state: ReturnState, undone: tuple[str, ...]
) -> None:
    made.lasting(session)
    right = made.running(session)
    do(session, right, now, *done, *undone)
    assert right.state is state


@pytest.mark.parametrize(
    ("kind", "last", "state"),
    [
        (EventKind.EXTENSION, date(2028, 1, 31), S.EXTENDED),
        (EventKind.EARLY_END, date(2027, 3, 31), S.CURTAILING),
    ],
)
@pytest.mark.parametrize("during", [True, False])
def test_new_last_day_that_was_signed_while_the_return_was_at_risk_stands(
    session: Session, kind: EventKind, last: date, state: ReturnState, during: bool
) -> None:
    right = made.running(session)
    do(session, right, NOW, "propose", "agree", *["risk"] * during)
    made.agreed(session, right.agreement, kind, last)
    do(session, right, NOW, *["risk"] * (not during), "settle")
    assert right.state is state


def test_extension_into_the_last_90_days_asks_home_for_the_position_at_once(session: Session) -> None:
    right, home = made.running(session), actor(session, "coord-EN")
    made.lasting(session)
    now, last = made.at(made.ENDS - DAY), made.ENDS + 64 * DAY
    made.agreed(session, right.agreement, EventKind.EXTENSION, last, now)
    assert right.state is S.NOTICE_WINDOW
    lines = [(one.kind, one.day) for one in waiting(session, home, now) if one.number == right.id]
    assert ("home_notice_window", last) in lines


def test_agreement_that_begins_in_its_last_90_days_asks_home_for_the_position_at_once(
    session: Session,
) -> None:
    right = made.running(session, starts_on=NOW.date(), ends_on=NOW.date() + 60 * DAY)
    assert right.state is S.NOTICE_WINDOW


def test_right_kept_after_all_is_still_at_risk_and_goes_back_once_that_is_settled(session: Session) -> None:
    right = made.running(session)
    do(session, right, NOW, "propose", "agree", "risk", "waive", "keep")
    seen = [right.state]
    do(session, right, NOW, "settle")
    assert [*seen, right.state] == [S.AT_RISK, S.PLACEMENT_ACCEPTED]


def test_right_that_is_overdue_is_so_again_once_it_is_kept_and_told_once(session: Session) -> None:
    made.lasting(session)
    right = made.running(session)
    made.tick(session, right, AFTER)
    do(session, right, AFTER, "waive", "keep")
    assert right.state is S.OVERDUE
    missed = select(Notice.template).where(Notice.key.contains("/missed/"))
    assert sorted(session.scalars(missed)) == ["return_home", "return_news"]


@pytest.mark.parametrize(
    ("named", "state", "left"),
    [("Director", S.NOTICE_WINDOW, None), ("Director of grids", S.PLACEMENT_ACCEPTED, "Director of grids")],
)
def test_position_that_was_agreed_on_and_is_abolished_is_named_again_but_not_the_one_held_instead(
    session: Session, named: str, state: ReturnState, left: str | None
) -> None:
    made.lasting(session)
    executive, position = find(session, Executive, "E-05"), find(session, Position, "P-1")
    executive.position, position.occupancy = position, Occupancy.FILLED
    held = find(session, Position, "P-2")
    held.title = "Director of grids"
    session.flush()
    right, home = made.running(session), actor(session, "coord-EN")
    returns.propose(session, actor=home, now=WINDOW, right=right, placement=named)
    do(session, right, WINDOW, "agree")
    gone = Change(RiskKind.POSITION_ABOLISHED, "The budget ends.", equivalent=held)
    facts: dict[str, Any] = {"position": position, "version": position.version, "change": gone}
    positions.change(session, actor=home, now=WINDOW, **facts)
    do(session, right, WINDOW, "settle")
    assert (right.state, right.placement) == (state, left)


def test_who_said_to_be_back_is_away_again_with_a_later_extension(session: Session) -> None:
    made.lasting(session)
    right, people = made.running(session, ends_on=date(2027, 3, 31)), ("e-05", "coord-EN")
    now, later = made.at(date(2027, 4, 1)), made.at(date(2027, 6, 1))
    returns.say_back(session, actor=actor(session, "e-05"), now=now, right=right, back_on=now.date())
    made.agreed(session, right.agreement, EventKind.EXTENSION, date(2027, 5, 31), now)
    kinds = {one.kind for slug in people for one in waiting(session, actor(session, slug), later)}
    assert not {"my_return_said", "return_said"} & kinds
