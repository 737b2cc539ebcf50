"""The ledger: every criterion at its bounds, rows that sum to the score, unknown is nothing; the order."""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from matcher.mentoring.candidates import Candidate, Context, Wanted
from matcher.mentoring.criteria import CRITERIA, IN_PERSON, TITLES
from matcher.mentoring.fit import Count, Fitting, Row, Starts
from matcher.mentoring.rules import Obstacle
from tests.matcher.mentors import ASK, COACHING, CRISIS, MENTOR, REORGANIZATION, TODAY, VISION, WORK, times


def ledger(one: Candidate = MENTOR, starts: int | None = 3, **ask: Any) -> dict[str, Row]:
    fitting = Fitting(replace(ASK, **ask), TODAY, starts=times(starts))
    rows = fitting.ledger(one)
    assert sum(row.points for row in rows) == fitting.score(one) == fitting.suggest(one).points
    return {row.criterion: row for row in rows}


def raw(criterion: str, one: Candidate = MENTOR, starts: int | None = 3, **ask: Any) -> int:
    return ledger(one, starts, **ask)[criterion].raw


def test_weights_sum_to_a_thousand() -> None:
    assert [one.weight.figure for one in CRITERIA] == [350, 200, 150, 150, 100, 50]
    assert [weight for _, weight in Fitting(ASK, TODAY).weights] == [350, 200, 150, 150, 100, 50]


def test_every_criterion_is_said_in_words() -> None:
    assert list(TITLES.values()) == [
        "Situation handled",
        "Competencies",
        "Similar work",
        "Choice",
        "Times that suit both",
        "Free places",
        "Same city",
    ]


def test_place_counts_only_in_person_and_the_rest_is_scaled() -> None:
    weights = Fitting(replace(ASK, in_person=True, place="Denver, CO"), TODAY).weights
    assert weights[-1] == (IN_PERSON, 91)
    assert [weight for _, weight in weights] == [318, 182, 136, 136, 91, 46, 91]
    near, far = replace(MENTOR, place="Denver, CO"), replace(MENTOR, place="Boston, MA")
    in_person: dict[str, Any] = {"in_person": True, "place": "Denver, CO"}
    assert [ledger(one, **in_person)["place"].points for one in (near, far, MENTOR)] == [91, 0, 0]
    assert "place" not in ledger(near)


def points(rows: dict[str, Row]) -> list[int]:
    return [row.points for row in rows.values()]


def test_two_mentors_side_by_side() -> None:
    three = (
        Wanted(COACHING, "Developing Others", level=2),
        Wanted(VISION, "Vision", level=3),
        Wanted(13, "Partnering", level=3),
    )
    facts = {"competencies": three, "choices": (1,)}
    first = replace(
        MENTOR,
        load=1,
        skills={COACHING: 4, VISION: 4, 13: 4},
        context=replace(WORK, size="from_1000", site=None),
    )
    rows = ledger(first, 3, **facts)
    assert points(rows) == [350, 155, 90, 150, 100, 25]
    assert sum(points(rows)) == 870
    rival = replace(
        MENTOR,
        id=2,
        situations={REORGANIZATION: (2019, None), CRISIS: (2024, None)},
        skills={COACHING: 4, VISION: 5, 13: 5},
    )
    rows = ledger(rival, 2, **facts)
    assert points(rows) == [210, 200, 150, 0, 67, 50]
    assert sum(points(rows)) == 677


@pytest.mark.parametrize(
    ("years", "found"),
    [
        ((2026, 2021), 1000),
        ((2026, 2020), 800),
        ((2021, None), 800),
        ((2020, None), 500),
        ((2020, 2019), 500),
        ((1999, None), 500),
    ],
)
def test_experience_counts_by_how_recent_it_is(years: tuple[int, int | None], found: int) -> None:
    one = replace(MENTOR, situations={REORGANIZATION: years})
    assert raw("situation", one, situations=(Wanted(REORGANIZATION, "Reorganization"),)) == found


