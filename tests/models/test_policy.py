"""The checks of a rotation at their bounds: the value before, the value, the value after."""

from dataclasses import replace
from datetime import date

import pytest

from matcher.policy.reasons import Reason
from matcher.policy.rotation import (
    Card,
    Offer,
    check_grant,
    check_measures,
    check_offer,
    check_pair,
    check_sheet,
    written,
)

RESULTS = date(2026, 12, 23)
OFFER = Offer(
    id="O-1",
    host="EN",
    duration_days=120,
    starts_until=RESULTS,
    clearance="none",
    position_type="general",
    in_ses=True,
    starts_from=date(2026, 12, 1),
)
CARD = Card(home="TR", appointment="career", clearance="none")


def codes(found: list[Reason]) -> list[str]:
    return [reason.code for reason in found]


@pytest.mark.parametrize(("days", "found"), [(119, ["short_rotation"]), (120, []), (121, [])])
def test_rotation_counts_from_the_hundred_and_twentieth_day(days: int, found: list[str]) -> None:
    reasons = check_offer(replace(OFFER, duration_days=days), RESULTS)
    assert codes(reasons) == found
    assert not any(reason.refuses for reason in reasons)


@pytest.mark.parametrize(("day", "found"), [(22, ["starts_too_early"]), (23, []), (24, [])])
def test_start_may_not_lie_before_the_results(day: int, found: list[str]) -> None:
    reasons = check_offer(replace(OFFER, starts_until=date(2026, 12, day)), RESULTS)
    assert codes(reasons) == found
    assert [reason.text for reason in reasons] == [
        "O-1 must start by 22 December 2026, before the results of the round on 23 December 2026."
    ][: len(found)]


def test_agency_outside_the_ses_warns() -> None:
    (reason,) = check_offer(replace(OFFER, in_ses=False), RESULTS)
    assert reason.text == "O-1 is at an agency outside the Senior Executive Service."
    assert not reason.refuses


@pytest.mark.parametrize("needed", ["none", "secret", "top_secret"])
@pytest.mark.parametrize("held", ["none", "secret", "top_secret"])
def test_clearance_reaches_down_and_never_up(held: str, needed: str) -> None:
    order = ["none", "secret", "top_secret"]
    enough = order.index(held) >= order.index(needed)
    found = check_pair(replace(CARD, clearance=held), replace(OFFER, clearance=needed))
    assert codes(found) == ([] if enough else ["needs_clearance"])
    assert all(reason.refuses for reason in found)


@pytest.mark.parametrize("position", ["general", "career_reserved", None])
@pytest.mark.parametrize("appointment", ["career", "noncareer", "limited_term", "limited_emergency"])
def test_career_reserved_position_is_for_career_appointees(appointment: str, position: str | None) -> None:
    found = check_pair(replace(CARD, appointment=appointment), replace(OFFER, position_type=position))
    refused = position == "career_reserved" and appointment != "career"
    assert codes(found) == (["career_reserved"] if refused else [])
    assert all(reason.clause.citation == "5 U.S.C. 3395(d); 5 U.S.C. 3132(a)(8)" for reason in found)


def test_own_agency_warns_and_does_not_refuse() -> None:
    (reason,) = check_pair(replace(CARD, home="EN"), OFFER)
    assert (reason.code, reason.refuses) == ("own_agency", False)


def test_pair_without_a_fault_has_no_reason() -> None:
    assert check_pair(CARD, OFFER) == []


@pytest.mark.parametrize(("items", "found"), [(0, []), (100, []), (101, ["sheet_too_long"])])
def test_sheet_has_a_hundred_items_at_most(items: int, found: list[str]) -> None:
    assert codes(check_sheet(items)) == found


@pytest.mark.parametrize(
    ("objectives", "indicators", "found"),
    [
        (0, 0, ["no_objective", "no_indicator"]),
        (1, 0, ["no_indicator"]),
        (0, 1, ["no_objective"]),
        (1, 1, []),
    ],
)
def test_opportunity_names_objective_and_indicator(
    objectives: int, indicators: int, found: list[str]
) -> None:
    assert codes(check_measures("O-1", objectives, indicators)) == found


@pytest.mark.parametrize(("ends", "found"), [(date(2027, 1, 1), []), (date(2027, 1, 2), ["grant_too_long"])])
def test_grant_lasts_a_year_at_most(ends: date, found: list[str]) -> None:
    assert codes(check_grant(date(2026, 1, 1), ends)) == found


def test_day_is_written_out() -> None:
    assert written(date(2026, 12, 7)) == "7 December 2026"
