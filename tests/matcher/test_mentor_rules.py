"""The hard rules, one by one, and what the person who asks may hear of each."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from matcher.mentoring.candidates import Avoided, Candidate, Wanted
from matcher.mentoring.fit import Fitting
from matcher.mentoring.ties import Bonds, Met, Tie, Ties
from matcher.policy.mentoring_texts import OPEN_TO_THE_ASKER, TEXTS
from tests.matcher.mentors import ASK, MENTOR, TODAY, VISION, times

CLOSED = (
    "Ada cannot take this request: no place is free, no time suits, or a conflict is on record. "
    "Which of these is not shown, because it may be private."
)
DAY = timedelta(days=1)


def fitting(bonds: Bonds | None = None, starts: int | None = 3, **ask: Any) -> Fitting:
    return Fitting(replace(ASK, **ask), TODAY, bonds or Bonds(), times(starts))


def bonds(**kinds: Any) -> Fitting:
    return fitting(Bonds(**kinds))


ADA = frozenset({MENTOR.person})
HER = {"people": ADA}
CASES: dict[str, tuple[Fitting, Candidate, str]] = {
    "same_person": (fitting(person=200), MENTOR, "Ada is the person who asks."),
    "reporting_line": (
        bonds(line=ADA),
        MENTOR,
        "Ada and the person who asks are in one reporting line.",
    ),
    "common_supervisor": (
        bonds(peers=ADA),
        MENTOR,
        "Ada and the person who asks have the same immediate supervisor.",
    ),
    "rating_relation": (
        bonds(raters=ADA),
        MENTOR,
        "A rating, or a board that decides, stands between Ada and the person who asks.",
    ),
    "past_supervision": (
        bonds(past=ADA),
        MENTOR,
        "Ada and the person who asks were supervisor and subordinate less than 2 years ago.",
    ),
    "oversight": (
        bonds(oversight=ADA),
        MENTOR,
        "An audit, an inspection or a lawsuit is flagged between Ada and the person who asks.",
    ),
    "cooling_down": (
        bonds(cooling=ADA),
        MENTOR,
        "One of the two said less than 180 days ago that Ada was no good fit.",
    ),
    "earlier_mentor": (
        bonds(earlier=ADA),
        MENTOR,
        "Ada helped the person who asks before, and this request does not ask for the same mentor.",
    ),
    "same_agency": (
        fitting(agencies=(52, 50)),
        MENTOR,
        "Ada is in the agency of the person who asks.",
    ),
    "elsewhere": (
        fitting(only=99),
        MENTOR,
        "Ada is not at the agency whose mentors alone this request asks.",
    ),
    "on_no_list": (
        fitting(),
        replace(MENTOR, avoided=Avoided(people=frozenset({ASK.person}))),
        "Ada and the person who asks are kept apart by a no-list.",
    ),
    "no_place": (
        fitting(),
        replace(MENTOR, load=2),
        "Ada has no free place: 2 of 2 are taken.",
    ),
    "away": (fitting(), replace(MENTOR, active=False, paused=True), "Ada is away."),
    "not_active": (fitting(), replace(MENTOR, active=False), "Ada is not active."),
    "lacks_situation": (
        fitting(situations=(Wanted(9, "New agency", must=True),)),
        MENTOR,
        "Ada has not handled “New agency”, which is a must.",
    ),
    "lacks_competency": (
        fitting(competencies=(Wanted(VISION, "Vision", must=True),)),
        replace(MENTOR, skills={VISION: 2}),
        "Ada does not state Vision at level 3 of 5 or above, which is a must.",
    ),
    "no_time": (
        fitting(starts=0),
        MENTOR,
        "Ada has no time that can be booked by 18 December 2026.",
    ),
    "asked_before": (
        fitting(asked=frozenset({1})),
        MENTOR,
        "Ada was asked about this question already.",
    ),
    "refused_by_asker": (
        fitting(refused=frozenset({1})),
        MENTOR,
        "Ada was set aside by the person who asks.",
    ),
}


def test_earlier_mentor_who_is_wanted_may_be_asked() -> None:
    for wish in ({"again": MENTOR.id}, {"choices": (9, MENTOR.id)}):
        assert fitting(Bonds(earlier=ADA), **wish).may(MENTOR)


def test_every_rule_has_its_case() -> None:
    assert set(CASES) == set(TEXTS)


def test_pair_without_a_fault_may_be() -> None:
    assert fitting().faults(MENTOR) == []
    assert fitting().may(MENTOR)


@pytest.mark.parametrize("code", CASES)
def test_rule_refuses_with_its_sentence(code: str) -> None:
    case, one, sentence = CASES[code]
    (fault,) = case.faults(one)
    assert (fault.code, fault.finding.text, fault.finding.refuses) == (code, sentence, True)
    assert not case.may(one)
    assert case.shortlist([one]) == []


@pytest.mark.parametrize("code", sorted(set(TEXTS) - set(OPEN_TO_THE_ASKER)))
def test_private_fact_is_told_in_the_same_words_as_any_other(code: str) -> None:
    case, one, _ = CASES[code]
    assert case.why_not(one, []) == [CLOSED]


def test_open_reason_hides_whether_a_private_one_stands_beside_it() -> None:
    own: dict[str, Any] = {"agencies": (52, 50)}
    apart = replace(MENTOR, avoided=Avoided(people=frozenset({ASK.person})))
    assert fitting(**own).why_not(apart, []) == fitting(**own).why_not(MENTOR, [])
    assert fitting(**own).why_not(MENTOR, []) == [
        "Ada is in your own agency, and advice comes from another one."
    ]


@pytest.mark.parametrize("avoided", [Avoided(people=ADA), Avoided(agencies=frozenset(MENTOR.agencies[-1:]))])
def test_own_list_is_named_to_whoever_made_it(avoided: Avoided) -> None:
    told = fitting(avoided=avoided).why_not(MENTOR, [])
    assert told == ["Ada is kept away by your own list of whom you avoid, by name or with an agency on it."]


def test_every_failed_rule_is_kept() -> None:
    case = fitting(Bonds(line=ADA, raters=ADA), starts=0, refused=frozenset({1}))
    assert [fault.code for fault in case.faults(replace(MENTOR, load=2))] == [
        "no_place",
        "reporting_line",
        "rating_relation",
        "no_time",
        "refused_by_asker",
    ]


def test_who_fits_is_told_the_points() -> None:
    case = fitting()
    assert case.why_not(MENTOR, [case.suggest(MENTOR)]) == ["Ada is on your shortlist."]
    better = replace(MENTOR, id=2, name="Bea", load=1)
    assert case.why_not(MENTOR, [case.suggest(better)]) == [
        "Ada fits with 850 of 1,000 points; the last on your shortlist has 825."
    ]


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (Avoided(people=ADA), Avoided()),
        (Avoided(agencies=frozenset({50})), Avoided()),
        (Avoided(agencies=frozenset({51})), Avoided()),
        (Avoided(), Avoided(people=frozenset({ASK.person}))),
        (Avoided(), Avoided(agencies=frozenset({40}))),
    ],
)
def test_no_list_of_either_side_keeps_apart(mine: Avoided, theirs: Avoided) -> None:
    assert not fitting(avoided=mine).may(replace(MENTOR, avoided=theirs))


def test_no_list_of_others_does_not() -> None:
    other = Avoided(people=frozenset({7}), agencies=frozenset({52}))
    assert fitting(avoided=other).may(replace(MENTOR, avoided=other))


@pytest.mark.parametrize(("level", "may"), [(2, False), (3, True), (None, False)])
def test_must_have_begins_at_level_three(level: int | None, may: bool) -> None:
    skills = {} if level is None else {VISION: level}
    assert (
        fitting(competencies=(Wanted(VISION, "Vision", must=True),)).may(replace(MENTOR, skills=skills))
        is may
    )


@pytest.mark.parametrize(("starts", "may"), [(0, False), (1, True), (None, True)])
def test_one_time_by_the_date_is_enough(starts: int | None, may: bool) -> None:
    assert fitting(starts=starts).may(MENTOR) is may


def test_without_a_date_nobody_needs_a_time() -> None:
    assert fitting(starts=0, need_by=None).may(MENTOR)


def test_earlier_mentor_is_asked_again_where_the_request_says_so() -> None:
    assert fitting(Bonds(earlier=ADA), again=1).may(MENTOR)
    assert not fitting(Bonds(earlier=ADA), again=2).may(MENTOR)
    assert not fitting(Bonds(earlier=ADA, cooling=ADA), again=1).may(MENTOR)


def boss(person: int, other: int, kind: str = "supervisor", **dates: date | None) -> Tie:
    return Tie(person, other, kind, dates.get("starts") or date(2020, 1, 1), dates.get("ends"))


def of(person: int, *ties: Tie, met: tuple[Met, ...] = ()) -> Bonds:
    return Ties(ties, TODAY, {person: met}).of(person)


def test_line_reaches_up_and_down_at_any_depth() -> None:
    chain = [boss(n, n + 1) for n in range(1, 40)]
    assert of(20, *chain).line == frozenset(range(1, 41)) - {20}
    assert of(20, *chain, boss(100, 25)).line == frozenset(range(1, 41)) - {20}
    assert of(100, *chain, boss(100, 25)).line == frozenset(range(25, 41))


def test_circle_on_record_ends() -> None:
    assert of(1, boss(1, 2), boss(2, 3), boss(3, 1)).line == frozenset({2, 3})


def test_peers_share_their_immediate_supervisor() -> None:
    found = of(1, boss(1, 9), boss(2, 9), boss(9, 10), boss(3, 10))
    assert (found.peers, found.line) == (frozenset({2}), frozenset({9, 10}))


@pytest.mark.parametrize("kind", ["rating_official", "reviewing_official", "review_board", "resources_board"])
def test_rating_counts_both_ways(kind: str) -> None:
    tie = boss(1, 2, kind)
    assert of(1, tie).raters == frozenset({2})
    assert of(2, tie).raters == frozenset({1})
    assert of(1, tie).line == frozenset()


def test_oversight_counts_both_ways() -> None:
    assert [of(n, boss(1, 2, "oversight")).oversight for n in (1, 2)] == [frozenset({2}), frozenset({1})]


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [
        (TODAY + DAY, None, False),
        (TODAY, None, True),
        (date(2020, 1, 1), TODAY, True),
        (date(2020, 1, 1), TODAY - DAY, False),
    ],
)
def test_tie_holds_from_its_first_day_to_its_last(starts: date, ends: date | None, holds: bool) -> None:
    assert bool(of(1, boss(1, 2, starts=starts, ends=ends)).line) is holds


@pytest.mark.parametrize(
    ("ended", "past"),
    [(date(2024, 12, 1), False), (date(2024, 12, 2), True), (TODAY - DAY, True), (TODAY, False)],
)
def test_past_supervision_keeps_apart_for_two_years(ended: date, past: bool) -> None:
    assert of(2, boss(1, 2, ends=ended)).past == (frozenset({1}) if past else frozenset())


def test_two_years_before_a_leap_day_is_the_day_before_march() -> None:
    ties = (boss(1, 2, ends=date(2022, 2, 28)), boss(3, 2, ends=date(2022, 3, 1)))
    assert Ties(ties, date(2024, 2, 29), {}).of(2).past == frozenset({3})


@pytest.mark.parametrize(("days", "cooling"), [(179, True), (180, False)])
def test_bad_fit_rests_for_a_hundred_and_eighty_days(days: int, cooling: bool) -> None:
    found = of(1, met=(Met(1, 2, TODAY - days * DAY, held=True, no_good_fit=True),))
    assert (found.earlier, found.cooling) == (frozenset({2}), frozenset({2} if cooling else set()))
    assert found.set_down == {}
    said = Met(1, 2, TODAY - days * DAY, held=True, no_good_fit=True, by_asker=True)
    assert of(1, met=(said,)).set_down == ({2: said.ended} if cooling else {})


def test_whom_nobody_met_is_no_earlier_mentor() -> None:
    assert of(1, met=(Met(1, 2, TODAY, held=False),)).earlier == frozenset()
