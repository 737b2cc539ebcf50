"""Titles and names of organizations as a reader expects them, from a source that prints some in capitals."""

import re

SMALL_WORDS = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with"]
)
KEPT_AS_PRINTED = frozenset(
    [
        "U.S.",
        "US",
        "IT",
        "HR",
        "GSA",
        "NATO",
        "DC",
        "II",
        "III",
        "IV",
        "VI",
        "VII",
        "VIII",
        "IX",
        "G-1",
        "G-8",
        "TRADOC",
        "USA",
    ]
)
SPELLED = {"ABILITYONE": "AbilityOne"}

_WORD = re.compile(r"[A-Z][A-Z.'&]*(?:-[0-9A-Z]+)*")
_SHOUTED = re.compile(r"[A-Z]{4,}(?:[ ,]+(?:[A-Z]{2,}))*[ ,]+[A-Z]{4,}")


def tidy(printed: str) -> str:
    """One space between words, none before a comma, one after it, none at the ends."""
    text = re.sub(r"\s+", " ", printed).strip()
    text = re.sub(r"\s+,", ",", text)
    return re.sub(r",(?=[A-Za-z])", ", ", text)


def normal_case(printed: str) -> str:
    """The text with runs of words in capitals turned into title case; other words are left alone.

    Acronyms inside mixed text stay as printed, since no run of two long words in capitals holds them.
    """
    text = tidy(printed)
    if text.isupper():
        return _title_case(text)
    return _SHOUTED.sub(lambda run: _title_case(run.group()), text)


def _title_case(text: str) -> str:
    words = (_cased(match.group(), match.start()) for match in _WORD.finditer(text))
    return _WORD.sub(lambda _: next(words), text)


def _cased(word: str, start: int) -> str:
    if word in SPELLED:
        return SPELLED[word]
    if word in KEPT_AS_PRINTED:
        return word
    if start and word.lower() in SMALL_WORDS:
        return word.lower()
    return "-".join(part.capitalize() for part in word.split("-"))
