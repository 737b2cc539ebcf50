"""The clock of the way back: each notice once, after downtime too; silence and risks go higher."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.policy.return_dates import (
    Mark,
    first_day_back,
    instant,
    marks,
    midpoint,
    order_ends,
    rotation_day,
)
from models.actors import Role, RoleGrant
from models.agencies import Agency
from models.agreements import AgreementState, EventKind
from models.outbox import Notice
from models.queries.returns import Filters, board, due_rights
from models.queries.waiting import waiting
from models.return_marks import is_asked
from models.returns import ReturnNotice, ReturnRight, ReturnState, RiskKind
from models.services import agencies, people, returns
from tests.models import agreements as made
from tests.models.world import DAY, NOW, actor, find

DAYS = 440


def told(session: Session, right: ReturnRight) -> list[tuple[str, date]]:
    query = select(ReturnNotice.mark, ReturnNotice.nominal_on).where(ReturnNotice.right_id == right.id)
    return [(mark.value, day) for mark, day in session.execute(query.order_by(ReturnNotice.id))]


@pytest.mark.parametrize(
    ("last_day", "back"),
    [
        (date(2026, 12, 31), date(2027, 1, 4)),
        (date(2027, 2, 28), date(2027, 3, 1)),
        (date(2028, 2, 28), date(2028, 2, 29)),
        (date(2026, 11, 25), date(2026, 11, 27)),
        (date(2027, 10, 29), date(2027, 11, 1)),
    ],
)
def test_first_day_back_is_the_next_business_day(last_day: date, back: date) -> None:
    assert first_day_back(last_day) == back


def test_orders_and_day_120_are_those_of_the_rules() -> None:
    start = date(2026, 10, 1)
    assert list(order_ends(start, date(2027, 5, 28))) == [date(2027, 1, 28)]
    assert list(order_ends(start, date(2027, 5, 29))) == [date(2027, 1, 28), date(2027, 5, 28)]
    assert rotation_day(date(2026, 6, 3)) == date(2026, 9, 30)
    assert midpoint(start, date(2026, 10, 4)) == date(2026, 10, 3)


def test_assignment_of_119_days_has_no_day_120_and_one_of_120_has() -> None:
    start = date(2026, 10, 1)
    short, long = (marks(start, start + timedelta(days), renews=False) for days in (118, 119))
    assert Mark.ROTATION not in {due.mark for due in short}
    assert Mark.ROTATION in {due.mark for due in long}


def test_instants_are_of_the_zone_on_both_sides_of_a_clock_change() -> None:
    days = (date(2026, 10, 30), date(2026, 11, 2))
    assert [instant(day, "America/New_York").hour for day in days] == [13, 14]
    assert [instant(day, "America/Phoenix").hour for day in days] == [16, 16]


def test_every_notice_is_told_once_day_by_day_and_after_downtime(session: Session) -> None:
    made.lasting(session)
    daily, once = made.running(session, "E-05"), made.running(session, "E-06")
    for number in range(DAYS):
        made.tick(session, daily, NOW + number * DAY)
        made.tick(session, daily, NOW + number * DAY)
    made.tick(session, once, NOW + (DAYS - 1) * DAY)
    expected = [
        (due.mark.value, due.nominal)
        for due in marks(made.STARTS, made.ENDS, renews=True)
        if due.on >= NOW.date() and due.mark is not Mark.SPONSOR
    ]
    assert len(expected) == 20
    assert told(session, daily) == told(session, once) == expected
    assert daily.state is once.state is ReturnState.BREACHED


def test_return_that_nobody_enters_is_overdue_then_broken(session: Session) -> None:
    made.lasting(session)
    right = made.running(session)
    seen: dict[ReturnState, date] = {}
    for number in range(DAYS):
        made.tick(session, right, made.at(NOW.date() + number * DAY))
        seen.setdefault(right.state, NOW.date() + number * DAY)
    assert seen == {
        ReturnState.ACTIVE: NOW.date(),
        ReturnState.NOTICE_WINDOW: date(2027, 7, 31),
        ReturnState.OVERDUE: date(2027, 11, 2),
        ReturnState.BREACHED: date(2027, 11, 29),
    }
    assert right.escalated_at is not None


def test_assignment_of_two_months_begins_in_its_notice_window(session: Session) -> None:
    begins = date(2026, 12, 1)
    right = made.running(session, starts_on=begins, ends_on=begins + timedelta(days=60))
    seen = [right.state]
    made.tick(session, right, made.at(begins))
    assert [*seen, right.state] == [ReturnState.SCHEDULED, ReturnState.NOTICE_WINDOW]


def test_flood_becomes_a_digest(session: Session) -> None:
    made.lasting(session)
    right = made.running(session)
    made.tick(session, right, NOW + DAYS * DAY)
    query = select(Notice.template).where(Notice.template.in_(("return_due", "return_digest")))
    query = query.where(Notice.recipient_id == actor(session, "coord-EN").id)
    assert sorted(session.scalars(query)) == ["return_digest", "return_due", "return_due"]
    assert len(told(session, right)) == 20


def test_silence_goes_higher_once(session: Session) -> None:
    right = made.running(session)
    day = made.at(date(2027, 2, 1))
    made.tick(session, right, day)
    (notice,) = right.notices
    made.tick(session, right, day + timedelta(hours=23))
    assert notice.escalated_at is None
    made.tick(session, right, day + timedelta(hours=24))  # the mail lies there still
    assert notice.escalated_at == day + timedelta(hours=24)
    higher = select(Notice.recipient_id).where(Notice.template == "return_escalated")
    office = {actor(session, slug).id for slug in ("office", "office-2")}
    assert set(session.scalars(higher)) == office
    assert made.tick(session, right, day + timedelta(hours=25)) == 0


def test_risk_that_nobody_settles_goes_to_the_office(session: Session) -> None:
    right = made.running(session)
    owner = actor(session, "e-05")
    what = "The office is merged."
    returns.report_change(session, actor=owner, now=NOW, right=right, kind=RiskKind.UNIT_CHANGED, detail=what)
    seen = []
    for days in (14, 15):
        made.tick(session, right, NOW + days * DAY)
        seen.append(right.escalated_at)
    assert seen == [None, NOW + 15 * DAY]


def test_risk_is_passed_on_once_somebody_holds_the_office(session: Session) -> None:
    made.lasting(session)
    right, late = made.running(session), NOW + 15 * DAY
    owner, what = actor(session, "e-05"), "The office is merged."
    returns.report_change(session, actor=owner, now=NOW, right=right, kind=RiskKind.UNIT_CHANGED, detail=what)
    office = session.scalars(select(RoleGrant).where(RoleGrant.role == Role.PROGRAMME_OFFICE)).all()
    for ends_at in (late, NOW + DAYS * DAY):
        for one in office:
            one.ends_at = ends_at
        session.flush()
        assert right.escalated_at is None
        made.tick(session, right, late)
        assert right.id in due_rights(session, late + DAY)
    told = session.scalars(select(Notice.recipient_id).where(Notice.template == "return_escalated")).all()
    assert (right.escalated_at, sorted(told)) == (late, sorted({one.actor_id for one in office}))


def test_open_notice_that_asks_nothing_is_on_no_desk_and_in_no_count(session: Session) -> None:
    """As older databases have them."""
    made.lasting(session)
    right, now = made.running(session), made.at(made.ENDS + 5 * DAY)
    made.tick(session, right, now)
    for one in right.notices:
        if not is_asked(one.mark):
            one.done_at = one.done_by_id = None
    session.flush()
    found = {one.kind for one in waiting(session, actor(session, "coord-EN"), now)}
    assert ("return_overdue" in found, "return" in found) == (True, False)
    assert [row.waits for row in board(session, Filters(agencies=None))] == [0]


def test_sponsor_who_leaves_puts_the_return_at_risk(session: Session) -> None:
    right = made.running(session)
    person, office = actor(session, "supervisor-EN"), actor(session, "office")
    people.deactivate(session, actor=office, now=NOW, person=person, reason="retired")
    assert right.state is ReturnState.AT_RISK
    assert [(one.kind, one.detail) for one in right.risks] == [
        (RiskKind.SPONSOR_GONE, "supervisor-EN, the sponsor of the return, is not there any more.")
    ]


def test_merged_home_agency_puts_the_return_at_risk_and_its_successor_keeps_it(session: Session) -> None:
    right = made.running(session)
    home, into = find(session, Agency, "EN"), find(session, Agency, "AG")
    office = actor(session, "office")
    agencies.merge(session, actor=office, now=NOW, agency=home, into=into, reason="reorganized")
    assert (right.state, right.agreement.home_agency) == (ReturnState.AT_RISK, into)


def test_waiver_takes_effect_after_seven_days_and_ends_with_the_assignment(session: Session) -> None:
    right = made.running(session)
    returns.waive(session, actor=actor(session, "e-05"), now=NOW, right=right)
    seen = []
    for moment in (NOW + 7 * DAY - timedelta(seconds=1), NOW + 7 * DAY, made.at(made.ENDS + DAY)):
        made.tick(session, right, moment)
        seen.append(right.state)
    assert seen == [ReturnState.COOLING_OFF, ReturnState.WAIVED, ReturnState.CLOSED]
    assert (right.waived_at, right.agreement.state) == (NOW + 7 * DAY, AgreementState.ENDED)
    assert told(session, right) == []


def test_what_is_due_while_a_right_can_still_be_kept_is_done_on_its_day(session: Session) -> None:
    """The last ninety days begin, and a mentor at the host is offered."""
    made.lasting(session)
    right, eve = made.running(session), made.at(made.ENDS - 91 * DAY)
    made.tick(session, right, eve)
    returns.waive(session, actor=actor(session, "e-05"), now=eve, right=right)
    for now in (eve, eve + DAY):
        assert right.id in due_rights(session, now)
        made.tick(session, right, now)
    offered = session.scalars(
        select(Notice).where(Notice.template == "host_mentor", Notice.created_at == now)
    )
    assert len(offered.all()) == 1


def test_extension_counts_every_mark_anew(session: Session) -> None:
    agreement = made.in_force(session)
    right = made.right_of(session, agreement)
    made.tick(session, right, made.at(date(2027, 8, 2)))
    states, asked = [right.state], [one for one in right.notices if one.done_at is None]
    assert {one.mark.value for one in asked} >= {"plan"}
    made.agreed(session, agreement, EventKind.EXTENSION, date(2028, 1, 31), made.at(date(2027, 8, 3)))
    made.tick(session, right, made.at(date(2027, 8, 4)))
    states.append(right.state)
    left = [one.mark.value for one in asked if one.done_at is None]
    assert not {"midpoint", "plan"} & set(left), "what was asked before days that moved is asked of nobody"
    assert states == [ReturnState.NOTICE_WINDOW, ReturnState.EXTENDED]
    made.tick(session, right, made.at(date(2027, 11, 5)))
    windows = [day for mark, day in told(session, right) if mark == "window"]
    assert windows == [date(2027, 7, 31), date(2027, 11, 2)]


def test_finished_rights_are_never_looked_at(session: Session) -> None:
    right, by = made.running(session), actor(session, "coord-EN")
    made.tick(session, right, NOW)
    assert due_rights(session, NOW) == []
    assert due_rights(session, NOW + DAYS * DAY) == [right.id]
    returns.enter_return(session, actor=by, now=NOW, right=right, returned_on=NOW.date())
    made.lasting(session)
    made.tick(session, right, NOW + 400 * DAY)  # the last of the questions is asked after a year
    assert due_rights(session, NOW + (400 + DAYS) * DAY) == []


def test_board_names_who_is_back_after_who_is_away(session: Session) -> None:
    back, away = made.asked(session, "E-05"), made.running(session, "E-06")
    assert back.ends_on < away.ends_on
    assert [row.number for row in board(session, Filters(agencies=None))] == [away.id, back.id]
