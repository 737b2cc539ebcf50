"""Every vector and boundary of the rules of sabbaticals, IPA assignments and appraisal."""

from dataclasses import replace
from datetime import date

import pytest

from matcher.policy.appraisal import blocked_until
from matcher.policy.assignment import checks
from matcher.policy.facts import (
    Appraisal,
    Consents,
)
from matcher.policy.periods import Span, last_day, nth_day
from matcher.policy.reemployment import apply_by
from tests.matcher.assignments import DAY, LAW, START, codes, detail, ipa, move, sabbatical

ALWAYS = "no_right_by_the_order"


def test_sabbatical_of_eleven_months_and_a_day() -> None:
    assert codes(sabbatical()) == {ALWAYS, "sabbatical_obliged", "sabbatical_paid"}
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
    assert codes(ipa()) == {ALWAYS, "ipa_obliged", "host_appraisal_missing", "host_plan_missing"}
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


def test_what_is_told_of_rating_and_award() -> None:
    facts = replace(detail(), appraisal=Appraisal(due=START, host_appraises=True))
    told = [one for one in checks(facts) if one.code in ("home_award", "review_board", "appraisal_answer")]
    assert [(one.code, one.refuses) for one in told] == [
        ("home_award", False),
        ("review_board", False),
        ("appraisal_answer", False),
    ]


@pytest.mark.parametrize(("days", "late"), [(90, False), (91, True)])
def test_reemployment_is_applied_for_within_90_days(days: int, late: bool) -> None:
    left = date(2028, 2, 29)
    last = apply_by(left, LAW)
    assert last == date(2028, 5, 29)
    assert (left + days * DAY > last) is late
    found = [one.text for one in checks(replace(move(START, "transfer"), separated=left))]
    asked = (
        "Reemployment is applied for by 29 May 2028, 90 days after 29 February 2028, the last day elsewhere."
    )
    assert asked in found
    assert "The former agency reemploys within 30 days after the application." in found


def test_periods_that_start_on_a_leap_day() -> None:
    leap = date(2028, 2, 29)
    ends = [last_day(leap, months) for months in (11, 12, 18, 24, 36, 48)]
    assert ends == [
        date(2029, 1, 28),
        date(2029, 2, 28),
        date(2029, 8, 28),
        date(2030, 2, 28),
        date(2031, 2, 28),
        date(2032, 2, 28),
    ]
    assert nth_day(leap, 120) == date(2028, 6, 27)
    assert "sabbatical_too_long" not in codes(sabbatical(leap, ends[0]))
    assert "sabbatical_too_long" in codes(sabbatical(leap, ends[0] + DAY))
    assert "ipa_too_long" not in codes(ipa(leap, ends[3]))
    assert "ipa_too_long" in codes(ipa(leap, ends[3] + DAY))
