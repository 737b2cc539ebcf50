"""Every vector and boundary of the rules of rotations, details and moves, and of the versions of a rule."""

from dataclasses import replace
from datetime import date

import pytest

from matcher.policy import assignment_clauses as c
from matcher.policy.assignment import checks
from matcher.policy.book import CLAUSES
from matcher.policy.clause import Confidence
from matcher.policy.facts import Consents, Exempt, Facts, Ground
from matcher.policy.moves import first_involuntary
from matcher.policy.periods import Span, fiscal_year, last_day, nth_day
from matcher.policy.runs import is_covered
from matcher.policy.standing import first_excess, probation_end
from tests.matcher.assignments import DAY, LAW, START, codes, detail, ipa, move, order


@pytest.mark.parametrize(("days", "short"), [(119, True), (120, False), (121, False)])
def test_rotation_counts_from_120_days(days: int, short: bool) -> None:
    assert ("run_too_short" in codes(detail(days))) is short


def test_nobody_waives_the_120_days() -> None:
    [found] = [one for one in checks(detail(119)) if one.code == "run_too_short"]
    assert found.clause.waived_by is None


def test_extension_keeps_the_run_that_counts() -> None:
    facts = replace(detail(30, date(2027, 1, 1)), run_start=START)
    assert "run_too_short" not in codes(facts)


def test_day_120_on_the_last_day_of_september_is_in_its_fiscal_year() -> None:
    days = [nth_day(start, 120) for start in (date(2026, 6, 3), date(2026, 6, 4))]
    assert days == [date(2026, 9, 30), date(2026, 10, 1)]
    assert [fiscal_year(day) for day in days] == [2026, 2027]


def test_same_component_and_function_is_no_new_ground() -> None:
    facts = replace(detail(), scope="same_component")
    assert "no_new_ground" in codes(facts)
    assert "no_new_ground" not in codes(replace(facts, function_changes=True))


def test_part_time_is_no_form_of_a_rotation() -> None:
    assert "no_rotation_form" in codes(replace(detail(), kind="part_time"))


@pytest.mark.parametrize(("last", "late"), [(date(2021, 9, 29), True), (date(2021, 9, 30), False)])
def test_more_than_five_years_since_the_last_assignment(last: date, late: bool) -> None:
    assert ("rotation_long_ago" in codes(replace(detail(), last_rotation=last))) is late


@pytest.mark.parametrize(("positions", "covered"), [(19, False), (20, True)])
def test_order_covers_agencies_of_20_positions(positions: int, covered: bool) -> None:
    assert is_covered(positions, LAW) is covered


def test_orders_of_120_days_end_and_renew_as_the_vectors_say() -> None:
    assert nth_day(START, 120) == date(2027, 1, 28)
    assert nth_day(date(2027, 1, 29), 120) == nth_day(START, 240) == date(2027, 5, 28)


def test_renewed_orders_cover_240_days_and_not_241() -> None:
    orders = (order(START), order(date(2027, 1, 29), number="2"))
    covered = codes(detail(240, same_department=True, orders=orders))
    assert not covered & {"order_missing", "order_too_long", "order_late"}
    assert "order_missing" in codes(detail(241, same_department=True, orders=orders))


def test_order_of_121_days_is_too_long() -> None:
    assert "order_too_long" in codes(detail(121, same_department=True, orders=(order(START, 121),)))


def test_order_signed_after_its_first_day_is_late() -> None:
    late = replace(order(START), signed=START + DAY)
    assert "order_late" in codes(detail(120, same_department=True, orders=(late,)))


@pytest.mark.parametrize(("days", "told"), [(120, False), (121, True)])
def test_detail_between_departments_is_approved_again_by_custom(days: int, told: bool) -> None:
    assert ("renew_between" in codes(detail(days))) is told


