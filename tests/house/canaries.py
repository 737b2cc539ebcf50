"""Text that would do something in a page or a table, were it not escaped.

A canary is typed into each text field of a form as a person gives it; what leaves the service is then read as
its reader would read it: pages by an HTML parser, tables cell by cell. Where a canary has become an element,
an attribute or a formula, it sings.
"""

import csv
import io
import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import openpyxl
from werkzeug.test import TestResponse

LONG = (
    "=1+1,\"'><b id={0} {0}=1></b></svg></textarea></title><script id={0}></script>"
    "\r\nBcc: {0}@sink.example\r\nATTENDEE:mailto:{0}@sink.example;,\\"
)
SHORT = "=\"'><b id={0}>\nBcc:{0}"
ADDRESS = '"><b/id={0}>@sink.example'
TOKEN = re.compile(r"canary\d{4}")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass
class Heard:
    """What was read: the canaries that arrived, and where one has become more than text."""

    arrived: set[str] = field(default_factory=set)
    sung: set[str] = field(default_factory=set)

    def read(self, answer: TestResponse) -> None:
        """An answer of the pages, whatever its kind."""
        where = f"{answer.mimetype} of {answer.request.path}"
        if answer.mimetype == "text/html":
            self.page(where, answer.text)
        elif answer.mimetype == "text/csv":
            self.table(where, csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
        elif answer.mimetype == "application/json":
            self.arrived |= set(TOKEN.findall(json.dumps(json.loads(answer.text))))
        elif (answer.mimetype or "").endswith("spreadsheetml.sheet"):
            self.workbook(where, answer.data)

    def page(self, where: str, text: str) -> None:
        """Elements and attributes are ours alone."""
        found = _Reader(text)
        self.arrived |= found.arrived
        self.sung |= {f"{where}: {what}" for what in found.sung}

    def table(self, where: str, rows: Any) -> None:
        """No cell begins as a formula does."""
        for cell in (cell for row in rows for cell in row if TOKEN.search(cell)):
            self.arrived |= set(TOKEN.findall(cell))
            if cell.startswith(FORMULA):
                self.sung.add(f"{where}: {cell}")

    def workbook(self, where: str, content: bytes) -> None:
        """Nothing is a formula."""
        for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows():
            for cell in row:
                self.arrived |= set(TOKEN.findall(str(cell.value)))
                if cell.data_type == "f" or (
                    TOKEN.search(str(cell.value)) and str(cell.value).startswith(FORMULA)
                ):
                    self.sung.add(f"{where}: {cell.value}")


class _Reader(HTMLParser):
    """The canaries of a page as text and as values; an element or attribute made by one is song."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.arrived: set[str] = set()
        self.sung: set[str] = set()
        self._in = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in = tag
        for name, value in attrs:
            self.arrived |= set(TOKEN.findall(value or ""))
            if TOKEN.search(name) or TOKEN.fullmatch(value or "") or (value or "").startswith("javascript:"):
                self.sung.add(f"<{tag} {name}={value}>")

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        self.arrived |= set(TOKEN.findall(data))
        if self._in in ("script", "style") and TOKEN.search(data):
            self.sung.add(f"<{self._in}> {data}")
