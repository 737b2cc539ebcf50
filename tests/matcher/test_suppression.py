"""No hidden count can be reckoned from what is shown: held against linear programmes over every filling."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from matcher.suppression import Cell, is_reckoned, suppress

LEAST = 5
UNBOUNDED = 3
ENDLESS = 10**9


def table(counts: list[list[int]]) -> list[Cell]:
    """Rows and columns, with the total of each and of all."""
    cells = [
        Cell(("row", i), ("column", j), count) for i, row in enumerate(counts) for j, count in enumerate(row)
    ]
    cells += [Cell("all", ("row", i), sum(row), kept=True) for i, row in enumerate(counts)]
    columns = zip(*counts, strict=True)
    cells += [Cell(("column", j), "sum", sum(column), kept=True) for j, column in enumerate(columns)]
    return [*cells, Cell("sum", "all", sum(map(sum, counts)), kept=True)]


def bounds(cells: list[Cell], hidden: frozenset[int], place: int) -> tuple[int, int]:
    """Least and greatest value of a cell over all fillings of the hidden ones, by linear programmes; the
    matrix of a network is totally unimodular, so their corners are whole numbers."""
    nodes = sorted({node for cell in cells for node in (cell.tail, cell.head)}, key=repr)
    balance = np.zeros((len(nodes), len(cells)))
    for column, cell in enumerate(cells):
        balance[nodes.index(cell.tail), column] -= 1
        balance[nodes.index(cell.head), column] += 1
    within = [(0, None) if n in hidden else (cell.count, cell.count) for n, cell in enumerate(cells)]
    ends = []
    for sign in (1, -1):
        cost = np.zeros(len(cells))
        cost[place] = sign
        answer = linprog(cost, A_eq=balance, b_eq=np.zeros(len(nodes)), bounds=within, method="highs")
        ends.append(ENDLESS if answer.status == UNBOUNDED else round(sign * float(answer.fun or 0)))
    return ends[0], ends[1]


COUNTS = st.integers(0, 3) | st.integers(0, 40)
TABLES = st.tuples(st.integers(1, 5), st.integers(1, 4)).flatmap(
    lambda size: st.lists(
        st.lists(COUNTS, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)


@settings(max_examples=30, deadline=None)
@given(TABLES)
def test_no_hidden_cell_of_a_table_has_one_value_alone(counts: list[list[int]]) -> None:
    cells = table(counts)
    hidden = suppress(cells, LEAST)
    assert {n for n, cell in enumerate(cells) if cell.count < LEAST} <= hidden
    for place in hidden:
        least, greatest = bounds(cells, hidden, place)
        assert least < greatest


@settings(max_examples=30, deadline=None)
@given(TABLES, st.data())
def test_reckoning_is_what_the_linear_programmes_say(counts: list[list[int]], data: st.DataObject) -> None:
    cells = table(counts)
    hidden = data.draw(st.sets(st.sampled_from(range(len(cells))), min_size=1).map(frozenset))
    for place in hidden:
        least, greatest = bounds(cells, hidden, place)
        assert is_reckoned(cells, hidden, place) == (least == greatest)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(COUNTS, min_size=1, max_size=4),
    st.lists(COUNTS, min_size=1, max_size=4),
    st.integers(1, 4),
)
def test_tables_in_a_row_protect_each_other(first: list[int], by_choice: list[int], hosts: int) -> None:
    total, other = sum(by_choice), sum(first)
    shares = [total // hosts + (n < total % hosts) for n in range(hosts)]
    cells = [Cell("all", "placed", total, kept=True), Cell("all", "left", other, kept=True)]
    cells += [Cell("placed", "at", count) for count in by_choice] + [Cell("at", "end", one) for one in shares]
    cells += [Cell("left", "end", count) for count in first] + [Cell("end", "all", total + other, kept=True)]
    hidden = suppress(cells, LEAST)
    for place in hidden:
        least, greatest = bounds(cells, hidden, place)
        assert least < greatest


def test_nothing_small_hides_nothing() -> None:
    assert suppress(table([[5, 6], [7, 8]]), LEAST) == frozenset()


def test_small_cell_takes_the_smallest_beside_it_along() -> None:
    cells = table([[3, 20, 9], [30, 40, 50], [8, 70, 60]])
    assert {cells[place].count for place in suppress(cells, LEAST)} == {3, 9, 8, 60}


def test_zeros_that_are_alone_are_not_given_away() -> None:
    """Two empty cells add up to nothing, so a third one is hidden with them."""
    rows = [Cell("all", "total", 30, kept=True), *(Cell("total", "all", count) for count in (0, 0, 11, 19))]
    assert suppress(rows, LEAST) == {1, 2, 3}


@pytest.mark.parametrize("count", [9, 11])
def test_counts_that_do_not_add_up_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match="do not add up"):
        suppress([Cell("all", "a", 10), Cell("a", "all", count)], LEAST)


def test_count_below_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="a count is -1"):
        suppress([Cell("a", "a", -1)], LEAST)
