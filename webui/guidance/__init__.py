"""Guidance as data: questions and answers, roles, an agenda for each situation."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from matcher.policy import clauses, mentoring_clauses

FOLDER = Path(__file__).parent
OTHER = "other"
ASKS = "The coach asks: what you have tried, what you take for granted, what else is possible"


@dataclass(frozen=True)
class Question:
    """A question, its answer in our own words, and where the fact stands."""

    ask: str
    answer: str
    source: str


@dataclass(frozen=True)
class Group:
    """Questions of one subject."""

    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Duty:
    """One thing a role asks, and where that stands."""

    text: str
    source: str


@dataclass(frozen=True)
class Part:
    """What a mentor, a coach or a mentee does."""

    title: str
    opening: str
    duties: tuple[Duty, ...]


@dataclass(frozen=True)
class Agenda:
    """An hour by situation, whose code is its key: what to do before and after, (minutes, what) between."""

    key: str
    name: str
    question: str
    before: str
    after: str
    items: tuple[tuple[int, str], ...]

    @property
    def with_coach(self) -> Agenda:
        """The same hour with a coach, who asks where a mentor tells what they did."""
        items = tuple((minutes, ASKS if "mentor" in what else what) for minutes, what in self.items)
        return replace(self, items=items)

    @property
    def minutes(self) -> int:
        return sum(minutes for minutes, _ in self.items)


@cache
def steps() -> tuple[str, ...]:
    """How mentoring goes, step by step."""
    return tuple(one.format_map(_figures()) for one in _read("questions")["steps"])


@cache
def questions() -> tuple[Group, ...]:
    """The frequently asked questions, with the figures of their clauses."""
    figures = _figures()
    return tuple(
        Group(
            group["title"],
            tuple(
                Question(one["ask"], one["answer"].format_map(figures), one["source"])
                for one in group["question"]
            ),
        )
        for group in _read("questions")["group"]
    )


@cache
def parts() -> tuple[Part, ...]:
    """Roles and responsibilities of mentors, coaches and mentees."""
    figures = _figures()
    return tuple(
        Part(
            role["title"],
            role["opening"],
            tuple(Duty(duty["text"].format_map(figures), duty["source"]) for duty in role["duty"]),
        )
        for role in _read("roles")["role"]
    )


@cache
def agendas() -> dict[str, Agenda]:
    """The agendas by the code of their situation."""
    found = (
        Agenda(**{**one, "items": tuple((minutes, what) for minutes, what in one["items"])})
        for one in _read("agendas")["agenda"]
    )
    return {agenda.key: agenda for agenda in found}


def agenda(situation: str) -> Agenda:
    """The agenda of a situation; for one without its own, the general one."""
    return agendas().get(situation, agendas()[OTHER])


def _figures() -> dict[str, int | None]:
    return {clause.code: clause.value for clause in (*clauses.CLAUSES, *mentoring_clauses.CLAUSES)}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
