"""The baseball card, edited by its owner one section at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from matcher.mentoring.business import local_day
from matcher.policy.clauses import TARGET_JOBS
from models.access import require
from models.actors import Actor
from models.audit import record
from models.errors import Conflict, Invalid
from models.executives import CareerStage, EcqEvidence, Education, Executive, Relocation, Skill, TargetJob
from models.queries.cards import ecqs_in_force
from models.rows import rewrite

# A card is one printed page: these bounds keep it one.
MOST_SKILLS, LONGEST_SKILL = 8, 60
MOST_DEGREES, LONGEST_DEGREE = 5, 120
MOST_PLACES, LONGEST_PLACE = 8, 60
LONGEST_EVIDENCE = 300
LONGEST_JOB = 120
LONGEST_STATEMENT = 400
MOST_MOVES = 40


@dataclass(frozen=True)
class Strengths:
    career_stage: CareerStage
    skills: Sequence[str]


@dataclass(frozen=True)
class EvidenceTexts:
    """What the person did, by id of the ECQ it shows; an empty text takes the evidence away."""

    texts: Mapping[int, str]


@dataclass(frozen=True)
class Experience:
    moves: int
    education: Sequence[str]


@dataclass(frozen=True)
class NextJobs:
    titles: Sequence[str]


@dataclass(frozen=True)
class Mobility:
    relocation: Relocation
    places: Sequence[str]
    open_to_remote: bool
    statement: str


Section = Strengths | EvidenceTexts | Experience | NextJobs | Mobility


def edit(
    session: Session, *, actor: Actor, now: datetime, executive: Executive, version: int, section: Section
) -> None:
    """Replace one section of the card.

    `version` is that of the card the owner had before them: Conflict where it changed since. Raises Invalid
    for what does not fit on a card.
    """
    require(actor, "cards.edit", executive, now=now)
    locked = select(Executive).where(Executive.id == executive.id).with_for_update()
    current = session.scalars(locked, execution_options={"populate_existing": True}).one()
    if current.version != version:
        raise Conflict("The card changed since you opened it.")
    name, write = _SECTIONS[type(section)]
    write(session, current, section, now)
    flag_modified(current, "moves")  # whatever part changed, the version counts it
    record(session, current, "cards.edit", actor=actor, now=now, section=name)
    session.flush()


def _write_strengths(session: Session, card: Executive, section: Strengths, _now: datetime) -> None:
    names = _list("strengths", section.skills, MOST_SKILLS, LONGEST_SKILL)
    card.career_stage = section.career_stage
    rewrite(session, card.skills, [Skill(ordinal=n, name=name) for n, name in enumerate(names, 1)])


def _write_evidence(session: Session, card: Executive, section: EvidenceTexts, now: datetime) -> None:
    known = dict(ecqs_in_force(session, local_day(now)))
    if not section.texts.keys() <= known.keys():
        raise Invalid("The evidence names an ECQ that is not in force.")
    earlier = {line.ecq_id: line.text for line in card.evidence}
    typed = {id_: _text(known[id_], text, LONGEST_EVIDENCE) for id_, text in section.texts.items()}
    lines = [EcqEvidence(ecq_id=id_, text=text) for id_, text in (earlier | typed).items() if text]
    rewrite(session, card.evidence, lines)


def _write_experience(session: Session, card: Executive, section: Experience, _now: datetime) -> None:
    lines = _list("degrees or certificates", section.education, MOST_DEGREES, LONGEST_DEGREE)
    if not 0 <= section.moves <= MOST_MOVES:
        raise Invalid(f"Rotations made so far must be between 0 and {MOST_MOVES}.")
    card.moves = section.moves
    rewrite(session, card.education, [Education(ordinal=n, text=text) for n, text in enumerate(lines, 1)])


def _write_next_jobs(session: Session, card: Executive, section: NextJobs, _now: datetime) -> None:
    titles = _list("jobs", section.titles, TARGET_JOBS.figure, LONGEST_JOB)
    rewrite(session, card.target_jobs, [TargetJob(ordinal=n, title=text) for n, text in enumerate(titles, 1)])


def _write_mobility(_session: Session, card: Executive, section: Mobility, _now: datetime) -> None:
    card.places = _list("places", section.places, MOST_PLACES, LONGEST_PLACE, about="places")
    card.mobility = _text("When and where", section.statement, LONGEST_STATEMENT)
    card.relocation, card.open_to_remote = section.relocation, section.open_to_remote


_SECTIONS: dict[type, tuple[str, Callable[[Session, Executive, Any, datetime], None]]] = {
    Strengths: ("strengths", _write_strengths),
    EvidenceTexts: ("evidence", _write_evidence),
    Experience: ("experience", _write_experience),
    NextJobs: ("next jobs", _write_next_jobs),
    Mobility: ("mobility", _write_mobility),
}


def _list(what: str, given: Sequence[str], most: int, longest: int, about: str | None = None) -> list[str]:
    texts = [text for text in (" ".join(one.split()) for one in given) if text]
    if len(texts) > most:
        raise Invalid(f"A card has room for {most} {what}; these are {len(texts)}.", about=about)
    if len({text.casefold() for text in texts}) < len(texts):
        raise Invalid(f"Name each of the {what} once.", about=about)
    for text in texts:
        _text(text[:40], text, longest, about)
    return texts


def _text(what: str, given: str, longest: int, about: str | None = None) -> str:
    text = " ".join(given.split())
    if len(text) > longest:
        sentence = f"“{what}” has {len(text)} characters; a card has room for {longest}."
        raise Invalid(sentence, about=about)
    return text
