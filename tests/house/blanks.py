"""The forms of a page as a person finds them, to be filled in: what must be chosen chosen, text typed."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import count

from tests.house.canaries import ADDRESS, LONG, SHORT

TYPED = ("text", "search", "email", "url", "tel", "password", "textarea")
PICKED = {"date": ("2026-12-18", "2026-11-02"), "number": ("1",), "checkbox": ("y",)}
"""What is entered where something is asked for, by turn."""
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

    def filled(
        self, kept: Mapping[str, str], refused: Collection[str] = (), turn: int = 0
    ) -> list[tuple[str, str]]:
        """The names with values as a browser sends them, each text a canary of its own, but those `kept` as
        they are; what was `refused` is chosen anew, by the `turn` in another way."""
        found: dict[str, list[str]] = {}
        for one in self.blanks:
            values, again = found.setdefault(one.name, []), one.name in refused
            if one.name in kept:
                found[one.name] = [kept[one.name]]
            elif one.kind in TYPED:
                pattern = ADDRESS if one.kind == "email" else SHORT if turn else LONG
                values.append(pattern.format(f"canary{next(NUMBERS):04}"))
            elif one.kind == "option":
                if one.on or not values or (again and values == [""]):
                    found[one.name] = [one.value]
            elif one.kind in ("radio", "submit"):
                if one.on or not values:
                    found[one.name] = [one.value]
            elif one.kind != "checkbox" or one.on or again:
                choices = PICKED.get(one.kind, ("",))
                values.append(choices[turn % len(choices)] if again else one.value)
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
            if "formaction" in given and self._open is not None:
                self.found.append(Paper(given["formaction"], self._open.posts, self._open.blanks))
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