def test_situation_like_it_counts_a_little() -> None:
    one = replace(MENTOR, situations={CRISIS: (2026, None)})
    wanted = (Wanted(REORGANIZATION, "Reorganization"),)
    beside = {REORGANIZATION: frozenset({CRISIS})}
    fitting = Fitting(replace(ASK, situations=wanted), TODAY, neighbours=beside)
    assert fitting.ledger(one)[0] == Row(
        "situation", 400, 350, 140, "“Reorganization” not handled, but one like it"
    )
    assert raw("situation", one, situations=wanted) == 0


def test_first_situation_counts_twice_the_second_and_three_times_the_third() -> None:
    wanted = tuple(Wanted(n, str(n)) for n in (1, 2, 3))
    alone = [replace(MENTOR, situations={n: (2026, 2026)}) for n in (1, 2, 3)]
    assert [raw("situation", one, situations=wanted) for one in alone] == [545, 273, 182]


@pytest.mark.parametrize(
    ("own", "theirs", "found"), [(1, 5, 1000), (2, 4, 1000), (2, 3, 500), (3, 3, 0), (5, 1, 0)]
)
def test_gap_of_two_levels_is_enough(own: int, theirs: int, found: int) -> None:
    one = replace(MENTOR, skills={COACHING: theirs})
    assert raw("competency", one, competencies=(Wanted(COACHING, "x", level=own),)) == found


def test_context_is_the_mean_of_five_parts() -> None:
    other = Context(frozenset({9}), frozenset({9}), "from_1000", "headquarters", 1)
    assert raw("context", replace(MENTOR, context=other)) == 0
    assert raw("context") == 1000
    assert raw("context", replace(MENTOR, context=replace(other, stage=3))) == 200
    assert raw("context", replace(MENTOR, context=replace(WORK, functions=frozenset({9, 21})))) == 1000


@pytest.mark.parametrize(
    ("choices", "found"), [((1, 7, 8), 1000), ((7, 1), 700), ((7, 8, 1), 500), ((7,), 0)]
)
def test_choice_counts_by_its_rank(choices: Sequence[int], found: int) -> None:
    assert raw("choice", choices=tuple(choices)) == found


@pytest.mark.parametrize(("starts", "found"), [(None, 0), (0, 0), (1, 333), (2, 667), (3, 1000), (40, 1000)])
def test_overlap_earns_no_more_than_three_times(starts: int | None, found: int) -> None:
    assert raw("overlap", starts=starts) == found


def test_load_is_the_share_of_places_still_free() -> None:
    assert [raw("load", replace(MENTOR, capacity=3, load=load)) for load in (0, 1, 2, 3)] == [
        1000,
        667,
        333,
        0,
    ]


def test_what_is_not_stated_is_worth_nothing_and_lowers_the_coverage() -> None:
    empty = Candidate(id=1, person=200, name="Ada", agencies=(51, 50))
    rows = ledger(empty, None)
    assert points(rows) == [0, 0, 0, 0, 0, 50]
    assert [row.evidence for row in rows.values()] == [
        "not stated",
        "Developing Others: not stated; Vision: not stated",
        (
            "function: not stated; mission area: not stated; size of organization: not stated; "
            "headquarters or field: not stated; career stage: not stated"
        ),
        "not chosen",
        "not stated",
        "1 of 1 free",
    ]
    assert Fitting(ASK, TODAY, starts=times(3)).coverage(MENTOR) == 100
    assert Fitting(ASK, TODAY).coverage(empty) == 20
    assert Fitting(ASK, TODAY).coverage(replace(empty, context=replace(WORK, size=None, site=None))) == 29


def test_two_handlings_in_one_year_are_told_as_twice() -> None:
    one = replace(MENTOR, situations={REORGANIZATION: (2025, 2025), CRISIS: (2024, None)})
    assert (
        ledger(one)["situation"].evidence
        == "“Reorganization” handled twice in 2025; “Crisis” handled in 2024"
    )


def test_ledger_speaks_of_what_it_rests_on() -> None:
    told = {name: row.evidence for name, row in ledger(choices=(1,)).items()}
    assert told == {
        "situation": "“Reorganization” handled in 2025, and before in 2023; "
        "“Crisis” handled in 2024, and before in 2022",
        "competency": "Developing Others: level 4, for somebody at level 2; "
        "Vision: level 5, for somebody at level 3",
        "context": "function: the same; mission area: the same; size of organization: the same; "
        "headquarters or field: the same; career stage: as far or further",
        "choice": "first choice",
        "overlap": "3 or more can be booked",
        "load": "2 of 2 free",
    }


