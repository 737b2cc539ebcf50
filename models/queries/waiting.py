"""What waits for one person in rounds and on the way back, all of it in one statement."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import union_all
from sqlalchemy.orm import Session

from models.actors import Actor
from models.queries.absences import (
    my_absences,
    my_changes,
    my_changes_dropped,
    my_looks,
    returns_to_answer,
)
from models.queries.answers import waiting_at_home, waiting_at_host
from models.queries.conference import waiting_in_conference
from models.queries.desk_lines import Waiting
from models.queries.entered_sheets import sheets_to_confirm
from models.queries.evaluations import evaluations_to_answer
from models.queries.interviews import interviews_at_host, interviews_to_come
from models.queries.ledger import waiting_to_look
from models.queries.mail_to_see import failed_mail, held_mail
from models.queries.mentoring_waits import my_pauses, my_unapproved, my_untimed, prepared_sweeps
from models.queries.nominations import invitations_taken_up, invitations_to_answer
from models.queries.our_offers import unoffered_of_mine, waiting_to_approve
from models.queries.releases import waiting_to_decide, waiting_to_recommend
from models.queries.reports_due import headcounts_to_confirm, reports_to_close, reports_to_make_ready
from models.queries.returning import (
    agreements_to_sign,
    changes_sent_back,
    drafts_to_make_ready,
    notices_to_see,
    overdue_returns,
    returns_to_keep_open,
    risks_passed_on,
)
from models.queries.saved_searches import found_lately
from models.queries.scenario_desk import pins_to_approve, scenarios_to_run
from models.queries.to_place import positions_to_name
from models.queries.vacancies import overdue_vacancies
from models.queries.waivers import waiting_to_waive

SOURCES: tuple[Callable[[Actor, datetime], Any], ...] = (
    waiting_to_recommend,
    waiting_to_decide,
    waiting_at_home,
    waiting_at_host,
    waiting_in_conference,
    agreements_to_sign,
    changes_sent_back,
    drafts_to_make_ready,
    notices_to_see,
    sheets_to_confirm,
    headcounts_to_confirm,
    reports_to_close,
    reports_to_make_ready,
    evaluations_to_answer,
    waiting_to_approve,
    unoffered_of_mine,
    waiting_to_look,
    pins_to_approve,
    scenarios_to_run,
    waiting_to_waive,
    overdue_returns,
    returns_to_keep_open,
    positions_to_name,
    risks_passed_on,
    found_lately,
    overdue_vacancies,
    invitations_to_answer,
    invitations_taken_up,
    interviews_to_come,
    failed_mail,
    held_mail,
    interviews_at_host,
    my_absences,
    my_changes,
    my_changes_dropped,
    returns_to_answer,
    my_looks,
    my_pauses,
    my_unapproved,
    my_untimed,
    prepared_sweeps,
)
"""Each gives what `line` selects, or None where the actor has no such part."""


def waiting(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    """Everything of every source, by kind and number; no statement at all where no source applies."""
    parts = [part for source in SOURCES if (part := source(actor, now)) is not None]
    if not parts:
        return []
    rows: Iterable[Any] = session.execute(union_all(*parts))
    return sorted((Waiting(**row._mapping) for row in rows), key=lambda one: (one.kind, one.number))