@pytest.mark.parametrize(("days", "long"), [(240, False), (241, True)])
def test_ceilings_of_240_days_warn_and_say_not_verified(days: int, long: bool) -> None:
    found = {one.code: one for one in checks(detail(days, unclassified=True, lower=True))}
    assert ("unclassified_too_long" in found) is long
    assert ("lower_too_long" in found) is long
    if long:
        assert not found["lower_too_long"].refuses
        assert found["lower_too_long"].clause.waived_by == "the Office of Personnel Management"
        assert found["lower_too_long"].text == (
            "The detail to a position at GS-15 or below lasts 241 days; over 240 OPM approves. "
            "(This rule is not verified.)"
        )


def test_approval_by_opm_lifts_the_ceiling_of_a_lower_position() -> None:
    assert "lower_too_long" not in codes(detail(241, lower=True, opm_approval="OPM-7"))


def test_detail_keeps_the_position_of_record_and_its_pay() -> None:
    assert {"position_not_kept", "home_does_not_pay"} <= codes(detail(position_kept=False, home_pays=False))


def test_noncareer_is_refused_a_career_reserved_position() -> None:
    facts = replace(move(START), position_type="career_reserved", appointment="noncareer")
    [found] = [one for one in checks(facts) if one.code == "general_only"]
    assert found.refuses
    warned = replace(detail(), position_type="career_reserved", appointment="noncareer")
    assert "reserved_detail" in codes(warned)


@pytest.mark.parametrize(("days", "barred"), [(240, False), (241, True)])
def test_outsiders_compete_beyond_240_days(days: int, barred: bool) -> None:
    assert ("not_a_member" in codes(replace(detail(days), member=False))) is barred
    assert "not_a_member" not in codes(detail(days))
    assert "not_a_member" in codes(replace(move(START), member=False))


@pytest.mark.parametrize(("days", "short"), [(14, True), (15, False)])
def test_notice_of_a_reassignment(days: int, short: bool) -> None:
    given = date(2027, 3, 1)
    assert ("notice_short" in codes(move(given + days * DAY, notice=given))) is short
    assert given + 15 * DAY == date(2027, 3, 16)


@pytest.mark.parametrize(("days", "short"), [(59, True), (60, False)])
def test_notice_outside_the_commuting_area(days: int, short: bool) -> None:
    given = date(2027, 3, 1)
    facts = move(given + days * DAY, notice=given, far=True, consulted=given)
    assert ("far_notice_short" in codes(facts)) is short
    assert given + 60 * DAY == date(2027, 4, 30)


def test_notice_is_waived_in_writing_after_the_consultation_only() -> None:
    early = date(2027, 3, 2)
    assert "not_consulted" in codes(move(early, far=True, notice=None, waived=early - DAY))
    agreed = move(early, far=True, notice=None, waived=early - DAY, consulted=early - DAY)
    assert not codes(agreed) & {"not_consulted", "far_notice_short"}


@pytest.mark.parametrize(
    ("away", "first"),
    [
        (0, date(2027, 5, 26)),
        (59, date(2027, 7, 24)),
        (60, date(2027, 7, 25)),
        (61, date(2027, 7, 25)),
    ],
)
def test_moratorium_with_days_away(away: int, first: date) -> None:
    head = date(2027, 1, 25)
    spans = (Span(date(2027, 2, 1), nth_day(date(2027, 2, 1), away)),) if away else ()
    assert first_involuntary(head, spans, LAW) == first
    for day, barred in ((first - DAY, True), (first, False)):
        facts = move(day, involuntary=True, heads=(head,), away=spans)
        assert ("in_moratorium" in codes(facts)) is barred


def test_moratorium_bars_nobody_who_consents_and_no_excepted_case() -> None:
    day, head = date(2027, 2, 1), date(2027, 1, 25)
    assert "in_moratorium" not in codes(move(day, heads=(head,)))
    rated = Exempt(Ground.UNSATISFACTORY_RATING, day)
    excepted = codes(move(day, involuntary=True, heads=(head,), exception=rated))
    assert "moratorium_excepted" in excepted
    assert "in_moratorium" not in excepted


