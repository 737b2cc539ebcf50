"""Every sentence with which a form refuses has been seen by a test."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.tree import ROOT, python, syntax

TESTS = ("tests/webui", "tests/walks", "tests/models")


def sentences(tree: ast.Module) -> Iterator[str]:
    """The sentences given to validators and raised by them."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        named = [keyword.value for keyword in call.keywords if keyword.arg != "description"]
        for given in [*call.args, *named]:
            if isinstance(given, ast.Constant) and isinstance(given.value, str) and _is_sentence(given.value):
                yield given.value


def _is_sentence(text: str) -> bool:
    return text.endswith(".") and " " in text and text[0].isupper()


@pytest.mark.parametrize("path", [path for path in python("webui/forms") if "__init__" not in path])
def test_every_refusal_of_a_form_is_in_a_test(path: str) -> None:
    tests = "".join((ROOT / test).read_text() for folder in TESTS for test in python(folder))
    unseen = {sentence for sentence in sentences(syntax(path)) if sentence not in tests}
    assert unseen == set(), "type something wrong in a test of the view and expect this sentence"


@pytest.mark.parametrize("path", [path for path in python("webui/forms") if not path.endswith("fields.py")])
def test_every_day_of_a_form_is_asked_for_by_the_field_that_bounds_it(path: str) -> None:
    bare = [node for node in ast.walk(syntax(path)) if isinstance(node, ast.alias) and "Date" in node.name]
    assert bare == [], "take webui.forms.fields.Day: a day of the year 9999 breaks what is reckoned from it"


def test_a_sentence_of_a_validator_is_noticed() -> None:
    source = (
        'class F(FlaskForm):\n    name = StringField("Name", [Length(min=2, message="Enter the name.")])\n'
    )
    assert list(sentences(ast.parse(source))) == ["Enter the name."]
