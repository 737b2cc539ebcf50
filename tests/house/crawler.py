"""Going through the pages as each kind of person: each link followed, form noted, statement heard."""

import re
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.house.slips import Said, slips
from tests.webui.site import sign_in

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|TRUNCATE)\b", re.IGNORECASE)
ALIKE = 2  # addresses of one page that differ only in their values: more tell nothing new
OWN = "web_sessions"
Reader = Callable[[TestResponse], object]


@dataclass(frozen=True)
class Form:
    """A form that POSTs: where to, its names with their values."""

    action: str
    fields: tuple[tuple[str, str], ...]


@dataclass
class Visit:
    """One page as one person found it."""

    address: str
    came_from: str
    endpoint: str
    status: int
    headers: dict[str, str]
    statements: list[str]
    links: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    slips: list[tuple[str, str]] = field(default_factory=list)

    @property
    def pages_own(self) -> list[str]:
        """The statements that are not the session's."""
        return [text for text in self.statements if OWN not in text]


class Page(Said):
    """The links and forms of a page, and what it says."""

    def __init__(self, text: str) -> None:
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._open: tuple[str, str, list[tuple[str, str]]] | None = None
        self._choice = ""
        super().__init__(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        given = {name: value or "" for name, value in attrs}
        if tag in ("a", "use", "img", "link", "script"):
            self.links += [given[name] for name in ("href", "src") if name in given]
        self.links += [given[name] for name in ("hx-get",) if name in given]
        if tag == "form":
            self._open = (given.get("method", "get").lower(), given.get("action", ""), [])
        elif tag == "select":
            self._choice = given.get("name", "")
        elif tag == "option":
            self._field(self._choice, given.get("value", ""))
        elif tag in ("input", "textarea", "button"):
            self._field(given.get("name", ""), given.get("value", ""))
            if "formaction" in given and self._open is not None:
                self.forms.append(Form(given["formaction"], tuple(self._open[2])))

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        if tag == "form" and self._open is not None:
            method, action, fields = self._open
            if method == "post":
                self.forms.append(Form(action, tuple(fields)))
            elif action:
                self.links.append(action)
            self._open = None

    def _field(self, name: str, value: str) -> None:
        if self._open is not None and name and name != "csrf_token":
            self._open[2].append((name, value))


@contextmanager
def heard(engine: Engine) -> Iterator[list[str]]:
    """The statements sent to the database meanwhile."""
    said: list[str] = []

    def listen(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            said.append(statement)

    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", listen)


def site_engine(app: Flask) -> Engine:
    engine: Engine = app.extensions["roundtrip"].engine
    return engine


def unheeded(_answer: TestResponse) -> None:
    """Nobody reads the answer but the crawler."""


def look(client: FlaskClient, address: str, came_from: str = "", read: Reader = unheeded) -> Visit:
    """Open one address; `read` sees the answer too."""
    app = client.application
    with heard(site_engine(app)) as statements:
        answer = client.get(address, buffered=True)
    read(answer)
    visit = Visit(
        address, came_from, endpoint(app, address), answer.status_code, dict(answer.headers), statements
    )
    if answer.mimetype == "text/html":
        page = Page(answer.text)
        visit.links, visit.forms = page.links, page.forms
        visit.slips = list(slips(page))
    if answer.location is not None:
        visit.links.append(answer.location)
    return visit


def endpoint(app: Flask, address: str, method: str = "GET") -> str:
    """The endpoint that answers there, or nothing."""
    return _match(app, address, method)[0]


def asked(address: str) -> tuple[str, ...]:
    """The names of what the address asks for: pages of one view that ask for the same are alike."""
    return tuple(sorted(name for name, _ in parse_qsl(urlsplit(address).query)))


def values(app: Flask, address: str, method: str = "GET") -> dict[str, Any]:
    """The values of the address."""
    return _match(app, address, method)[1]


def _match(app: Flask, address: str, method: str) -> tuple[str, dict[str, Any]]:
    try:
        name, given = app.url_map.bind("localhost").match(urlsplit(address).path, method=method)
    except HTTPException:
        return "", {}
    return str(name), dict(given)


def crawl(
    app: Flask, slug: str, read: Reader = unheeded, most: int = ALIKE, known: Collection[str] = ()
) -> list[Visit]:
    """Everything one person reaches from the desk by links, of many alike `most`, of views that are `known`
    nothing; `read` sees each answer."""
    client = sign_in(app.test_client(), slug)
    waiting, seen = deque([("/", "")]), {"/"}
    alike: Counter[Any] = Counter()
    visits = []
    while waiting:
        address, came_from = waiting.popleft()
        shape = endpoint(app, address), asked(address)
        alike[shape] += 1
        if alike[shape] > most or shape[0] in known:
            continue
        visit = look(client, address, came_from, read)
        visits.append(visit)
        for link in visit.links:
            target = urljoin(address, link).split("#")[0]
            if target.startswith("/") and target not in seen:
                seen.add(target)
                waiting.append((target, address))
    return visits


def body(fields: Iterable[tuple[str, str]], token: str | None = None) -> MultiDict[str, str]:
    """What a browser sends."""
    return MultiDict([*fields, *([] if token is None else [("csrf_token", token)])])


def last_page(answer: TestResponse) -> str:
    """The main heading of an answer, for messages."""
    heading = re.search(r"<h1>(.*?)</h1>", answer.text, re.DOTALL)
    return heading.group(1).strip() if heading else answer.text[:80]
