"""Every vector and boundary of the rules of rotations, details, moves, sabbaticals, IPA and appraisal."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from matcher.policy import assignment_clauses as c
from matcher.policy.appraisal import blocked_until
from matcher.policy.assignment import checks
from matcher.policy.book import CLAUSES
from matcher.policy.clause import Confidence
from matcher.policy.facts import (
    Appraisal,
    Consents,
    Detail,
    Facts,
    Ipa,
    Move,
    Order,
    Sabbatical,
)
from matcher.policy.law import Law
from matcher.policy.moves import first_involuntary
from matcher.policy.periods import Span, fiscal_year, last_day, nth_day
from matcher.policy.runs import is_covered
from matcher.policy.standing import first_excess, probation_end

START = date(2026, 10, 1)
DAY = timedelta(days=1)
LAW = Law(START, CLAUSES)


def codes(facts: Facts) -> set[str]:
    return {finding.code for finding in checks(facts)}


def detail(days: int = 200, start: date = START, **parts: Any) -> Facts:
    end = nth_day(start, days)
    return Facts("detail", "other_agency", start, end, qualified=start, detail=Detail(**parts))


def move(start: date, kind: str = "reassignment", **parts: Any) -> Facts:
    consents = Consents(executive=start - 90 * DAY, gaining=start - 90 * DAY)
    own = Move(**({"notice": start - 90 * DAY, "appraised": start} | parts))
    return Facts(kind, "other_component", start, qualified=start, consents=consents, move=own)


def sabbatical(start: date = START, end: date | None = None, **parts: Any) -> Facts:
    usual: dict[str, Any] = {
        "civil_since": date(2010, 1, 1),
        "ses_since": date(2012, 1, 1),
        "not_retirable": True,
        "agreed": start,
    }
    own = Sabbatical(**(usual | parts))
    return Facts(
        "sabbatical",
        "other_sector_nonfederal",
        start,
        end or last_day(start, 11),
        qualified=start,
        sabbatical=own,
    )


def ipa(start: date = START, end: date | None = None, **parts: Any) -> Facts:
    usual: dict[str, Any] = {
        "host": "state",
        "concern": "Flood maps",
        "obligation": start,
        "agreed": start - DAY,
    }
    own = Ipa(**(usual | parts))
    consents = Consents(executive=start - DAY)
    return Facts(
        "ipa",
        "other_sector_nonfederal",
        start,
        end or last_day(start, 24),
        qualified=start,
        consents=consents,
        ipa=own,
    )


def order(start: date, days: int = 120, number: str = "1") -> Order:
    return Order(number, start, Span(start, nth_day(start, days)))


@pytest.mark.parametrize(("days", "short"), [(119, True), (120, False), (121, False)])
def test_rotation_counts_from_120_days(days: int, short: bool) -> None:
    assert ("run_too_short" in codes(detail(days))) is short


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


def test_outsiders_do_not_rotate() -> None:
    assert "not_a_member" in codes(replace(detail(), member=False))


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
    excepted = codes(move(day, involuntary=True, heads=(head,), exception="rated unsatisfactory"))
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
    assert "in_probation" in codes(facts)
    assert "in_probation" not in codes(replace(facts, career_since=date(2025, 10, 1), nonpay_days=0))


def test_qualifications_are_determined_before_a_move_and_better_before_a_detail() -> None:
    [found] = [one for one in checks(replace(move(START), qualified=None)) if one.code == "unqualified"]
    assert found.refuses
    [found] = [one for one in checks(replace(detail(), qualified=None)) if one.code == "unqualified_detail"]
    assert not found.refuses


def test_sabbatical_of_eleven_months_and_a_day() -> None:
    assert codes(sabbatical()) == {"sabbatical_obliged", "sabbatical_paid"}
    assert "sabbatical_too_long" in codes(sabbatical(end=date(2027, 9, 1)))
    leap = sabbatical(start=date(2027, 3, 31))
    assert leap.end == date(2028, 2, 29)
    assert "sabbatical_too_long" in codes(replace(leap, end=date(2028, 3, 1)))


@pytest.mark.parametrize(
    ("part", "since", "code"),
    [
        ("civil_since", date(2019, 10, 1), "sabbatical_service_short"),
        ("ses_since", date(2024, 10, 1), "sabbatical_ses_short"),
        ("last", date(2016, 10, 1), "sabbatical_again"),
    ],
)
def test_sabbatical_years_short_by_a_day(part: str, since: date, code: str) -> None:
    assert code not in codes(sabbatical(**{part: since}))
    assert code in codes(sabbatical(**{part: since + DAY}))


def test_ipa_days_do_not_count_towards_a_sabbatical() -> None:
    away = (Span(date(2020, 1, 1), date(2020, 1, 10)),)
    facts = sabbatical(civil_since=date(2019, 9, 21), ipa=away)
    assert "sabbatical_service_short" not in codes(facts)
    assert "sabbatical_service_short" in codes(sabbatical(civil_since=date(2019, 9, 22), ipa=away))


def test_sabbatical_needs_career_attestation_agreement_and_no_pay() -> None:
    facts = replace(
        sabbatical(not_retirable=False, compensated=True, agreed=START + DAY), appointment="noncareer"
    )
    assert codes(facts) >= {
        "sabbatical_not_career",
        "sabbatical_retirement",
        "sabbatical_compensated",
        "sabbatical_unagreed",
    }


def test_sabbatical_obligation_ends_two_years_after_the_return() -> None:
    [found] = [one for one in checks(sabbatical()) if one.code == "sabbatical_obliged"]
    assert found.text == "The obligation of 2 years of service ends on 31 August 2029."


def test_ipa_of_two_years_and_a_day() -> None:
    assert last_day(START, 24) == date(2028, 9, 30)
    assert codes(ipa()) == {"ipa_obliged", "host_appraisal_missing", "host_plan_missing"}
    assert "ipa_too_long" in codes(ipa(end=date(2028, 10, 1)))


def test_ipa_with_extension_of_four_years_and_a_day() -> None:
    assert "ipa_extension_too_long" not in codes(ipa(end=date(2030, 9, 30), extended=True))
    assert "ipa_extension_too_long" in codes(ipa(end=date(2030, 10, 1), extended=True))
    tribal = ipa(end=date(2031, 10, 1), extended=True, host="tribal")
    assert not codes(tribal) & {"ipa_extension_too_long", "ipa_continuous"}


@pytest.mark.parametrize(("gap", "continuous"), [(60, True), (61, False)])
def test_ipa_breaks_of_60_and_61_days(gap: int, continuous: bool) -> None:
    before = Span(START - (gap + 1) * DAY - 1000 * DAY, START - (gap + 1) * DAY)
    assert ("ipa_continuous" in codes(ipa(prior=(before,)))) is continuous


@pytest.mark.parametrize(("back", "short"), [(364, True), (365, False)])
def test_ipa_after_four_years_needs_a_year_back(back: int, short: bool) -> None:
    before = Span(date(2022, 10, 1), date(2026, 9, 30))
    assert ("ipa_not_back" in codes(ipa(nth_day(before.end, back + 2), prior=(before,)))) is short


def test_ipa_of_six_years_in_a_career_and_a_day() -> None:
    before = (Span(date(2012, 10, 1), date(2016, 9, 30)),)
    assert "ipa_career_total" not in codes(ipa(prior=before))
    more = (Span(date(2012, 9, 30), date(2016, 9, 30)),)
    assert "ipa_career_total" in codes(ipa(prior=more))
    assert "ipa_career_total" not in codes(ipa(prior=more, opm_waiver="OPM-9"))


def test_ipa_hosts_and_their_certification() -> None:
    assert "ipa_host" in codes(ipa(host="company"))
    assert "ipa_uncertified" in codes(ipa(host="other_organization"))
    assert "ipa_uncertified" not in codes(ipa(host="other_organization", certified=True))
    assert "ipa_pay" in codes(ipa(host="ffrdc", above_federal_pay=True))


def test_ipa_is_for_career_appointees_and_settled_outsiders() -> None:
    assert "ipa_not_career" in codes(replace(ipa(), appointment="limited_term"))
    for since, short in ((START - 89 * DAY, True), (START - 90 * DAY, False)):
        assert ("ipa_inbound_short" in codes(ipa(inbound=True, employed_since=since))) is short


def test_ipa_papers() -> None:
    facts = replace(
        ipa(concern=" ", obligation=None, agreed=START, relocation=True, status="loan"), consents=Consents()
    )
    assert codes(facts) >= {
        "ipa_unconsented",
        "ipa_no_concern",
        "ipa_unobliged",
        "ipa_unagreed",
        "ipa_relocation",
        "ipa_status",
    }


def test_ipa_early_end() -> None:
    for days, short in ((29, True), (30, False)):
        facts = ipa(ended_early=date(2027, 1, 1) + days * DAY, told=date(2027, 1, 1))
        assert ("ipa_notice_short" in codes(facts)) is short
        assert "ipa_return" in codes(facts)
    assert "ipa_separated" in codes(ipa(left_employer=date(2027, 1, 1)))


@pytest.mark.parametrize(("days", "due"), [(119, False), (120, True)])
def test_host_appraises_a_detail_of_120_days(days: int, due: bool) -> None:
    assert ("host_appraisal_missing" in codes(detail(days))) is due


def test_host_plan_is_due_after_30_days() -> None:
    for plan, late in ((START + 30 * DAY, False), (START + 31 * DAY, True)):
        facts = replace(detail(), appraisal=Appraisal(plan=plan, host_appraises=True))
        assert ("host_plan_missing" in codes(facts)) is late


@pytest.mark.parametrize(("days", "short"), [(89, True), (90, False)])
def test_short_stint_is_not_rated_alone(days: int, short: bool) -> None:
    assert ("stint_short" in codes(detail(days))) is short


def test_supervisor_appraises_before_a_move() -> None:
    assert "departure_unappraised" in codes(move(START, appraised=None))


@pytest.mark.parametrize(
    ("due", "blocked"),
    [
        (date(2029, 1, 19), False),
        (date(2029, 1, 20), True),
        (date(2029, 5, 20), True),
        (date(2029, 5, 21), False),
    ],
)
def test_no_appraisal_after_a_new_administration(due: date, blocked: bool) -> None:
    own = Appraisal(due=due, administrations=(date(2029, 1, 20),))
    assert blocked_until(date(2029, 1, 20), LAW) == date(2029, 5, 20)
    assert ("administration_new" in codes(replace(detail(), appraisal=own))) is blocked


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
