"""What each SELECT of an SQL statement reads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

WORD = re.compile(r"'[^']*'|[(),]|[\w.\"]+")
ENDS_FROM = {"WHERE", "GROUP", "ORDER", "HAVING", "LIMIT"}
NEXT = {"UNION", "EXCEPT", "INTERSECT"}
UNNAMED = ""
JOINS = {"JOIN", "LEFT", "RIGHT", "FULL", "OUTER", "INNER", "CROSS"}


@dataclass
class Part:
    """One SELECT: the names of what it reads, whether they stand beside each other with no more than a comma
    between, and the SELECTs inside it."""

    names: list[str] = field(default_factory=list)
    has_comma: bool = False
    inner: list["Part"] = field(default_factory=list)


def parts(statement: str) -> list[Part]:
    """The outermost SELECTs; those of a UNION stand beside each other.

    >>> outer = parts("SELECT a.x FROM a JOIN b AS b_1 ON a.x = b_1.x WHERE EXISTS (SELECT 1 FROM c, a)")[0]
    >>> outer.names, outer.has_comma, outer.inner[0].names, outer.inner[0].has_comma
    (['a', 'b_1'], False, ['c', 'a'], True)
    """
    return _read(iter(WORD.findall(statement)))


def _read(words: Iterator[str]) -> list[Part]:
    found = [Part()]
    reads, before = False, ""
    for word in words:
        part = found[-1]
        if word == ")":
            break
        if word == "(":
            part.inner += _read(words)
            part.names += [UNNAMED] * reads
        elif word == "FROM" and before != "DISTINCT":
            reads = True
        elif word in NEXT:
            found.append(Part())
            reads = False
        elif word in ENDS_FROM or word == "ON":
            reads = False
        elif word in JOINS or (word == "," and reads):
            reads = True
            part.has_comma |= word == ","
        elif reads and before == "AS":
            part.names[-1:] = [word]
        elif reads and word != "AS":
            part.names.append(word)
        before = word
    return found


def astray(found: list[Part], around: frozenset[str] = frozenset()) -> Iterator[str]:
    """The names that a SELECT reads beside its own though a SELECT around it reads them already: a condition
    that was meant for the outer row is asked of every row."""
    for part in found:
        if part.has_comma:
            yield from around & set(part.names) - {UNNAMED}
        yield from astray(part.inner, around | set(part.names))
