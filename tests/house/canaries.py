"""Text that would do something in a page, a header, a calendar or a table, were it not escaped.

A canary is typed into each text field of a form as a person gives it; whatever leaves the service is then
read as its reader would read it: pages with their pictures by an HTML parser, messages by the mail parser,
calendars by `icalendar`, tables cell by cell. Where a canary has become an element, an attribute, a header, a
property or a formula, it sings.
"""

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from html.parser import HTMLParser
from importlib import import_module
from inspect import getmembers, isclass
from pkgutil import iter_modules
from typing import Any

import openpyxl
import pytest
from icalendar import Calendar
from werkzeug.test import TestResponse
from wtforms import FieldList, Form, HiddenField, StringField
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm
from wtforms.widgets import HiddenInput

import webui.forms

LONG = (
    "=1+1,\"'><b id={0} {0}=1></b></svg></textarea></title><script id={0}></script>"
    "\r\nBcc: {0}@sink.example\r\nATTENDEE:mailto:{0}@sink.example;,\\"
)
SHORT = "=\"'><b id={0}>\nBcc:{0}"
ADDRESS = '"><b/id={0}>@sink.example'
TOKEN = re.compile(r"canary\d{4}")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version",
    "Content-Type", "Content-Transfer-Encoding",
}  # fmt: skip
PROPERTIES = {
    "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL", "CLASS", "LOCATION",
    "ORGANIZER", "ATTENDEE", "STATUS",
}  # fmt: skip


def text_fields() -> set[str]:
    """`module.Form.field` of every text field that a class of `webui/forms` declares, by the class itself."""
    return {
        _key(form, name)
        for module in iter_modules(webui.forms.__path__)
        for _, form in getmembers(import_module(f"webui.forms.{module.name}"), isclass)
        if issubclass(form, Form) and form.__module__ == f"webui.forms.{module.name}"
        for name, value in vars(form).items()
        if isinstance(value, UnboundField) and _takes_text(value)
    }


def _takes_text(made: Any) -> bool:
    inner = made.args[0] if issubclass(made.field_class, FieldList) else made
    hidden = issubclass(inner.field_class, HiddenField) or isinstance(inner.kwargs.get("widget"), HiddenInput)
    return issubclass(inner.field_class, StringField) and not hidden


def _key(form: type, name: str) -> str:
    """The field by the class that declares it; what differs by a number or by a list counts as one."""
    owner = next((one for one in form.__mro__ if name in vars(one)), form)
    return f"{owner.__module__.rpartition('.')[2]}.{owner.__name__}.{re.sub(r'[0-9]+|(?<=-).+', '*', name)}"


@contextmanager
def carried() -> Iterator[dict[str, set[str]]]:
    """Field → the canaries with which a form was sent meanwhile."""
    found: dict[str, set[str]] = defaultdict(set)
    process = BaseForm.process

    def note(form: BaseForm, *args: Any, **more: Any) -> None:
        process(form, *args, **more)
        for name, one in form._fields.items():
            found[_key(type(form), name)].update(TOKEN.findall(" ".join(map(str, one.raw_data or []))))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseForm, "process", note)
        yield found


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
        elif answer.mimetype == "text/calendar":
            self.calendar(where, answer.text)
        elif answer.mimetype == "application/json":
            self.arrived |= set(TOKEN.findall(json.dumps(json.loads(answer.text))))
        elif (answer.mimetype or "").endswith("spreadsheetml.sheet"):
            self.workbook(where, answer.data)

    def page(self, where: str, text: str) -> None:
        """Elements and attributes are ours alone."""
        found = _Reader(text)
        self.arrived |= found.arrived
        self.sung |= {f"{where}: {what}" for what in found.sung}

    def message(self, where: str, message: EmailMessage) -> None:
        """Headers are ours alone, each once, and no part has more of them; a calendar's properties too."""
        for part in message.walk():
            more = set(part.keys()) - HEADERS
            if more or len(part.keys()) > len(set(part.keys())) or TOKEN.search(str(part["To"])[-60:]):
                self.sung.add(f"{where}: {sorted(part.keys())}")
            if part.get_content_type() == "text/plain":
                self.arrived |= set(TOKEN.findall(str(message["Subject"]) + part.get_content()))
            elif part.get_content_type() == "text/calendar":
                self.calendar(where, part.get_content())

    def calendar(self, where: str, text: str) -> None:
        """Properties are ours alone; nothing is invited but those who meet."""
        for event in Calendar.from_ical(text).walk("VEVENT"):
            self.arrived |= set(TOKEN.findall(str(event.get("location"))))
            invited = event.get("attendee", [])
            guests = invited if isinstance(invited, list) else [invited]
            if set(event) - PROPERTIES or any(TOKEN.search(str(one)) for one in guests):
                self.sung.add(f"{where}: {sorted(event)}")

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
