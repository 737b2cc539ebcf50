"""Draws that depend on the number and the purpose alone."""

from collections import Counter

from seed.chance import Chance


def test_draws_are_the_same_on_every_machine() -> None:
    chance = Chance(7, "example")
    assert [chance.between(1, 100) for _ in range(6)] == [10, 72, 60, 38, 87, 85]


def test_purposes_do_not_disturb_each_other() -> None:
    alone = Chance(7, "sheets", "E-0001")
    first = [alone.between(0, 9) for _ in range(5)]
    Chance(7, "sheets", "E-0002").shuffled(range(50))
    again = Chance(7, "sheets", "E-0001")
    assert [again.between(0, 9) for _ in range(5)] == first


def test_purposes_are_not_confused_by_where_their_words_part() -> None:
    assert Chance(7, "ab", "c").between(0, 10**9) != Chance(7, "a", "bc").between(0, 10**9)


def test_between_reaches_both_ends() -> None:
    chance = Chance(1, "ends")
    assert {chance.between(3, 5) for _ in range(200)} == {3, 4, 5}


def test_weights_of_zero_are_never_drawn() -> None:
    chance = Chance(1, "weights")
    counts = Counter(chance.pick_weighted("abc", (0.0, 3.0, 1.0)) for _ in range(4000))
    assert set(counts) == {"b", "c"}
    assert 2800 < counts["b"] < 3200


def test_sample_holds_different_items_and_at_most_all() -> None:
    chance = Chance(1, "sample")
    assert len(set(chance.sample(range(10), 4))) == 4
    assert sorted(chance.sample(range(3), 9)) == [0, 1, 2]
