"""Mentoring in the demonstration: 386 invented mentors and coaches, 201 invented requests in every state.

Each part is one transaction, and one that is there is left as it is.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, select

from models.db import unit_of_work
from models.queries.mentor_pool import read_once
from models.requests import MentoringRequest
from seed.demonstration import NUMBER, demonstration
from seed.loading.assistants import name_assistants
from seed.loading.mentoring_facts import load_mentoring_facts
from seed.loading.mentors import appoint_past_staff, fact_ids, has_mentors, load_mentors
from seed.loading.people import SYSTEM, find_people, get_actor
from seed.loading.relations import load_relations
from seed.loading.requests import load_request
from seed.mentors import invent_mentors
from seed.relations import invent_relations
from seed.requests import invent_requests

Progress = Callable[[str, int, int], object]


def load_mentoring(
    engine: Engine, *, now: datetime, number: int = NUMBER, progress: Progress | None = None
) -> None:
    """Add what is missing; the demonstration's people must be loaded."""
    tell = progress or (lambda _what, _done, _total: None)
    with unit_of_work(engine, read_only=True) as session:
        people = find_people(session, number)
        if people is None:
            raise LookupError(f"demonstration {number}")
    made = demonstration(number, people.as_of)
    mentors = invent_mentors(made)
    with unit_of_work(engine) as session:
        load_mentoring_facts(session, actor=get_actor(session, SYSTEM), now=now)
        load_relations(session, now=now, made=invent_relations(made.executives))
        if not has_mentors(session):
            tell("Mentors", 0, len(mentors))
            appoint_past_staff(session, now=now, made=mentors)
            load_mentors(session, now=now, made=mentors)
            tell("Mentors", len(mentors), len(mentors))
    plans = invent_requests(made, mentors)
    with unit_of_work(engine) as session:
        if session.scalar(select(MentoringRequest.id).limit(1)) is None:
            facts = fact_ids(session)
            with read_once(session):
                for place, plan in enumerate(plans):
                    tell("Requests for a mentor", place, len(plans))
                    load_request(session, now=now, number=number, plan=plan, facts=facts)
            name_assistants(session, now=now)
            tell("Requests for a mentor", len(plans), len(plans))
