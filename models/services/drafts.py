"""The four short steps of a request: what is going on, what would help, when, and with whom again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol

from sqlalchemy.orm import Session

from matcher.policy.mentoring_clauses import MOST_COMPETENCIES, MOST_SITUATIONS
from models.errors import Invalid
from models.mentors import Site, SizeBand
from models.requests import (
    MentoringRequest,
    RequestChoice,
    RequestCompetency,
    RequestSituation,
    RequestWindow,
)
from models.rows import rewrite
from models.services.availability import is_half_hours, whole_windows

LONGEST_STORY = 4000
LONGEST_PLACE = 160


class Part(Protocol):
    """One step; `today` is the day in Washington."""

    step: ClassVar[int]

    def faults(self, today: date) -> list[Invalid]:
        """What breaks a rule of form, each about the field of the step."""

    def write(self, session: Session, request: MentoringRequest) -> None:
        """Put it into the draft; it has no faults."""


@dataclass(frozen=True)
class Question:
    """Step 1. `situations` in the order of importance, by id, each with whether it is a must."""

    step: ClassVar[int] = 1
    situations: Sequence[tuple[int, bool]]
    story: str = ""

    @property
    def says_something(self) -> bool:
        """Whether there is anything in it to keep."""
        return bool(self.situations or self.story.strip())

    def faults(self, today: date) -> list[Invalid]:
        found, ids = [], [key for key, _ in self.situations]
        if len(ids) > MOST_SITUATIONS.figure or len(set(ids)) < len(ids):
            most = f"Choose up to {MOST_SITUATIONS.figure} different situations."
            found.append(Invalid(most, about="situations"))
        if len(self.story) > LONGEST_STORY:
            found.append(Invalid(f"Write at most {LONGEST_STORY} characters.", about="story"))
        return found

    def write(self, session: Session, request: MentoringRequest) -> None:
        request.story = self.story.strip() or None
        ranked = enumerate(self.situations, 1)
        wanted = [
            RequestSituation(rank=rank, situation_id=key, must_have=must) for rank, (key, must) in ranked
        ]
        rewrite(session, request.situations, wanted)


@dataclass(frozen=True)
class Help:
    """Step 2. `competencies` in the order of importance: id, own level if stated, whether it is a must; and
    the work the person does, as far as the person states it."""

    step: ClassVar[int] = 2
    competencies: Sequence[tuple[int, int | None, bool]]
    function_id: int | None = None
    cluster_id: int | None = None
    site: Site | None = None
    size_band: SizeBand | None = None

    def faults(self, today: date) -> list[Invalid]:
        found, ids = [], [key for key, _, _ in self.competencies]
        if len(ids) > MOST_COMPETENCIES.figure or len(set(ids)) < len(ids):
            most = f"Choose up to {MOST_COMPETENCIES.figure} different competencies."
            found.append(Invalid(most, about="competencies"))
        if any(level is not None and not 1 <= level <= 5 for _, level, _ in self.competencies):
            found.append(Invalid("A level is between 1 and 5.", about="competencies"))
        return found

    def write(self, session: Session, request: MentoringRequest) -> None:
        wanted = [
            RequestCompetency(rank=rank, competency_id=key, level=level, must_have=must)
            for rank, (key, level, must) in enumerate(self.competencies, 1)
        ]
        rewrite(session, request.competencies, wanted)
        request.function_id, request.cluster_id = self.function_id, self.cluster_id
        request.site, request.size_band = self.site, self.size_band


@dataclass(frozen=True)
class When:
    """Step 3. `week` are the parts of it that suit, as (weekday, start, end) in minutes on the person's own
    clock, in half hours; none: the week the person saved."""

    step: ClassVar[int] = 3
    need_by: date | None = None
    urgent: bool = False
    in_person: bool = False
    place: str = ""
    week: Sequence[tuple[int, int, int]] = ()

    @property
    def city(self) -> str:
        """The place without needless blanks."""
        return " ".join(self.place.split())

    def faults(self, today: date) -> list[Invalid]:
        found = []
        if self.need_by is not None and self.need_by < today:
            found.append(Invalid("The day by which a conversation is needed has passed.", about="need_by"))
        if len(self.city) > LONGEST_PLACE:
            found.append(Invalid(f"Write the place in at most {LONGEST_PLACE} characters.", about="place"))
        if self.in_person and not self.city:
            found.append(Invalid("Name the city in which you would meet.", about="place"))
        if not all(is_half_hours(*window) for window in self.week):
            found.append(Invalid("A time is in half hours of one day.", about="week"))
        return found

    def write(self, session: Session, request: MentoringRequest) -> None:
        self._write_week(request)
        request.need_by, request.urgent = self.need_by, self.urgent
        request.in_person, request.place = self.in_person, self.city or None

    def _write_week(self, request: MentoringRequest) -> None:
        known = {(one.weekday, one.start_minute): one for one in request.week}
        wanted = []
        for day, start, end in whole_windows(self.week):
            one = known.get((day, start)) or RequestWindow(weekday=day, start_minute=start)
            one.end_minute = end
            wanted.append(one)
        request.week[:] = wanted


@dataclass(frozen=True)
class With:
    """Step 4: an earlier mentor who is wanted again, which is a wish by name like any other; whom to avoid is
    kept by `no_lists.save`."""

    step: ClassVar[int] = 4
    again_with_id: int | None = None

    def faults(self, today: date) -> list[Invalid]:
        return []

    def write(self, session: Session, request: MentoringRequest) -> None:
        named = [one.profile_id for one in request.choices if one.profile_id != request.again_with_id]
        if self.again_with_id is not None and self.again_with_id not in named:
            named.append(self.again_with_id)
        request.again_with_id = self.again_with_id
        wanted = [RequestChoice(rank=rank, profile_id=key) for rank, key in enumerate(named, 1)]
        rewrite(session, request.choices, wanted)
