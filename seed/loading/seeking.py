"""What people and places do to find one another, beside the lists of the rounds."""

from datetime import datetime

from sqlalchemy import Engine, func, select

from models.db import unit_of_work
from models.vacancies import ProjectedVacancy
from seed.loading.interviews import log_interviews
from seed.loading.nominations import invite_people
from seed.loading.service import write_service
from seed.loading.vacancies import project_vacancies


def load_seeking(engine: Engine, *, now: datetime) -> int:
    """Add projected vacancies, invitations, interviews and service records where there are none; how many."""
    with unit_of_work(engine) as session:
        if session.scalar(select(func.count()).select_from(ProjectedVacancy)):
            return 0
        verbs = project_vacancies, invite_people, log_interviews, write_service
        return sum(verb(session, now=now) for verb in verbs)
