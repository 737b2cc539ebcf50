"""A text is signed by its day: whoever has not is reminded once, and then it lapses, once."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agreements import Agreement, AgreementState, EventKind
from models.errors import Invalid, WrongState
from models.outbox import Notice
from models.queries.agreements import open_event
from models.services import agreement_clock, agreement_events, agreements
from tests.models import agreements as made
from tests.models.world import DAY, NOW, actor

FIRST, LAST = date(2027, 2, 1), date(2027, 4, 15)
COORDINATORS = {"coord-EN", "coord-TR"}
FIVE = {"e-05", *made.SIGNERS}


def run(session: Session, now: datetime) -> tuple[int, int]:
    """How many texts the clock reminded of and let lapse; a second worker does neither again."""
    facts: dict[str, Any] = {"actor": actor(session, "system"), "now": now}
    near, late = agreement_clock.to_remind(session, now), agreement_clock.late(session, now)
    done = []
    for numbers, verb in ((near, agreement_clock.remind), (late, agreement_clock.lapse)):
        found = [session.get_one(Agreement, one) for one in numbers]
        done.append(sum(verb(session, agreement=one, **facts) for one in found))
    assert not agreement_clock.late(session, now)
    assert not agreement_clock.to_remind(session, now)
    return done[0], done[1]


def told(session: Session, template: str) -> list[str]:
    query = select(Notice).where(Notice.template == template)
    return sorted(one.recipient.slug for one in session.scalars(query))


def out(session: Session) -> Agreement:
    agreement = made.circulated(session, starts_on=FIRST, ends_on=date(2027, 8, 31))
    made.lasting(session)
    return agreement


def changed(session: Session, kind: EventKind, ends_on: date | None, now: datetime = NOW) -> Agreement:
    agreement = made.in_force(session, ends_on=LAST)
    made.lasting(session)
    by, change = actor(session, "coord-EN"), made.change(kind, ends_on)
    agreement_events.propose(session, actor=by, now=now, agreement=agreement, change=change)
    return agreement


def test_agreement_not_signed_before_its_first_day_is_a_draft_again(session: Session) -> None:
    agreement = out(session)
    made.sign(session, agreement, "e-05")
    assert run(session, made.at(FIRST - DAY))[1] == 0
    assert [run(session, made.at(FIRST)), run(session, made.at(FIRST + DAY))] == [(0, 1), (0, 0)]
    assert agreement.state is AgreementState.DRAFT
    assert set(told(session, "agreement_missed")) >= FIVE | COORDINATORS
    assert len(told(session, "agreement_missed")) == len(set(told(session, "agreement_missed")))
    sentence = "^The first day, 1 February 2027, has come without all signatures: home writes a first day "
    by = actor(session, "coord-EN")
    with pytest.raises(Invalid, match=sentence):
        agreements.circulate(session, actor=by, now=made.at(FIRST), agreement=agreement)


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_nobody_signs_from_the_first_day_on(session: Session, days: int) -> None:
    agreement = out(session)
    if days < 0:
        made.sign(session, agreement, "e-05", made.at(FIRST + days * DAY))
        return
    with pytest.raises(WrongState, match=r"^The first day, 1 February 2027, has come without all sign"):
        made.sign(session, agreement, "e-05", made.at(FIRST + days * DAY))


@pytest.mark.parametrize(
    ("kind", "ends_on", "last"),
    [
        (EventKind.EXTENSION, date(2027, 6, 30), LAST),
        (EventKind.EARLY_END, date(2027, 3, 1), date(2027, 3, 1)),
        (EventKind.AMENDMENT, None, None),
    ],
)
def test_change_lapses_when_its_day_is_over_and_the_agreement_stands(
    session: Session, kind: EventKind, ends_on: date | None, last: date | None
) -> None:
    agreement = changed(session, kind, ends_on)
    run(session, made.at(last or LAST))
    event = open_event(agreement)
    assert event is not None
    after = made.at((last or LAST) + DAY)
    if last is None:
        assert run(session, after) == (0, 0)
        return
    with pytest.raises(WrongState, match=r"this text lapses, and what was agreed on before stands\.$"):
        made.sign(session, agreement, "e-05", after)
    assert [run(session, after), run(session, after + DAY)] == [(0, 1), (0, 0)]
    assert (event.dropped_at, agreement.state, agreement.ends_on) == (after, AgreementState.IN_FORCE, LAST)
    assert set(told(session, "agreement_lapsed")) >= FIVE | COORDINATORS


def test_extension_put_out_after_the_last_day_has_no_day(session: Session) -> None:
    agreement = changed(session, EventKind.EXTENSION, date(2027, 6, 30), made.at(LAST + DAY))
    assert run(session, made.at(LAST + 9 * DAY)) == (0, 0)
    made.sign_all(session, agreement, made.at(LAST + 9 * DAY))
    assert agreement.ends_on == date(2027, 6, 30)


def test_whoever_has_not_signed_is_reminded_once_three_business_days_before(session: Session) -> None:
    agreement = out(session)
    made.sign(session, agreement, "e-05")
    wednesday = date(2027, 1, 27)
    assert run(session, made.at(wednesday - DAY)) == (0, 0)
    assert [run(session, made.at(wednesday)), run(session, made.at(FIRST - DAY))] == [(1, 0), (0, 0)]
    reminded = told(session, "agreement_sign_soon")
    assert set(made.SIGNERS) <= set(reminded)
    assert "e-05" not in reminded
    assert len(reminded) == len(set(reminded))


def test_second_reminder_that_waited_for_the_first_reminds_nobody(session: Session) -> None:
    facts: dict[str, Any] = {"agreement": out(session), "now": made.at(date(2027, 1, 27))}
    by = actor(session, "system")
    assert [agreement_clock.remind(session, actor=by, **facts) for _ in range(2)] == [True, False]


def test_days_to_sign_are_those_of_washington_wherever_the_host_is(session: Session) -> None:
    agreement = made.circulated(session, starts_on=FIRST, ends_on=date(2027, 8, 31), zone="Asia/Tokyo")
    made.lasting(session)
    eve = made.at(FIRST - DAY)  # the first day has begun in Tokyo
    assert run(session, eve)[1] == 0
    made.sign(session, agreement, "e-05", eve)
    assert run(session, made.at(FIRST))[1] == 1


def test_text_put_out_in_the_last_days_is_told_of_once(session: Session) -> None:
    made.circulated(session, starts_on=NOW.date() + 2 * DAY, ends_on=LAST)
    assert run(session, NOW + timedelta(hours=1)) == (0, 0)


def test_signers_are_told_that_the_text_is_in_force_but_the_last_who_sees_it(session: Session) -> None:
    agreement = made.in_force(session)
    assert told(session, "agreement_in_force") == sorted(FIVE - {"coord-TR"})
    made.agreed(session, agreement, EventKind.EXTENSION, date(2028, 1, 31))
    assert told(session, "agreement_in_force") == sorted([*(FIVE - {"coord-TR"})] * 2)
