"""What is like a choice, in what, and in which order."""

from dataclasses import replace
from itertools import permutations
from typing import Any

from matcher.policy.likeness import In, Traits, most_alike

FIRST = Traits("O-1", frozenset({"Leading Change", "Leading People"}), "detail", "HE", frozenset({"A"}), "MD")
SECOND = Traits("O-2", frozenset({"Business Acumen"}), "sabbatical", "EN", frozenset({"B", "C"}), "DC")


def far(slug: str, **shared: Any) -> Traits:
    """Nothing in common with either choice but what is said."""
    return replace(Traits(slug, frozenset(), "ipa", "AG", frozenset(), "ZZ"), **shared)


def test_every_thing_in_common_is_named() -> None:
    twin = replace(FIRST, slug="O-9")
    [found] = most_alike([SECOND, FIRST], [twin])
    assert (found.slug, found.choice) == ("O-9", 1)
    assert found.shared == (
        (In.ECQ, "Leading Change"),
        (In.ECQ, "Leading People"),
        (In.KIND, "detail"),
        (In.AGENCY, "HE"),
        (In.REGION, "MD"),
    )


def test_mission_counts_once_and_not_beside_the_same_agency() -> None:
    [found] = most_alike([SECOND], [far("O-9", missions=frozenset({"C", "B"}), region="DC")])
    assert found.shared == ((In.MISSION, "B"), (In.REGION, "DC"))


def test_two_places_that_nobody_stated_are_not_in_common() -> None:
    nowhere = replace(FIRST, region=None)
    [found] = most_alike([nowhere], [replace(nowhere, slug="O-9")])
    assert In.REGION not in dict(found.shared)


def test_one_thing_in_common_is_not_similar() -> None:
    assert most_alike([FIRST, SECOND], [far("O-8", kind="detail"), far("O-9", region="DC")]) == []


def test_what_is_wanted_itself_is_not_offered_again() -> None:
    assert most_alike([FIRST], [FIRST]) == []
    assert most_alike([], [FIRST]) == []


def test_likest_come_first_then_like_the_choice_wanted_more_then_by_slug() -> None:
    of_second = far("O-3", kind="sabbatical", region="DC")
    of_first = far("O-7", kind="detail", region="MD")
    equal = replace(of_first, slug="O-6")
    more = far("O-9", kind="sabbatical", region="DC", ecqs=SECOND.ecqs)
    for order in permutations([of_second, of_first, equal, more]):
        found = most_alike([FIRST, SECOND], order)
        assert [(one.slug, one.choice) for one in found] == [("O-9", 1), ("O-6", 0), ("O-7", 0), ("O-3", 1)]


def test_choice_wanted_more_is_named_where_two_are_equally_like() -> None:
    [found] = most_alike([FIRST, replace(FIRST, slug="O-5")], [replace(FIRST, slug="O-9")])
    assert found.choice == 0


def test_five_are_shown_at_most() -> None:
    twins = [replace(FIRST, slug=f"O-{number}") for number in range(10, 20)]
    assert [one.slug for one in most_alike([FIRST], twins)] == ["O-10", "O-11", "O-12", "O-13", "O-14"]


def test_whether_it_is_open_is_asked_of_the_likest_until_there_are_enough() -> None:
    asked: list[str] = []

    def is_open(slug: str) -> bool:
        asked.append(slug)
        return slug != "O-1"

    twins = [replace(FIRST, slug=f"O-{number}") for number in range(1, 9)]
    unlike = far("O-0")
    found = most_alike([replace(FIRST, slug="W")], [unlike, *twins], is_open)
    assert [one.slug for one in found] == ["O-2", "O-3", "O-4", "O-5", "O-6"]
    assert asked == ["O-1", "O-2", "O-3", "O-4", "O-5", "O-6"]
