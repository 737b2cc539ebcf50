"""The one-page brief of a conversation: made from the facts of a request, and stored nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from webui.filters import day
from webui.guidance import Agenda, agenda

LONGEST_WORDS = 600
"""More of the mentee's own words than these would need a second page."""


@dataclass(frozen=True)
class RequestFacts:
    """What a brief needs of a request; `situation` is the code of the first one, `also` names the others,
    `topics` are what to speak about, `must` are competencies without which a mentor does not help, `nice`
    those that would be welcome; `coach` says that a coach is asked."""

    situation: str
    also: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    words: str = ""
    must: tuple[str, ...] = ()
    nice: tuple[str, ...] = ()
    need_by: date | None = None
    in_person: bool = False
    place: str = ""
    coach: bool = False


@dataclass(frozen=True)
class Brief:
    """What both sides read before they meet: labelled lines, then the agenda."""

    title: str
    lines: tuple[tuple[str, str], ...]
    agenda: Agenda


def brief(request: RequestFacts) -> Brief:
    """The brief of one request.

    >>> brief(RequestFacts("budget", need_by=date(2026, 12, 7))).lines[1]
    ('Advice is needed by', '7 December 2026')
    """
    found = agenda(request.situation)
    if request.coach:
        found = found.with_coach
    lines = [
        ("The question", found.question),
        ("Also about", ", ".join(request.also)),
        ("Advice is needed by", "" if request.need_by is None else day(request.need_by)),
        ("In the mentee's words", _cut(request.words)),
        ("Must have", ", ".join(request.must)),
        ("Would help", ", ".join(request.nice)),
        ("Where", _where(request)),
        ("To speak about", "; ".join(request.topics)),
        ("Before you meet", found.before),
        ("Before you part", found.after),
    ]
    return Brief(found.name, tuple((label, text) for label, text in lines if text), found)


def _where(request: RequestFacts) -> str:
    if not request.in_person:
        return ""
    return ", ".join(filter(None, ("in person", request.place, "if it can be arranged")))


def _cut(words: str) -> str:
    """The words on one page; what is left out is said."""
    text = " ".join(words.split())
    return text if len(text) <= LONGEST_WORDS else f"{text[:LONGEST_WORDS].rstrip()} … (shortened)"
