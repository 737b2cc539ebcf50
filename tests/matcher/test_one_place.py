"""Places accepted in several rounds: which days each has, and what is said of a place that finds none."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from matcher.policy.book import CLAUSES
from matcher.policy.facts import Agreed, Pledge
from matcher.policy.law import Law
from matcher.policy.one_place import check_beside, check_place, check_written, placed, run_beside
from matcher.policy.periods import DAY, Span, nth_day
from matcher.policy.rotation import Offer

FIRST = date(2027, 1, 1)
LAW = Law(FIRST, CLAUSES)
ONE_ONLY = ": it can be taken only if that one is given up."


def days(start: date, length: int = 180) -> Span:
    return Span(start, nth_day(start, length))


def place(name: str, start: date, later: int = 0, length: int = 180, turn: int = 1) -> Pledge:
    return Pledge(days(start, length), name, later, datetime(2026, 9, turn, tzinfo=UTC))


def offer(start: date, until: date, length: int = 180) -> Offer:
    return Offer("O-1", "EN", length, until, "none", None, True, start)


def said(one: Offer, pledges: list[Pledge], away: list[Agreed]) -> list[str]:
    return [found.text for found in check_beside(one, pledges, away=away)]


P1, P2 = place("A", FIRST), place("B", FIRST, 211, turn=2)
"""On fixed days to 29 June, and a place that begins by 31 July."""


@pytest.mark.parametrize("order", [[P1, P2], [P2, P1]])
def test_place_that_gave_way_to_another_keeps_the_days_it_has_then(order: list[Pledge]) -> None:
    third = days(date(2027, 7, 1))
    assert placed([], order) == {P1: P1.span, P2: days(date(2027, 6, 30))}
    assert run_beside(third, 0, [], order) is None
    [found] = check_place(third, [], order, LAW)
    second = "from 30 June 2027 to 26 December 2027"
    assert found.text == f"A place in B was accepted that runs {second}; one of the two is given up first."
    overlap = f"The days of O-1 overlap the place accepted in B, {second}"
    assert said(offer(third.start, third.start), order, []) == [overlap + ONE_ONLY]
    assert run_beside(days(date(2027, 12, 27)), 0, [], order) == days(date(2027, 12, 27))


def test_place_accepted_first_keeps_its_days_and_no_new_one_moves_it() -> None:
    early, late = place("B", FIRST, 300, turn=1), place("A", FIRST - DAY, 250, turn=2)
    assert placed([], [late, early]) == {early: days(FIRST), late: days(FIRST + 180 * DAY)}
    assert run_beside(days(FIRST), 0, [], [early]) is None


def test_places_wait_for_one_another_where_one_would_have_no_days() -> None:
    long, short = place("A", FIRST, 90, 100, turn=2), place("B", FIRST, 95, 30, turn=1)
    assert placed([], [long, short]) == {short: days(FIRST, 30), long: days(FIRST + 30 * DAY, 100)}
    short = replace(short, later=100)
    long = replace(long, later=29)
    assert placed([], [long, short]) == {long: days(FIRST, 100), short: days(FIRST + 100 * DAY, 30)}
    long = replace(long, span=days(FIRST, 101))
    assert placed([], [long, short]) == {short: short.span, long: long.span}, "those they were accepted with"


@pytest.mark.parametrize(("later", "named"), [(359, ["A"]), (360, [])])
def test_agreement_is_signed_where_all_places_can_wait_for_it_one_after_another(
    later: int, named: list[str]
) -> None:
    pledges = [place("A", FIRST, 180), place("B", FIRST, later, turn=2)]
    assert [one.text for one in check_written(days(FIRST), [], pledges, LAW)] == [
        f"A place in {name} was accepted that runs from 1 January 2027 to 29 June 2027; one of the two is "
        "given up first."
        for name in named
    ]
    assert check_written(days(FIRST), [], [P1], LAW) == check_place(days(FIRST), [], [P1], LAW) != []


AWAY = Agreed(Span(date(2026, 12, 31), date(2027, 6, 28)), "Energy")
WINDOW = date(2027, 5, 13), date(2027, 8, 12)


def test_time_away_is_named_only_where_it_leaves_no_day_to_begin() -> None:
    blocks = place("A", date(2027, 8, 1))
    overlap = "The days of O-1 overlap the place accepted in A, from 1 August 2027 to 27 January 2028"
    assert said(offer(*WINDOW), [blocks], [AWAY]) == [overlap + ONE_ONLY]
    found = check_place(days(WINDOW[0]), [AWAY.span], [blocks], LAW, 91)
    assert [one.text for one in found] == [
        (
            "A place in A was accepted that runs from 1 August 2027 to 27 January 2028; one of the two is "
            "given up first."
        )
    ]


def test_obstacles_that_leave_no_day_only_together_are_both_named() -> None:
    blocks = place("A", date(2027, 7, 1))
    assert said(offer(*WINDOW, 30), [blocks], [AWAY]) == [
        (
            "The days of O-1 overlap the agreement with Energy, from 31 December 2026 to 28 June 2027: it "
            "can be taken only if that agreement makes way."
        ),
        "The days of O-1 overlap the place accepted in A, from 1 July 2027 to 27 December 2027" + ONE_ONLY,
    ]
    assert [one.text for one in check_place(days(WINDOW[0], 30), [AWAY.span], [blocks], LAW, 91)] == [
        "The days overlap time away under another agreement, from 31 December 2026 to 28 June 2027.",
        (
            "A place in A was accepted that runs from 1 July 2027 to 27 December 2027; one of the two is "
            "given up first."
        ),
    ]


def test_agreement_in_force_that_has_not_begun_is_said_as_what_makes_way() -> None:
    begun = replace(AWAY, span=Span(WINDOW[0] + DAY, WINDOW[1]))
    assert said(offer(*WINDOW), [], [begun]) == [
        (
            "The days of O-1 overlap the agreement with Energy, from 14 May 2027 to 12 August 2027: it "
            "can be taken only if that agreement makes way."
        )
    ]
    [text] = said(offer(*WINDOW), [], [replace(begun, span=Span(*WINDOW))])
    assert text.startswith("O-1 begins by 12 August 2027 at the latest, and the assignment away lasts until")
