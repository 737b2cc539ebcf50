"""Slips of the pen in what a page says: a plural of one, a code or a date as the machine writes it."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

ONES = (
    "agencies|agreements|answers|applicants|choices|conversations|days|executives|fields|hours|limits|mentors|minutes"
    "|months|offers|opportunities|people|posts|requests|rounds|rows|seats|sheets|weeks|years"
)
SLIPS = {
    "a plural of one": re.compile(rf"(?<![\d,.\u2212-])\b1 (?:{ONES})\b"),
    "no space between sentences": re.compile(r"[a-z)\u2019\u201d]{2}[.;:!?][A-Z\u201c][a-z]"),
    "a space before a comma or full stop": re.compile(r"\w [,.;](?: |$)", re.MULTILINE),
    "two full stops": re.compile(r"(?<!\.)\.\.(?!\.)"),
    "nothing, as Python writes it": re.compile(r"^None$|[:(,] None\b(?! [a-z])", re.MULTILINE),
    "a date as the machine writes it": re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b"),
    "a name of the code": re.compile(
        r"(?<![/.@])\b[a-z]+(?:_[a-z]+)+\b(?!\.csv)|\b[A-Z][a-z]+\.[A-Z]{3,}\b|[{%]{2}"
    ),
}
LETTERS = {"uploads.page"}
"""What a file holds, as it was typed there."""
INLINE = {"a", "abbr", "b", "br", "code", "em", "i", "img", "small", "span", "strong", "svg", "use"}
UNREAD = {"script", "style", "head", "code", "pre", "textarea"}


class Said(HTMLParser):
    """The sentences of a page, one for each block."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.blocks, self._unread = [""], 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unread += tag in UNREAD
        self._break(tag)
        if tag == "code":
            self.blocks[-1] += "code"

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in UNREAD
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.blocks[-1] += data

    def _break(self, tag: str) -> None:
        if tag not in INLINE:
            self.blocks.append("")
        elif tag == "br":
            self.blocks[-1] += " "


def slips(said: Said) -> Iterator[tuple[str, str]]:
    """What is wrong, and where."""
    words = "\n".join(" ".join(block.split()) for block in said.blocks)
    for what, pattern in SLIPS.items():
        for found in pattern.finditer(words):
            yield what, words[max(0, found.start() - 40) : found.end() + 40]
