"""The forms of a page as a person finds them, to be filled in: what must be chosen chosen, text typed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import count

from tests.house.canaries import ADDRESS, LONG, SHORT

TYPED = ("text", "search", "email", "url", "tel", "password", "textarea")
PICKED = {"date": "2026-12-18", "number": "1"}
NUMBERS = count(1)


@dataclass
class Blank:
    """One field; of boxes, options and radio buttons each is one, `on` where it stands ticked."""

    name: str
    kind: str
    value: str
    on: bool = False


@dataclass
class Paper:
    """One form of a page."""

    action: str
    posts: bool
    blanks: list[Blank] = field(default_factory=list)

    @property
    def typed(self) -> list[Blank]:
        """The fields into which text is typed."""
        return [one for one in self.blanks if one.kind in TYPED]

    @property
    def shape(self) -> tuple[str, ...]:
        """The names into which text is typed, numbers aside: what two forms alike have in common."""
        return tuple(sorted({re.sub(r"\d+", "", one.name) for one in self.typed}))

    def filled(self, kept: Mapping[str, str], *, short: bool = False) -> list[tuple[str, str]]:
        """The names with values: each text a canary of its own, but those `kept` as they are."""
        found: dict[str, list[str]] = {}
        for one in self.blanks:
            values = found.setdefault(one.name, [])
            if one.name in kept:
                found[one.name] = [kept[one.name]]
            elif one.kind in TYPED:
                pattern = ADDRESS if one.kind == "email" else SHORT if short else LONG
                values.append(pattern.format(f"canary{next(NUMBERS):04}"))
            elif one.kind in ("radio", "option", "submit"):
                if one.value and (one.on or not values):
                    found[one.name] = [one.value]
            elif one.kind != "checkbox" or one.on:
                values.append(one.value or PICKED.get(one.kind, ""))
        return [(name, value) for name, values in found.items() for value in values]


class Papers(HTMLParser):
    """All forms of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[Paper] = []
        self._open: Paper | None = None
        self._choice = ""
        self._text: Blank | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Paper(given.get("action", ""), given.get("method", "get").lower() == "post")
            self.found.append(self._open)
        elif tag == "select":
            self._choice = given.get("name", "")
        elif tag == "option":
            self._add(self._choice, "option", given.get("value", ""), on="selected" in given)
        elif tag == "textarea":
            self._text = self._add(given.get("name", ""), "textarea", "")
        elif tag == "button":
            self._add(given.get("name", ""), "submit", given.get("value", ""))
        elif tag == "input":
            kind = given.get("type", "text")
            value = given.get("value", "on" if kind in ("checkbox", "radio") else "")
            self._add(given.get("name", ""), kind, value, on="checked" in given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "textarea":
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.value += data

    def _add(self, name: str, kind: str, value: str, *, on: bool = False) -> Blank:
        made = Blank(name, kind, re.sub(r"\A\r?\n", "", value), on)
        if self._open is not None and name and name != "csrf_token":
            self._open.blanks.append(made)
        return made
