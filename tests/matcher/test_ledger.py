"""The ledger of exchange: days as they pass, people in the year they leave, balances that are made good."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.policy.ledger import Account, Stay, added, book, evened, last_served, rolled_up, until

BEGINS, ENDS = date(2026, 9, 1), date(2027, 2, 26)
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("today", "facts", "last"),
    [
        (date(2026, 8, 31), {}, None),
        (date(2026, 9, 1), {}, date(2026, 9, 1)),
        (date(2027, 2, 26), {}, ENDS),
        (date(2027, 2, 27), {}, ENDS),
        (date(2027, 3, 9), {"late": True}, date(2027, 3, 9)),
        (date(2027, 3, 9), {"late": True, "returned": date(2027, 3, 4)}, date(2027, 3, 3)),
        (date(2027, 3, 9), {"returned": date(2026, 12, 1)}, date(2026, 11, 30)),
    ],
)
def test_days_are_served_as_they_pass_until_the_day_of_duty_at_home(
    today: date, facts: dict[str, object], last: date | None
) -> None:
    assert last_served(BEGINS, ENDS, today, **facts) == last  # type: ignore[arg-type]


def test_a_stay_over_the_year_end_is_one_person_and_two_counts_of_days() -> None:
    found = book([Stay("EN", "TR", date(2026, 9, 30), date(2026, 10, 2))])
    assert found == {
        ("EN", 2026): Account(sent=1, days_sent=1),
        ("TR", 2026): Account(received=1, days_received=1),
        ("EN", 2027): Account(days_sent=2),
        ("TR", 2027): Account(days_received=2),
    }


def test_somebody_agreed_on_counts_before_the_first_day() -> None:
    found = book([Stay("EN", "TR", date(2026, 10, 1), None)])
    assert found == {("EN", 2027): Account(sent=1), ("TR", 2027): Account(received=1)}


def test_corrections_stand_beside_what_they_correct() -> None:
    before = book([Stay("EN", "TR", BEGINS, None)])
    after = added(before, [(("EN", 2026), Account(sent=-1)), (("AG", 2025), Account(received=2))])
    assert after["EN", 2026] == Account()
    assert after["AG", 2025] == Account(received=2)
    assert before["EN", 2026] == Account(sent=1)
    assert until(after, 2025)["AG"].net == 2
    assert until(after, 2024) == {}


def test_moves_inside_a_tree_leave_its_balance() -> None:
    stays = [Stay("AG11", "AG", BEGINS, None), Stay("EN", "AG11", BEGINS, None)]
    found = until(rolled_up(book(stays), {"AG": ["AG"], "AG11": ["AG11", "AG"], "EN": ["EN"]}))
    assert {code: one.net for code, one in found.items()} == {"AG": 1, "AG11": 0, "EN": -1}
    assert (found["AG"].sent, found["AG"].received) == (1, 2)


@pytest.mark.parametrize(("net", "bounds"), [(3, (-3, 0)), (1, (-1, 0)), (0, (0, 0)), (-2, (0, 2))])
def test_what_is_owed_may_be_made_good_and_does_not_grow(net: int, bounds: tuple[int, int]) -> None:
    assert evened(net) == bounds


@given(
    st.lists(
        st.tuples(st.sampled_from("ABC"), st.sampled_from("DE"), DAYS, st.integers(0, 900) | st.none()),
        max_size=12,
    )
)
def test_what_is_sent_is_received_and_no_day_is_lost(rows: list[tuple[str, str, date, int | None]]) -> None:
    stays = [
        Stay(home, host, begins, None if days is None else begins + timedelta(days=days))
        for home, host, begins, days in rows
    ]
    total = sum(book(stays).values(), Account())
    assert total.sent == total.received == len(stays)
    assert total.net == 0
    served = sum((one.last - one.begins).days + 1 for one in stays if one.last is not None)
    assert total.days_sent == total.days_received == served
