"""What limits and pins of a run cost, in words."""

from webui.scenario_words import Cost, costs


def test_limits_that_cost_the_same_are_told_together() -> None:
    gain = {"stage": "matched", "before": 14, "after": 15}
    found = costs(
        {
            "pins": [{"key": "pinned", "of": ["E-1", "O-1"], **gain}],
            "limits": [
                {"key": "max_out", "of": "EN", "figure": 1, **gain},
                {"key": "max_out", "of": "AG", "figure": 1, **gain},
                {"key": "max_out", "of": "AG", "figure": 1, **gain, "after": 16},
            ],
        },
        {"EN": "Energy", "AG": "Agriculture", "E-1": "Ana Roe", "O-1": "Director"},
    )
    assert found == [
        Cost(
            "“People placed” 15 instead of 14",
            (
                "without the pin: Ana Roe at Director",
                "at most 1 leaving (looser by one): Energy; Agriculture",
            ),
        ),
        Cost("“People placed” 16 instead of 14", ("at most 1 leaving (looser by one): Agriculture",)),
    ]
