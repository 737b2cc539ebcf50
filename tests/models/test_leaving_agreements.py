"""Whoever leaves the service leaves no agreement and no way back behind that anybody waits for."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.policy.ledger import Account
from models.access import can
from models.actors import Actor
from models.agencies import Agency
from models.agreements import AgreementState
from models.audit import AuditEvent
from models.errors import Conflict
from models.opportunities import Kind
from models.outbox import Notice
from models.queries.last_word import last_word
from models.queries.ledger import ledger
from models.queries.left_behind import left_behind, told_besides_moving
from models.queries.programme import Part, numbers
from models.queries.waiting import waiting
from models.returns import ReturnState
from models.services import agreements, movers, returns
from models.services.leaving_agreements import LEFT
from tests.models import agreements as made
from tests.models.world import DAY, NOW, actor, find

HOME, HOST = "coord-EN", "coord-TR"


def leave(session: Session, days: int = 0) -> None:
    office, person, now = actor(session, "office"), actor(session, "e-05"), NOW + timedelta(days=days)
    movers.leave(session, actor=office, now=now, person=person, reason="Retired (invented).")


def told(session: Session, template: str) -> set[str]:
    query = (
        select(Actor.slug).join(Notice, Notice.recipient_id == Actor.id).where(Notice.template == template)
    )
    return set(session.scalars(query))


@pytest.mark.parametrize(
    ("begins", "days", "state", "ended"),
    [
        (date(2027, 1, 4), 0, ReturnState.SCHEDULED, AgreementState.ENDED_EARLY),
        (made.STARTS, 1, ReturnState.ACTIVE, AgreementState.ENDED_EARLY),
        (made.STARTS, 270, ReturnState.NOTICE_WINDOW, AgreementState.ENDED_EARLY),
        (made.STARTS, 350, ReturnState.OVERDUE, AgreementState.ENDED),
        (made.STARTS, 400, ReturnState.BREACHED, AgreementState.ENDED),
    ],
)
def test_rotation_of_a_leaver_ends_with_its_way_back(
    session: Session, begins: date, days: int, state: ReturnState, ended: AgreementState
) -> None:
    made.lasting(session)
    agreement = made.in_force(session, starts_on=begins)
    right, now = made.right_of(session, agreement), NOW + timedelta(days=days)
    made.tick(session, right, now)
    assert right.state is state
    leave(session, days)
    assert (agreement.state, right.state) == (ended, ReturnState.CLOSED)
    assert right.placement is None, "home proposed none"
    assert right.returned_on == max(begins, min(now.date(), agreement.ends_on) + DAY)
    assert right.next_due_at is None
    query = select(AuditEvent.action).where(AuditEvent.reason == LEFT, AuditEvent.object_id == right.id)
    on_record = set(session.scalars(query.where(AuditEvent.object_type == "return_rights")))
    assert not on_record & {"return_rights.return", "return_rights.review"}, "nobody came back"
    assert "return_rights.close" in on_record
    assert {HOME, HOST} <= told(session, "agreement_left")
    assert "e-05" not in told(session, "agreement_left")
    for one in session.scalars(select(Notice).where(Notice.template == "agreement_left")):
        assert one.payload["page"] == f"agreements/{agreement.id}"
        assert can(one.recipient, "agreements.see", agreement, now=now)
    assert not [
        one for one in waiting(session, actor(session, HOME), now) if one.name == right.executive.name
    ]


@pytest.mark.parametrize(("days", "away"), [(0, 3), (200, 5)])
def test_stay_without_a_way_back_ends_in_the_ledger_too(session: Session, days: int, away: int) -> None:
    made.lasting(session)
    begins = NOW.date() - 2 * DAY
    agreement = made.without_way_back(session, starts_on=begins, ends_on=NOW.date() + 2 * DAY)
    leave(session, days)
    assert agreement.state is (AgreementState.ENDED if days else AgreementState.ENDED_EARLY)
    later = NOW + timedelta(days=300)
    assert ledger(session, later).book["EN", 2027] == Account(sent=1, days_sent=away)


def test_right_that_was_given_up_ends_with_it(session: Session) -> None:
    right = made.running(session)
    returns.waive(session, actor=actor(session, "e-05"), now=NOW, right=right)
    leave(session)
    assert right.state is ReturnState.CLOSED


@pytest.mark.parametrize("make", [made.drafted, made.circulated])
def test_agreement_that_is_not_in_force_is_cancelled(session: Session, make: object) -> None:
    agreement = make(session)  # type: ignore[operator]
    leave(session)
    assert agreement.state is AgreementState.CANCELLED
    assert {HOME, HOST} <= told(session, "agreement_cancelled")
    assert "e-05" not in told(session, "agreement_cancelled")


@pytest.mark.parametrize("make", [made.drafted, made.circulated])
def test_agreement_that_is_not_in_force_is_cancelled_when_the_home_agency_changes(
    session: Session, make: object
) -> None:
    agreement, person = make(session), actor(session, "e-05")  # type: ignore[operator]
    announced = "Agreements not in force yet that are cancelled: 1. All who sign are told."
    assert announced in told_besides_moving(left_behind(session, person))
    office, agency = actor(session, "office"), find(session, Agency, "AG")
    movers.move(session, actor=office, now=NOW, person=person, agency=agency, reason="Reorganized.")
    assert agreement.state is AgreementState.CANCELLED
    assert {HOME, HOST, "e-05"} <= told(session, "agreement_cancelled")
    said = last_word(session, agreement, "agreements.cancel")
    assert said is not None
    assert said.reason == "The executive's home agency has changed."


def test_move_that_an_agreement_is_about_waits_for_it(session: Session) -> None:
    """It would cancel the transfer which it carries out."""
    agreement, person = made.circulated(session, kind=Kind.TRANSFER), actor(session, "e-05")
    enter: dict[str, Any] = {
        "actor": actor(session, "office"),
        "now": NOW,
        "person": person,
        "reason": "Reorganized.",
    }
    with pytest.raises(Conflict) as refused:
        movers.move(session, agency=find(session, Agency, "TR"), **enter)
    assert str(refused.value) == (
        "An agreement on the transfer to Treasury is not in force yet, and this would cancel it: enter the "
        "move once all have signed it, or after it was cancelled."
    )
    agreements.acknowledge_none(session, actor=person, now=NOW, agreement=agreement)
    made.sign_all(session, agreement)
    movers.move(session, agency=find(session, Agency, "TR"), **enter)
    assert agreement.state is AgreementState.IN_FORCE


def test_rotation_that_runs_goes_on_when_the_home_agency_changes(session: Session) -> None:
    agreement, person = made.in_force(session), actor(session, "e-05")
    office, agency = actor(session, "office"), find(session, Agency, "AG")
    movers.move(session, actor=office, now=NOW, person=person, agency=agency, reason="Reorganized.")
    assert agreement.state is AgreementState.IN_FORCE


def test_whoever_is_back_and_leaves_is_reviewed_no_more(session: Session) -> None:
    right = made.running(session)
    made.tick(session, right, NOW)
    home, later = actor(session, HOME), NOW + timedelta(days=60)
    returns.enter_return(session, actor=home, now=NOW, right=right, returned_on=NOW.date())
    assert [one.kind for one in waiting(session, home, later) if one.number == right.id] == ["home_returned"]
    leave(session)
    assert right.state is ReturnState.RETURNED
    assert not [one for one in waiting(session, home, later) if one.kind == "home_returned"]


@pytest.mark.parametrize(
    ("day", "due"),
    [(date(2027, 10, 20), 0), (date(2027, 11, 1), 0), (date(2027, 11, 2), 1), (date(2027, 12, 6), 1)],
)
def test_leaver_who_was_late_counts_as_a_return_that_was_not_on_time(
    session: Session, day: date, due: int
) -> None:
    made.lasting(session)
    made.tick(session, made.running(session), made.at(day))
    leave(session, (day - NOW.date()).days)
    shares, _ = numbers(session, [2028], made.at(date(2028, 1, 10)))
    assert shares["on_time"] == {2028: Part(0, due)}


@pytest.mark.parametrize(("signed", "due"), [(date(2027, 11, 1), 0), (date(2027, 11, 2), 1)])
def test_right_given_up_in_time_is_no_late_return_though_it_ends_later(
    session: Session, signed: date, due: int
) -> None:
    made.lasting(session)
    right = made.running(session)
    made.tick(session, right, made.at(signed))
    returns.waive(session, actor=actor(session, "e-05"), now=made.at(signed), right=right)
    for days in (3, 10):
        made.tick(session, right, made.at(signed + days * DAY))
        shares, _ = numbers(session, [2028], made.at(signed + days * DAY))
        assert shares["on_time"] == {2028: Part(0, due)}
    assert right.waived_at is not None
    assert right.waived_at > made.at(signed)
