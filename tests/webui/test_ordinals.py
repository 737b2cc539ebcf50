"""The number of a choice in words: one style, however long the list."""

from webui.filters import ordinal


def test_number_of_a_choice_is_always_in_words() -> None:
    assert [ordinal(number) for number in (1, 3, 4, 10, 12, 19, 20, 21, 42, 99, 100)] == [
        "first",
        "third",
        "fourth",
        "tenth",
        "twelfth",
        "nineteenth",
        "twentieth",
        "twenty-first",
        "forty-second",
        "ninety-ninth",
        "hundredth",
    ]
    assert all(ordinal(number).replace("-", "").isalpha() for number in range(1, 101))
