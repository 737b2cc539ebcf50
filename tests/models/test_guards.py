"""What the database itself refuses, whoever asks: raw statements against the tables."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from models.db import unit_of_work
from models.services import rounds
from tests.models.walk import Walk

pytestmark = pytest.mark.both_engines

APPEND_ONLY = ("audit_events", "snapshots", "outcomes")


def refusal(engine: Engine, statement: str) -> str:
    """The database's own message, "" where it allows the statement."""
    try:
        with engine.begin() as connection:
            changed = connection.execute(text(statement)).rowcount
            connection.rollback()
    except IntegrityError as error:
        return str(error.orig).splitlines()[0]
    assert changed > 0, "the statement touched nothing, so it shows nothing"
    return ""


def at(engine: Engine, stage: Callable[[Walk], Any]) -> None:
    with unit_of_work(engine) as session:
        stage(Walk(session))


def test_record_is_append_only(engine: Engine) -> None:
    at(engine, Walk.to_solved)
    ways = ["UPDATE {} SET id = id + 1000", "DELETE FROM {}"]
    if engine.dialect.name == "postgresql":  # SQLite has no TRUNCATE
        ways.append("TRUNCATE {} CASCADE")
    found = {table: {refusal(engine, way.format(table)) for way in ways} for table in APPEND_ONLY}
    assert found == {table: {f"{table} is append-only"} for table in APPEND_ONLY}


def test_certified_list_is_fixed_by_the_freeze(engine: Engine) -> None:
    lists = ("dream_sheet_versions", "host_ranking_versions")
    ways = [way.format(table) for table in lists for way in ("UPDATE {} SET nonce = 'x'", "DELETE FROM {}")]
    at(engine, Walk.to_ranked)
    assert {refusal(engine, way) for way in ways} == {""}
    at(engine, lambda walk: walk.step(rounds.freeze))
    assert {refusal(engine, way) for way in ways} == {"the round is frozen"}


def test_lottery_fact_is_written_once(engine: Engine) -> None:
    at(engine, Walk.to_drawn)
    for column in ("commitment", "outside", "frozen_sha256"):
        again = refusal(engine, f"UPDATE rounds SET {column} = '{'f' * 64}'")  # noqa: S608
        assert again == f"{column} is written once"
    assert refusal(engine, "UPDATE rounds SET outside = NULL") == "outside is written once"


RULES = {
    "UPDATE rounds SET state = 'won'": "ck_rounds_state_is_known",
    "UPDATE rounds SET results_at = lists_open_at": "ck_rounds_calendar_is_ordered",
    "UPDATE rounds SET alliance_hops = 0": "ck_rounds_hops_are_at_least_one",
    "UPDATE rounds SET outside = 'x'": "ck_rounds_outside_value_comes_after_the_freeze",
    "UPDATE round_limits SET max_out = -1": "ck_round_limits_most_out_is_not_negative",
    "UPDATE opportunities SET seats = 0": "ck_opportunities_seats_are_at_least_one",
    "UPDATE opportunities SET min_seats = 3": "ck_opportunities_least_seats_do_not_exceed_seats",
    "UPDATE opportunities SET duration_days = 0": "ck_opportunities_duration_is_at_least_one_day",
    "UPDATE opportunities SET starts_until = '2000-01-01'": "ck_opportunities_start_window_is_ordered",
    "UPDATE opportunities SET approved_by_id = created_by_id": "ck_opportunities_approver_is_not_the_author",
    "UPDATE executives SET ses_since = '2025-01-01'": "ck_executives_ses_begins_before_the_current_position",
    "UPDATE executives SET appointment = 'king'": "ck_executives_appointment_is_known",
    "INSERT INTO target_jobs (executive_id, ordinal, title) VALUES (1, 4, 'x')": (
        "ck_target_jobs_there_are_at_most_three_target_jobs"
    ),
    "UPDATE role_grants SET ends_at = starts_at": "ck_role_grants_grant_ends_after_it_starts",
    "UPDATE role_grants SET agency_id = NULL": "ck_role_grants_agency_roles_name_their_agency",
    "UPDATE role_grants SET granted_by_id = actor_id": "ck_role_grants_nobody_grants_a_role_to_themselves",
    "UPDATE agencies SET parent_id = id": "ck_agencies_agency_is_not_its_own_parent",
}


def test_rule_of_a_table_names_itself(engine: Engine) -> None:
    silent = [statement for statement, name in RULES.items() if name not in refusal(engine, statement)]
    assert silent == []


def test_one_person_cannot_sign_twice(engine: Engine) -> None:
    at(engine, Walk.to_approved)
    alone = "UPDATE decisions SET published_by_id = approved_by_id, published_at = approved_at"
    assert "ck_decisions_publisher_is_not_the_approver" in refusal(engine, alone)


def test_second_open_consent_is_refused(engine: Engine) -> None:
    at(engine, Walk.to_filed)
    columns = "round_id, executive_id, statement, voluntary, given_at, given_by_id"
    again = f"INSERT INTO consents ({columns}) SELECT {columns} FROM consents"  # noqa: S608
    message = refusal(engine, again)
    assert "consents" in message.lower()
    assert "unique" in message.lower()