def crowd(number: int) -> list[Candidate]:
    chance = random.Random(number)
    return [
        replace(
            MENTOR,
            id=n,
            person=200 + n,
            name=f"Mentor {n}",
            capacity=chance.choice((1, 2, 3)),
            load=chance.choice((0, 0, 1)),
            situations={REORGANIZATION: (chance.randint(2015, 2026), None)},
            skills={COACHING: chance.randint(1, 5)},
        )
        for n in range(1, 120)
    ]


def test_shortlist_is_the_best_five_of_those_who_may_in_any_order() -> None:
    for number in range(20):
        people = crowd(number)
        free = {one.id: random.Random(one.id).choice((None, 0, 1, 2, 3)) for one in people}
        asked: list[int] = []

        fitting = Fitting(ASK, TODAY, starts=noting(free, asked))
        found = fitting.shortlist(people)
        assert len(asked) == len(set(asked)) < len(people)
        best = sorted((-fitting.score(one), one.load, one.id) for one in people if not fitting.faults(one))[
            :5
        ]
        assert [(-one.points, one.candidate.load, one.candidate.id) for one in found] == best
        random.Random(number).shuffle(people)
        assert fitting.shortlist(people) == found
        assert all(sum(row.points for row in one.ledger) == one.points for one in found)


def noting(free: dict[int, int | None], asked: list[int]) -> Starts:
    """As many times as `free` says; `asked` says for whom they were counted."""

    def count(one: Candidate) -> int | None:
        asked.append(one.id)
        return free[one.id]

    return lambda _candidates: count


def test_calendars_are_read_together_and_nobodys_twice() -> None:
    read: list[int] = []

    def starts(candidates: Sequence[Candidate]) -> Count:
        read.append(len(candidates))
        return lambda one: 0 if one.id <= 30 else 3

    people = [replace(MENTOR, id=n, person=200 + n) for n in range(1, 60)]
    fitting = Fitting(ASK, TODAY, starts=starts)
    assert not fitting.may(people[0])
    assert [one.candidate.id for one in fitting.shortlist(people, 1)] == [31]
    assert read == [1, 39]
    fitting.look_up(people)
    assert read == [1, 39, 19]


LACKS = replace(MENTOR, id=2, situations={})
FULL = replace(MENTOR, id=3, load=2)


@pytest.mark.parametrize(
    ("people", "free", "obstacle"),
    [
        ([MENTOR, LACKS], 1, None),
        ([MENTOR, FULL], 0, Obstacle.DAY),
        ([LACKS, FULL], 1, Obstacle.MUSTS),
        ([MENTOR, LACKS], 0, Obstacle.DAY),
        ([LACKS], 0, Obstacle.BOTH),
        ([FULL], 1, Obstacle.NOBODY),
    ],
)
def test_obstacle_is_what_keeps_those_away_who_fail_nothing_else(
    people: list[Candidate], free: int, obstacle: Obstacle | None
) -> None:
    musts = replace(ASK, situations=(Wanted(REORGANIZATION, "Reorganization", must=True),))
    fitting = Fitting(musts, TODAY, starts=times(free))
    assert fitting.obstacle(fitting.within_reach(people)) is obstacle


def test_obstacle_is_either_where_one_lacks_time_and_another_a_must() -> None:
    musts = replace(ASK, situations=(Wanted(REORGANIZATION, "Reorganization", must=True),))
    fitting = Fitting(musts, TODAY, starts=noting({MENTOR.id: 0, LACKS.id: 1}, []))
    assert fitting.obstacle([MENTOR, LACKS]) is Obstacle.EITHER


def test_points_stay_on_the_scale() -> None:
    for number in range(20):
        for one in crowd(number):
            assert 0 <= Fitting(ASK, TODAY, starts=times(number % 5)).score(one) <= 1000
    assert Fitting(replace(ASK, choices=(1,)), TODAY, starts=times(3)).score(MENTOR) == 1000
