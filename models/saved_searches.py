"""Saved searches: questions to the catalogue that an executive keeps, and what they have found.

What somebody looks for is as private as a dream sheet, so name and question are stored as one sealed value.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Edited, Id
from models.secrets import Sealed


@dataclass(frozen=True)
class Question:
    """What is asked of the catalogue: its words, for each facet the values that fit, and whether also what
    is closed to the one who asks; or the projected vacancy alone that it waits for."""

    words: str = ""
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    closed_too: bool = False
    vacancy: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing in particular."""
        return self.vacancy is None and not self.words.strip() and not any(self.asked.values())


class SavedSearch(Edited, Base):
    __tablename__ = "saved_searches"

    id: Mapped[Id]
    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"), index=True)
    content: Mapped[Any] = mapped_column(
        Sealed("saved_searches.content"), comment="sealed: the name and the question"
    )
    alerts: Mapped[bool] = mapped_column(comment="whether its owner is written to")
    saved_at: Mapped[datetime]

    @property
    def name(self) -> str:
        return str(self.content["name"])

    @property
    def question(self) -> Question:
        asked = {name: tuple(values) for name, values in self.content["asked"].items()}
        return Question(self.content["words"], asked, self.content["closed_too"], self.content["vacancy"])

    def ask(self, name: str, question: Question) -> None:
        """Put name and question in the place of those it has."""
        asked = {facet: list(values) for facet, values in question.asked.items() if values}
        self.content = {
            "name": name,
            "words": question.words,
            "asked": asked,
            "closed_too": question.closed_too,
            "vacancy": question.vacancy,
        }


class SearchHit(Base):
    """What a search has found, once and for all: it is never told of twice."""

    __tablename__ = "search_hits"

    search_id: Mapped[int] = mapped_column(ForeignKey("saved_searches.id"), primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"), primary_key=True, index=True)
    told_at: Mapped[datetime | None] = mapped_column(
        index=True, comment="empty: it was in the catalogue when the search was saved"
    )
