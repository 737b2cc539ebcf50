"""What policy says of nominations and of the aims of choices."""

from datetime import date

import pytest

from matcher.policy.nomination import check_aims, check_invited, check_nomination


@pytest.mark.parametrize(
    ("serves", "factors", "said"),
    [
        ("Leading change", {"succession": "Named in the review."}, []),
        ("", {"succession": "Named in the review."}, ["Say which objective of development the post serves."]),
        ("Leading change", {"succession": " "}, ["Give at least one of the five reasons."]),
    ],
)
def test_nomination_says_what_it_serves_and_on_which_factor_it_rests(
    serves: str, factors: dict[str, str], said: list[str]
) -> None:
    found = check_nomination(serves, factors)
    assert [one.text for one in found] == said
    assert all(one.refuses and one.clause.citation.startswith("Policy of Roundtrip") for one in found)


@pytest.mark.parametrize(("last", "long"), [(date(2022, 2, 27), True), (date(2022, 2, 28), False)])
def test_invitation_tells_when_the_last_assignment_is_long_ago(last: date, long: bool) -> None:
    found = check_invited(last, date(2027, 3, 1))
    assert [one.code for one in found] == ["rotation_long_ago"] * long + ["no_right_by_the_order"]
    assert not any(one.refuses for one in found)


def test_choices_that_serve_nothing_are_named() -> None:
    assert check_aims({"O-1": "Counsel"}, {"O-1"}) == []
    [found] = check_aims({"O-1": "Counsel", "O-2": "Deputy"}, {"O-1", "O-3"})
    assert found.text == "No objective of your development plan is named yet for “Deputy”."
    assert not found.refuses
    [found] = check_aims({f"O-{one}": f"Post {one}" for one in range(1, 6)}, {"O-2"})
    assert found.text.endswith(" is named yet for “Post 1”, “Post 3”, “Post 4”, 1 more.")