def test_move_needs_its_consents() -> None:
    assert "consent_missing" in codes(replace(move(date(2026, 12, 1)), consents=Consents()))
    alone = replace(move(START, "transfer"), consents=Consents(executive=START))
    [found] = [one for one in checks(alone) if one.code == "transfer_unconsented"]
    assert found.text == "A transfer needs the consent of the gaining agency; none is on record."


def test_career_appointment_is_given_up_in_writing_beforehand() -> None:
    facts = move(START, to_noncareer=True)
    assert "career_given_up" not in codes(facts)
    assert "career_given_up" in codes(replace(facts, consents=Consents(executive=START)))


@pytest.mark.parametrize(
    ("kind", "months", "code"),
    [("limited_term", 36, "term_too_long"), ("limited_emergency", 18, "emergency_too_long")],
)
def test_limited_appointments_end_in_time(kind: str, months: int, code: str) -> None:
    last = last_day(START, months)
    facts = replace(detail(), appointment=kind, end=last)
    assert code not in codes(facts)
    assert code in codes(replace(facts, end=last + DAY))


def test_limited_service_of_36_months_in_48() -> None:
    first = Span(date(2022, 10, 1), date(2024, 9, 30))
    second = Span(date(2025, 4, 1), date(2026, 3, 31))
    assert first_excess([first, second], LAW) is None
    assert first_excess([first, Span(second.start, date(2026, 4, 1))], LAW) == date(2026, 4, 1)


@pytest.mark.parametrize(("nonpay", "last"), [(0, 30), (30, 30), (31, 31)])
def test_probation_is_a_year_and_longer_by_days_without_pay(nonpay: int, last: int) -> None:
    end = probation_end(date(2026, 9, 1), nonpay, LAW)
    assert end == date(2027, 8, 31) + max(0, last - 30) * DAY
    facts = replace(detail(), career_since=date(2026, 9, 1), nonpay_days=nonpay)
    assert "probation_not_over" in codes(facts)
    assert "probation_not_over" not in codes(replace(facts, career_since=date(2025, 10, 1), nonpay_days=0))


def test_qualifications_are_determined_before_a_move_and_better_before_a_detail() -> None:
    [found] = [one for one in checks(replace(move(START), qualified=None)) if one.code == "unqualified"]
    assert found.refuses
    [found] = [one for one in checks(replace(detail(), qualified=None)) if one.code == "unqualified_detail"]
    assert not found.refuses


def test_a_new_figure_is_a_new_row_and_reaches_no_earlier_assignment() -> None:
    old = replace(c.IPA_MONTHS, effective_to=date(2026, 12, 31))
    new = replace(c.IPA_MONTHS, value=36, effective_from=date(2027, 1, 1))
    book = (*(one for one in CLAUSES if one is not c.IPA_MONTHS), old, new)
    for start, long in ((date(2026, 12, 31), True), (date(2027, 1, 1), False)):
        facts = ipa(start, last_day(start, 30))
        assert ("ipa_too_long" in {one.code for one in checks(facts, book)}) is long


def test_two_versions_on_one_day_are_refused() -> None:
    twice = (*CLAUSES, replace(c.IPA_MONTHS, value=36))
    with pytest.raises(ValueError, match="ipa_months has 2 versions in force on 2026-10-01"):
        checks(ipa(), twice)


def test_what_is_known_from_memory_warns_and_says_so() -> None:
    facts = detail(241, lower=True, unclassified=True, position_kept=False)
    remembered = [one for one in checks(facts) if one.clause.confidence is Confidence.NOT_VERIFIED]
    assert len(remembered) >= 3
    assert all(one.text.endswith("(This rule is not verified.)") and not one.refuses for one in remembered)


def test_assignment_that_ends_needs_its_last_day() -> None:
    with pytest.raises(ValueError, match="a detail needs a last day"):
        Facts("detail", "other_agency", START)
