"""The notices of the way back as weeks pass: what is asked, until when, and what goes higher."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.policy.return_dates import Due, Mark, instant, marks
from models.agreements import EventKind
from models.outbox import Notice, NoticeState
from models.return_marks import MARKS, Asks
from models.returns import ReturnRight
from models.services import mail, returns
from tests.models import agreements as made
from tests.models.world import DAY, NOW, actor

LONG = 440


def days_pass(session: Session, right: ReturnRight, first: date, last: date) -> None:
    """One look of the clock on each day."""
    for number in range((last - first).days + 1):
        made.tick(session, right, made.at(first + number * DAY))


def waiting(right: ReturnRight) -> set[str]:
    return {one.mark.value for one in right.notices if one.done_at is None}


def test_day_that_asks_nothing_is_done_once_it_is_told_and_never_passed_on(session: Session) -> None:
    made.lasting(session)
    right = made.running(session)
    days_pass(session, right, NOW.date(), NOW.date() + LONG * DAY)
    told = [one for one in right.notices if MARKS[one.mark].asks is not Asks.NOTICE]
    marks = ["rotation", "window", "last_day", "late", "escalated", "breached"]
    assert [one.mark.value for one in told] == marks
    assert [(one.done_at, one.escalated_at) for one in told] == [(one.told_at, None) for one in told]


def test_letter_of_a_day_that_asks_nothing_says_so(session: Session) -> None:
    right = made.running(session, starts_on=date(2026, 12, 1), ends_on=date(2027, 3, 1))
    made.tick(session, right, made.at(date(2026, 12, 1)))
    letters = {one.mark: session.get_one(Notice, one.outbox_id).template for one in right.notices}
    assert letters == {Mark.WINDOW: "return_told"}


def test_what_is_passed_on_in_one_run_is_one_letter_to_each_and_the_next_run_writes_again(
    session: Session,
) -> None:
    office = {actor(session, slug).id for slug in ("office", "office-2")}
    written = select(Notice).where(Notice.template == "return_escalated", Notice.recipient_id.in_(office))
    rights = [made.running(session, slug) for slug in ("E-05", "E-06")]
    by, seen = actor(session, "system"), []
    for day in (date(2027, 2, 1), date(2027, 2, 16)):
        for hours in (0, 24):
            for right in rights:
                made.tick(session, right, made.at(day) + hours * DAY / 24)
        letters = session.scalars(written).all()
        seen.append(len(letters))
        for one in letters:
            if one.state is NoticeState.WAITING:
                mail.mark_sent(session, actor=by, now=made.at(day), notice=one, answer="The server took it.")
    assert seen == [2, 4], "one for each of two people and each run"
    assert [one.escalated_at is not None for right in rights for one in right.notices] == [True] * 4


def test_letter_that_did_not_go_out_at_once_does_not_stand_for_what_is_passed_on_later(
    session: Session,
) -> None:
    right, seen = made.running(session), []
    office = {actor(session, slug).id for slug in ("office", "office-2")}
    for day in (date(2027, 2, 1), date(2027, 2, 16)):
        for hours in (0, 24):
            made.tick(session, right, made.at(day) + hours * DAY / 24)
        letters = session.scalars(select(Notice).where(Notice.template == "return_escalated")).all()
        seen.append(sum(one.recipient_id in office for one in letters))
        for one in letters:
            one.attempts = 1
    assert seen == [2, 4]


def test_renewal_is_asked_once_for_each_order_and_no_longer_than_the_order_runs(session: Session) -> None:
    made.lasting(session)
    right = made.running(session)  # its first written order ends on 1 March 2027
    seen = []
    for day in (date(2027, 2, 1), date(2027, 2, 16), date(2027, 2, 26), date(2027, 3, 1), date(2027, 3, 2)):
        made.tick(session, right, made.at(day))
        seen.append({mark for mark in waiting(right) if "renewal" in mark})
    assert seen == [{"renewal_first"}, {"renewal_second"}, {"renewal_last"}, {"renewal_last"}, set()]
    assert all(one.is_lapsed for one in right.notices if "renewal" in one.mark)


def test_what_was_to_be_done_before_the_last_day_is_asked_of_nobody_after_it(session: Session) -> None:
    made.lasting(session)
    right = made.running(session)
    seen = []
    for day in (right.ends_on, right.ends_on + DAY):
        made.tick(session, right, made.at(day))
        seen.append(bool({"fortnight", "logistics", "plan"} & waiting(right)))
    assert seen == [True, False]
    assert made.tick(session, right, made.at(day)) == 0


def test_clock_looks_on_the_day_after_what_is_asked(session: Session) -> None:
    made.lasting(session)
    right = made.running(session)
    made.tick(session, right, made.at(right.ends_on))
    assert right.next_due_at == instant(right.ends_on + DAY, "America/New_York")


def test_whoever_says_to_be_back_is_asked_for_nothing_more(session: Session) -> None:
    made.lasting(session)
    right, own = made.running(session), actor(session, "e-05")
    now = made.at(right.ends_on)
    made.tick(session, right, now)
    assert any(one.owner_id == own.id and one.done_at is None for one in right.notices)
    returns.say_back(session, actor=own, now=now, right=right, back_on=right.ends_on)
    assert [one.mark for one in right.notices if one.owner_id == own.id and one.done_at is None] == []


def test_early_end_asks_no_longer_for_a_renewal_after_it(session: Session) -> None:
    agreement = made.in_force(session)
    right = made.right_of(session, agreement)
    made.tick(session, right, made.at(date(2027, 2, 1)))
    before = waiting(right)
    made.agreed(session, agreement, EventKind.EARLY_END, date(2027, 2, 26), made.at(date(2027, 2, 2)))
    assert (before, waiting(right)) == ({"renewal_first"}, set())


def test_last_day_away_on_a_sunday_is_told_on_the_friday_before() -> None:
    friday, sunday = date(2027, 2, 26), date(2027, 2, 28)
    (found,) = [due for due in marks(date(2026, 11, 2), sunday, renews=False) if due.mark is Mark.LAST_DAY]
    assert (found, found.shown) == (Due(friday, Mark.LAST_DAY, sunday), sunday)


def test_nobody_is_asked_who_the_sponsor_is_while_one_is_named(session: Session) -> None:
    """Nor any longer once one is."""
    made.lasting(session)
    day = made.at(made.ENDS - 178 * DAY)
    named, unnamed = made.running(session, "E-05"), made.running(session, "E-06")
    unnamed.sponsor_id = None
    seen = []
    for right in (named, unnamed):
        made.tick(session, right, day)
        seen.append("sponsor" in waiting(right))
    unnamed.sponsor_id = named.sponsor_id
    made.tick(session, unnamed, day + DAY)
    assert [*seen, "sponsor" in waiting(unnamed)] == [False, True, False]


def test_position_that_the_executive_objects_to_is_still_asked_for_on_its_days(session: Session) -> None:
    """One that waits for the answer, or is agreed on, is asked for no more."""
    made.lasting(session)
    home, own = actor(session, "coord-EN"), actor(session, "e-05")
    right, seen = made.running(session), []
    returns.propose(session, actor=home, now=NOW, right=right, placement="Deputy director")
    made.tick(session, right, made.at(right.ends_on - 89 * DAY))
    seen.append({one.mark for one in right.notices} & {Mark.WINDOW, Mark.POSITION})
    returns.dispute(session, actor=own, now=NOW, right=right, reason="It is too far away.")
    for before in (88, 58):
        made.tick(session, right, made.at(right.ends_on - before * DAY))
        seen.append({one.mark for one in right.notices} & {Mark.WINDOW, Mark.POSITION})
    assert seen == [set(), {Mark.WINDOW}, {Mark.WINDOW, Mark.POSITION}]
    assert {"window", "position"} & waiting(right) == {"position"}
    returns.propose(session, actor=home, now=NOW, right=right, placement="Director")
    assert "position" not in waiting(right)
