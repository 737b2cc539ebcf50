"""Gates of service and of earlier assignments, on the day before, the day, and the day after."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from matcher.policy import assignment_clauses as c
from matcher.policy.book import CLAUSES
from matcher.policy.facts import Agreed
from matcher.policy.one_place import check_beside
from matcher.policy.past import Past, check_past, check_rest
from matcher.policy.periods import Span, last_day
from matcher.policy.rotation import Offer

DAY = timedelta(days=1)
FIRST, LAST = date(2027, 9, 1), date(2027, 10, 1)
SABBATICAL = Offer("O-1", "EN", 300, LAST, "none", None, True, FIRST, "sabbatical")
IPA = replace(SABBATICAL, kind="ipa", duration_days=730)
PAST = Past("career", date(2015, 1, 1), attested=frozenset({"O-1"}))


def said(past: Past, offer: Offer) -> list[str]:
    return [one.code for one in check_past(past, offer)]


def test_sabbatical_is_open_to_whoever_meets_its_law() -> None:
    assert said(PAST, SABBATICAL) == []
    assert said(Past("noncareer", date(2026, 1, 1)), SABBATICAL) == [
        "sabbatical_not_career",
        "sabbatical_service_short",
        "sabbatical_ses_short",
        "sabbatical_retirement",
    ]
    assert all(one.refuses for one in check_past(Past("noncareer", date(2026, 1, 1)), SABBATICAL))


@pytest.mark.parametrize(
    ("part", "since", "code"),
    [
        ("civil_since", date(2020, 10, 1), "sabbatical_service_short"),
        ("ses_since", date(2025, 10, 1), "sabbatical_ses_short"),
        ("last_sabbatical", date(2017, 10, 1), "sabbatical_again"),
    ],
)
def test_years_are_complete_by_the_last_day_on_which_it_may_begin(part: str, since: date, code: str) -> None:
    def past(day: date) -> Past:
        parts: dict[str, Any] = {"civil_since": date(2010, 1, 1)} | {part: day}
        return replace(PAST, **parts)

    assert said(past(since), SABBATICAL) == []
    assert said(past(since + DAY), SABBATICAL) == [code]


def test_attestation_of_one_sabbatical_is_none_of_another() -> None:
    [found] = check_past(PAST, replace(SABBATICAL, id="O-2"))
    assert found.text == (
        "The attestation is missing that no immediate annuity is open to the executive at the start."
    )
    assert found.clause is c.SABBATICAL_RETIREMENT


@pytest.mark.parametrize(("days", "long"), [(335, False), (336, False), (337, True)])
def test_length_is_that_of_eleven_months_from_the_day_that_suits_best(days: int, long: bool) -> None:
    # from October on 11 months take 336 days, as 2028 is a leap year; from September or November 335
    windows = [(FIRST, LAST), (date(2027, 10, 31), date(2027, 11, 15))]
    for first, last in windows:
        offer = replace(SABBATICAL, starts_from=first, starts_until=last, duration_days=days)
        assert ("sabbatical_too_long" in said(PAST, offer)) is long


@pytest.mark.parametrize(("first", "last"), [(9, 9), (11, 11)])
def test_sabbatical_of_336_days_is_too_long_in_other_months(first: int, last: int) -> None:
    begins, until = date(2027, first, 1), date(2027, last, 15)
    offer = replace(SABBATICAL, starts_from=begins, starts_until=until, duration_days=336)
    assert said(PAST, offer) == ["sabbatical_too_long"]


def test_ipa_is_for_career_appointees_within_its_years() -> None:
    assert said(PAST, IPA) == []
    assert said(replace(PAST, appointment="limited_term"), IPA) == ["ipa_not_career"]
    assert said(PAST, replace(IPA, duration_days=732)) == ["ipa_too_long"]
    before = (Span(date(2010, 1, 1), date(2012, 12, 31)), Span(date(2016, 1, 1), date(2017, 1, 5)))
    assert said(replace(PAST, ipa=before), IPA) == ["ipa_career_total"]
    just_back = (Span(date(2023, 1, 1), date(2026, 12, 31)),)
    assert said(replace(PAST, ipa=just_back), replace(IPA, duration_days=180)) == ["ipa_not_back"]


def test_limited_emergency_does_not_reach_beyond_its_18_months() -> None:
    detail = replace(SABBATICAL, kind="detail", duration_days=549)
    emergency = replace(PAST, appointment="limited_emergency")
    assert last_day(LAST, 18) == LAST + 547 * DAY
    assert said(emergency, detail) == ["emergency_too_long"]
    assert said(emergency, replace(detail, duration_days=548)) == []
    assert said(PAST, detail) == []


@pytest.mark.parametrize(("last", "told"), [(date(2026, 8, 31), False), (date(2026, 9, 1), True)])
def test_rest_of_a_year_is_flagged_and_stops_nothing(last: date, told: bool) -> None:
    found = check_rest(replace(PAST, last_away=last), SABBATICAL)
    sentence = (
        "The last assignment is to 1 September 2026: 12 months at home last until 1 September 2027, but "
        "O-1 can begin on 1 September 2027, before they are over."
    )
    assert [(one.text, one.refuses) for one in found] == ([(sentence, False)] if told else [])


def test_a_start_before_the_return_on_every_day_of_the_window_is_said_as_that() -> None:
    [before] = check_rest(replace(PAST, last_away=LAST - DAY), SABBATICAL)
    assert before.code == "too_soon_again"
    assert before.text.endswith("but O-1 can begin on 1 October 2027, before they are over.")
    assert check_rest(replace(PAST, last_away=LAST), SABBATICAL) == []
    away = Span(FIRST - 30 * DAY, LAST)
    assert check_beside(SABBATICAL, [], away=[Agreed(Span(away.start, LAST - DAY), "EN")]) == []
    [found] = check_beside(SABBATICAL, [], away=[Agreed(away, "EN")])
    assert (found.code, found.refuses) == ("begins_while_away", False)
    assert found.text == (
        "O-1 begins by 1 October 2027 at the latest, and the assignment away lasts until 1 October 2027: "
        "it can be taken only if that one ends early. 12 months at home after it last until 1 October 2028."
    )


def test_changed_figure_changes_no_code() -> None:
    old = replace(c.SABBATICAL_SERVICE, effective_to=date(2027, 8, 31))
    new = replace(c.SABBATICAL_SERVICE, value=13, effective_from=date(2027, 9, 1))
    book = (*(one for one in CLAUSES if one is not c.SABBATICAL_SERVICE), old, new)
    [found] = check_past(PAST, SABBATICAL, book)
    assert found.text == "13 years of service, IPA assignments not counted, are complete on 1 January 2028."
    earlier = replace(SABBATICAL, starts_from=date(2027, 8, 1), starts_until=date(2027, 8, 31))
    assert check_past(PAST, earlier, book) == []
