"""Templates: one frame, components that are used, icons that exist, nothing inline."""

import re
from collections.abc import Iterator
from functools import cache

from flask import Flask
from jinja2 import Environment, nodes
from jinja2.filters import FILTERS

from tests.house.tree import ROOT, files

FOLDER = "webui/templates/"
PARTS = ("components/", "email/", "fragments/")
SPRITE = ROOT / "webui/static/vendor/uswds/img/sprite.svg"
STACKED = re.compile(r'<table class="[^"]*rt-stack".*?<tbody>(.*?)</table>', re.DOTALL)
ACT = re.compile(r"(?:<div[^>]*>)?(?:<a |\{\{ act\()")
CELL = re.compile(r"<td(?:\s(?:\{\{.*?\}\}|[^>])*)?>")
INLINE = re.compile(r"<style\b|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


@cache
def templates() -> dict[str, nodes.Template]:
    environment = Environment(autoescape=True, extensions=["jinja2.ext.do"])
    paths = [path for path in files(FOLDER) if path.endswith((".html", ".txt", ".svg"))]
    return {path.removeprefix(FOLDER): environment.parse((ROOT / path).read_text()) for path in paths}


def pages() -> dict[str, nodes.Template]:
    """The templates that are whole pages."""
    return {
        name: tree
        for name, tree in templates().items()
        if not name.startswith(PARTS) and not name.rpartition("/")[2].startswith("_") and name != "base.html"
    }


def names_called(tree: nodes.Node) -> Iterator[str]:
    """What the template calls: by name, or as an attribute of an imported file."""
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name):
            yield call.node.name
        elif isinstance(call.node, nodes.Getattr):
            yield call.node.attr


def imported(tree: nodes.Node) -> Iterator[tuple[str, str]]:
    """Every macro asked for, and what it is called here."""
    for statement in tree.find_all(nodes.FromImport):
        yield from ((name, name) if isinstance(name, str) else name for name in statement.names)


def macros_used(tree: nodes.Node) -> set[str]:
    called, here = set(names_called(tree)), {alias: name for name, alias in imported(tree)}
    return {here.get(name, name) for name in called}


def test_every_page_stands_in_the_frame() -> None:
    bare = {name for name, tree in pages().items() if not _extends(tree)}
    assert bare == set(), 'begin with {% extends "base.html" %}, or name a fragment with "_" in front'


def _extends(tree: nodes.Template) -> bool:
    parents = [found.template for found in tree.find_all(nodes.Extends)]
    names = [parent.value for parent in parents if isinstance(parent, nodes.Const)]
    return names == ["base.html"] or any(
        name in templates() and _extends(templates()[name]) for name in names
    )


def test_every_page_has_a_heading_and_leaves_the_first_level_to_the_frame() -> None:
    without = {
        name
        for name, tree in pages().items()
        if "heading" not in {block.name for block in tree.find_all(nodes.Block)} and _direct(tree)
    }
    assert without == set(), "give the page its block heading"
    second = {
        path for path in files(FOLDER) if path != FOLDER + "base.html" and "<h1" in (ROOT / path).read_text()
    }
    assert second == set(), "the block heading is the only h1"


def _direct(tree: nodes.Template) -> bool:
    parents = [found.template for found in tree.find_all(nodes.Extends)]
    return [parent.value for parent in parents if isinstance(parent, nodes.Const)] == ["base.html"]


def test_every_macro_is_used() -> None:
    used = {name for tree in templates().values() for name in macros_used(tree)}
    made = {macro.name for tree in templates().values() for macro in tree.find_all(nodes.Macro)}
    assert made - used == set(), "delete it, or use it"


def test_every_import_of_a_macro_is_used_and_exists() -> None:
    made = {macro.name for tree in templates().values() for macro in tree.find_all(nodes.Macro)}
    idle = {
        (path, name)
        for path, tree in templates().items()
        for name, alias in imported(tree)
        if alias not in set(names_called(tree)) or name not in made
    }
    assert idle == set()


def filters(tree: nodes.Node) -> Iterator[str]:
    """The filters a template asks for: itself, or to be put over a list."""
    for found in tree.find_all(nodes.Filter):
        yield found.name
        if found.name == "map":
            yield from (one.value for one in found.args if isinstance(one, nodes.Const))


def test_every_filter_asked_for_exists_and_every_own_one_is_asked_for(app: Flask) -> None:
    """Inside an `if` an unknown filter shows itself only once somebody comes there."""
    asked = {name for tree in templates().values() for name in filters(tree)}
    assert asked - set(app.jinja_env.filters) == set()
    assert set(app.jinja_env.filters) - set(FILTERS) - asked == set(), "delete it, or use it"


def test_every_cell_of_a_table_that_stacks_says_its_heading() -> None:
    """On a narrow screen the headings are not seen; an act alone is said by its link or button."""
    mute = {
        (path, cell)
        for path in files(FOLDER)
        for table in STACKED.findall((ROOT / path).read_text())
        for cell in CELL.findall(table)
        if "data-label=" not in cell and "colspan=" not in cell and not ACT.match(table.partition(cell)[2])
    }
    assert mute == set()


def icons(tree: nodes.Node) -> Iterator[str]:
    """The icons a template names: given, chosen between, or usual of a macro."""
    given = {"icon": slice(0, 1), "in_state": slice(1, 2)}
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in given:
            for value in call.args[given[call.node.name]]:
                choices = [value.expr1, value.expr2] if isinstance(value, nodes.CondExpr) else [value]
                yield from (one.value for one in choices if isinstance(one, nodes.Const))
    for macro in tree.find_all(nodes.Macro):
        if macro.name in given:
            yield from (one.value for one in macro.defaults if isinstance(one, nodes.Const))


def test_every_icon_is_in_the_sprite() -> None:
    there = set(re.findall(r'id="([^"]+)"', SPRITE.read_text()))
    assert {name for tree in templates().values() for name in icons(tree)} - there == set()
