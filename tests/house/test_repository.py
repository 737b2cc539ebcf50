"""The repository stands alone and stays readable."""

import ast
import re

import pytest

from tests.house.tree import ROOT, files, python, syntax

LONGEST_FILE = 300
LONGEST_FUNCTION = 60
VENDORED = "webui/static/vendor/"  # others' work, held to its hashes by test_vendor.py
TABLES = ("models/migrations/versions/",)  # a migration is a list of columns, read as a table
# Written with a class of one character, so that this file does not match itself.
FOREIGN = {
    "a package registry": r"pypi[.]org|pythonhosted[.]|registry[.]npmjs|crates[.]io|proxy[.]golang",
    "an option that names a registry": r"--(extra-)?index[-]url|--find[-]links|--trusted[-]host|(PIP|UV)[_]I",
    "a path of somebody's machine": r"(?<![\w.])/(home|root|Users|work)/[\w.]|[A-Z]:\\Users",
    "a folder outside the repository": r"(?<![\w./-])(\.\./)*shared[/]\w",
}


def lines_matching(pattern: str) -> list[str]:
    found = re.compile(pattern)
    own = [path for path in files() if not path.startswith(VENDORED) and not path.endswith(".png")]
    texts = {path: (ROOT / path).read_text(encoding="utf-8").splitlines() for path in own}
    return [
        f"{path}:{n}"
        for path, lines in texts.items()
        for n, line in enumerate(lines, 1)
        if found.search(line)
    ]


@pytest.mark.parametrize("what", FOREIGN)
def test_no_file_names(what: str) -> None:
    assert lines_matching(FOREIGN[what]) == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a package registry", "see https://pypi" + ".org/simple"),
        ("an option that names a registry", "pip install --extra-index" + "-url x"),
        ("a path of somebody's machine", "open('/home" + "/ann/x.csv')"),
        ("a folder outside the repository", "Path('shared" + "/data/x.csv')"),
    ],
)
def test_foreign_names_are_recognised(what: str, line: str) -> None:
    assert re.search(FOREIGN[what], line)


def test_python_files_fit_in_the_head() -> None:
    lengths = {path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in python()}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_functions_fit_on_a_page() -> None:
    long = [
        f"{path}:{line} {name} has {length} lines"
        for path in python()
        if not path.startswith(TABLES)
        for line, name, length in functions(path)
        if length > LONGEST_FUNCTION
    ]
    assert long == []


def functions(path: str) -> list[tuple[int, str, int]]:
    """Return (line, name, length) of every function in the file."""
    return [
        (node.lineno, node.name, (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
