"""How an opportunity's points are shared out, and what a closed gate says."""

from matcher.policy.requirements import Shares, check_gates, shares


def test_points_are_added_by_subject() -> None:
    found = shares([("technical", 30), ("ecq", 20), ("other", 10), ("technical", None), ("ecq", 40)])
    assert found == Shares(technical=30, ecq=60, other=10)
    assert not found.technical_outweighs
    assert [found.percent(points) for points in (30, 60, 10)] == [30, 60, 10]


def test_technical_outweighs_only_above_the_ecqs() -> None:
    assert not Shares(20, 20, 60).technical_outweighs
    assert Shares(21, 20, 59).technical_outweighs


def test_nothing_scored_has_no_share() -> None:
    assert shares([("technical", None)]).percent(0) == 0


def test_each_closed_gate_is_named() -> None:
    (found,) = check_gates("O-1", ["A law degree"])
    assert found.refuses
    assert found.text == 'O-1 requires "A law degree", which is neither attested nor waived.'
    assert check_gates("O-1", []) == []
