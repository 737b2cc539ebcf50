"""Looking people up by name: what is typed are the beginnings of words of the name, in any order."""

from sqlalchemy import ColumnElement, and_, false, func, literal, or_, true
from sqlalchemy.orm import InstrumentedAttribute


def is_called(name: str, words: str) -> bool:
    """Whether every word typed begins a word of the name; nothing typed fits every name, and
    signs alone fit none.

    >>> is_called("Ana Ruiz-Cole", "cole a"), is_called("Mariana Ruiz", "ana")
    (True, False)
    """
    told = _apart(name).casefold()
    if _holds_no_word(words):
        return False
    return all(f" {word}" in told for word in _apart(words).casefold().split())


def called(name: InstrumentedAttribute[str], words: str) -> ColumnElement[bool]:
    """The same as a condition of a statement. SQLite knows the capitals of ASCII alone: a word is looked for
    with a capital and without."""
    if _holds_no_word(words):
        return false()
    told = literal(" ").concat(func.replace(name, "-", " "))
    typed = _apart(words).split()
    return and_(true(), *(or_(*(_holds(told, way) for way in _ways(word))) for word in typed))


def _holds(told: ColumnElement[str], word: str) -> ColumnElement[bool]:
    return told.icontains(f" {word}", autoescape=True)


def _ways(word: str) -> list[str]:
    """The word in small letters, and with a capital where that makes a difference beyond ASCII."""
    small = word.lower()
    return [small] if word.isascii() else [small, small.capitalize()]


def _holds_no_word(words: str) -> bool:
    """Something was typed, but no letter and no figure: that names nobody."""
    return bool(words.strip()) and not any(sign.isalnum() for sign in words)


def _apart(words: str) -> str:
    """With a blank before every word, those joined by a hyphen too."""
    return f" {words.replace('-', ' ')}"
