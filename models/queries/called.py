"""Looking people up by name: what is typed are the beginnings of words of the name, in any order."""

from sqlalchemy import ColumnElement, and_, func, literal, true
from sqlalchemy.orm import InstrumentedAttribute


def is_called(name: str, words: str) -> bool:
    """Whether every word typed begins a word of the name; no word fits every name.

    >>> is_called("Ana Ruiz-Cole", "cole a"), is_called("Mariana Ruiz", "ana")
    (True, False)
    """
    told = _apart(name).casefold()
    return all(f" {word}" in told for word in _apart(words).casefold().split())


def called(name: InstrumentedAttribute[str], words: str) -> ColumnElement[bool]:
    """The same as a condition of a statement."""
    told = literal(" ").concat(func.replace(name, "-", " "))
    typed = _apart(words).split()
    return and_(true(), *(told.icontains(f" {word}", autoescape=True) for word in typed))


def _apart(words: str) -> str:
    """With a blank before every word, those joined by a hyphen too."""
    return f" {words.replace('-', ' ')}"
