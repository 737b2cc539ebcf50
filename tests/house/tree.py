"""The repository as a list of files, and its Python as syntax trees."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("matcher", "models", "seed", "webui")


@cache
def files(*under: str) -> list[str]:
    """Return the paths git holds or would hold, sorted; `under` narrows them to folders."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *under]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return sorted({path for path in listed if path and (ROOT / path).is_file()})


def python(*under: str) -> list[str]:
    """Return the paths of Python files."""
    return [path for path in files(*under) if path.endswith(".py")]


def syntax(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), path)


def dotted_names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield (line, full name) of every dotted use of an imported name: `from datetime import date as d` makes
    `d.today` a use of `datetime.date.today`."""
    imported = dict(imports(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.expr):
            first, *rest = chain(node)
            if first in imported:
                yield node.lineno, ".".join([imported[first], *rest])


def chain(node: ast.expr) -> list[str]:
    """Return the names of `a.b.c` in order; of anything else, one empty name."""
    if isinstance(node, ast.Attribute):
        return [*chain(node.value), node.attr]
    return [node.id] if isinstance(node, ast.Name) else [""]


def imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield (name in this file, full name) for every import."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                package = alias.name.partition(".")[0]
                yield (alias.asname, alias.name) if alias.asname else (package, package)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"
