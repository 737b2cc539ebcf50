"""Policy before a signature: findings answered in their very sentence, and nobody away twice."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from matcher.policy.periods import Span
from models.agreement_texts import compose
from models.agreements import Agreement, AgreementState, EventKind
from models.errors import Denied, Invalid, Unmet
from models.executives import Executive, PayPlan
from models.opportunities import Kind
from models.queries.agreement_findings import facts_row, findings_of, policy_facts
from models.services import agreement_events, agreement_policy, agreements, movers
from tests.models import agreements as made
from tests.models.world import NOW, actor, find


def test_text_with_a_new_last_day_is_read_anew(session: Session) -> None:
    agreement, by = made.drafted(session), actor(session, "coord-EN")
    made.satisfy(session, agreement)
    facts: dict[str, Any] = {"actor": by, "now": NOW, "agreement": agreement}
    terms = made.terms(ends_on=made.ENDS + timedelta(days=7))
    parties = made.parties(session)
    agreements.revise(session, version=agreement.version, parties=parties, terms=terms, **facts)
    with pytest.raises(Invalid, match=r"Policy has .*warnings? that nobody has read"):
        agreements.circulate(session, **facts)
    made.satisfy(session, agreement)
    agreements.circulate(session, **facts)
    assert agreement.state is AgreementState.IN_SIGNATURE


def test_detail_inside_a_department_needs_its_orders(session: Session) -> None:
    agreement = made.drafted(session)
    agreement.host_agency = agreement.home_agency
    codes = {one.reason.code: one for one in findings_of(session, agreement, NOW)}
    assert (codes["order_missing"].stops, codes["order_missing"].is_waivable) == (True, False)
    order = agreement_policy.WrittenOrder("1", made.STARTS, made.STARTS, made.STARTS + timedelta(days=119))
    agreement_policy.add_order(
        session, actor=actor(session, "coord-EN"), now=NOW, agreement=agreement, order=order
    )
    texts = [one.reason.text for one in findings_of(session, agreement, NOW) if one.stops]
    assert "No written order covers 2 March 2027 to 29 October 2027; each covers up to 120 days." in texts


def test_executive_alone_waives_what_is_the_executives(session: Session) -> None:
    agreement = made.drafted(session, kind=Kind.REASSIGNMENT, commuting=False, starts_on=date(2026, 12, 1))
    facts: dict[str, Any] = {"now": NOW, "agreement": agreement, "code": "far_notice_short"}
    words = "I waive the 60 days; 23 November 2026, in my file."
    with pytest.raises(Denied, match=r"This is waived by the executive, in writing\."):
        agreement_policy.waive(session, actor=actor(session, "coord-EN"), document=words, **facts)
    agreement_policy.waive(session, actor=actor(session, "e-05"), document=words, **facts)
    [found] = [one for one in findings_of(session, agreement, NOW) if one.reason.code == "far_notice_short"]
    assert (found.stops, found.answer is not None and found.answer.document) == (False, words)


def test_commuting_area_that_nobody_stated_is_neither_far_nor_signed(session: Session) -> None:
    agreement = made.drafted(session, kind=Kind.REASSIGNMENT, commuting=False, starts_on=date(2026, 12, 1))
    assert "far_notice_short" in {one.reason.code for one in findings_of(session, agreement, NOW)}
    agreement.commuting = None
    assert "far_notice_short" not in {one.reason.code for one in findings_of(session, agreement, NOW)}
    with pytest.raises(KeyError):
        compose(agreement, 1, EventKind.ORIGINAL, agreement.ends_on, NOW)


def test_nobody_is_put_to_signature_for_days_away_elsewhere(session: Session) -> None:
    made.in_force(session, ends_on=date(2027, 3, 31))
    for starts_on, stopped in ((date(2027, 3, 31), True), (date(2027, 4, 1), False)):
        again = made.drafted(session, starts_on=starts_on)
        made.satisfy(session, again)
        facts: dict[str, Any] = {"actor": actor(session, "coord-EN"), "now": NOW, "agreement": again}
        if stopped:
            with pytest.raises(Unmet, match=r"away under another agreement, from 2 November 2026 to 31"):
                agreements.circulate(session, **facts)
        else:
            agreements.circulate(session, **facts)


def test_two_texts_out_at_once_are_not_both_signed(session: Session) -> None:
    first, second = made.circulated(session), made.circulated(session, starts_on=date(2026, 12, 1))
    made.sign_all(session, first)
    with pytest.raises(Unmet, match="away under another agreement"):
        made.sign(session, second, "e-05")


def test_extension_into_another_agreement_is_refused(session: Session) -> None:
    agreement = made.in_force(session, ends_on=date(2027, 3, 31))
    made.in_force(session, starts_on=date(2027, 5, 3))
    change = made.change(EventKind.EXTENSION, date(2027, 5, 3))
    with pytest.raises(Unmet, match="away under another agreement, from 3 May 2027"):
        agreement_events.propose(
            session, actor=actor(session, "coord-EN"), now=NOW, agreement=agreement, change=change
        )


def test_database_itself_lets_nobody_be_away_twice(session: Session) -> None:
    made.in_force(session)
    other = made.in_force(session, "E-06", starts_on=date(2027, 10, 29))
    mine = session.scalars(select(Executive.id).where(Executive.slug == "E-05")).one()
    session.commit()
    sql = text("UPDATE agreements SET executive_id = :mine WHERE id = :other")
    with pytest.raises(IntegrityError, match="the executive is away under another agreement"):
        session.execute(sql, {"mine": mine, "other": other.id})
    session.rollback()
    assert find(session, Executive, "E-05").id == mine


def record_facts(session: Session, agreement: Agreement, **facts: Any) -> None:
    by = actor(session, "coord-EN")
    agreement_policy.record_facts(session, actor=by, now=NOW, agreement=agreement, version=0, facts=facts)


def test_new_head_is_told_of_on_a_detail_too(session: Session) -> None:
    agreement = made.drafted(session, starts_on=date(2027, 3, 1))
    record_facts(session, agreement, head_since=date(2027, 1, 25))
    [found] = [one for one in findings_of(session, agreement, NOW) if one.reason.code == "removal_barred"]
    assert (found.stops, found.is_unread) == (False, False)
    assert "until 25 May 2027" in found.reason.text


def test_day_on_which_something_was_done_is_not_still_to_come(session: Session) -> None:
    agreement = made.drafted(session, starts_on=date(2027, 3, 1))
    with pytest.raises(
        Invalid, match=r"^This day is still to come: what is recorded here has happened\.$"
    ) as fault:
        record_facts(session, agreement, qualified_on=local_day(NOW) + timedelta(days=1))
    assert fault.value.about == "qualified_on"
    record_facts(session, agreement, qualified_on=local_day(NOW))


def test_days_on_detail_and_days_without_pay_come_from_the_agreements(session: Session) -> None:
    before = made.in_force(session, ends_on=date(2026, 12, 31))
    move = made.drafted(session, kind=Kind.REASSIGNMENT, starts_on=date(2027, 5, 3))
    record_facts(session, move, involuntary=True, head_since=date(2026, 12, 1))
    found = policy_facts(session, move, NOW)
    away = Span(before.starts_on, before.ends_on)
    assert found.move is not None
    assert (found.move.away, found.heads, found.nonpay_days) == ((away,), (date(2026, 12, 1),), 0)
    facts_row(session, before).unpaid = True  # type: ignore[union-attr]
    session.flush()
    assert policy_facts(session, move, NOW).nonpay_days == away.days


@pytest.mark.parametrize(("days", "stopped"), [(240, False), (241, True)])
def test_somebody_outside_the_service_is_detailed_for_240_days(
    session: Session, days: int, stopped: bool
) -> None:
    find(session, Executive, "E-05").pay_plan = PayPlan.SL
    agreement = made.drafted(session, ends_on=made.STARTS + timedelta(days=days - 1))
    found = [one for one in findings_of(session, agreement, NOW) if one.reason.code == "not_a_member"]
    assert [one.stops for one in found] == ([True] if stopped else [])


def test_assignment_of_whoever_left_the_employer_ends(session: Session) -> None:
    agreement = made.drafted(session, kind=Kind.IPA)
    person, office = actor(session, "e-05"), actor(session, "office")
    movers.leave(session, actor=office, now=NOW, person=person, reason="Left (invented).")
    [found] = [one for one in findings_of(session, agreement, NOW) if one.reason.code == "ipa_separated"]
    assert found.reason.text == (
        "The person left the original employer on 23 November 2026: the assignment ends."
    )
    assert found.stops
