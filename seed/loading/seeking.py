"""What people and places do to find one another, beside the lists of the rounds."""

from datetime import datetime

from sqlalchemy import Engine, func, select

from models.db import unit_of_work
from models.vacancies import ProjectedVacancy
from seed.loading.nominations import invite_people
from seed.loading.vacancies import project_vacancies


def load_seeking(engine: Engine, *, now: datetime) -> int:
    """Add projected vacancies and invitations where there are none; how many."""
    with unit_of_work(engine) as session:
        if session.scalar(select(func.count()).select_from(ProjectedVacancy)):
            return 0
        return project_vacancies(session, now=now) + invite_people(session, now=now)
