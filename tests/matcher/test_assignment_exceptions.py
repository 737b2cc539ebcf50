"""Exceptions of the moratorium, the bar of a removal, two places at a time, and what is only read."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from matcher.policy.assignment import checks, is_waivable, must_be_read, stops
from matcher.policy.book import CLAUSES
from matcher.policy.facts import FOREVER, Exempt, Ground, Pledge
from matcher.policy.law import Law
from matcher.policy.one_place import check_place
from matcher.policy.periods import Span
from tests.matcher.assignments import DAY, codes, detail, move


@pytest.mark.parametrize(
    ("ground", "on", "sentence"),
    [
        (
            Ground.UNSATISFACTORY_RATING,
            date(2027, 2, 1),
            "it follows the unsatisfactory rating of 1 February 2027.",
        ),
        (Ground.UNSATISFACTORY_RATING, date(2027, 2, 2), None),
        (
            Ground.DISCIPLINARY_ACTION,
            date(2027, 1, 24),
            "the disciplinary action of 24 January 2027 began before 25 January 2027.",
        ),
        (Ground.DISCIPLINARY_ACTION, date(2027, 1, 25), None),
    ],
)
def test_exception_of_the_moratorium_has_its_day(ground: Ground, on: date, sentence: str | None) -> None:
    own: dict[str, Any] = {"involuntary": True, "exception": Exempt(ground, on)}
    found = {one.code: one.text for one in checks(move(date(2027, 2, 1), heads=(date(2027, 1, 25),), **own))}
    if sentence is None:
        assert "in_moratorium" in found
    else:
        assert found["moratorium_excepted"] == f"The 120 days do not bar this reassignment: {sentence}"


def test_discipline_between_two_appointments_lifts_one_moratorium_alone() -> None:
    heads = (date(2027, 1, 25), date(2027, 1, 11))
    own = Exempt(Ground.DISCIPLINARY_ACTION, date(2027, 1, 20))
    found = codes(move(date(2027, 2, 1), involuntary=True, heads=heads, exception=own))
    assert {"in_moratorium", "moratorium_excepted"} <= found


@pytest.mark.parametrize(("day", "barred"), [(date(2027, 5, 25), True), (date(2027, 5, 26), False)])
def test_removal_is_barred_for_120_days_and_only_shown(day: date, barred: bool) -> None:
    head = date(2027, 1, 25)
    away = replace(detail(start=day), heads=(head,))
    assert ("removal_barred" in codes(away)) is barred
    assert "removal_barred" not in codes(replace(away, appointment="noncareer"))
    found = {one.code: one for one in checks(move(day, heads=(head,)))}
    assert ("removal_barred" in found) is barred
    if barred:
        assert found["removal_barred"].text == (
            "After the appointment of 25 January 2027 nobody is removed for performance until 25 May 2027."
        )
        assert not found["removal_barred"].refuses


@pytest.mark.parametrize(("gap", "twice"), [(0, True), (1, False)])
def test_nobody_is_away_twice(gap: int, twice: bool) -> None:
    first = detail(200)
    other = Span(first.end + gap * DAY, first.end + 40 * DAY)
    assert ("away_twice" in codes(replace(first, others=(other,)))) is twice
    before = Span(first.start - 40 * DAY, first.start - gap * DAY)
    assert ("away_twice" in codes(replace(first, others=(before,)))) is twice


@pytest.mark.parametrize(("gap", "twice"), [(0, True), (1, False)])
def test_nobody_begins_to_be_away_while_another_place_is_accepted(gap: int, twice: bool) -> None:
    first = detail(200)
    pledge = Pledge(Span(first.end + gap * DAY, FOREVER), "the spring round")
    assert ("accepted_elsewhere" in codes(replace(first, pledges=(pledge,)))) is twice
    earlier = Pledge(Span(first.start - 40 * DAY, first.start - gap * DAY), "the spring round")
    assert ("accepted_elsewhere" in codes(replace(first, pledges=(earlier,)))) is twice


def test_place_accepted_elsewhere_says_in_which_round_and_when() -> None:
    spans = Span(date(2026, 10, 1), date(2027, 3, 31)), Span(date(2026, 11, 2), FOREVER)
    pledges = [Pledge(span, f"round {number}") for number, span in enumerate(spans, 1)]
    found = check_place(spans[0], (), pledges, Law(spans[0].start, CLAUSES))
    days = ["from 1 October 2026 to 31 March 2027", "from 2 November 2026 on"]
    assert [one.text for one in found] == [
        f"A place in round {number} was accepted that runs {words}; one of the two is given up first."
        for number, words in enumerate(days, 1)
    ]
    assert {(stops(one), is_waivable(one), one.clause.code) for one in found} == {(True, False, "one_place")}


def test_order_behind_the_goal_gives_no_right_and_says_so() -> None:
    [found] = [one for one in checks(detail()) if one.code == "no_right_by_the_order"]
    assert (found.refuses, found.clause.citation) == (False, "Executive Order 13714 section 5")


def test_what_binds_something_else_is_read_and_stops_nothing() -> None:
    [short] = [one for one in checks(detail(100)) if one.code == "run_too_short"]
    [twice] = [one for one in checks(replace(detail(), others=(detail().span,))) if one.code == "away_twice"]
    assert [stops(short), must_be_read(short), stops(twice), is_waivable(twice)] == [False, True, True, False]
