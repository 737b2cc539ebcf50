"""What limits and pins of a run cost, in words."""

from models.outcomes import Outcome
from models.queries.comparison import Column
from webui.scenario_words import Cost, costs, rows


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


def column(placed: int, stale: str | None) -> Column:
    return Column(Outcome(number=1), placed, 0, 0, 0, 0, 0, 0, None, None, stale)


def test_best_is_a_run_that_can_still_be_chosen() -> None:
    found = rows([column(22, "somebody withdrew"), column(18, None), column(17, None)])[0]
    assert [(cell.text, cell.best) for cell in found.cells] == [("22", False), ("18", True), ("17", False)]
    alone = rows([column(22, "somebody withdrew"), column(18, None)])[0]
    assert not any(cell.best for cell in alone.cells)
